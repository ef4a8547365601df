"""What a learner has done: keeps results and the enrollment's percentage, score and state true to each other.

One door for lessons, quizzes and whatever comes later; it does not know how a step was done or graded. Every function
may be called twice: the second time changes nothing.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import FilteredRelation, Q
from django.utils import timezone

from courses.enums import EnrollmentState, StepKind
from courses.errors import NotEnrolled, StepOfAnotherCourse
from courses.models import Course, Enrollment, ModuleDates, Step, StepResult
from courses.rules.completion import Completion, StepFact, asked_steps, completion
from courses.rules.standing import behind_from
from courses.services.certificates import issue_certificate
from courses.services.paths import complete_paths
from courses.signals import course_completed

VISIT_INTERVAL = timedelta(minutes=1)  # within it, a second look at the same step is not written down again
BATCH = 500
HALF = 50  # per cent
RECORDED = [
    "percent", "score", "state", "last_step", "last_activity_at", "started_at", "half_at", "due_at", "behind_at",
    "completed_at", "changed_at",
]  # fmt: skip


def record_step(
    enrollment: Enrollment, step: Step, *, score: Decimal | None = None, now: datetime | None = None
) -> Enrollment:
    """The step is done: a lesson finished, a quiz passed with `score` per cent. Meeting the rule completes the course.

    Returns the enrollment as it stands now. Raises NotEnrolled when she has left the course, StepOfAnotherCourse.
    """
    return _record(enrollment, step, score=score, is_done=True, now=now or timezone.now())


def record_attempt(
    enrollment: Enrollment, step: Step, *, score: Decimal, passed: bool, now: datetime | None = None
) -> Enrollment:
    """An attempt at a quiz was graded: the best score of a final test is kept, passing makes the step done.

    Returns and raises like `record_step`.
    """
    return _record(enrollment, step, score=score, is_done=passed, now=now or timezone.now())


def record_visit(enrollment: Enrollment, step_id: int, *, now: datetime | None = None) -> None:
    """She looks at a step: where to resume. The same step is written at most once a minute."""
    now = now or timezone.now()
    if enrollment.last_step_id == step_id and now - enrollment.last_activity_at < VISIT_INTERVAL:
        return
    facts = {"last_step_id": step_id, "last_activity_at": now, "behind_at": behind_from(now, _due(enrollment))}
    if enrollment.started_at is None:
        facts |= {"started_at": now, "changed_at": now}
    Enrollment.objects.standing().filter(pk=enrollment.pk, last_activity_at__lte=now).update(**facts)
    for name, value in facts.items():
        setattr(enrollment, name, value)


@transaction.atomic
def schedule(enrollment: Enrollment) -> None:
    """Her dates from those of her edition and from what she was granted: deadline, next module due, when she is behind.

    To be called when the edition, its dates or what she was granted changed.
    """
    row = _locked(enrollment)
    granted = row.adjustments.filter(deadline_at__isnull=False).order_by("-created_at", "-pk").first()
    row.deadline_at = granted.deadline_at if granted else row.edition.deadline_at if row.edition else None
    row.due_at = _next_due(row, _facts(row).values())
    row.behind_at = behind_from(row.last_activity_at, _due(row))
    row.changed_at = timezone.now()
    row.save(update_fields=["deadline_at", "due_at", "behind_at", "changed_at"])
    for name in ("deadline_at", "due_at", "behind_at", "changed_at"):
        setattr(enrollment, name, getattr(row, name))


@transaction.atomic
def refresh_enrollment(enrollment: Enrollment, *, now: datetime | None = None) -> Enrollment:
    """Recompute one enrollment after the steps of its course changed. Who completed the course stays completed."""
    row = _locked(enrollment)
    if row.state == EnrollmentState.ACTIVE:
        now = now or timezone.now()
        standings = _facts(row)
        is_finished = _advance(row, _verdict(row.course, standings.values()), now)
        row.due_at = _next_due(row, standings.values())
        row.behind_at = behind_from(row.last_activity_at, _due(row))
        row.save(update_fields=["percent", "state", "completed_at", "half_at", "due_at", "behind_at", "changed_at"])
        if is_finished:
            _celebrate(row, now)
    return row


def refresh_course(course_pk: int, *, now: datetime | None = None) -> int:
    """Recompute everybody who learns in a course whose steps changed; returns how many enrollments changed.

    Works in batches and compares before it locks, so that a large course stays usable meanwhile. The mark `is_stale` is
    taken away first: steps that change meanwhile set it anew.
    """
    Course.objects.filter(pk=course_pk, is_stale=True).update(is_stale=False)
    course = Course.objects.get(pk=course_pk)
    steps = {step.pk: _fact_of(step) for step in Step.objects.in_force().filter(course=course)}
    active = Enrollment.objects.filter(course=course, state=EnrollmentState.ACTIVE)
    changed = last_pk = 0
    while batch := list(active.filter(pk__gt=last_pk).order_by("pk")[:BATCH]):
        last_pk = batch[-1].pk
        results: dict[int, dict[Hashable, Decimal | None]] = {row.pk: {} for row in batch}
        rows = StepResult.objects.filter(enrollment__in=batch, step__in=steps)
        for enrollment_id, step_id, score in rows.values_list("enrollment_id", "step_id", "score"):
            results[enrollment_id][steps[step_id].key] = score
        for row in batch:
            verdict = completion(course.rule, list(steps.values()), results[row.pk])
            if verdict.is_complete or verdict.percent != row.percent:
                refresh_enrollment(row, now=now)
                changed += 1
    return changed


def refresh_stale_courses() -> None:
    """Sweep: courses whose recomputation was lost with a worker or a broker."""
    for pk in Course.objects.filter(is_stale=True).values_list("pk", flat=True):
        refresh_course(pk)


@dataclass(frozen=True)
class _Standing:
    """A step in force and what this learner has of it."""

    fact: StepFact
    module: UUID
    is_done: bool
    score: Decimal | None


@transaction.atomic
def _record(enrollment: Enrollment, step: Step, *, score: Decimal | None, is_done: bool, now: datetime) -> Enrollment:
    """Four statements: lock, look, write the result, write the enrollment. Completing the course adds its own."""
    row = _locked(enrollment)
    if row.state == EnrollmentState.WITHDRAWN:
        raise NotEnrolled
    standings = _facts(row, also=step)
    if step.pk not in standings:
        raise StepOfAnotherCourse
    if is_done:
        _keep_result(row, step, standings[step.pk], score, now)
        standings[step.pk] = replace(standings[step.pk], is_done=True)
    if step.kind == StepKind.FINAL_TEST and score is not None:
        row.score = max(score, row.score) if row.score is not None else score
    row.last_step = step
    row.last_activity_at = max(now, row.last_activity_at)
    row.started_at = row.started_at or now
    row.changed_at = now
    is_finished = False
    if row.state == EnrollmentState.ACTIVE:
        in_force = [standing for pk, standing in standings.items() if pk != step.pk or step.retired_at is None]
        is_finished = _advance(row, _verdict(row.course, in_force), now)
        row.due_at = _next_due(row, in_force)
        row.behind_at = behind_from(row.last_activity_at, _due(row))
    row.save(update_fields=RECORDED)
    if is_finished:
        _celebrate(row, now)
    return row


def _locked(enrollment: Enrollment) -> Enrollment:
    return Enrollment.objects.select_for_update(of=("self",)).select_related("course", "edition").get(pk=enrollment.pk)


def _facts(row: Enrollment, *, also: Step | None = None) -> dict[int, _Standing]:
    """The steps in force (and `also`, though retired) with what this learner has of them, by primary key."""
    wanted = Q(retired_at__isnull=True)
    if also is not None:
        wanted |= Q(pk=also.pk)
    steps = (
        Step.objects.filter(wanted, course_id=row.course_id)
        .alias(mine=FilteredRelation("results", condition=Q(results__enrollment=row.pk)))
        .values_list("pk", "key", "kind", "minutes", "is_required", "module_key", "mine__pk", "mine__score")
    )
    return {
        pk: _Standing(StepFact(key, kind, minutes, is_required), module, result is not None, score)
        for pk, key, kind, minutes, is_required, module, result, score in steps
    }


def _fact_of(step: Step) -> StepFact:
    return StepFact(step.key, step.kind, step.minutes, step.is_required)


def _verdict(course: Course, standings: Iterable[_Standing]) -> Completion:
    standings = list(standings)
    results = {standing.fact.key: standing.score for standing in standings if standing.is_done}
    return completion(course.rule, [standing.fact for standing in standings], results)


def _next_due(row: Enrollment, standings: Iterable[_Standing]) -> datetime | None:
    """The earliest date of a module of her edition in which something that is asked of her is not done."""
    if row.edition_id is None:
        return None
    standings = list(standings)
    asked = {fact.key for fact in asked_steps(row.course.rule, [standing.fact for standing in standings])}
    waiting = {standing.module for standing in standings if not standing.is_done and standing.fact.key in asked}
    dates = ModuleDates.objects.filter(edition=row.edition_id, module_key__in=waiting, due_at__isnull=False)
    return dates.order_by("due_at").values_list("due_at", flat=True).first()


def _due(row: Enrollment) -> list[datetime]:
    return [row.due_at] if row.due_at is not None else []


def _keep_result(row: Enrollment, step: Step, standing: _Standing, score: Decimal | None, now: datetime) -> None:
    """Add the result; one that stands only gets a better score."""
    if not standing.is_done:
        StepResult.objects.create(enrollment=row, step=step, score=score, done_at=now)
    elif score is not None and (standing.score is None or score > standing.score):
        StepResult.objects.filter(enrollment=row, step=step).update(score=score)


def _advance(row: Enrollment, verdict: Completion, now: datetime) -> bool:
    """Bring an active enrollment in line with the verdict; returns whether that completes the course."""
    row.percent = verdict.percent
    row.changed_at = now
    if row.half_at is None and row.percent >= HALF:
        row.half_at = now
    if verdict.is_complete:
        row.state = EnrollmentState.COMPLETED
        row.completed_at = now
    return verdict.is_complete


def _celebrate(row: Enrollment, now: datetime) -> None:
    """The certificate, and paths that end here, in the same transaction; the house hears of it after the commit."""
    if row.course.has_certificate and row.user_id is not None:
        issue_certificate(row, now=now)
    if row.user is not None:
        complete_paths(row.user, row.course, now=now)
    transaction.on_commit(lambda: course_completed.send_robust(sender=Enrollment, enrollment=row))
