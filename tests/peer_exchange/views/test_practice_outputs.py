"""What leaves the library, taken as a whole: nothing of what is unpublished, no address, every change at once."""

import csv
import io
import json
import re
from io import BytesIO

import pytest
from defusedxml import ElementTree
from django.core.files.storage import default_storage
from django.urls import reverse
from pypdf import PdfReader

from academy import site_version
from academy.languages import in_language
from academy.models import OrganisationName
from peer_exchange.delivery import open_data
from peer_exchange.enums import PracticeState
from peer_exchange.models import Adoption, Practice, PracticeFile
from peer_exchange.practice_words import PARTS as PART_WORDS
from peer_exchange.practice_words import WORDS, originals
from peer_exchange.services.practice_prints import BOOKLETS
from peer_exchange.services.practice_translations import save_translation
from peer_exchange.services.publications import publish_practice, unpublish_practice
from peer_exchange.views import open_data as views
from tests.peer_exchange.people import make_region
from tests.peer_exchange.practices import make_practice, write
from tests.peer_exchange.whole_case import make_whole_case

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "somebody.else@municipality.example"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PAGE_CACHE_SECONDS = 60
    monkeypatch.setattr(views, "FOLDER", tmp_path / "open-data")


@pytest.fixture
def region(site):
    return make_region()


@pytest.fixture
def case(alice, region):
    case = make_whole_case(alice, region, title="Bread and a talk for everybody", latitude="41.33", longitude="19.82")
    site_version.bump()
    return case


def get(client, address, **query):
    response = client.get(address, query)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, content


def data_file(client, form, **query):
    return get(client, f"/open-data/practices.{form}", **query)[1].decode()


def test_unpublished_it_has_left_every_output(client, case, bob, editor, django_capture_on_commit_callbacks):
    other = make_practice(bob, case.organisation, title="Its relative", related=[case])
    site_version.bump()
    pages = {
        "list": ("/en/practices/", {}),
        "a facet": ("/en/practices/", {"economy": "AL"}),
        "search of the library": ("/en/practices/", {"q": "bread"}),
        "map": ("/en/practices/map/", {}),
        "comparison": ("/en/practices/compare/", {"code": [case.code, other.code]}),
        "choice for a booklet": ("/en/practices/booklet/", {"code": [case.code, other.code]}),
        "feed": ("/en/practices/data/practices.atom", {}),
        "csv": ("/open-data/practices.csv", {}),
        "json": ("/open-data/practices.json", {}),
        "geojson": ("/open-data/practices.geojson", {}),
        "json of a choice": ("/open-data/practices.json", {"economy": "AL"}),
        "home": ("/en/", {}),
        "search": ("/en/search/", {"q": "bread"}),
        "related practices": (f"/en/practices/{other.slug}/", {}),
    }
    prints = {
        "brief": (f"/en/practices/{case.slug}/brief.pdf", {}),
        "full": (f"/en/practices/{case.slug}/full.pdf", {}),
        "related in print": (f"/en/practices/{other.slug}/full.pdf", {}),
        "booklet": ("/en/practices/booklet.pdf", {"code": [case.code, other.code]}),
    }

    def naming():
        found = {
            name for name, (address, query) in pages.items() if case.title in get(client, address, **query)[1].decode()
        }
        for name, (address, query) in prints.items():
            status, content = get(client, address, **query)
            if status == 200 and case.title in printed(content):
                found.add(name)
        return found

    assert naming() == {*pages, *prints}
    assert naming() == {*pages, *prints}  # now from every cache
    assert get(client, f"/en/practices/{case.slug}/")[0] == 200
    with django_capture_on_commit_callbacks(execute=True):
        unpublish_practice(case, by=editor)
    assert not PracticeFile.objects.filter(practice=case).exists()
    assert default_storage.listdir(BOOKLETS)[1] == []
    assert naming() == set()
    for address in ("", "brief.pdf", "full.pdf"):
        status, content = get(client, f"/en/practices/{case.slug}/{address}")
        assert status == 410
        assert case.title not in content.decode()


def printed(content):
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages).split())


def test_a_published_translation_is_read_at_once(client, case, alice, django_capture_on_commit_callbacks):
    words = dict(originals(case))
    address = f"/sq/practices/{case.slug}/"
    assert case.title in client.get(address).content.decode()
    assert client.get(address)["X-Page-Cache"] == "hit"
    assert case.title in client.get("/sq/practices/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        save_translation(case, "sq", {"title": "Bukë dhe bisedë"}, words, version=0, by=alice, publish=True)
    for page in (address, "/sq/practices/", "/sq/practices/?q=buke", "/sq/practices/data/practices.atom"):
        assert "Bukë dhe bisedë" in client.get(page).content.decode()
    assert "Bukë dhe bisedë" in printed(get(client, f"{address}brief.pdf")[1])
    assert json.loads(data_file(client, "json", q="buke"))[0]["translations"] == ["sq"]


def test_csv_json_and_geojson_carry_the_same_fields(client, case):
    row = next(row for row in json.loads(data_file(client, "json")) if row["code"] == case.code)
    lines = csv.DictReader(io.StringIO(data_file(client, "csv").removeprefix("\ufeff")))
    line = next(line for line in lines if line["code"] == case.code)
    assert list(line) == list(row) == list(open_data.COLUMNS)
    assert {name: value_of(line[name], row[name]) for name in row} == row
    features = json.loads(data_file(client, "geojson"))["features"]
    assert [feature["properties"] for feature in features] == [row]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [19.82, 41.33]}


def value_of(cell, like):
    """What a cell says, as a program reads it back."""
    if cell == "":
        return like if like in ("", None) else "lost"
    return cell if isinstance(like, str) else json.loads(cell)


def test_the_dictionary_lists_exactly_the_exported_columns(client, case):
    page = client.get(reverse("practice_data")).content.decode()
    assert re.findall(r"<dt><code>(\w+)</code></dt>", page) == list(json.loads(data_file(client, "json"))[0])


def test_peers_and_adoptions_stand_in_the_data_without_people(client, case):
    row = json.loads(data_file(client, "json", q="bread"))[0]
    assert row["peers"]["points"] == dict.fromkeys(row["peers"]["points"], 2.0) | {"evidence": 2.5}
    assert (row["peers"]["version"], row["peers"]["percent"]) == (case.version, 70.83)
    assert row["peers"]["municipalities"] == ["Elsewhere Sample", "Village Sample"]
    told = {each["municipality"]: each for each in row["adoptions"]}
    assert told["Village Sample"]["confirmed_by"] == "origin"
    assert told["Elsewhere Sample"]["confirmed_by"] == "association"
    assert told["Elsewhere Sample"]["stopped_reason"] == "The cook left."
    for secret in ("Vera", "Emil", "Ceca", "A comment for the authors", "sara@example.org"):
        assert secret not in data_file(client, "json") + data_file(client, "csv")


def test_its_page_says_where_its_reviewers_work_and_never_who_they_are(client, case, region):
    OrganisationName.objects.create(organisation=region.village, language="sq", name="Fshati Shembull")
    address = reverse("practice", kwargs={"slug": case.slug})
    page = client.get(address).content.decode()
    assert "<dt>Checked by peers</dt><dd>Elsewhere Sample, Village Sample</dd>" in page
    assert not {name for name in ("Vera", "Emil") if name in page}
    assert "<dd>Elsewhere Sample, Fshati Shembull</dd>" in client.get(in_language(address, "sq")).content.decode()
    Practice.objects.filter(pk=case.pk).update(state=PracticeState.SHARED)
    site_version.bump()
    assert "Checked by peers</dt>" not in client.get(address).content.decode()


def test_an_address_that_somebody_wrote_into_a_text_is_left_out(client, case, alice):
    """In any field with words, of the record or of its tables, and in what adopters say."""
    limits = {name: case._meta.get_field(name).max_length or 999 for name in (*WORDS, "contact_name")}
    words = {name: f"Ask {ADDRESS} today" if most >= 60 else ADDRESS for name, most in limits.items()}
    parts = {}
    for relation, (names, _facts) in PART_WORDS.items():
        if relation not in ("documents", "images", "costs", "indicators"):
            parts[relation] = [dict.fromkeys(names, ADDRESS)]
    write(case, alice, **words, parts=parts)
    publish_practice(case, by=None)
    Adoption.objects.filter(practice=case).update(changed=f"Write to {ADDRESS}", cost_note=ADDRESS)
    site_version.bump()
    for form in views.FORMS:
        text = data_file(client, form)
        assert "Ask […] today" in text
        assert "@municipality" not in text
    rows = json.loads(data_file(client, "json", q="ask"))
    assert rows[0]["source_url"] == "https://example.org/report"


def test_a_link_with_a_sign_in_it_is_no_address():
    kept = "https://maps.example.org/place/@41.33,19.82,12z"
    assert open_data._without_addresses({"url": kept, "more": [kept]}) == {"url": kept, "more": [kept]}


@pytest.mark.parametrize("query", [{}, {"economy": "AL", "q": "bread"}, {"q": "nothing like it"}])
def test_a_feed_is_whole(client, case, settings, query):
    """What RFC 4287 asks of a feed and of its entries; its own address and identifier for every choice."""
    response = client.get("/en/practices/data/practices.atom", query)
    feed = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    for name in ("id", "title", "updated", "author"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1, name
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert feed.findtext(f"{ATOM}rights") == "CC BY 4.0"
    own = next(link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self").get("href")
    again = ElementTree.fromstring(client.get(own.removeprefix(settings.SITE_URL)).content)
    assert [each.text for each in again.iter(f"{ATOM}id")] == [each.text for each in feed.iter(f"{ATOM}id")]
    for entry in feed.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "link"):
            assert entry.find(f"{ATOM}{name}") is not None, name
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d", entry.findtext(f"{ATOM}updated"))


def test_feeds_of_different_choices_are_different_feeds(client, case):
    def identity(**query):
        feed = ElementTree.fromstring(client.get("/en/practices/data/practices.atom", query).content)
        return feed.findtext(f"{ATOM}id"), feed.findtext(f"{ATOM}title")

    assert identity()[0] != identity(economy="AL")[0]
    assert "Albania" in identity(economy="AL")[1]
