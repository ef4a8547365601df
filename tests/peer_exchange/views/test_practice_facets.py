"""The facets of the specification: every value of every one by its address, and counts against counting one by one."""

import random
from itertools import count

import pytest
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from academy import site_version
from academy.enums import Economy
from academy.models import Approach, User
from peer_exchange import library
from peer_exchange.enums import (
    AdoptionStage,
    CostBand,
    Evidence,
    Funding,
    Offer,
    PopulationBand,
    PracticeState,
    RunState,
    StartBand,
    TargetGroup,
)
from peer_exchange.library import FACETS, Wish
from peer_exchange.models import Adoption, Practice, PracticeDocument, PracticeReview
from peer_exchange.views.practice_facets import PANELS
from tests import factories
from tests.peer_exchange.practices import make_municipality

pytestmark = pytest.mark.django_db

PEOPLE = {
    PopulationBand.UNDER_10: 9_999, PopulationBand.FROM_10_TO_30: 10_000, PopulationBand.FROM_30_TO_100: 100_000,
    PopulationBand.OVER_100: 100_001,
}  # fmt: skip
MONTHS = {StartBand.UNDER_3: 2, StartBand.FROM_3_TO_6: 3, StartBand.FROM_6_TO_12: 12, StartBand.OVER_12: 13}
APPROACHES = ("approach-one", "approach-two")
# Facet → its values, as the specification lists them. Of approach and year, which are open lists, a few.
VALUES = {
    "approach": APPROACHES,
    "target": TargetGroup.values,
    "economy": Economy.values,
    "population": PopulationBand.values,
    "cost": CostBand.values,
    "start": StartBand.values,
    "evidence": [str(level) for level in Evidence.values],
    "state": [PracticeState.SHARED, PracticeState.VALIDATED, PracticeState.EXEMPLARY],
    "status": RunState.values,
    "funding": Funding.values,
    "language": [code for code, _name in settings.LANGUAGES],
    "documents": ["yes"],
    "adopted": ["yes"],
    "visits": ["yes"],
    "year": ["1999", "2024"],
}
ROWS = [(facet, value) for facet, values in VALUES.items() for value in values]
numbers = count(1)


@pytest.fixture
def approaches(site):
    return {
        key: Approach.objects.create(key=key, motif="kilim", palette="madder", position=90 + place)
        for place, key in enumerate(APPROACHES)
    }


def carrying(carried, approaches, *, town=None, by=None) -> Practice:
    """A public practice that carries these values, `{facet: {value}}`, written to the database directly."""

    def only(facet):
        return next(iter(carried.get(facet, ())), None)

    number = next(numbers)
    evidence, year = only("evidence"), only("year")
    practice = Practice.objects.create(
        title=f"Number {number}", code=f"GP-2026-{number:04}", slug=f"number-{number}", live=True,
        language=only("language") or "en", folded=f"number {number}", first_published_at=timezone.now(),
        last_published_at=timezone.now(), state=PracticeState.SHARED, approach=approaches.get(only("approach")),
        target_groups=sorted(carried.get("target", ())), economy=only("economy") or "",
        population=PEOPLE.get(only("population")), yearly_cost_band=only("cost") or "",
        months_to_start=MONTHS.get(only("start")), evidence=None if evidence is None else int(evidence),
        run_state=only("status") or "", funding=sorted(carried.get("funding", ())),
        offers=[Offer.VISITS] if only("visits") else [], start_year=None if year is None else int(year),
    )  # fmt: skip
    if only("documents"):
        PracticeDocument.objects.create(
            practice=practice, kind="form", title="A form", language="en", licence="CC0-1.0"
        )
    if only("adopted"):
        Adoption.objects.create(practice=practice, organisation=town, stage=AdoptionStage.IMPLEMENTED, language="en")
    if only("state") not in (None, PracticeState.SHARED):
        first, second = (
            PracticeReview.objects.create(practice=practice, reviewer=peer, version=1, language="en") for peer in by
        )
        Practice.objects.filter(pk=practice.pk).update(
            state=only("state"), first_review=first, second_review=second, validated_at=timezone.now()
        )
    return practice


@pytest.fixture
def make(approaches):
    """`make(economy={"AL"}, …)`"""
    town = make_municipality("adopting-town")
    peers: list[User] = [factories.UserFactory(email=f"peer{number}@example.org") for number in range(2)]
    return lambda **carried: carrying(carried, approaches, town=town, by=peers)


def test_every_facet_of_the_specification_is_there():
    assert set(VALUES) == set(FACETS) == {facet for _name, _heading, within, _is_open in PANELS for facet in within}


@pytest.mark.parametrize(("facet", "value"), ROWS)
def test_every_value_is_found_by_its_address(client, make, facet, value):
    """List and map, without JavaScript: what carries it and nothing else, its box ticked, its count beside it."""
    others = [each for each in VALUES[facet] if each != value]
    found, other = make(**{facet: {value}}), make(**({facet: {others[0]}} if others else {}))
    site_version.bump()
    for name in ("practices", "practice_map"):
        response = client.get(reverse(name), {facet: value})
        html = response.content.decode()
        assert f"/practices/{found.slug}/" in html
        assert f"/practices/{other.slug}/" not in html
        assert f'<input type="checkbox" id="{facet}-{value}" name="{facet}" value="{value}" checked>' in html
        options = {
            (row["facet"], row["value"]): row for panel in response.context["panels"] for row in panel["options"]
        }
        assert options[facet, value]["number"] == response.context["count"] == 1
        assert options[facet, value]["label"]
        assert response.context["unknown"] == []


def test_counts_and_matches_are_those_of_looking_at_every_practice(make):
    """Independent of the index: what was written is compared with what was chosen, row by row."""
    chance = random.Random(2026)
    many = {"target", "funding"}  # of which a practice carries several
    rows = []
    for _number in range(40):
        carried = {}
        for facet, values in VALUES.items():
            size = chance.choice([0, 1, 1, 3]) if facet in many else chance.choice([0, 1, 1])
            if facet in ("state", "language"):
                size = 1  # every practice has one
            if size:
                carried[facet] = set(chance.sample(list(values)[:4], min(size, len(values))))
        rows.append((make(**carried).code, carried))
    shelf = library.build()

    def shown(chosen):
        return {
            code
            for code, carried in rows
            if all(set(values) & carried.get(name, set()) for name, values in chosen.items())
        }

    for _number in range(60):
        facets = chance.sample(list(VALUES), chance.randint(0, 4))
        chosen = {
            name: chance.sample(list(VALUES[name])[:4], min(chance.randint(1, 3), len(VALUES[name][:4])))
            for name in facets
        }
        query = QueryDict(mutable=True)
        for name, values in chosen.items():
            query.setlist(name, values)
        wish = Wish.of(query)
        assert {card.code for card in shelf.find(wish)} == shown(chosen)
        counts = shelf.counts(wish)
        for name, values in VALUES.items():
            for value in values:
                assert counts[name].get(value, 0) == len(shown({**chosen, name: [value]})), (chosen, name, value)
