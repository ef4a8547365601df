from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.utils import timezone
from wagtail.models import Locale

from courses.enums import AttemptState, EnrollmentState
from courses.errors import AttemptClosed, InvalidAnswer, NoAttemptsLeft, NotEnrolled, QuizNotReady
from courses.models import Attempt, Choice, Question, QuizItem, QuizPage, Response, StepResult
from courses.rules.paper import Paper
from courses.services.attempts import (
    GRACE,
    close_overdue_attempts,
    expire_attempt,
    save_answers,
    start_attempt,
    submit_attempt,
)
from courses.services.questions import tell_paper
from courses.services.withdrawals import withdraw_person
from tests import factories
from tests.courses.quizzes import all_right, all_wrong, begin, items_of, quiz_of, right, step_of, wrong

NUMBERS = count()


@pytest.fixture
def quiz(course_page):
    return quiz_of(course_page)


@pytest.fixture
def attempt(enrollment, quiz):
    return begin(enrollment, quiz)


def set_rules(quiz: QuizPage, **fields) -> QuizPage:
    """Change a quiz the way an editor does."""
    for name, value in fields.items():
        setattr(quiz, name, value)
    quiz.save_revision().publish()
    return QuizPage.objects.get(pk=quiz.pk)


def translate(question: Question, language: str, text: str, **fields) -> Question:
    """A published translation, with every choice worded as `text` and its number."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    twin = question.copy_for_translation(locale)
    twin.text = text
    for name, value in fields.items():
        setattr(twin, name, value)
    for number, choice in enumerate(twin.choices.all()):
        choice.text = f"{text}: {number}"
    twin.live = True
    twin.save()
    return twin


# Starting


def test_an_attempt_freezes_its_paper(attempt, quiz):
    assert attempt.number == 1
    assert attempt.state == AttemptState.OPEN
    assert len(items_of(attempt)) == 3
    assert attempt.pass_mark == quiz.pass_mark


def test_starting_twice_returns_the_open_attempt(attempt, enrollment, quiz):
    assert begin(enrollment, quiz) == attempt
    assert Attempt.objects.count() == 1


def test_numbers_have_no_gaps(enrollment, quiz):
    numbers = []
    for _time in range(3):
        attempt = begin(enrollment, quiz)
        numbers.append(attempt.number)
        submit_attempt(attempt, all_wrong(attempt))
    assert numbers == [1, 2, 3]


def test_allowed_attempts_are_counted(enrollment, quiz):
    quiz = set_rules(quiz, attempts_allowed=1)
    submit_attempt(begin(enrollment, quiz), {})
    with pytest.raises(NoAttemptsLeft):
        begin(enrollment, quiz)


def test_a_quiz_without_questions_is_not_ready(enrollment, quiz):
    Question.objects.update(live=False)
    with pytest.raises(QuizNotReady):
        begin(enrollment, quiz)
    assert not Attempt.objects.exists()


def test_who_left_the_course_cannot_start(enrollment, quiz):
    withdraw_person(enrollment)
    with pytest.raises(NotEnrolled):
        begin(enrollment, quiz)


def test_a_draw_takes_published_questions_of_its_tag_once_each(enrollment, course_page):
    for _n in range(4):
        factories.make_question(f"Tagged {next(NUMBERS)}", tag="draw")
    Question.objects.filter(text__startswith="Tagged").order_by("pk").first().unpublish()
    quiz = factories.make_quiz(course_page.get_children().first(), "Drawn", tag="draw", count=10)
    keys = [item.question for item in items_of(begin(enrollment, quiz))]
    assert len(keys) == len(set(keys)) == 3


def test_a_translated_question_is_drawn_once(enrollment, course_page):
    question = factories.make_question("Only one", tag="one")
    twin = translate(question, "sq", "Vetëm një")
    twin.tags.add("one")
    twin.save()
    quiz = factories.make_quiz(course_page.get_children().first(), "Drawn", tag="one", count=5)
    attempt = begin(enrollment, quiz, language="sq")
    assert [item.text for item in items_of(attempt)] == ["Vetëm një"]


def test_a_question_named_by_its_translation_is_asked(enrollment, course_page):
    twin = translate(factories.make_question("Named"), "sq", "E emëruar")
    quiz = factories.make_quiz(course_page.get_children().first(), "Named", questions=[twin])
    assert [item.text for item in items_of(begin(enrollment, quiz))] == ["Named"]


# Frozen


def test_a_question_edited_during_an_attempt_changes_nothing_for_it(attempt, enrollment, quiz):
    before = attempt.paper
    for question in Question.objects.all():
        question.text = "Edited"
        question.save()
    Choice.objects.update(is_correct=False)
    set_rules(quiz, pass_mark=100, shuffles=False, feedback="never")
    attempt.refresh_from_db()
    assert attempt.paper == before
    assert submit_attempt(attempt, all_right(attempt)).score == 100


def test_a_deleted_question_changes_nothing_for_it(attempt, quiz):
    answers = all_right(attempt)
    QuizItem.objects.all().delete()
    Question.objects.all().delete()
    quiz.delete()
    assert submit_attempt(attempt, answers).score == 100


def test_a_paper_is_told_in_another_language_question_by_question(enrollment, course_page):
    translated, _plain = factories.make_question("A"), factories.make_question("B")
    quiz = factories.make_quiz(course_page.get_children().first(), "Two", questions=[translated, _plain])
    translate(translated, "sq", "Përkthim")
    attempt = begin(enrollment, quiz)
    paper = Paper.from_json(attempt.paper)
    told = {item.question: item for item in tell_paper(paper, language="sq").items}
    assert told[str(translated.translation_key)].text == "Përkthim"
    assert {choice.text[:8] for choice in told[str(translated.translation_key)].choices} == {"Përkthim"}
    assert told[str(_plain.translation_key)].text == "B"
    assert tell_paper(paper, language="en") == paper


def test_a_paper_keeps_its_frozen_words_once_the_question_was_edited(enrollment, course_page):
    question = factories.make_question("Before")
    quiz = factories.make_quiz(course_page.get_children().first(), "One", questions=[question])
    translate(question, "sq", "Përkthim")
    paper = Paper.from_json(begin(enrollment, quiz).paper)
    question.text = "After"
    question.save()
    assert tell_paper(paper, language="sq").items[0].text == "Before"


def test_accepted_answers_of_all_languages_count(enrollment, course_page):
    question = factories.make_question("Who decides?", kind="short_text", accepted="the council")
    translate(question, "mk", "Кој одлучува?", accepted="Советот")
    quiz = factories.make_quiz(course_page.get_children().first(), "Text", questions=[question])
    attempt = begin(enrollment, quiz)
    assert submit_attempt(attempt, {0: {"text": "sovetot"}}).score == 100


# Answering


def test_answers_are_kept_and_can_be_changed(attempt):
    first, second = items_of(attempt)[:2]
    save_answers(attempt, {0: wrong(first), 1: right(second)})
    save_answers(attempt, {0: right(first)})
    assert dict(attempt.responses.values_list("item", "answer")) == {0: right(first), 1: right(second)}


def test_saving_twice_changes_nothing(attempt):
    for _time in range(2):
        save_answers(attempt, all_right(attempt))
    assert Response.objects.count() == 3


@pytest.mark.parametrize("place", [-1, 3, 999])
@pytest.mark.parametrize("act", [save_answers, submit_attempt])
def test_a_place_outside_the_paper_is_refused(attempt, act, place):
    with pytest.raises(InvalidAnswer):
        act(attempt, {place: {"text": "x"}})
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.OPEN
    assert not Response.objects.exists()


# Handing in


def test_all_right_passes_and_the_step_is_done(attempt, enrollment, quiz):
    closed = submit_attempt(attempt, all_right(attempt))
    assert (closed.state, closed.score, closed.passed) == (AttemptState.SUBMITTED, 100, True)
    assert StepResult.objects.get(enrollment=enrollment, step=step_of(quiz)).score == 100


def test_all_wrong_fails_and_the_step_stays_open(attempt):
    closed = submit_attempt(attempt, all_wrong(attempt))
    assert (closed.score, closed.passed) == (0, False)
    assert not StepResult.objects.exists()


def test_marks_are_stored_with_their_reasons(attempt):
    first, second, _third = items_of(attempt)
    save_answers(attempt, {0: right(first)})
    submit_attempt(attempt, {1: wrong(second)})
    rows = list(attempt.responses.values_list("item", "points", "reason"))
    assert rows == [(0, Decimal(1), "right"), (1, Decimal(0), "wrong"), (2, Decimal(0), "blank")]


def test_a_second_submission_is_refused_and_changes_nothing(attempt):
    submit_attempt(attempt, all_right(attempt))
    with pytest.raises(AttemptClosed):
        submit_attempt(attempt, all_wrong(attempt))
    attempt.refresh_from_db()
    assert attempt.score == 100
    assert attempt.responses.filter(reason="right").count() == 3


def test_an_answer_after_the_submission_is_refused(attempt):
    submit_attempt(attempt, all_right(attempt))
    with pytest.raises(AttemptClosed):
        save_answers(attempt, all_wrong(attempt))
    assert {row.item: row.answer for row in attempt.responses.all()} == all_right(attempt)


def test_the_best_attempt_counts(enrollment, course_page):
    final_test = quiz_of(course_page, "Final test")
    first = begin(enrollment, final_test)
    submit_attempt(first, all_right(first))
    second = begin(enrollment, final_test)
    submit_attempt(second, all_wrong(second))
    enrollment.refresh_from_db()
    assert enrollment.score == 100
    assert StepResult.objects.get(step=step_of(final_test)).score == 100


def test_a_failed_final_test_leaves_its_score(enrollment, course_page):
    attempt = begin(enrollment, quiz_of(course_page, "Final test"))
    submit_attempt(attempt, {0: right(items_of(attempt)[0])})
    enrollment.refresh_from_db()
    assert enrollment.score == Decimal("33.33")
    assert enrollment.state == EnrollmentState.ACTIVE


# Time


@pytest.fixture
def timed(enrollment, quiz):
    return begin(enrollment, set_rules(quiz, time_limit=10), now=timezone.now() - timedelta(minutes=9))


def test_within_the_grace_an_answer_still_counts(timed):
    closed = submit_attempt(timed, all_right(timed), now=timed.deadline_at + GRACE)
    assert (closed.state, closed.score) == (AttemptState.SUBMITTED, 100)


def test_a_late_submission_is_graded_with_what_was_saved_in_time(timed):
    save_answers(timed, {0: right(items_of(timed)[0])}, now=timed.deadline_at)
    closed = submit_attempt(timed, all_right(timed), now=timed.deadline_at + GRACE + timedelta(seconds=1))
    assert (closed.state, closed.score) == (AttemptState.EXPIRED, Decimal("33.33"))
    assert closed.submitted_at == timed.deadline_at


def test_an_answer_after_the_time_is_refused(timed):
    with pytest.raises(AttemptClosed):
        save_answers(timed, all_right(timed), now=timed.deadline_at + GRACE + timedelta(seconds=1))
    assert not timed.responses.exists()


def test_an_attempt_in_time_does_not_expire(timed):
    assert expire_attempt(timed).state == AttemptState.OPEN


def test_overdue_attempts_are_closed_once(timed, attempt):
    later = timed.deadline_at + timedelta(minutes=1)
    assert close_overdue_attempts(now=later) == 1
    assert close_overdue_attempts(now=later) == 0
    timed.refresh_from_db()
    assert (timed.state, timed.score, timed.passed) == (AttemptState.EXPIRED, 0, False)


def test_an_overdue_attempt_of_somebody_who_left_is_closed_without_a_result(timed, enrollment):
    withdraw_person(enrollment)
    assert close_overdue_attempts(now=timed.deadline_at + timedelta(minutes=1)) == 1
    assert not StepResult.objects.exists()


def test_starting_after_the_time_closes_the_old_attempt(timed, enrollment, quiz):
    later = timed.deadline_at + timedelta(minutes=1)
    new = start_attempt(enrollment, quiz, step_of(quiz), language="en", now=later)
    timed.refresh_from_db()
    assert timed.state == AttemptState.EXPIRED
    assert (new.number, new.state) == (2, AttemptState.OPEN)


# Cost


@pytest.fixture
def make_sized_attempt(enrollment, course_page):
    def make(size: int) -> Attempt:
        questions = [factories.make_question(f"Sized {next(NUMBERS)}") for _n in range(size)]
        module = course_page.get_children().first()
        return begin(enrollment, factories.make_quiz(module, f"Sized {size}", questions=questions))

    return make


@pytest.mark.parametrize("size", [3, 10])
def test_submission_costs_the_same_whatever_the_number_of_questions(
    make_sized_attempt, size, django_assert_num_queries
):
    attempt = make_sized_attempt(size)
    answers = all_right(attempt)
    with django_assert_num_queries(12):
        submit_attempt(attempt, answers)
    assert attempt.responses.count() == size


@pytest.mark.parametrize("size", [3, 10])
def test_starting_costs_the_same_whatever_the_number_of_questions(
    enrollment, make_sized_attempt, size, django_assert_num_queries
):
    submit_attempt(make_sized_attempt(size), {})
    quiz = QuizPage.objects.get(title=f"Sized {size}")
    step = step_of(quiz)
    with django_assert_num_queries(12):
        start_attempt(enrollment, quiz, step, language="en")
