from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.grading import gaps, grade_paper, passes, score_of
from tests.courses.rules.strategies import answers_to, items, right_answer
from tests.courses.rules.test_kinds import choice_item

PAPERS = st.lists(items(), min_size=1, max_size=8)


@given(st.data())
def test_a_score_is_between_0_and_100_and_the_sum_of_its_points(data):
    paper = data.draw(PAPERS)
    result = grade_paper(paper, {place: data.draw(answers_to(item)) for place, item in enumerate(paper)})
    assert 0 <= result.score <= 100
    assert all(0 <= points <= item.points for points, item in zip(result.points, paper, strict=True))
    assert result.score == score_of(paper, result.points)


@given(PAPERS)
def test_all_right_is_100(paper):
    result = grade_paper(paper, {place: right_answer(item) for place, item in enumerate(paper)})
    assert result.score == 100
    assert passes(result.score, 100)


@given(PAPERS)
def test_an_empty_paper_handed_in_is_0(paper):
    assert grade_paper(paper, {}).score == 0
    assert gaps(paper, {}) == list(range(len(paper)))


@given(st.data())
def test_a_better_answer_never_lowers_the_score(data):
    paper = data.draw(PAPERS)
    answers = {place: data.draw(answers_to(item)) for place, item in enumerate(paper)}
    place = data.draw(st.integers(0, len(paper) - 1))
    better = answers | {place: right_answer(paper[place])}
    assert grade_paper(paper, better).score >= grade_paper(paper, answers).score


def test_thirds_are_rounded_in_the_points_and_in_the_score():
    paper = [choice_item(right="abc", wrong="d")] * 2
    result = grade_paper(paper, {0: {"choices": ["a"]}, 1: {"choices": ["a", "b"]}})
    assert result.points == (Decimal("0.333"), Decimal("0.667"))
    assert result.score == Decimal("50.00")


@pytest.mark.parametrize(("score", "is_pass"), [("69.99", False), ("70.00", True), ("100", True)])
def test_the_pass_mark_itself_passes(score, is_pass):
    assert passes(Decimal(score), 70) is is_pass


def test_gaps_are_the_blank_ones():
    paper = [choice_item()] * 3
    assert gaps(paper, {0: {}, 1: {"choices": ["a"]}}) == [0, 2]
