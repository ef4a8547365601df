"""Calendar files of events: golden bytes over both changes of the clock in three zones, read back by the library; and
what stands in the feed of whom.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from peer_exchange.delivery.event_calendars import cluster_file, event_file, feed_of
from peer_exchange.enums import EventPlaceState, Visibility
from peer_exchange.models import Cluster, ClusterMember, Event, EventPlace
from peer_exchange.services import events
from peer_exchange.services.event_places import decline, take_part
from tests import factories
from tests.peer_exchange.events import make_event, make_room
from tests.peer_exchange.notice_makers import join

GOLDEN = Path(__file__).parent / "calendars"
ZONES = ["Europe/Skopje", "Europe/Chisinau", "Europe/Istanbul"]
CHANGES = {"spring": [(3, 27), (3, 28)], "autumn": [(10, 30), (10, 31)]}  # of 2027: the day before, the day
CLUSTER = Cluster(slug="outreach", title="Теренски тимови", language="sr", time_zone="Europe/Skopje")


def event_on(zone, day, number=1, **fields):
    """At ten o'clock there, ninety minutes long."""
    starts_at = datetime(2027, *day, 10, tzinfo=ZoneInfo(zone))
    defaults = {
        "uuid": UUID(int=number), "cluster": CLUSTER, "title": "Ten o’clock", "time_zone": zone, "place": "Room 1",
        "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90),
        "updated_at": datetime(2027, 1, 1, 12, tzinfo=UTC), "published_at": datetime(2027, 1, 1, 12, tzinfo=UTC),
        "join_url": "https://meet.example.org/secret", "about": "<p>Walls, <strong>plans</strong></p>",
        "agenda": "One\nTwo; three, four",
    }  # fmt: skip
    return Event(**defaults | fields)


def files():
    for zone in ZONES:
        for season, days in CHANGES.items():
            for number, day in enumerate(days, 1):
                name = f"{zone.partition('/')[2].lower()}-{season}-{'day' if number == 2 else 'before'}.ics"
                yield name, event_on(zone, day, number)


@pytest.mark.parametrize(("name", "event"), list(files()), ids=lambda value: value if isinstance(value, str) else "")
def test_word_for_word(name, event, settings):
    settings.SITE_URL, settings.WAGTAIL_SITE_NAME = "https://academy.example.org", "Academy"
    assert event_file(event, tells_link=False) == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", [name for name, _event in files()])
def test_ten_oclock_is_ten_oclock_in_every_golden_file(name):
    """Read by somebody else's code, against the zone as the machine knows it, not against ours."""
    city, season, which = name.removesuffix(".ics").split("-")
    (entry,) = Calendar.from_ical((GOLDEN / name).read_bytes()).walk("VEVENT")
    zone = ZoneInfo(next(zone for zone in ZONES if zone.lower().endswith(city)))
    starts, ends = entry.decoded("dtstart"), entry.decoded("dtend")
    month, day = CHANGES[season][which == "day"]
    assert starts.astimezone(zone).replace(tzinfo=None) == datetime(2027, month, day, 10)
    assert ends - starts == timedelta(minutes=90)
    utc_hours = {"skopje": (9, 8), "chisinau": (8, 7), "istanbul": (7, 7)}[city]  # in winter, in summer
    is_summer = (season, which) in {("spring", "day"), ("autumn", "before")}
    assert starts.astimezone(UTC).hour == utc_hours[is_summer]


@pytest.mark.parametrize("name", [name for name, _event in files()])
def test_every_golden_file_is_well_formed(name):
    """RFC 5545: lines of at most 75 octets that end in CRLF, what must be there once, and the same bytes when written
    again by the library that read them."""
    content = (GOLDEN / name).read_bytes()
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    calendar = Calendar.from_ical(content)
    (entry,) = calendar.walk("VEVENT")
    assert not calendar.errors
    assert not entry.errors
    for must in ("PRODID", "VERSION"):
        assert isinstance(calendar[must], str)
    for must in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"):
        assert not isinstance(entry[must], list), must
    assert entry.decoded("dtend") > entry.decoded("dtstart")
    assert calendar.to_ical() == content


def test_an_event_over_the_night_of_the_change_ends_when_it_ends():
    zone = ZoneInfo("Europe/Chisinau")
    event = event_on("Europe/Chisinau", (10, 31))
    event.starts_at = datetime(2027, 10, 30, 22, tzinfo=zone)
    event.ends_at = datetime(2027, 10, 31, 6, tzinfo=zone)  # nine hours later: one is counted twice
    (entry,) = Calendar.from_ical(event_file(event, tells_link=False)).walk("VEVENT")
    assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(hours=9)


def test_the_link_stands_in_the_file_of_who_takes_part_only():
    event = event_on("Europe/Skopje", (5, 3))
    assert b"secret" in event_file(event, tells_link=True)
    assert b"secret" not in event_file(event, tells_link=False)


# Whose calendar shows what ---------------------------------------------------------------------------------------


def entries(content):
    """{title: VEVENT}."""
    return {str(entry["summary"]): entry for entry in Calendar.from_ical(content).walk("VEVENT")}


@pytest.fixture
def room(alice, bob):
    return make_room([alice, bob])


pytest_db = pytest.mark.django_db


@pytest_db
def test_a_change_keeps_the_uid_and_counts_on_a_cancelled_one_stays(room, alice):
    event = make_event(room)
    before = entries(feed_of(alice))["A meeting"]
    events.change_event(event, room.leader, place="Elsewhere")
    changed = entries(feed_of(alice))["A meeting"]
    events.cancel_event(event, room.leader, reason="Snow")
    cancelled = entries(feed_of(alice))["A meeting"]
    assert before["uid"] == changed["uid"] == cancelled["uid"] == str(event.uuid)
    assert [row["sequence"] for row in (before, changed, cancelled)] == [0, 1, 2]
    assert [str(row["status"]) for row in (before, changed, cancelled)] == ["TENTATIVE", "TENTATIVE", "CANCELLED"]


@pytest_db
def test_what_she_goes_to_is_certain_what_she_declined_is_gone_a_draft_is_nobodys(room, alice, bob):
    going, declined = make_event(room, title="Going"), make_event(room, title="Declined")
    full = make_event(room, title="Full", capacity=1)
    make_event(room, title="Draft", live=False)
    take_part(alice, going)
    take_part(bob, full)
    take_part(alice, full)
    decline(alice, declined)
    found = {title: (str(row["status"]), b"secret" in row.to_ical()) for title, row in entries(feed_of(alice)).items()}
    assert found == {"Going": ("CONFIRMED", True), "Full": ("TENTATIVE", False)}


@pytest_db
@pytest.mark.parametrize("visibility", Visibility.values)
def test_a_strangers_feed_is_empty_whatever_the_cluster(charlie, alice, visibility):
    make_event(make_room([alice], visibility=visibility))
    assert len(entries(feed_of(alice))) == 1
    assert entries(feed_of(charlie)) == {}


@pytest_db
@pytest.mark.parametrize("state", ["left", "declined", "invited", "asked"])
def test_with_her_membership_the_cluster_leaves_her_feed(alice, state):
    room = make_room([alice], visibility=Visibility.HIDDEN)
    event = make_event(room)
    EventPlace.objects.filter(event=event, user=alice).update(state=EventPlaceState.GOING)
    assert entries(feed_of(alice))
    ClusterMember.objects.filter(user=alice).update(state=state)
    assert entries(feed_of(alice)) == {}


@pytest_db
def test_of_several_clusters_hers_only_old_events_left_out(alice, bob):
    mine, others = make_room([alice]), make_room([bob], title="Other sample", host=factories.make_organisation())
    make_event(mine, title="Mine")
    make_event(mine, title="Old", days=-400)
    make_event(others, title="Theirs")
    assert set(entries(feed_of(alice))) == {"Mine"}
    join(others.cluster, alice)
    assert set(entries(feed_of(alice))) == {"Mine", "Theirs"}


@pytest_db
def test_the_feed_has_sessions_and_last_days_of_her_courses(alice, course_page):
    from courses.services.places import ask_for_place
    from courses.services.sessions import add_session

    edition = factories.make_edition(course_page)
    ask_for_place(alice, edition)
    starts_at = timezone.now() + timedelta(days=9)
    add_session(
        edition, factories.UserFactory(), title="First evening", starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1), join_url="https://meet.example.org/evening",
    )  # fmt: skip
    found = entries(feed_of(alice))
    assert b"evening" in found["First evening"].to_ical()
    last = found[f"Last day to finish: {course_page.title}"]
    assert last.decoded("dtstart") == edition.ends_on
    assert last.decoded("dtend") == edition.ends_on + timedelta(days=1)


@pytest_db
def test_the_feed_says_how_often_to_come_again_and_costs_the_same_for_one_and_three(
    room, alice, django_assert_max_num_queries
):
    counts = []
    for titles in (["One"], ["Two", "Three"]):
        for title in titles:
            take_part(alice, make_event(room, title=title))
        assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in feed_of(alice)
        with django_assert_max_num_queries(5) as captured:  # what she runs, events, places, sessions, enrollments
            found = entries(feed_of(alice))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert set(found) == {"One", "Two", "Three"}


@pytest_db
def test_the_file_of_a_cluster_shows_a_visitor_all_that_is_published_without_links(room):
    make_event(room, title="One")
    make_event(room, title="Draft", live=False)
    found = entries(cluster_file(room.cluster, None))
    assert set(found) == {"One"}
    assert b"secret" not in found["One"].to_ical()
    assert str(found["One"]["status"]) == "CONFIRMED"
