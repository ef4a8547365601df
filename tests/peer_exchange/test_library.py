"""The library in memory: what stands on cards, facets, words in any script, and when it is built anew."""

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from academy import site_version
from academy.models import Approach
from academy.models.approach import approach_names
from peer_exchange import library
from peer_exchange.enums import AdoptionStage, CostBand, Evidence, Funding, Offer, TargetGroup
from peer_exchange.library import Wish, population_band, start_band
from peer_exchange.models import Adoption, Practice, PracticeText
from peer_exchange.rules.digests import digest_of
from peer_exchange.services.publications import archive_practice, unpublish_practice
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.practices import make_draft, make_municipality, make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns(site):
    place = {"latitude": "41.33", "longitude": "19.82"}
    return [
        make_municipality("sample-town", population=42_000, **place),
        make_municipality("other-town", economy="RS", population=8_000),
    ]


def wish(query):
    return Wish.of(QueryDict(query))


def codes(query):
    return [card.code for card in library.build().find(wish(query))]


def adopt(practice, organisation, stage=AdoptionStage.IMPLEMENTED):
    return Adoption.objects.create(practice=practice, organisation=organisation, stage=stage, language="en")


@pytest.fixture
def rich(alice, towns):
    """Carries a value of every facet."""
    facts = {
        "further_approaches": [Approach.objects.order_by("-position").first()],
        "months_to_start": 4, "yearly_cost_band": CostBand.FROM_5_TO_20, "funding": [Funding.DONOR],
        "evidence": Evidence.BEFORE_AFTER, "offers": [Offer.VISITS],
    }  # fmt: skip
    document = {
        "kind": "form",
        "title": "A form",
        "language": "en",
        "licence": "CC0-1.0",
        "url": "https://example.org/",
    }
    practice = make_practice(alice, towns[0], parts={**PARTS, "documents": [document]}, **{**FULL, **facts})
    adopt(practice, towns[1])
    return practice


@pytest.fixture
def poor(alice, towns):
    """Carries none of the values that are asked for below."""
    return make_practice(
        alice, None, title="Another", approach=None, target_groups=[TargetGroup.ROMA], run_state="", start_year=None,
        offers=[], language="sq",
    )  # fmt: skip


def test_every_facet_is_found_by_its_address(rich, poor):
    approach, further = Approach.objects.order_by("position").first(), Approach.objects.order_by("-position").first()
    queries = {
        "approach": f"approach={approach.key}",
        "target": "target=children_with_disabilities",
        "economy": "economy=AL",
        "population": "population=30_100",
        "cost": "cost=5_20",
        "start": "start=3_6",
        "evidence": "evidence=2",
        "status": "status=running",
        "funding": "funding=donor",
        "language": "language=en",
        "documents": "documents=yes",
        "adopted": "adopted=yes",
        "visits": "visits=yes",
        "year": f"year={rich.start_year}",
    }
    assert set(queries) | {"state"} == set(library.FACETS)
    for facet, query in queries.items():
        assert codes(query) == [rich.code], facet
    assert codes(f"approach={further.key}") == [rich.code]
    assert set(codes("state=shared")) == {rich.code, poor.code}
    assert codes("state=validated") == []


def test_or_inside_a_facet_and_between_them(alice, towns):
    here, there = (make_practice(alice, town) for town in towns)
    assert set(codes("economy=AL&economy=RS")) == {here.code, there.code}
    assert codes("economy=AL&economy=RS&population=under_10") == [there.code]
    assert codes("economy=AL&population=under_10") == []
    assert codes("economy=nowhere") == []
    counts = library.build().counts(wish("economy=AL"))
    assert counts["economy"] == {"AL": 1, "RS": 1}
    assert counts["population"] == {"30_100": 1, "under_10": 0}


def test_words_are_found_in_any_script_and_without_accents(alice, towns):
    practice = make_practice(alice, towns[0], title="Дневни центар у Шапцу", language="sr")
    make_practice(alice, towns[0], title="Something else", approach=None)
    for words in ("dnevni centar", "ДНЕВНИ", "sapcu", "Šapcu"):
        assert codes(f"q={words}") == [practice.code], words
    assert codes("q=centar+else") == []
    assert codes("q=%E2%80%94") == []


@pytest.mark.parametrize(
    ("language", "title", "spellings"),
    [
        ("sq", "Qendër ditore për fëmijët në Gjakovë", ["qender ditore", "QENDËR femijet", "fëmijë", "gjakove"]),
        ("sr", "Услуга куће на точковима у Љубовији", ["usluga kuće", "KUCE", "куће точкови", "ljubovij"]),
        ("sr-latn", "Đaci uče o poplavama u Žablju", ["ђаци", "đaci uce", "djaci", "поплавама", "zablju", "Жабљу"]),
        (
            "mk",
            "Ќе одиме по куќите во Ѓорче Петров",
            ["kuќите", "kukite", "куќите", "gorce", "Ѓорче", "gjorche"],
        ),
        ("bs", "Čišćenje riječnih korita", ["ciscenje", "ČIŠĆENJE", "чишћење", "rijecnih"]),
        ("ro", "Îngrijire la domiciliu în Bălți", ["ingrijire", "balti", "BĂLȚI"]),
        ("tr", "Yaşlılar için gündüz evi", ["yasli", "icin gunduz", "YAŞLI"]),
    ],
)
def test_words_of_every_language_are_found_with_and_without_its_letters(alice, towns, language, title, spellings):
    practice = make_practice(alice, towns[0], title=title, language=language, approach=None)
    make_practice(alice, towns[1], title="Something else", approach=None)
    assert {words: codes(f"q={words}") for words in spellings} == {words: [practice.code] for words in spellings}


@pytest.mark.parametrize("take_off", [unpublish_practice, archive_practice])
def test_what_is_taken_off_is_nowhere_any_more(alice, towns, take_off, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        gone, stays = make_practice(alice, towns[0], title="Vanishing"), make_practice(alice, towns[0], title="Staying")
    pages = ("/en/practices/", "/en/practices/map/", "/en/search/?q=vanishing", "/en/",
             f"/en/practices/compare/?code={gone.code}&code={stays.code}")  # fmt: skip
    assert all("Vanishing" in client.get(page).content.decode() for page in pages)
    assert library.current().counts(wish(""))["economy"] == {"AL": 2}
    with django_capture_on_commit_callbacks(execute=True):
        take_off(gone, by=None)
    assert [page for page in pages if "Vanishing" in client.get(page).content.decode()] == []
    assert library.current().counts(wish(""))["economy"] == {"AL": 1}


def test_drafts_are_not_in_it(alice, towns):
    make_draft(alice, towns[0])
    assert library.build().cards == ()


def test_a_title_in_another_language_shows_while_it_fits_the_original(alice, towns):
    practice = make_practice(alice, towns[0], title="Day centre", result_line="28 children")
    row = PracticeText.objects.create(
        practice=practice, language="sq", published_at=timezone.now(),
        texts={"title": "Qendër ditore", "result_line": "28 fëmijë"},
        sources={"title": digest_of("Day centre"), "result_line": digest_of("28 children")},
    )  # fmt: skip
    with translation.override("sq"):
        (card,) = library.build().cards
        assert (card.title, card.result_line, card.shown_language) == ("Qendër ditore", "28 fëmijë", "sq")
        assert codes("language=sq") == [practice.code]
        row.sources = {**row.sources, "result_line": digest_of("20 children")}
        row.save()
        assert library.build().cards[0].result_line == "28 children"
        row.sources = {}
        row.save()
        assert library.build().cards[0].title == "Day centre"
        row.delete()
        assert library.build().cards[0].shown_language == "en"


def test_interest_is_no_adoption(alice, towns):
    practice = make_practice(alice, towns[0])
    adoption = adopt(practice, towns[1], AdoptionStage.INTERESTED)
    assert library.build().cards[0].adopters == ()
    adoption.stage = AdoptionStage.PILOTING
    adoption.save()
    assert [place.name for place in library.build().cards[0].adopters] == ["Other Town"]


def test_orders(alice, towns):
    first, second = make_practice(alice, towns[0], title="Zebra"), make_practice(alice, towns[0], title="Ärger")
    assert codes("") == [second.code, first.code]
    assert codes("sort=title") == [second.code, first.code]
    adopt(first, towns[1])
    assert codes("sort=adopted") == [first.code, second.code]
    assert codes("sort=nonsense") == [second.code, first.code]


def test_what_stands_in_the_way_is_told_choice_by_choice(alice, towns):
    make_practice(alice, towns[0])
    make_practice(alice, towns[0])
    make_practice(alice, towns[1], yearly_cost_band=CostBand.FROM_5_TO_20)

    def told(query):
        return [(gone, rows.bit_count()) for gone, rows in library.build().relaxed(wish(query))]

    assert told("economy=AL&cost=5_20") == [((("cost", None),), 2), ((("economy", None),), 1)]
    assert told("economy=AL&cost=5_20&start=3_6") == [
        ((("cost", None), ("start", None)), 2), ((("economy", None), ("start", None)), 1),
    ]  # fmt: skip
    assert told("q=day+unheard&economy=AL") == [((("q", "unheard"),), 2)]
    assert told("q=unheard") == told("cost=20_100&start=3_6") == []


def test_an_address_comes_back_as_it_was():
    asked = wish("q=+day+care+&economy=AL&economy=AL&economy=RS&cost=&unknown=1&sort=title")
    assert asked.pairs() == [("q", "day care"), ("economy", "AL"), ("economy", "RS"), ("sort", "title")]
    assert asked.without("economy", "AL").pairs() == [("q", "day care"), ("economy", "RS"), ("sort", "title")]
    assert asked.without("economy").without("q").pairs() == [("sort", "title")]
    assert asked.without("economy").without("q", "day").pairs() == [("q", "care"), ("sort", "title")]


def test_it_is_built_once_per_version_with_the_same_queries_for_many(alice, towns, rich, django_assert_num_queries):
    queries = 7
    approach_names()  # of a part of their own
    with django_assert_num_queries(queries):
        library.build()
    for number in range(2):
        adopt(make_practice(alice, towns[0], parts=PARTS, **{**FULL, "title": f"Number {number}"}), towns[1])
    with django_assert_num_queries(queries):
        assert len(library.build().cards) == 3
    library.current()
    with django_assert_num_queries(0):
        library.current()
    site_version.bump(Practice.site_part)
    with django_assert_num_queries(queries):
        library.current()


@pytest.mark.parametrize(
    ("people", "band"),
    [(None, ""), (0, "under_10"), (9_999, "under_10"), (10_000, "10_30"), (29_999, "10_30"), (30_000, "30_100"),
     (100_000, "30_100"), (100_001, "over_100")],
)  # fmt: skip
def test_bands_of_population(people, band):
    assert population_band(people) == band


@pytest.mark.parametrize(
    ("months", "band"), [(None, ""), (0, "under_3"), (3, "3_6"), (5, "3_6"), (6, "6_12"), (12, "6_12"), (13, "over_12")]
)
def test_bands_of_the_start(months, band):
    assert start_band(months) == band
