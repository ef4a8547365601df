"""Dates as a calendar file (iCalendar). Times stand in UTC, so that every calendar shows the reader's own.

The UID of an entry never changes and SEQUENCE counts its changes: a calendar that takes the file again moves or
strikes out what it has. Knows nothing of what the dates are about, nor of who may see them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

TYPE = "text/calendar; charset=utf-8"
METHOD = "PUBLISH"
ATTACHED = f"text/calendar; method={METHOD}"
REFRESH = timedelta(hours=1)  # how often programs that subscribe should ask again


@dataclass(frozen=True)
class Entry:
    """One date. Moments carry a zone; with a `day` it is one of whole days, which takes nobody's time.

    `changed_at` is when it was changed last. `is_open` says that the reader has not said yet whether she comes.
    """

    uid: str
    title: str
    changed_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    day: date | None = None
    sequence: int = 0
    location: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_open: bool = False


def calendar_file(name: str, entries: Iterable[Entry], *, what: str, is_feed: bool = False) -> bytes:
    """A calendar called `name`; `what` names the sort of its entries to other programs. The same entries, the same
    bytes. A feed also says how often to come again.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//{what}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", METHOD)
    calendar.add("x-wr-calname", name)
    if is_feed:
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _utc(entry.changed_at))
    event.add("last-modified", _utc(entry.changed_at))
    if entry.day is not None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    elif entry.starts_at is not None and entry.ends_at is not None:
        event.add("dtstart", _utc(entry.starts_at))
        event.add("dtend", _utc(entry.ends_at))
    event.add("summary", entry.title)
    if entry.location:
        event.add("location", entry.location)
    if entry.description:
        event.add("description", entry.description)
    if entry.url:
        event.add("url", entry.url)
    status = "CANCELLED" if entry.is_cancelled else "TENTATIVE" if entry.is_open else "CONFIRMED"
    event.add("status", status)
    return event


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
