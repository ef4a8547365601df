"""Live sessions of an edition and who attended them. People who take part hear of what changes; calendars follow by
`sequence`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from academy.enums import Access
from academy.models import Letter, User
from academy.services.access import record_access
from academy.services.letters import LetterRow, queue_letters
from courses.enums import AttendanceState, EditionState, PlaceState
from courses.models import Attendance, Edition, Enrollment, LiveSession, Place
from courses.services.editions import locked

TOLD = ("starts_at", "ends_at", "place", "join_url", "title")  # a change of these is worth a letter
HELD = timedelta(minutes=10)  # changes in quick succession make one letter
SOON = timedelta(hours=2)  # of a session so near people hear at once


@dataclass(frozen=True)
class Attended:
    """She was `present` at so many of the `held` sessions."""

    present: int
    held: int


@transaction.atomic
def add_session(edition: Edition, by: User, *, now: datetime | None = None, **fields: Any) -> LiveSession:
    """A new session; who has a seat in an announced edition hears of it. Raises EditionCancelled."""
    now = now or timezone.now()
    row = locked(edition)
    session = LiveSession.objects.create(edition=row, updated_at=now, **fields)
    _tell(session, "session_announced", now)
    _note(session, by, "added")
    return session


@transaction.atomic
def change_session(session: LiveSession, by: User, *, now: datetime | None = None, **fields: Any) -> LiveSession:
    """New values; a letter goes out when time, place, link or title changed. The same values again change nothing.

    Raises EditionCancelled. A cancelled session stays as it is.
    """
    now = now or timezone.now()
    locked(session.edition)
    row = LiveSession.objects.select_related("edition").get(pk=session.pk)
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if not changed or row.cancelled_at is not None:
        return row
    for name in changed:
        setattr(row, name, fields[name])
    row.sequence += 1
    row.updated_at = now
    row.save()
    held = Letter.objects.waiting().filter(key__startswith=f"session/{row.uuid}/", not_before__gt=now)
    untold = held.order_by("-pk").values_list("kind", flat=True).first()  # it would be dropped as out of date
    if untold or set(changed) & set(TOLD):
        _tell(row, untold or "session_changed", now)
    _note(row, by, "changed")
    return row


@transaction.atomic
def cancel_session(session: LiveSession, by: User, *, now: datetime | None = None) -> LiveSession:
    """It does not take place; it stays in calendars, marked so. Twice called, no change. Raises EditionCancelled."""
    now = now or timezone.now()
    locked(session.edition)
    row = LiveSession.objects.select_related("edition").get(pk=session.pk)
    if row.cancelled_at is not None:
        return row
    row.cancelled_at = row.updated_at = now
    row.sequence += 1
    row.save()
    _tell(row, "session_cancelled", now)
    _note(row, by, "cancelled")
    return row


@transaction.atomic
def note_attendance(
    session: LiveSession, by: User, states: Mapping[int, AttendanceState | None], *, now: datetime | None = None
) -> int:
    """Who was there, {pk of the enrollment: state}; None takes a note back. Returns how many notes changed.

    Enrollments that are not of the edition are left out.
    """
    now = now or timezone.now()
    kept = {row.enrollment_id: row for row in Attendance.objects.select_for_update().filter(session=session)}
    ours = set(people_of(session.edition).filter(pk__in=states).values_list("pk", flat=True))
    changed = 0
    for pk in ours:
        state, before = states[pk], kept.get(pk)
        if state is None and before is not None:
            before.delete()
        elif state is not None and (before is None or before.state != state):
            Attendance.objects.update_or_create(
                session=session, enrollment_id=pk, defaults={"state": state, "noted_by": by, "noted_at": now}
            )
        else:
            continue
        changed += 1
    if changed:
        record_access(
            by,
            Access.CHANGED,
            "attendance",
            organisation=session.edition.organisation,
            count=changed,
            session=str(session.uuid),
        )
    return changed


def attendance_of(rows: Sequence[Enrollment], *, now: datetime | None = None) -> dict[int, Attended]:
    """{enrollment: which of the sessions of its edition that have begun she attended}, of those whose edition has had
    any. Two queries, whatever the number of rows.
    """
    now = now or timezone.now()
    begun = LiveSession.objects.filter(cancelled_at=None, starts_at__lte=now).order_by()
    editions = {row.edition_id for row in rows if row.edition_id is not None}
    held = dict(begun.filter(edition__in=editions).values_list("edition").annotate(number=Count("pk")))
    noted = Attendance.objects.filter(enrollment__in=[row.pk for row in rows], session__in=begun.values("pk"))
    noted = noted.filter(session__edition=F("enrollment__edition"), state=AttendanceState.PRESENT)
    present = dict(noted.values_list("enrollment").annotate(number=Count("pk")))
    return {row.pk: Attended(present.get(row.pk, 0), held[row.edition_id]) for row in rows if row.edition_id in held}


def people_of(edition: Edition) -> Any:
    """The enrollments of who takes part in it, also of those who completed the course meanwhile."""
    return Enrollment.objects.standing().filter(edition=edition, user__isnull=False).order_by("sort_name", "pk")


def _tell(session: LiveSession, kind: str, now: datetime) -> None:
    """Only of what is still to come, and only in an announced edition."""
    if session.edition.state != EditionState.PUBLISHED or session.ends_at <= now:
        return
    seated = Place.objects.filter(edition=session.edition, state=PlaceState.SEATED).values_list("user_id", flat=True)
    data = {"session": session.pk, "sequence": session.sequence}
    not_before = now + HELD if session.starts_at > now + SOON else None
    key = f"session/{session.uuid}/{kind}/{session.sequence}"
    queue_letters(kind, [LetterRow(pk, f"{key}/{pk}", data, not_before) for pk in seated])


def _note(session: LiveSession, by: User, what: str) -> None:
    edition = session.edition
    record_access(
        by, Access.CHANGED, "session", organisation=edition.organisation, edition=str(edition.uuid), what_changed=what
    )
