"""The rubric: weights, bounds, and when two or three judgements validate."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer_exchange.enums import Criterion
from peer_exchange.rules.rubric import (
    CRUCIAL,
    NOT_YET,
    THIRD,
    VALIDATED,
    WAITING,
    WEIGHTS,
    is_whole,
    outcome_of,
    percent_of,
)

scores = st.fixed_dictionaries({name: st.integers(0, 3) for name in WEIGHTS})


def all_of(score, **others):
    return dict.fromkeys(WEIGHTS, score) | others


def test_the_weights_are_those_of_the_design_and_make_a_hundred():
    assert list(WEIGHTS.values()) == [25, 20, 15, 15, 10, 10, 5]
    assert set(WEIGHTS) == set(Criterion.values)
    assert sum(WEIGHTS.values()) == 100


@pytest.mark.parametrize(("score", "percent"), [(0, "0.00"), (1, "33.33"), (2, "66.67"), (3, "100.00")])
def test_the_same_score_everywhere(score, percent):
    assert percent_of(all_of(score)) == Decimal(percent)


def test_a_known_judgement():
    judgement = {
        "evidence": 2, "transferability": 3, "inclusion": 1, "sustainability": 2, "participation": 0, "cost": 1,
        "honesty": 3,
    }  # fmt: skip
    assert percent_of(judgement) == Decimal("60.00")  # (50 + 60 + 15 + 30 + 0 + 10 + 15) of 300


def test_what_is_missing_or_out_of_bounds_is_not_whole():
    assert is_whole(all_of(0))
    assert not is_whole({**all_of(2), "cost": 4})
    assert not is_whole({name: 2 for name in WEIGHTS if name != "cost"})


def test_one_judgement_waits_for_another():
    assert outcome_of([]).state == outcome_of([all_of(3)]).state == WAITING


def test_sixty_percent_are_enough_and_less_is_not():
    sixty = {**all_of(2), "transferability": 1}
    assert percent_of(sixty) == Decimal("60.00")
    assert outcome_of([sixty, sixty]).state == VALIDATED
    assert outcome_of([sixty, {**sixty, "honesty": 1}]).state == NOT_YET


@pytest.mark.parametrize("name", WEIGHTS)
def test_a_zero_counts_only_where_none_may_be(name):
    outcome = outcome_of([all_of(3, **{name: 1}), all_of(3, **{name: 0})])
    assert outcome.state == (NOT_YET if name in CRUCIAL else VALIDATED)


def test_two_points_apart_call_a_third_who_decides():
    first, second = all_of(3), all_of(3, evidence=1)
    assert (outcome_of([first, second]).state, outcome_of([first, second]).apart) == (THIRD, ("evidence",))
    assert outcome_of([first, second, all_of(2)]).state == VALIDATED
    low = all_of(1)
    assert outcome_of([all_of(3), low, low]).state == NOT_YET


@given(scores)
def test_the_share_lies_between_none_and_all(judgement):
    assert 0 <= percent_of(judgement) <= 100


@given(scores, st.sampled_from(list(WEIGHTS)))
def test_a_better_score_never_lowers_the_share(judgement, name):
    better = {**judgement, name: min(3, judgement[name] + 1)}
    assert percent_of(better) >= percent_of(judgement)


@given(scores, scores)
def test_the_order_of_two_does_not_matter(first, second):
    one, other = outcome_of([first, second]), outcome_of([second, first])
    assert (one.state, one.percent, one.apart) == (other.state, other.percent, other.apart)


@given(scores, scores)
def test_two_that_validate_are_near_good_and_without_forbidden_zeros(first, second):
    if outcome_of([first, second]).state == VALIDATED:
        assert all(abs(first[name] - second[name]) <= 1 for name in WEIGHTS)
        assert percent_of(first) + percent_of(second) >= 120 - Decimal("0.01")
        assert all(judgement[name] for judgement in (first, second) for name in CRUCIAL)


@given(scores, scores, scores, st.sampled_from(list(WEIGHTS)))
def test_a_third_always_ends_it_and_a_better_third_never_harms(first, second, third, name):
    outcome = outcome_of([first, second, third])
    assert outcome.state in (VALIDATED, NOT_YET)
    better = outcome_of([first, second, {**third, name: min(3, third[name] + 1)}])
    assert outcome.state == NOT_YET or better.state == VALIDATED
