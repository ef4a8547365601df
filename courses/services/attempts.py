"""Attempts at a quiz: start one, keep answers as they are given, hand it in once, close it when its time is over.

It must not know how a kind of question is graded (`rules.kinds`) or when a course is complete (`services.progress`).
Rows are locked in one order, attempt before enrollment; where the database knows no row locks, the conditional UPDATE
from open to closed decides who was first.
"""

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from courses.enums import AttemptState, EnrollmentState
from courses.errors import AttemptClosed, InvalidAnswer, NoAttemptsLeft, NotEnrolled, QuizNotReady
from courses.models import Attempt, Enrollment, QuizPage, Response, Step
from courses.rules.grading import grade_paper, passes
from courses.rules.kinds import BLANK, Answer
from courses.rules.paper import Paper
from courses.services.adjustments import Extras, extras_of
from courses.services.progress import record_attempt
from courses.services.questions import make_paper

logger = logging.getLogger(__name__)

GRACE = timedelta(seconds=30)  # for the way of a last answer through a slow network
SEED_BITS = 62

Answers = Mapping[int, Answer]  # place of the item in the paper, from 0 → answer


def is_over(attempt: Attempt, *, now: datetime) -> bool:
    """Whether the time of an attempt with a deadline is over, the grace included."""
    return attempt.deadline_at is not None and now > attempt.deadline_at + GRACE


def time_allowed(minutes: int, extras: Extras) -> timedelta:
    """The time limit of a quiz with what this learner was granted on top."""
    return timedelta(minutes=minutes) * (100 + extras.percent) / 100


@transaction.atomic
def start_attempt(
    enrollment: Enrollment, quiz_page: QuizPage, step: Step, *, language: str, now: datetime | None = None
) -> Attempt:
    """The open attempt of this learner at this quiz; a new one with a fresh paper when there is none.

    Raises NotEnrolled, NoAttemptsLeft or QuizNotReady.
    """
    now = now or timezone.now()
    mine = Attempt.objects.filter(enrollment=enrollment, step=step)
    standing = mine.open().select_for_update().first()
    if standing is not None:
        if not is_over(standing, now=now):
            return standing
        _close(standing, {}, state=AttemptState.EXPIRED, now=now)
    enrollment = Enrollment.objects.select_for_update(of=("self",)).select_related("course").get(pk=enrollment.pk)
    if enrollment.state == EnrollmentState.WITHDRAWN:
        raise NotEnrolled
    if (started_meanwhile := mine.open().first()) is not None:
        return started_meanwhile
    used = mine.count()
    extras = extras_of(enrollment, step)
    if quiz_page.attempts_allowed is not None and used >= quiz_page.attempts_allowed + extras.attempts:
        raise NoAttemptsLeft
    seed = secrets.randbits(SEED_BITS)
    paper = make_paper(quiz_page, language=language, source_language=enrollment.course.source_language, seed=seed)
    if not paper.items:
        raise QuizNotReady
    return Attempt.objects.create(
        enrollment=enrollment,
        step=step,
        number=used + 1,
        seed=seed,
        paper=paper.to_json(),
        language=language,
        pass_mark=quiz_page.pass_mark,
        started_at=now,
        deadline_at=now + time_allowed(quiz_page.time_limit, extras) if quiz_page.time_limit else None,
    )


@transaction.atomic
def save_answers(attempt: Attempt, answers: Answers, *, now: datetime | None = None) -> None:
    """Keep answers of an open attempt; those not given here stay as they are.

    Raises AttemptClosed once it is handed in or its time is over, InvalidAnswer for a place that is not in the paper.
    """
    now = now or timezone.now()
    locked = _lock(attempt)
    if locked.state != AttemptState.OPEN or is_over(locked, now=now):
        raise AttemptClosed
    _check_places(locked, answers)
    if not answers:
        return
    Response.objects.bulk_create(
        [Response(attempt=locked, item=place, answer=answer, answered_at=now) for place, answer in answers.items()],
        update_conflicts=True,
        unique_fields=["attempt", "item"],
        update_fields=["answer", "answered_at"],
    )


@transaction.atomic
def submit_attempt(attempt: Attempt, answers: Answers, *, now: datetime | None = None) -> Attempt:
    """Hand in: grade the saved answers and those given here, and record the result.

    After the deadline and its grace the answers given here come too late: those saved until then are graded, and the
    attempt is expired. Raises AttemptClosed when it was handed in before, InvalidAnswer for a place not in the paper.
    """
    now = now or timezone.now()
    locked = _lock(attempt)
    if locked.state != AttemptState.OPEN:
        raise AttemptClosed
    if is_over(locked, now=now):
        return _close(locked, {}, state=AttemptState.EXPIRED, now=now)
    _check_places(locked, answers)
    return _close(locked, answers, state=AttemptState.SUBMITTED, now=now)


@transaction.atomic
def expire_attempt(attempt: Attempt, *, now: datetime | None = None) -> Attempt:
    """Close an open attempt whose time is over, with the answers saved until then; any other stays as it is."""
    now = now or timezone.now()
    locked = _lock(attempt)
    if locked.state != AttemptState.OPEN or not is_over(locked, now=now):
        return locked
    return _close(locked, {}, state=AttemptState.EXPIRED, now=now)


def close_overdue_attempts(now: datetime | None = None) -> int:
    """Close attempts left open past their time; returns how many. One that fails stops no other."""
    now = now or timezone.now()
    closed = 0
    for attempt in Attempt.objects.overdue(now=now - GRACE).order_by("deadline_at")[:1000]:
        try:
            closed += expire_attempt(attempt, now=now).state == AttemptState.EXPIRED
        except Exception:
            logger.exception("Attempt %s could not be closed.", attempt.uuid)
    return closed


def _lock(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_for_update(of=("self",)).select_related("enrollment", "step").get(pk=attempt.pk)


def _check_places(attempt: Attempt, answers: Answers) -> None:
    if not answers.keys() <= set(range(len(attempt.paper["items"]))):
        raise InvalidAnswer


def _close(attempt: Attempt, answers: Answers, *, state: AttemptState, now: datetime) -> Attempt:
    """Grade, store and record a locked attempt."""
    items = Paper.from_json(attempt.paper).items
    saved = {response.item: response for response in attempt.responses.all()}
    final = {place: response.answer for place, response in saved.items()} | dict(answers)
    result = grade_paper(items, final)
    closed = Attempt.objects.open().filter(pk=attempt.pk)
    attempt.state = state
    attempt.submitted_at = now if state == AttemptState.SUBMITTED else attempt.deadline_at
    attempt.score = result.score
    attempt.passed = passes(result.score, attempt.pass_mark)
    if not closed.update(
        state=attempt.state, submitted_at=attempt.submitted_at, score=attempt.score, passed=attempt.passed
    ):
        raise AttemptClosed
    Response.objects.bulk_create(
        [
            Response(
                attempt=attempt,
                item=place,
                answer=final.get(place, BLANK),
                points=result.points[place],
                reason=mark.reason,
                answered_at=now if place in answers or place not in saved else saved[place].answered_at,
            )
            for place, mark in enumerate(result.marks)
        ],
        update_conflicts=True,
        unique_fields=["attempt", "item"],
        update_fields=["answer", "points", "reason", "answered_at"],
    )
    if attempt.enrollment.state != EnrollmentState.WITHDRAWN:
        record_attempt(attempt.enrollment, attempt.step, score=attempt.score, passed=attempt.passed, now=now)
    return attempt
