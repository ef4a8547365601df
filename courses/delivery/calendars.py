"""Live sessions and deadlines as entries of a calendar. Who may see the link to join is decided by the caller."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from academy.delivery.calendars import Entry, calendar_file
from academy.models import User
from courses.enums import EditionState, EnrollmentState, PlaceState
from courses.models import Edition, Enrollment, LiveSession
from courses.rules.reminders import last_day
from courses.wording import title_of_edition, titles_of

REMEMBERED = timedelta(days=365)  # so long sessions that are over stay in a person's own calendar


def calendar_of(edition: Edition, sessions: Iterable[LiveSession], *, tells_link: bool) -> bytes:
    """The sessions of one edition, cancelled ones among them. The edition comes with its course."""
    title = title_of_edition(edition)
    entries = [session_entry(session, edition, title, tells_link=tells_link) for session in sessions]
    return calendar_file(title, entries, what="sessions")


def session_entry(session: LiveSession, edition: Edition, title: str, *, tells_link: bool) -> Entry:
    """`title` is what the edition is called."""
    join_url = session.join_url if tells_link else ""
    lines = [title, session.agenda, join_url]
    return Entry(
        uid=str(session.uuid),
        title=session.title,
        changed_at=session.updated_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        sequence=session.sequence,
        location=session.place or join_url,
        description="\n\n".join(filter(None, lines)),
        url=settings.SITE_URL + reverse("edition", kwargs={"edition": edition.uuid}),
        is_cancelled=session.cancelled_at is not None,
    )


def learning_entries(user: User, *, now: datetime) -> list[Entry]:
    """What learning puts into her own calendar: sessions of the editions in which she has a seat, of the last year and
    to come, and the days until which something should be done. In the active language; three queries.
    """
    seated = Edition.objects.filter(
        state=EditionState.PUBLISHED, places__user=user, places__state=PlaceState.SEATED
    ).values("pk")
    found = LiveSession.objects.filter(edition__in=seated, ends_at__gt=now - REMEMBERED)
    sessions = list(found.select_related("edition__course"))
    active = Enrollment.objects.filter(user=user, state=EnrollmentState.ACTIVE).select_related("course")
    enrollments = list(active.order_by("pk"))
    titles = titles_of([*(row.edition.course for row in sessions), *(row.course for row in enrollments)])
    entries = [
        session_entry(row, row.edition, title_of_edition(row.edition, titles), tells_link=True) for row in sessions
    ]
    for row in enrollments:
        if row.due_at and row.due_at != row.deadline_at:
            sentence = gettext("Last day for the next module: %(course)s")
            entries.append(_deadline(row, row.due_at, "due", sentence % {"course": titles[row.course_id]}))
        if row.deadline_at:
            sentence = gettext("Last day to finish: %(course)s")
            entries.append(_deadline(row, row.deadline_at, "deadline", sentence % {"course": titles[row.course_id]}))
    return entries


def _deadline(row: Enrollment, moment: datetime, name: str, title: str) -> Entry:
    """A whole day in the active time zone: one at midnight counts to the day that ends then."""
    return Entry(
        uid=f"{row.uuid}-{name}",
        title=title,
        changed_at=row.enrolled_at,
        day=last_day(moment, timezone.get_current_timezone()),
        url=settings.SITE_URL + reverse("learning"),
    )
