"""Seats and the waiting list: never more than there are, first come first served, promoted by itself with a letter."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.models import Letter
from peer_exchange.enums import EventAttendance, EventPlaceState
from peer_exchange.errors import EventClosed, NotThere, TooFewSeats
from peer_exchange.models import ClusterMember, EventPlace, Notice
from peer_exchange.services import events
from peer_exchange.services.event_places import (
    decline,
    give_feedback,
    leave_events,
    note_attendance,
    number_in_queue,
    people_by_organisation,
    take_part,
    was_there,
    who_came,
)
from tests import factories
from tests.peer_exchange.events import make_event, make_room

pytestmark = pytest.mark.django_db


def letters(user, kind):
    return Letter.objects.filter(user=user, kind=kind)


@pytest.fixture
def room(alice, bob):
    return make_room([alice, bob])


@pytest.fixture
def full(room, alice, bob):
    """One seat: Alice has it, Bob waits."""
    event = make_event(room, capacity=1)
    take_part(alice, event)
    take_part(bob, event)
    return event


def states(event):
    return dict(event.places.values_list("user__email", "state"))


def test_two_people_one_seat(full, alice, bob):
    assert states(full) | {} == {
        "alice@example.org": "going", "bob@example.org": "waiting", "leader-room@example.org": "invited",
    }  # fmt: skip
    assert number_in_queue(EventPlace.objects.get(user=bob)) == 1
    assert number_in_queue(EventPlace.objects.get(user=alice)) == 0
    assert letters(alice, "event_going").count() == 1
    assert not letters(bob, "event_going").exists()


def test_asked_again_changes_nothing(full, alice, bob):
    before = list(EventPlace.objects.order_by("pk").values())
    take_part(alice, full)
    take_part(bob, full)
    assert list(EventPlace.objects.order_by("pk").values()) == before
    assert letters(alice, "event_going").count() == 1


def test_who_leaves_makes_room_for_the_first_of_the_queue_and_a_letter_says_so(full, alice, bob):
    decline(alice, full)
    assert states(full)["bob@example.org"] == EventPlaceState.GOING
    assert letters(bob, "event_promoted").count() == 1
    assert Notice.objects.filter(user=bob, event=full, data={"what": "promoted"}).count() == 1
    decline(alice, full)  # again
    assert letters(bob, "event_promoted").count() == 1


def test_who_comes_back_stands_at_the_end(full, alice, bob):
    decline(alice, full)
    take_part(alice, full)
    assert number_in_queue(EventPlace.objects.get(user=alice)) == 1
    assert EventPlace.objects.get(user=bob).state == EventPlaceState.GOING


def test_who_left_the_cluster_or_closed_her_account_is_passed_over(full, alice, bob):
    carol, dora = (factories.UserFactory(name=name) for name in ("Carol", "Dora"))
    for user in (carol, dora):
        ClusterMember.objects.create(
            cluster=full.cluster, user=user, state="joined", joined_at=timezone.now(), is_vetted=True
        )
        take_part(user, full)
    ClusterMember.objects.filter(user=bob).update(state="left")
    carol.is_active = False
    carol.save()
    decline(alice, full)
    found = states(full)
    assert (found[bob.email], found[carol.email], found[dora.email]) == ("declined", "declined", "going")


def test_what_is_over_is_not_declined(room, alice):
    over = make_event(room, days=-3)
    EventPlace.objects.create(event=over, user=alice, state=EventPlaceState.GOING)
    with pytest.raises(EventClosed):
        decline(alice, over)
    assert who_came(over) == [alice.pk]


def test_a_seat_that_became_free_in_this_very_moment_is_no_place_in_the_queue(full, alice, bob):
    read = EventPlace.objects.select_related("event").get(user=bob)
    decline(alice, full)
    assert number_in_queue(read) == 0


def test_leaving_the_cluster_frees_the_seats_of_events_to_come_only(room, full, alice, bob):
    past = make_event(room, days=-3)
    EventPlace.objects.filter(event=past, user=alice).delete()
    EventPlace.objects.create(event=past, user=alice, state=EventPlaceState.GOING)
    leave_events(alice, full.cluster)
    assert states(full)[bob.email] == EventPlaceState.GOING
    assert EventPlace.objects.get(event=past, user=alice).state == EventPlaceState.GOING


def test_more_seats_go_to_who_waits_and_fewer_than_taken_are_refused(room, full, bob):
    events.change_event(full, room.leader, capacity=5)
    assert states(full)[bob.email] == EventPlaceState.GOING
    with pytest.raises(TooFewSeats):
        events.change_event(full, room.leader, capacity=1)
    full.refresh_from_db()
    assert full.capacity == 5


@pytest.mark.parametrize("what", ["draft", "cancelled", "over"])
def test_nobody_registers_for_what_does_not_take_place(room, alice, what):
    event = make_event(room, live=what != "draft", days=-2 if what == "over" else 2)
    if what == "cancelled":
        events.cancel_event(event, room.leader, reason="Snow")
    with pytest.raises(EventClosed):
        take_part(alice, event)
    assert not EventPlace.objects.going().exists()


OPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["yes", "no"]), st.integers(0, 4)),
        st.tuples(st.just("seats"), st.one_of(st.none(), st.integers(1, 4))),
    ),
    max_size=14,
)


@given(OPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_people_do_the_queue_is_just(site, ops):
    """Against a model that is a list: never more than the seats, nobody waits beside a free one, in the order asked."""
    users = [factories.UserFactory() for _number in range(5)]
    number = EventPlace.objects.count() + factories.User.objects.count()
    room = make_room(users, title=f"{number:04} room", host=factories.make_organisation("association"))
    event = make_event(room, capacity=2)
    seats, going, queue = 2, [], []
    moment = timezone.now()
    for verb, value in ops:
        moment += timedelta(seconds=1)
        if verb == "yes":
            take_part(users[value], event, now=moment)
            if value not in going + queue:
                queue.append(value)
        elif verb == "no":
            decline(users[value], event, now=moment)
            going = [one for one in going if one != value]
            queue = [one for one in queue if one != value]
        elif value is not None and value < len(going):
            with pytest.raises(TooFewSeats):
                events.change_event(event, room.leader, capacity=value, now=moment)
        else:
            events.change_event(event, room.leader, capacity=value, now=moment)
            seats = value
        while queue and (seats is None or len(going) < seats):
            going.append(queue.pop(0))
        assert set(event.places.going().values_list("user", flat=True)) == {users[one].pk for one in going}
        assert list(event.places.queue().values_list("user", flat=True)) == [users[one].pk for one in queue]


# Who was there ---------------------------------------------------------------------------------------------------


def test_ticks_are_kept_taken_back_and_reach_members_who_walked_in(room, alice, bob, charlie):
    event = make_event(room, days=-1)
    EventPlace.objects.update_or_create(event=event, user=alice, defaults={"state": "going"})
    there = dict.fromkeys([alice.pk, bob.pk, charlie.pk], EventAttendance.ATTENDED)
    assert note_attendance(event, room.leader, there, other_people=4) == 2  # Charlie is no member
    event.refresh_from_db()
    assert event.other_people == 4
    assert set(who_came(event)) == {alice.pk, bob.pk}
    assert note_attendance(event, room.leader, there) == 0
    assert note_attendance(event, room.leader, {bob.pk: None}) == 1
    assert who_came(event) == [alice.pk]


def test_only_who_was_there_says_how_it_was(room, alice, bob):
    event = make_event(room, days=-1)
    mine = EventPlace.objects.create(event=event, user=alice, state="going")
    other = EventPlace.objects.create(event=event, user=bob, state="going")
    assert was_there(mine)  # nobody noted anything
    note_attendance(event, room.leader, {bob.pk: EventAttendance.MISSED})
    give_feedback(mine, usefulness=4, feedback="The map.")
    with pytest.raises(NotThere):
        give_feedback(other, usefulness=5)
    give_feedback(mine, usefulness=5)
    mine.refresh_from_db()
    assert (mine.usefulness, mine.feedback) == (5, "")


def test_before_the_end_nobody_says_how_it_was(room, alice):
    event = make_event(room, days=-0.01)
    take_part(alice, event)
    with pytest.raises(NotThere):
        give_feedback(EventPlace.objects.get(event=event, user=alice), usefulness=5)


def test_people_come_by_municipality(room, alice, bob):
    town = factories.make_organisation(name="Town (sample)")
    ClusterMember.objects.filter(user=alice).update(organisation=town)
    event = make_event(room)
    take_part(alice, event)
    take_part(bob, event)
    going = event.places.going().values_list("user_id", flat=True)
    assert people_by_organisation(event, going) == [("Town (sample)", 1), ("", 1)]
