"""Editions: preparing, announcing, copying and cancelling one, and its dates. Places and sessions: rooms of their own.

When dates change, the dates of everybody in it follow: few at once, many in the background, and a sweep every day makes
good what was lost. Every change of an edition begins by locking its row.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from academy import background
from academy.enums import Access
from academy.models import Organisation, User
from academy.services.access import record_access
from academy.services.letters import LetterRow, queue_letters
from courses.enums import EditionState, EnrollmentState, PlaceState
from courses.errors import DatesOutside, EditionCancelled, SeatsTaken
from courses.models import Course, Edition, Enrollment, LiveSession, ModuleDates, Place
from courses.querysets import STANDING_PLACES
from courses.rules.release import Period, moved
from courses.services.places import promote_waiting, tell_people
from courses.services.progress import schedule

FEW = 50  # so many people get their new dates at once
BATCH = 200
DATES = ("starts_on", "ends_on", "time_zone")


@transaction.atomic
def create_edition(
    by: User, *, course: Course, organisation: Organisation | None, facilitators: Iterable[User] = (), **fields: Any
) -> Edition:
    """A new edition in preparation; nobody but who manages it sees it before `announce_edition`."""
    edition = Edition.objects.create(course=course, organisation=organisation, created_by=by, **fields)
    edition.facilitators.set(facilitators)
    _note(edition, by, "created")
    return edition


@transaction.atomic
def change_edition(edition: Edition, by: User, *, facilitators: Iterable[User] | None = None, **fields: Any) -> Edition:
    """New values of its fields. When its days change, dates of modules move with the first day, and so do those of its
    people; more seats promote who waits. Returns the row as it stands.

    Raises EditionCancelled, or SeatsTaken when fewer seats than people are wanted.
    """
    row = locked(edition)
    before = {name: getattr(row, name) for name in DATES}
    _check_seats(row, fields.get("seats", row.seats))
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    if facilitators is not None:
        row.facilitators.set(facilitators)
        tell_people(row)
    if any(getattr(row, name) != value for name, value in before.items()):
        _move_modules(row, row.starts_on - before["starts_on"])
        reschedule_later(row)
    promote_waiting(row)
    _note(row, by, "changed")
    return row


@transaction.atomic
def announce_edition(edition: Edition, by: User) -> Edition:
    """From now on everybody who may take part sees it. Twice called, no change. Raises EditionCancelled."""
    row = locked(edition)
    if row.state == EditionState.DRAFT:
        row.state = EditionState.PUBLISHED
        row.save(update_fields=["state"])
        _note(row, by, "announced")
    return row


@transaction.atomic
def cancel_edition(edition: Edition, by: User, *, now: datetime | None = None) -> Edition:
    """It does not take place: everybody with a place or a request gets a letter, who learns in it goes on at her own
    pace. What was done, and who attended, stays on record. Twice called, no change.
    """
    now = now or timezone.now()
    row = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if row.state == EditionState.CANCELLED:
        return row
    row.state = EditionState.CANCELLED
    row.save(update_fields=["state"])
    LiveSession.objects.filter(edition=row, cancelled_at=None, starts_at__gt=now).update(
        cancelled_at=now, updated_at=now, sequence=F("sequence") + 1
    )
    reschedule_later(row)
    places = Place.objects.filter(edition=row, state__in=STANDING_PLACES).values_list("user_id", flat=True)
    queue_letters(
        "edition_cancelled",
        [LetterRow(pk, f"edition/{row.uuid}/cancelled/{pk}", {"edition": row.pk}) for pk in places],
    )
    _note(row, by, "cancelled")
    return row


@transaction.atomic
def set_module_dates(edition: Edition, by: User, periods: Mapping[UUID, Period]) -> None:
    """Exactly these dates, {module key: period}; a module without any is open from the first day.

    Raises DatesOutside when one lies outside the edition or a module would be due before it opens, EditionCancelled.
    """
    row = locked(edition)
    faults = {key: fault for key, period in periods.items() if (fault := _fault_of(row, period))}
    if faults:
        raise DatesOutside(faults)
    ModuleDates.objects.filter(edition=row).delete()
    ModuleDates.objects.bulk_create(
        ModuleDates(edition=row, module_key=key, opens_at=period.opens_at, due_at=period.due_at)
        for key, period in periods.items()
        if period != Period()
    )
    reschedule_later(row)
    _note(row, by, "module dates")


@transaction.atomic
def copy_edition(edition: Edition, by: User, *, starts_on: date) -> Edition:
    """The same for another time, in preparation: dates of modules and sessions move along, people do not."""
    shift = starts_on - edition.starts_on
    copy = Edition.objects.create(
        **{name: getattr(edition, name) for name in COPIED},
        starts_on=starts_on,
        ends_on=edition.ends_on + shift,
        created_by=by,
    )
    copy.facilitators.set(edition.facilitators.all())
    ModuleDates.objects.bulk_create(
        ModuleDates(edition=copy, module_key=key, opens_at=period.opens_at, due_at=period.due_at)
        for key, period in _moved_periods(edition, copy, shift).items()
    )
    zone = edition.zone
    LiveSession.objects.bulk_create(
        LiveSession(
            edition=copy,
            title=row.title,
            agenda=row.agenda,
            place=row.place,
            starts_at=row.starts_at.astimezone(zone) + shift,
            ends_at=row.ends_at.astimezone(zone) + shift,
        )
        for row in edition.sessions.filter(cancelled_at=None)
    )
    _note(copy, by, "created")
    return copy


COPIED = (
    "course", "organisation", "title", "note", "language", "time_zone", "seats", "entry", "is_for_branch_only",
    "needs_acceptance",
)  # fmt: skip


def reschedule_later(edition: Edition) -> None:
    """The dates of everybody in it anew: now when they are few, else in the background after the commit."""
    if Enrollment.objects.filter(edition=edition, state=EnrollmentState.ACTIVE).count() <= FEW:
        reschedule_edition(edition.pk)
    elif settings.CELERY_TASK_ALWAYS_EAGER:
        transaction.on_commit(lambda: background.start(reschedule_edition, edition.pk))
    else:
        transaction.on_commit(lambda: _queue(edition.pk))


def reschedule_edition(edition_pk: int) -> int:
    """Everybody's dates as the edition has them now; out of a cancelled one, people go on at their own pace.

    Returns how many were looked at. In batches, so that a large edition stays usable meanwhile.
    """
    is_cancelled = Edition.objects.filter(pk=edition_pk, state=EditionState.CANCELLED).exists()
    active = Enrollment.objects.filter(edition=edition_pk, state=EnrollmentState.ACTIVE)
    count = last_pk = 0
    while batch := list(active.filter(pk__gt=last_pk).order_by("pk")[:BATCH]):
        last_pk = batch[-1].pk
        with transaction.atomic():
            if is_cancelled:
                Enrollment.objects.filter(pk__in=[row.pk for row in batch]).update(edition=None)
            for enrollment in batch:
                schedule(enrollment)
        count += len(batch)
    return count


def reschedule_editions(*, now: datetime | None = None) -> None:
    """Sweep: dates that were lost with a worker or a broker."""
    today = (now or timezone.now()).date()
    standing = Enrollment.objects.filter(state=EnrollmentState.ACTIVE, edition__isnull=False)
    recent = standing.filter(edition__ends_on__gte=today - timedelta(days=60))
    lost = standing.filter(edition__state=EditionState.CANCELLED)
    for pk in (recent | lost).order_by("edition").values_list("edition", flat=True).distinct():
        reschedule_edition(pk)


def locked(edition: Edition) -> Edition:
    """Its row, locked. Raises EditionCancelled."""
    row = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if row.state == EditionState.CANCELLED:
        raise EditionCancelled
    return row


def _check_seats(row: Edition, seats: int | None) -> None:
    taken = row.places.filter(state=PlaceState.SEATED).count()
    if seats is not None and seats < taken:
        raise SeatsTaken(taken)


def _fault_of(edition: Edition, period: Period) -> str:
    """What is wrong with the dates of a module, as a sentence; "" when nothing."""
    begins_at, ends_at = edition.opens_at, edition.deadline_at
    if period.opens_at is not None and not begins_at <= period.opens_at < ends_at:
        return _("It opens outside the edition. Choose a day from its first to its last.")
    if period.due_at is not None and not begins_at < period.due_at <= ends_at:
        return _("It is due outside the edition. Choose a day from its first to its last.")
    if period.due_at is not None and period.due_at <= (period.opens_at or begins_at):
        return _("It is due before it opens. Choose a later day.")
    return ""


def _move_modules(edition: Edition, shift: timedelta) -> None:
    periods = _moved_periods(edition, edition, shift)
    ModuleDates.objects.filter(edition=edition).delete()
    ModuleDates.objects.bulk_create(
        ModuleDates(edition=edition, module_key=key, opens_at=period.opens_at, due_at=period.due_at)
        for key, period in periods.items()
    )


def _moved_periods(source: Edition, target: Edition, shift: timedelta) -> dict[UUID, Period]:
    """By calendar days in the zone of the target, so that midnight stays midnight over a change of the clock."""
    found = {}
    for row in source.module_dates.all():
        period = Period(_local(row.opens_at, target), _local(row.due_at, target))
        period = moved(period, shift, begins_at=target.opens_at, ends_at=target.deadline_at)
        if period != Period():
            found[row.module_key] = period
    return found


def _local(moment: datetime | None, edition: Edition) -> datetime | None:
    return moment.astimezone(edition.zone) if moment else None


def _queue(edition_pk: int) -> None:
    """By name: the jobs stand above the services. Without a broker the sweep does it."""
    try:
        current_app.send_task("courses.jobs.reschedule_edition", args=[edition_pk])
    except OperationalError:
        return


def _note(edition: Edition, by: User, what: str) -> None:
    record_access(
        by, Access.CHANGED, "edition", organisation=edition.organisation, edition=str(edition.uuid), what_changed=what
    )
