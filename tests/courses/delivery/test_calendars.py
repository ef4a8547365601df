"""Calendar files: read back by the library, the same bytes every time, right over both changes of the clock."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from courses.delivery.calendars import calendar_of
from courses.models import Course, Edition, LiveSession

GOLDEN = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//{site}//sessions//EN\r
METHOD:PUBLISH\r
X-WR-CALNAME:Пролетна група\r
BEGIN:VEVENT\r
SUMMARY:Meeting\r
DTSTART:20270328T070000Z\r
DTEND:20270328T083000Z\r
DTSTAMP:20270101T120000Z\r
UID:11111111-1111-1111-1111-111111111111\r
SEQUENCE:2\r
DESCRIPTION:Пролетна група\\n\\nFirst\\, second\\nthird\r
LAST-MODIFIED:20270101T120000Z\r
LOCATION:Room 1\r
STATUS:CANCELLED\r
URL:{url}/en/editions/22222222-2222-2222-2222-222222222222/\r
END:VEVENT\r
END:VCALENDAR\r
"""


def edition(zone="Europe/Skopje"):
    return Edition(
        uuid=UUID(int=0x22222222222222222222222222222222), course=Course(title="Outreach"), title="Пролетна група",
        time_zone=zone, starts_on=date(2027, 3, 1), ends_on=date(2027, 11, 30),
    )  # fmt: skip


def session(zone, day, hour=9, **fields):
    starts_at = datetime(2027, *day, hour, 0, tzinfo=ZoneInfo(zone))
    ends_at = datetime(2027, *day, hour + 1, 30, tzinfo=ZoneInfo(zone))
    fields = {"title": "Meeting", "updated_at": datetime(2027, 1, 1, 12, tzinfo=UTC)} | fields
    return LiveSession(
        uuid=UUID(int=0x11111111111111111111111111111111), starts_at=starts_at, ends_at=ends_at, **fields
    )


def test_a_cancelled_session_word_for_word(settings):
    row = session(
        "Europe/Skopje", (3, 28), agenda="First, second\nthird", place="Room 1", sequence=2,
        cancelled_at=datetime(2027, 1, 1, 12, tzinfo=UTC), join_url="https://meet.example.org/x",
    )  # fmt: skip
    found = calendar_of(edition(), [row], tells_link=False).decode()
    assert found == GOLDEN.format(site=settings.WAGTAIL_SITE_NAME, url=settings.SITE_URL)


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("Europe/Skopje", (3, 27), "08:00"),
        ("Europe/Skopje", (3, 28), "07:00"),  # the clocks went forward that night
        ("Europe/Skopje", (10, 30), "07:00"),
        ("Europe/Skopje", (10, 31), "08:00"),  # and back again
        ("Europe/Istanbul", (3, 28), "06:00"),  # where they stay the whole year
        ("Europe/Istanbul", (10, 31), "06:00"),
    ],
)
def test_nine_oclock_stays_nine_oclock(zone, day, begins):
    calendar = Calendar.from_ical(calendar_of(edition(zone), [session(zone, day)], tells_link=False))
    (event,) = calendar.walk("VEVENT")
    assert f"{event.decoded('dtstart'):%H:%M}" == begins
    assert event.decoded("dtstart").astimezone(ZoneInfo(zone)).hour == 9
    assert (event.decoded("dtend") - event.decoded("dtstart")).total_seconds() == 90 * 60


def test_over_the_night_of_the_change_the_end_is_real():
    zone = ZoneInfo("Europe/Skopje")
    row = session("Europe/Skopje", (10, 31))
    row.starts_at = datetime(2027, 10, 31, 1, 30, tzinfo=zone)
    row.ends_at = datetime(2027, 10, 31, 3, 30, tzinfo=zone)  # three hours later: one hour is counted twice
    (event,) = Calendar.from_ical(calendar_of(edition(), [row], tells_link=False)).walk("VEVENT")
    assert (event.decoded("dtend") - event.decoded("dtstart")).total_seconds() == 3 * 3600


def test_a_change_keeps_the_uid_and_counts_on():
    first, second = (
        Calendar.from_ical(calendar_of(edition(), [session("Europe/Skopje", (5, 3), sequence=n)], tells_link=True))
        for n in (0, 1)
    )
    (old,), (new,) = first.walk("VEVENT"), second.walk("VEVENT")
    assert old["uid"] == new["uid"]
    assert (old["sequence"], new["sequence"]) == (0, 1)


def test_the_link_is_told_only_to_people_of_the_edition():
    row = session("Europe/Skopje", (5, 3), join_url="https://meet.example.org/secret")
    assert b"secret" in calendar_of(edition(), [row], tells_link=True)
    assert b"secret" not in calendar_of(edition(), [row], tells_link=False)
