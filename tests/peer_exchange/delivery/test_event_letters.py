"""Letters about events as their readers get them: her language, her hours, the host's beside them, a calendar entry."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from academy.delivery.outbox import deliver_letter
from academy.models import Letter
from academy.services.letters import unsubscribe
from peer_exchange.models import ClusterMember, EventPlace
from peer_exchange.services import events
from peer_exchange.services.event_places import decline, take_part
from peer_exchange.services.event_reminders import ask_for_feedback, send_reminders
from tests.peer_exchange.events import make_event, make_room

pytestmark = pytest.mark.django_db
LINK = "https://meet.example.org/secret"


@pytest.fixture
def room(alice, bob):
    return make_room([alice, bob])


@pytest.fixture
def read(mailoutbox):
    """The last letter of this kind to her as it leaves, None when it is dropped."""

    def do(kind, user):
        letter = Letter.objects.filter(kind=kind, user=user).latest("pk")
        Letter.objects.filter(pk=letter.pk).update(not_before=None)
        return mailoutbox[-1] if deliver_letter(letter.pk) else None

    return do


def calendar_in(message):
    (attached,) = message.attachments
    name, content, kind = attached
    assert (name, kind) == ("event.ics", "text/calendar; method=PUBLISH")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_an_invitation_says_when_in_both_zones_and_keeps_the_link_to_itself(alice, read):
    alice.time_zone = "Europe/Skopje"
    alice.save()
    room = make_room([alice])
    starts = datetime(2030, 7, 4, 11, tzinfo=ZoneInfo("Europe/Istanbul"))
    about = "<p>Three <em>walls</em></p>"
    make_event(room, title="Wall of plans", starts_at=starts, time_zone="Europe/Istanbul", about=about)
    message = read("event_invitation", alice)
    assert message.subject == "Invitation: Wall of plans"
    assert "Thursday, 4 July 2030, 10:00 – 12:00 (Skopje, UTC+2)" in message.body
    assert "Thursday, 4 July 2030, 11:00 – 13:00 (Istanbul, UTC+3)" in message.body
    assert "Three walls" in message.body
    assert LINK not in message.body + message.alternatives[0].content
    entry = calendar_in(message)
    assert entry["status"] == "TENTATIVE"
    assert LINK not in str(entry.to_ical())
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Events of my clusters" in message.body


def test_where_the_clocks_agree_one_time_is_said(room, alice, read):
    make_event(room)
    body = read("event_invitation", alice).body
    assert body.count("UTC+") == 1


def test_who_takes_part_gets_link_preparation_and_entry(room, alice, read):
    event = make_event(room, preparation="Bring your map.")
    take_part(alice, event)
    message = read("event_going", alice)
    assert LINK in message.body
    assert "Bring your map." in message.body
    entry = calendar_in(message)
    assert (entry["status"], str(entry["location"])) == ("CONFIRMED", LINK)
    assert "an event in which you take part" in message.body
    assert "List-Unsubscribe" not in message.extra_headers


def test_a_change_says_what_was_and_what_is_with_the_next_sequence(room, alice, read):
    event = make_event(room, place="House 1", starts_at=datetime(2030, 5, 6, 10, tzinfo=ZoneInfo("Europe/Skopje")))
    take_part(alice, event)
    later = {"starts_at": event.starts_at + timedelta(hours=3), "ends_at": event.ends_at + timedelta(hours=3)}
    events.change_event(event, room.leader, place="House 2", **later)
    message = read("event_changed", alice)
    for said in ("13:00 – 15:00", "It was to begin: 6 May 2030, 10:00", "It was to be at: House 1", "Place: House 2"):
        assert said in message.body
    assert calendar_in(message)["sequence"] == 1


def test_a_change_taken_back_says_nothing(room, alice, read):
    event = make_event(room, place="House 1")
    take_part(alice, event)
    events.change_event(event, room.leader, place="House 2")
    events.change_event(event, room.leader, place="House 1")
    assert read("event_changed", alice) is None


def test_who_was_invited_and_answered_meanwhile_reads_of_a_change_once(room, alice, bob, read):
    event = make_event(room, place="House 1")
    events.change_event(event, room.leader, place="House 2")
    take_part(alice, event)
    decline(bob, event)
    assert read("event_changed_invited", alice) is None
    assert read("event_changed_invited", bob) is None


def test_a_cancellation_names_the_reason_and_strikes_it_out(room, alice, bob, read):
    event = make_event(room)
    take_part(alice, event)
    events.cancel_event(event, room.leader, reason="The pass is closed.")
    message = read("event_cancelled", alice)
    assert "The pass is closed." in message.body
    entry = calendar_in(message)
    assert (entry["status"], entry["sequence"]) == ("CANCELLED", 1)
    assert read("event_invitation", bob) is None  # had it not left yet
    assert "The pass is closed." in read("event_cancelled_invited", bob).body


def test_a_reminder_speaks_her_language_and_her_hours(room, bob, read):
    bob.time_zone = "Europe/Istanbul"
    bob.save()
    now = timezone.now()
    event = make_event(room, starts_at=now + timedelta(hours=24))
    take_part(bob, event, now=now - timedelta(hours=1))
    send_reminders(now=now + timedelta(minutes=1))
    message = read("event_reminder", bob)
    assert message.extra_headers["Content-Language"] == "sr"
    assert "(Istanbul, UTC+3)" in message.body
    assert LINK in message.body
    assert not message.attachments


def test_who_does_not_want_reminders_gets_none_but_hears_of_a_cancellation(room, alice, read):
    now = timezone.now()
    event = make_event(room, starts_at=now + timedelta(hours=24))
    take_part(alice, event, now=now - timedelta(hours=1))
    unsubscribe(alice, "event_reminders")
    unsubscribe(alice, "events")
    send_reminders(now=now + timedelta(minutes=1))
    assert read("event_reminder", alice) is None
    events.cancel_event(event, room.leader, reason="Snow")
    assert read("event_cancelled", alice) is not None


def test_the_question_afterwards_leads_to_the_form(room, alice, read):
    event = make_event(room, days=-2)
    EventPlace.objects.create(event=event, user=alice, state="going")
    ask_for_feedback()
    assert f"/events/{event.uuid}/#feedback" in read("event_feedback", alice).body


@pytest.mark.parametrize("kind", ["event_invitation", "event_going", "event_changed", "event_cancelled"])
def test_who_left_the_cluster_reads_nothing_more_of_it(room, alice, read, kind):
    event = make_event(room)
    if kind != "event_invitation":
        take_part(alice, event)
    if kind == "event_changed":
        events.change_event(event, room.leader, place="Elsewhere")
    if kind == "event_cancelled":
        events.cancel_event(event, room.leader, reason="Snow")
    ClusterMember.objects.filter(user=alice).update(state="left")
    assert read(kind, alice) is None
