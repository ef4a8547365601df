"""What the prints of a practice say: every field of a full case, the peers' points, who took it over."""

import re
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from peer_exchange.models import Adoption, PracticeFile
from peer_exchange.services.practice_data import erase_practices
from peer_exchange.services.publications import unpublish_practice
from tests.peer_exchange.people import make_region
from tests.peer_exchange.practices import make_municipality, make_practice
from tests.peer_exchange.whole_case import FACTS, WORDS, make_whole_case


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def region(site):
    return make_region()


@pytest.fixture
def case(alice, region):
    return make_whole_case(alice, region)


def reader(client, practice, form, language="en"):
    response = client.get(f"/{language}/practices/{practice.slug}/{form}.pdf")
    return PdfReader(BytesIO(b"".join(response.streaming_content)))


def said(pdf):
    return " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())


def test_the_full_record_prints_every_field_of_a_full_case(client, case):
    pdf = reader(client, case, "full")
    text = said(pdf)
    facts = (
        *WORDS.values(), "Involved", "7 months", "Municipal budget", "Contributions of users",
        "Compared before and after", "10,000 to 30,000 people", "1.3, 10.2", FACTS["source_title"],
        FACTS["source_url"], "Decide together, Council, 2021, 2 months",
        "Association of parents, Political backing, lends its bus", "Ramp: 5,200 EUR (2022)", "Tender 4/22",
        "Wages: 18,400 EUR (2024)", "Children a day (children)", "Before: 0 (May 2021)", "Latest: 28 (June 2024)",
        "Source: Daily list", "Count every day (our reading", "House rules, Rulebook, Albanian",
        "https://example.org/rules.pdf", "A ramp leads to the door", "Photo: Sara Sample",
        "A practice that its authors name", case.code, "CC BY 4.0", "Next check",
    )  # fmt: skip
    assert [fact for fact in facts if fact not in text] == []
    assert sum(len(sheet.images) for sheet in pdf.pages) >= 2  # the picture and the code to scan
    assert "sara@example.org" not in text


@pytest.mark.parametrize("form", ["brief", "full"])
def test_both_prints_say_what_peers_gave_and_who_took_it_over(client, case, form):
    text = said(reader(client, case, form))
    for fact in (
        "Evidence 2.5 of 3", "Inclusion 2 of 3", "Honesty of learning 2 of 3", "Village Sample, Albania",
        "What village-sample changed", "confirmed by the people of the practice", "Elsewhere Sample, Albania",
        "Stopped, because: The cook left.", "confirmed by the association or the editors", "Adopted by 1 municipality",
    ):  # fmt: skip
        assert fact in text
    for secret in ("Vera Peer", "Emil Peer", "A comment for the authors", "Ceca Checker"):
        assert secret not in text


def test_the_brief_of_the_fullest_record_has_two_pages(client, case):
    for number in range(4):
        Adoption.objects.create(
            practice=case, organisation=make_municipality(f"adopter-{number}"), stage="implemented", language="en",
            changed="Изменето " * 40, result="Резултат " * 30,
        )  # fmt: skip
    assert len(reader(client, case, "brief").pages) == 2


def test_a_print_is_drawn_anew_when_anything_in_it_changes(client, case, alice):
    address = f"/en/practices/{case.slug}/full.pdf"

    def tag():
        response = client.get(address)
        assert b"".join(response.streaming_content)
        return response["ETag"]

    first = tag()
    assert tag() == first
    Adoption.objects.filter(stage="implemented").update(confirmed_at=None, confirmed_by=None)
    second = tag()
    assert second != first
    related = case.related.get()
    unpublish_practice(related, by=None)
    third = tag()
    assert third != second
    assert related.title not in said(reader(client, case, "full"))
    erase_practices(alice, frozenset())
    assert tag() != third
    assert "Alice Sample" not in said(reader(client, case, "full"))
    assert PracticeFile.objects.filter(practice=case).count() == 1


def test_an_empty_card_prints_that_nothing_is_known_yet(client, site, alice):
    practice = make_practice(
        alice, None, place="Sample", target_groups=[], problem="", solution="", results="", contact_name="", offers=[],
    )  # fmt: skip
    text = said(reader(client, practice, "brief"))
    assert text.count("Not documented yet.") >= 4
    assert "What peers" not in text
    assert "Who took it over" not in text


def test_a_print_stands_in_the_language_of_its_address(client, alice, region):
    practice = make_practice(alice, region.town, language="mk", title="Дневен центар за деца", problem="Ѓ ќ љ њ џ")
    text = said(reader(client, practice, "brief", "mk"))
    assert "Дневен центар за деца" in text
    assert "Ѓ ќ љ њ џ" in text
    with translation.override("mk"):
        assert re.search(translation.gettext("What changed"), text)


def test_the_address_on_paper_leads_to_the_practice_for_ever(client, case):
    pdf = said(reader(client, case, "brief"))
    short = f"/en/practices/{case.code}/"
    assert short in pdf.replace(" ", "")
    assert client.get(short).headers["Location"] == f"/en/practices/{case.slug}/"
    unpublish_practice(case, by=None)
    assert client.get(short).status_code == 410
