"""What a card and a full case still need."""

import pytest

from peer_exchange.forms.practices import step_of
from peer_exchange.models import Practice
from peer_exchange.rules.completeness import CARD, FULL, completeness_of
from peer_exchange.services.practices import facts_of

WHOLE_CARD = {
    "title": "T", "result_line": "R", "organisation": 7, "approach": 1, "target_groups": ["roma"],
    "run_state": "running", "start_year": 2022, "problem": "P", "solution": "S", "results": "28 children",
    "contact_name": "Sara", "contact_email": "sara@example.org",
}  # fmt: skip
WHOLE_CASE = WHOLE_CARD | {
    "objectives": "O", "steps": 1, "partners": 1, "participation": 1, "cost_note": "C", "indicators": 1, "evidence": 0,
    "went_wrong": "W", "success_conditions": "S", "lessons": 3, "smallest_version": "S", "not_suitable_when": "N",
    "suitable_bands": ["10_30"], "after_donor": "A",
}  # fmt: skip


def test_nothing_misses_everything_and_all_misses_nothing():
    assert completeness_of({}).missing_card == tuple(CARD)
    assert completeness_of({}).missing_full == tuple(FULL)
    assert completeness_of(WHOLE_CARD).is_card
    assert not completeness_of(WHOLE_CARD).is_full
    assert completeness_of(WHOLE_CASE).is_full


@pytest.mark.parametrize("name", WHOLE_CARD)
def test_each_field_of_the_card_is_needed(name):
    assert not completeness_of({**WHOLE_CARD, name: ""}).is_card


@pytest.mark.parametrize("name", set(WHOLE_CASE) - set(WHOLE_CARD))
def test_each_part_of_a_full_case_is_needed(name):
    assert completeness_of({**WHOLE_CASE, name: None}).missing_full


@pytest.mark.parametrize(
    ("facts", "is_there"),
    [
        ({"results": "many children"}, False),
        ({"results": "many children", "no_data_reason": "counted from May"}, True),
        ({"results": "", "no_data_reason": "counted from May"}, False),
        ({"organisation": None, "place": "Hills"}, False),
        ({"organisation": None, "place": "Hills", "economy": "AL"}, True),
    ],
)
def test_numbers_and_places_may_be_said_in_two_ways(facts, is_there):
    assert completeness_of({**WHOLE_CARD, **facts}).is_card is is_there


def test_told_is_evidence_too_and_two_lessons_are_too_few():
    assert completeness_of({**WHOLE_CASE, "evidence": 0}).is_full
    assert completeness_of({**WHOLE_CASE, "lessons": 2}).missing_full == ("lessons",)


def test_every_name_is_a_field_of_the_record_that_stands_in_the_form(db):
    facts = facts_of(Practice(title="T"))
    for name in (*CARD, *FULL):
        assert name in facts
        assert step_of(name)
