"""Many learners, many tabs, in the same moment: nothing lost, nothing doubled. Real threads on real connections."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from courses.enums import AttemptState
from courses.errors import AttemptClosed
from courses.models import Attempt, Response, StepResult
from courses.services.attempts import save_answers, start_attempt, submit_attempt
from tests import factories
from tests.courses.quizzes import all_right, all_wrong, begin, quiz_of, step_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

LEARNERS = 40
TABS = 8


def at_once(act: Callable, arguments: Iterable) -> list:
    """What `act` returned for each argument, or the exception it raised; all start at the same moment."""
    arguments = list(arguments)
    barrier = Barrier(len(arguments))

    def run(argument):
        barrier.wait()
        try:
            return act(argument)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


@pytest.fixture
def only_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")


@pytest.fixture
def quiz(course_page):
    return quiz_of(course_page)


@pytest.fixture
def enrollments(course_page, only_postgresql):
    return [
        factories.enroll(factories.UserFactory(email=f"learner{number}@example.org"), course_page)
        for number in range(LEARNERS)
    ]


def test_many_learners_hand_in_at_once(enrollments, quiz):
    attempts = [begin(enrollment, quiz) for enrollment in enrollments]
    results = at_once(lambda attempt: submit_attempt(attempt, all_right(attempt)), attempts)
    assert [result.score for result in results] == [100] * LEARNERS
    assert Attempt.objects.filter(state=AttemptState.SUBMITTED, passed=True).count() == LEARNERS
    assert Response.objects.filter(points=1).count() == 3 * LEARNERS
    assert StepResult.objects.filter(step=step_of(quiz), score=100).count() == LEARNERS


def test_many_tabs_hand_in_the_same_attempt(enrollments, quiz):
    attempt = begin(enrollments[0], quiz)
    answers = [all_right(attempt) if number % 2 else all_wrong(attempt) for number in range(TABS)]
    results = at_once(lambda answer: submit_attempt(attempt, answer), answers)
    winners = [result for result in results if isinstance(result, Attempt)]
    assert len(winners) == 1
    assert sum(isinstance(result, AttemptClosed) for result in results) == TABS - 1
    attempt.refresh_from_db()
    assert attempt.score == winners[0].score
    assert attempt.responses.count() == 3
    assert {response.points for response in attempt.responses.all()} == {attempt.score / 100}


def test_many_tabs_start_one_attempt(enrollments, quiz):
    step = step_of(quiz)
    results = at_once(lambda _tab: start_attempt(enrollments[0], quiz, step, language="en"), range(TABS))
    assert len({attempt.pk for attempt in results}) == 1
    assert Attempt.objects.get().number == 1


def test_an_answer_saved_while_handing_in_is_graded_or_refused(enrollments, quiz):
    """Never both kept and not graded."""
    attempts = [begin(enrollment, quiz) for enrollment in enrollments[:TABS]]

    def act(job):
        attempt, saves = job
        return save_answers(attempt, all_right(attempt)) if saves else submit_attempt(attempt, {})

    at_once(act, [(attempt, saves) for attempt in attempts for saves in (True, False)])
    for attempt in Attempt.objects.all():
        points = sum(response.points for response in attempt.responses.all())
        answered = sum(bool(response.answer) for response in attempt.responses.all())
        assert (attempt.state, points, attempt.score) == (AttemptState.SUBMITTED, answered, 100 * (answered == 3))


def test_starting_and_handing_in_at_once_does_not_deadlock(enrollments, quiz):
    step = step_of(quiz)
    attempts = [begin(enrollment, quiz) for enrollment in enrollments[:TABS]]

    def act(job):
        attempt, starts = job
        if starts:
            return start_attempt(attempt.enrollment, quiz, step, language="en")
        return submit_attempt(attempt, {})

    results = at_once(act, [(attempt, starts) for attempt in attempts for starts in (True, False)])
    assert not [result for result in results if isinstance(result, Exception)]
    numbers = Attempt.objects.order_by("enrollment", "number").values_list("enrollment", "number")
    assert len(numbers) == len(set(numbers))
