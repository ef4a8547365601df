"""Reminders 7 days, 24 hours and 1 hour before, and the question afterwards: each once, whatever happens meanwhile."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from academy.delivery.outbox import deliver_letter
from academy.models import Letter
from peer_exchange.enums import EventAttendance
from peer_exchange.jobs import send_event_letters
from peer_exchange.models import ClusterMember, EventPlace
from peer_exchange.services import events
from peer_exchange.services.event_places import decline, give_feedback, note_attendance, take_part
from peer_exchange.services.event_reminders import ask_for_feedback, send_reminders
from tests.peer_exchange.events import make_event, make_room

pytestmark = pytest.mark.django_db
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def room(alice, bob):
    return make_room([alice, bob])


@pytest.fixture
def event(room, alice):
    """In twelve days; Alice takes part, Bob was invited and has not answered."""
    event = make_event(room, days=12)
    take_part(alice, event)
    return event


def reminders():
    return Letter.objects.filter(kind="event_reminder")


def test_three_reminders_to_who_takes_part_each_once(event, alice):
    for ahead, total in ((WEEK, 1), (DAY, 2), (HOUR, 3)):
        for minutes in (0, 5, 10):
            send_reminders(now=event.starts_at - ahead + timedelta(minutes=minutes))
        assert reminders().count() == total
    send_reminders(now=event.starts_at + timedelta(minutes=1))
    assert reminders().count() == 3
    assert set(reminders().values_list("user", flat=True)) == {alice.pk}


def test_a_cancelled_event_is_not_recalled(event, room):
    events.cancel_event(event, room.leader, reason="Snow")
    assert send_reminders(now=event.starts_at - DAY) == 0


def test_who_says_yes_after_the_moment_gets_the_next_one_only(event, bob):
    take_part(bob, event, now=event.starts_at - DAY + timedelta(minutes=1))
    send_reminders(now=event.starts_at - DAY + timedelta(minutes=5))
    assert not reminders().filter(user=bob).exists()
    send_reminders(now=event.starts_at - HOUR)
    assert reminders().filter(user=bob).count() == 1


def test_a_moved_event_is_recalled_at_its_new_time(event, room):
    send_reminders(now=event.starts_at - WEEK)
    later = {"starts_at": event.starts_at + DAY, "ends_at": event.ends_at + DAY}
    moved = events.change_event(event, room.leader, **later)
    assert send_reminders(now=event.starts_at - HOUR) == 0
    assert send_reminders(now=moved.starts_at - HOUR) == 1


def leave(letter):
    """What happens to a reminder that leaves now: whether it left."""
    mail.outbox.clear()
    deliver_letter(letter.pk)
    letter.refresh_from_db()
    return bool(mail.outbox)


@pytest.mark.parametrize("change", ["nothing", "cancelled", "moved", "declined", "left", "begun"])
def test_a_reminder_that_waits_is_dropped_when_it_is_no_longer_true(room, event, alice, change):
    Letter.objects.all().delete()
    moment = timezone.now() - timedelta(minutes=1)
    data = {"event": event.pk, "starts_at": event.starts_at.isoformat()}
    letter = Letter.objects.create(kind="event_reminder", user=alice, key="r", data=data, not_before=moment)
    if change == "cancelled":
        events.cancel_event(event, room.leader, reason="Snow")
    elif change == "moved":
        events.change_event(event, room.leader, starts_at=event.starts_at + HOUR, ends_at=event.ends_at + HOUR)
    elif change == "declined":
        decline(alice, event)
    elif change == "left":
        ClusterMember.objects.filter(user=alice).update(state="left")
    elif change == "begun":
        event.starts_at, event.ends_at = timezone.now() - HOUR, timezone.now() + HOUR
        event.save()
        letter.data["starts_at"] = event.starts_at.isoformat()
        letter.save()
    assert leave(letter) == (change == "nothing")
    assert bool(letter.dropped_at) == (change != "nothing")


def test_the_day_after_those_who_were_there_are_asked_once(room, alice, bob):
    event = make_event(room, days=-3)
    for user in (alice, bob):
        EventPlace.objects.create(event=event, user=user, state="going")
    note_attendance(event, room.leader, {alice.pk: EventAttendance.ATTENDED, bob.pk: EventAttendance.MISSED})
    assert ask_for_feedback(now=event.ends_at + HOUR) == 0
    assert ask_for_feedback(now=event.ends_at + DAY) == 1
    assert ask_for_feedback(now=event.ends_at + DAY) == 0
    assert Letter.objects.get(kind="event_feedback").user == alice


def test_who_said_it_already_and_who_was_there_long_ago_is_not_asked(room, alice):
    event = make_event(room, days=-3)
    place = EventPlace.objects.create(event=event, user=alice, state="going")
    assert ask_for_feedback(now=event.ends_at + timedelta(days=30)) == 0
    give_feedback(place, usefulness=3)
    assert ask_for_feedback(now=event.ends_at + DAY) == 0


def test_the_job_runs_both(room, alice):
    event = make_event(room, days=0.99)
    EventPlace.objects.update_or_create(
        event=event, user=alice, defaults={"state": "going", "asked_at": timezone.now() - WEEK}
    )
    over = make_event(room, days=-3)
    EventPlace.objects.create(event=over, user=alice, state="going")
    send_event_letters()
    assert set(Letter.objects.filter(user=alice).values_list("kind", flat=True)) >= {"event_reminder", "event_feedback"}
