from decimal import Decimal

import pytest

from courses.enums import AttemptState
from courses.models import Grade, Question, Response, StepResult
from courses.services.attempts import submit_attempt
from courses.services.regrading import regrade_question
from tests import factories
from tests.courses.quizzes import all_right, all_wrong, begin, items_of, quiz_of, step_of

REASON = "The key was wrong."


@pytest.fixture
def quiz(course_page):
    return quiz_of(course_page)


def mend(question: Question, right_choice: str) -> Question:
    """The trainer finds that another choice is right and publishes that."""
    choices = list(question.choices.all())
    for choice in choices:
        choice.is_correct = str(choice.translation_key) == right_choice
    question.choices = choices
    question.save_revision().publish()
    return question


def mend_first(attempt, answers) -> Question:
    """Mend the first question of an attempt so that what was answered to it is right."""
    question = Question.objects.get(translation_key=items_of(attempt)[0].question)
    return mend(question, answers[0]["choices"][0])


def test_a_mended_key_adds_a_grade_and_raises_the_result(enrollment, quiz, trainer):
    attempt = begin(enrollment, quiz)
    answers = all_wrong(attempt)
    submit_attempt(attempt, answers)
    assert regrade_question(mend_first(attempt, answers), by=trainer, reason=REASON) == 1
    attempt.refresh_from_db()
    grade = Grade.objects.get()
    assert (grade.response.item, grade.points, grade.by, grade.reason) == (0, 1, trainer, REASON)
    assert attempt.score == Decimal("33.33")
    assert Response.objects.filter(points=0).count() == 3, "the first marks stay"


def test_a_result_that_rises_over_the_pass_mark_finishes_the_step(enrollment, quiz):
    attempt = begin(enrollment, quiz)
    answers = all_right(attempt) | {0: all_wrong(attempt)[0]}
    assert submit_attempt(attempt, answers).passed is False
    regrade_question(mend_first(attempt, answers), by=None, reason=REASON)
    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (100, True)
    assert StepResult.objects.get(step=step_of(quiz)).score == 100


def test_a_mended_key_takes_nothing_from_who_had_points(enrollment, quiz):
    attempt = begin(enrollment, quiz)
    submit_attempt(attempt, all_right(attempt))
    question = mend_first(attempt, all_wrong(attempt))
    assert regrade_question(question, by=None, reason=REASON) == 0
    attempt.refresh_from_db()
    assert attempt.score == 100
    assert not Grade.objects.exists()


def test_regrading_twice_changes_nothing(enrollment, quiz):
    attempt = begin(enrollment, quiz)
    answers = all_wrong(attempt)
    submit_attempt(attempt, answers)
    question = mend_first(attempt, answers)
    assert [regrade_question(question, by=None, reason=REASON) for _time in range(2)] == [1, 0]
    assert Grade.objects.count() == 1


def test_the_newest_grade_counts(enrollment, quiz):
    attempt = begin(enrollment, quiz)
    answers = all_wrong(attempt)
    submit_attempt(attempt, answers)
    for place in range(2):
        question = Question.objects.get(translation_key=items_of(attempt)[place].question)
        regrade_question(mend(question, answers[place]["choices"][0]), by=None, reason=REASON)
    attempt.refresh_from_db()
    assert attempt.score == Decimal("66.67")


def test_open_attempts_and_other_questions_are_left_alone(enrollment, quiz):
    attempt = begin(enrollment, quiz)
    question = mend_first(attempt, all_wrong(attempt))
    assert regrade_question(question, by=None, reason=REASON) == 0
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.OPEN
    assert regrade_question(factories.make_question("Elsewhere"), by=None, reason=REASON) == 0


def test_a_draft_key_regrades_nothing(enrollment, quiz):
    attempt = begin(enrollment, quiz)
    answers = all_wrong(attempt)
    submit_attempt(attempt, answers)
    question = mend_first(attempt, answers)
    question.unpublish()
    assert regrade_question(question, by=None, reason=REASON) == 0
