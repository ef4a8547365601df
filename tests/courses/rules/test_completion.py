from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.completion import CONDITIONS, Completion, StepFact, completion

ALL = {"lessons": True, "quizzes": True, "final_test": True}
LESSON = StepFact("lesson", "lesson", 30)
QUIZ = StepFact("quiz", "quiz", 10)
TEST = StepFact("test", "final_test", 20)
STEPS = [LESSON, QUIZ, TEST]

kinds = st.sampled_from(["lesson", "quiz", "final_test"])
rules = st.fixed_dictionaries({}, optional={name: st.booleans() for name in CONDITIONS})
courses = st.lists(st.builds(StepFact, st.integers(0, 60), kinds, st.integers(0, 90), st.booleans()), max_size=25).map(
    lambda steps: list({step.key: step for step in steps}.values())
)
done = st.dictionaries(st.integers(0, 60), st.none() | st.decimals(0, 100, places=2), max_size=30)


def test_nothing_done():
    assert completion(ALL, STEPS, {}) == Completion(0, ("lesson", "quiz", "test"), False)


def test_weighted_by_minutes():
    assert completion(ALL, STEPS, {"lesson": None}).percent == 50
    assert completion(ALL, STEPS, {"lesson": None, "quiz": Decimal(80)}).percent == 66


def test_complete():
    assert completion(ALL, STEPS, dict.fromkeys(("lesson", "quiz", "test"))) == Completion(100, (), True)


@pytest.mark.parametrize(
    ("rule", "results", "missing"),
    [
        ({"lessons": True}, {"lesson"}, ()),
        ({"lessons": True, "quizzes": False, "final_test": False}, {"lesson"}, ()),
        ({"final_test": True}, {"lesson", "quiz"}, ("test",)),
        ({"quizzes": True, "final_test": True}, {"quiz"}, ("test",)),
    ],
)
def test_only_what_the_rule_asks(rule, results, missing):
    verdict = completion(rule, STEPS, dict.fromkeys(results))
    assert verdict.missing == missing
    assert verdict.is_complete is not bool(missing)


def test_a_step_that_is_not_required_does_not_count():
    steps = [LESSON, StepFact("extra", "lesson", 500, is_required=False)]
    assert completion(ALL, steps, {"lesson": None}).is_complete


@pytest.mark.parametrize(("rule", "steps"), [({}, STEPS), (ALL, []), ({"final_test": True}, [LESSON])])
def test_a_course_of_which_nothing_is_asked_is_never_complete(rule, steps):
    assert completion(rule, steps, dict.fromkeys(step.key for step in steps)) == Completion(0, (), False)


def test_99_for_all_but_the_last_minute():
    steps = [StepFact("long", "lesson", 10_000), StepFact("short", "lesson", 1)]
    assert completion(ALL, steps, {"long": None}).percent == 99


def test_an_unknown_condition_is_an_error():
    with pytest.raises(ValueError, match="attendance"):
        completion({"attendance": True}, STEPS, {})


@given(rules, courses, done)
def test_hundred_exactly_when_complete(rule, steps, results):
    verdict = completion(rule, steps, results)
    assert 0 <= verdict.percent <= 100
    assert (verdict.percent == 100) == verdict.is_complete
    assert not (verdict.is_complete and verdict.missing)


@given(rules, courses, done, done)
def test_more_results_never_lower_it(rule, steps, before, more):
    first, second = completion(rule, steps, before), completion(rule, steps, before | more)
    assert second.percent >= first.percent
    assert set(second.missing) <= set(first.missing)
    assert second.is_complete or not first.is_complete


@given(rules, courses, done)
def test_missing_names_what_would_complete_it(rule, steps, results):
    verdict = completion(rule, steps, results)
    after = completion(rule, steps, results | dict.fromkeys(verdict.missing))
    assert after.is_complete == bool(verdict.missing or verdict.is_complete)


@given(rules, courses, done, st.randoms(use_true_random=False))
def test_the_order_of_steps_does_not_matter(rule, steps, results, random):
    shuffled = random.sample(steps, len(steps))
    first, second = completion(rule, steps, results), completion(rule, shuffled, results)
    assert (first.percent, first.is_complete) == (second.percent, second.is_complete)
