"""Open data, opened with parsers: the same in CSV and JSON, guarded, without addresses, without what is not public."""

import csv
import io
import json

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy import site_version
from peer_exchange.delivery import open_data
from peer_exchange.models import Adoption
from peer_exchange.services.publications import unpublish_practice
from peer_exchange.views import open_data as views
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.notice_makers import make_cluster
from tests.peer_exchange.people import make_region
from tests.peer_exchange.practices import make_municipality, make_practice

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(views, "FOLDER", tmp_path / "open-data")
    return tmp_path / "open-data"


@pytest.fixture
def practice(site, alice):
    region = make_region()
    hidden = make_cluster("Hidden cluster", visibility="hidden")
    known = make_cluster("Known cluster")
    practice = make_practice(
        alice, region.town, title="=HYPERLINK(1)", problem="-1 + ; \"quoted\"\nline", results="@home", latitude="41.5",
        longitude="-20.25", parts=PARTS, clusters=[hidden, known], **FULL,
    )  # fmt: skip
    Adoption.objects.create(
        practice=practice, organisation=region.village, stage="stopped", stopped_reason="+1", language="en"
    )
    site_version.bump()
    return practice


def body(client, form, **query):
    response = client.get(reverse("practice_data_file", kwargs={"form": form}), query)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8")


def table(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_and_json_carry_the_same(client, practice, bob):
    make_practice(bob, title="A second one")
    rows, lines = json.loads(body(client, "json")), table(body(client, "csv"))
    assert len(rows) == len(lines) == 2
    for row, line in zip(rows, lines, strict=True):
        assert list(line) == list(row)
        for name, value in row.items():
            cell = line[name]
            if value is None or value == "":
                assert cell == ""
            elif isinstance(value, str):
                assert cell in (value, f"'{value}")
            else:
                assert json.loads(cell) == value


def test_the_columns_are_those_of_the_record_and_the_dictionary_knows_each(practice):
    row = next(open_data.rows_of(None))
    assert tuple(row) == open_data.COLUMNS
    assert [column["name"] for column in open_data.dictionary()] == list(row)
    assert all(column["meaning"] for column in open_data.dictionary())
    for name, enum in open_data.VALUES.items():
        told = row[name] if isinstance(row[name], list) else [row[name]]
        assert set(told) <= {*enum.values, None, ""}


def test_formulas_are_guarded_and_numbers_are_not(client, practice):
    line = table(body(client, "csv"))[0]
    assert line["title"] == "'=HYPERLINK(1)"
    assert line["problem"].startswith("'-1 + ;")
    assert line["results"] == "'@home"
    assert line["longitude"] == "-20.25"
    assert json.loads(body(client, "json"))[0]["title"] == "=HYPERLINK(1)"


def test_geojson_has_those_with_a_position(client, practice, bob):
    make_practice(bob, title="Nowhere")
    found = json.loads(body(client, "geojson"))
    assert found["type"] == "FeatureCollection"
    assert [feature["geometry"]["coordinates"] for feature in found["features"]] == [[-20.25, 41.5]]
    assert found["features"][0]["properties"]["adoptions"][0]["stopped_reason"] == "+1"


@pytest.mark.parametrize("form", ["csv", "json", "geojson"])
def test_no_contact_address_and_no_hidden_cluster(client, practice, form):
    text = body(client, form)
    assert "Sara Sample" in text
    assert "sara@example.org" not in text
    assert "alice@example.org" not in text
    assert "hidden-cluster" not in text
    assert "known-cluster" in text


def test_the_feed_opens_and_tells_the_last_first(client, practice, bob):
    second = make_practice(bob, title="Šuma & <bus>")
    site_version.bump()
    response = client.get(reverse("practice_feed"))
    feed = ElementTree.fromstring(response.content)
    assert response["Content-Type"].startswith("application/atom+xml")
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Šuma & <bus>", "=HYPERLINK(1)"]
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{second.uuid}"
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/practices/{second.slug}/")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert b"sara@" not in response.content


def test_a_letter_that_xml_cannot_hold_does_not_stop_the_feed(client, practice, bob):
    """It comes with words that somebody pasted from slides."""
    make_practice(bob, title="Two\x0blines", result_line="One\x0cpage")
    site_version.bump()
    for typed in ({}, {"q": "two\x0blines"}):
        feed = ElementTree.fromstring(client.get(reverse("practice_feed"), typed).content)
        assert "Two lines" in [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def test_a_choice_of_the_list_is_the_choice_of_every_file(client, practice, bob):
    make_practice(bob, make_municipality("Other", economy="RS"), title="Elsewhere")
    site_version.bump()
    assert [line["economy"] for line in table(body(client, "csv", economy="RS"))] == ["RS"]
    assert [row["title"] for row in json.loads(body(client, "json", q="elsewhere"))] == ["Elsewhere"]
    assert json.loads(body(client, "json", q="nothing like it")) == []
    feed = ElementTree.fromstring(client.get(reverse("practice_feed"), {"economy": "RS"}).content)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Elsewhere"]
    page = client.get(reverse("practice_data"), {"economy": "RS"}).content.decode()
    assert "practices.csv?economy=RS" in page


def test_unpublished_it_is_in_none_of_them(client, practice, bob, django_capture_on_commit_callbacks):
    make_practice(bob, title="It stays")
    body(client, "csv")
    with django_capture_on_commit_callbacks(execute=True):
        unpublish_practice(practice, by=None)
    for form in views.FORMS:
        assert practice.code not in body(client, form)
    assert str(practice.uuid) not in client.get(reverse("practice_feed")).content.decode()


def test_a_file_is_made_once_per_version(client, practice, folder):
    body(client, "json")
    made = list(folder.glob("*.json"))
    with CaptureQueriesContext(connection) as caught:
        body(client, "json")
    assert not [query for query in caught if "peer_exchange_practice" in query["sql"]]
    site_version.bump()
    body(client, "json")
    assert len(list(folder.iterdir())) == 1
    assert list(folder.glob("*.json")) != made


def test_an_unchanged_file_is_not_sent_again(client, practice):
    address = reverse("practice_data_file", kwargs={"form": "csv"})

    def ask(etag="", **query):
        response = client.get(address, query, headers={"If-None-Match": etag})
        if response.streaming:
            list(response.streaming_content)
        return response

    etag = ask()["ETag"]
    assert ask(etag).status_code == 304
    assert ask(etag, economy="RS").status_code == 200
    site_version.bump()
    assert ask(etag).status_code == 200


def test_a_constant_number_of_queries(practice, bob):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            list(open_data.json_lines(open_data.rows_of(None)))
        return len(caught)

    one = queries()
    for number in range(2):
        make_practice(bob, make_municipality(f"more-{number}"), parts=PARTS, **FULL)
    assert queries() == one


def test_everybody_opens_the_page_and_a_form_that_is_none_is_not_there(client, practice, alice):
    for user in (None, alice):
        if user:
            client.force_login(user)
        page = client.get(reverse("practice_data"))
        assert page.status_code == 200
        assert "stopped" in page.content.decode()
    assert client.get("/open-data/practices.xlsx").status_code == 404
