"""Live sessions as a calendar file (iCalendar). Times stand in UTC, so that every calendar shows the reader's own.

The UID of a session never changes and SEQUENCE counts its changes: a calendar that takes the file again moves or
strikes out what it has. Who may see the link to join is decided by the caller.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from courses.models import Edition, LiveSession

TYPE = "text/calendar; charset=utf-8"
METHOD = "PUBLISH"


def calendar_of(edition: Edition, sessions: Iterable[LiveSession], *, tells_link: bool) -> bytes:
    """The sessions of one edition, cancelled ones among them. The edition comes with its course."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", METHOD)
    calendar.add("x-wr-calname", edition.title or edition.course.title)
    url = settings.SITE_URL + reverse("edition", kwargs={"edition": edition.uuid})
    for session in sessions:
        calendar.add_component(_event(session, edition, url, tells_link))
    return calendar.to_ical()


def _event(session: LiveSession, edition: Edition, url: str, tells_link: bool) -> Event:
    event = Event()
    join_url = session.join_url if tells_link else ""
    event.add("uid", str(session.uuid))
    event.add("sequence", session.sequence)
    event.add("dtstamp", _utc(session.updated_at))
    event.add("last-modified", _utc(session.updated_at))
    event.add("dtstart", _utc(session.starts_at))
    event.add("dtend", _utc(session.ends_at))
    event.add("summary", session.title)
    if session.place or join_url:
        event.add("location", session.place or join_url)
    lines = [edition.title or edition.course.title, session.agenda, join_url]
    event.add("description", "\n\n".join(filter(None, lines)))
    event.add("url", url)
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    return event


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
