"""What one person is granted beyond the rules of her course: a later deadline, more attempts, more time for a quiz.

Each with a reason, noted in the log, told to her by letter. A second click within a minute grants nothing twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.enums import Access
from academy.models import User
from academy.policies import require
from academy.services.access import record_access
from academy.services.letters import queue_letter
from courses.enums import EnrollmentState
from courses.errors import LearningError, NotEnrolled
from courses.models import Adjustment, Enrollment, Step
from courses.policies import may_adjust
from courses.services.progress import schedule

SECOND_CLICK = timedelta(minutes=1)


class NotLater(LearningError):
    message = _("Her last day is this one or a later one already. Choose a later day.")


@dataclass(frozen=True)
class Extras:
    """What she has on top at one quiz: attempts, and per cent of time."""

    attempts: int = 0
    percent: int = 0


def extras_of(enrollment: Enrollment, step: Step | int) -> Extras:
    """Attempts add up, of several grants of time the largest counts. One query."""
    step_id = step if isinstance(step, int) else step.pk
    rows = Adjustment.objects.filter(Q(step=step_id) | Q(step=None), enrollment=enrollment)
    attempts = percent = 0
    for kind, amount in rows.values_list("kind", "amount"):
        if kind == Adjustment.Kind.ATTEMPT:
            attempts += amount or 0
        elif kind == Adjustment.Kind.TIME:
            percent = max(percent, amount or 0)
    return Extras(attempts, percent)


def grant_deadline(
    enrollment: Enrollment, by: User, deadline_at: datetime, *, reason: str, now: datetime | None = None
) -> Adjustment:
    """Her own last day for the course, in place of that of her edition and of an earlier grant. Raises
    PermissionDenied, NotLater when it is no later than what she has, NotEnrolled when she is not learning (any more).
    """
    return _grant(enrollment, by, now, kind=Adjustment.Kind.DEADLINE, deadline_at=deadline_at, reason=reason)


def grant_attempts(
    enrollment: Enrollment, by: User, amount: int, *, step: Step | None, reason: str, now: datetime | None = None
) -> Adjustment:
    """So many attempts more at one quiz, or at every quiz. Raises like `grant_deadline`."""
    return _grant(enrollment, by, now, kind=Adjustment.Kind.ATTEMPT, amount=amount, step=step, reason=reason)


def grant_time(
    enrollment: Enrollment, by: User, percent: int, *, step: Step | None, reason: str, now: datetime | None = None
) -> Adjustment:
    """So many per cent of time more, in attempts she starts from now on. Raises like `grant_deadline`."""
    return _grant(enrollment, by, now, kind=Adjustment.Kind.TIME, amount=percent, step=step, reason=reason)


@transaction.atomic
def _grant(enrollment: Enrollment, by: User, now: datetime | None, **fields: Any) -> Adjustment:
    now = now or timezone.now()
    row = Enrollment.objects.select_for_update(of=("self",)).get(pk=enrollment.pk)
    require(may_adjust(by, row))
    if row.state != EnrollmentState.ACTIVE or row.user is None:
        raise NotEnrolled
    again = row.adjustments.filter(by=by, created_at__gt=now - SECOND_CLICK, **fields).first()
    if again is not None:
        return again
    if fields.get("deadline_at") and row.deadline_at is not None and fields["deadline_at"] <= row.deadline_at:
        raise NotLater
    given = Adjustment.objects.create(enrollment=row, by=by, created_at=now, **fields)
    if given.deadline_at is not None:
        schedule(row)
    record_access(
        by, Access.CHANGED, "adjustment", organisation=row.organisation, person=row.user, kind=str(given.kind)
    )
    queue_letter("adjustment", row.user, key=f"adjustment/{given.pk}", data={"adjustment": given.pk})
    return given
