"""Events are planned, published, changed, cancelled, copied and reported on; people hear of what matters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from academy.models import Letter
from peer_exchange.enums import ClusterRole, EventPlaceState, SubscriptionLevel
from peer_exchange.errors import EventClosed, EventPublished
from peer_exchange.models import ClusterMember, Event, EventPlace, Notice, Subscription
from peer_exchange.services import events
from peer_exchange.services.event_places import decline, take_part
from tests.peer_exchange.events import make_event, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(alice, bob):
    return make_room([alice, bob])


def people(kind):
    return sorted(Letter.objects.filter(kind=kind).values_list("user__email", flat=True))


def test_a_draft_tells_nobody_and_publishing_invites_the_members_once(room, alice, bob):
    event = make_event(room, live=False)
    assert not Letter.objects.exists()
    assert not EventPlace.objects.exists()
    events.publish_event(event, room.leader)
    events.publish_event(event, room.leader)
    assert people("event_invitation") == [alice.email, bob.email]
    assert Notice.objects.filter(event=event, data={"what": "invitation"}).count() == 2
    assert set(event.places.values_list("state", flat=True)) == {EventPlaceState.INVITED}


def test_who_muted_the_cluster_or_left_it_is_not_invited(room, alice, bob):
    Subscription.objects.create(user=alice, cluster=room.cluster, level=SubscriptionLevel.MUTE)
    ClusterMember.objects.filter(user=bob).update(state="left")
    make_event(room)
    assert people("event_invitation") == []
    assert not Notice.objects.exists()


def test_who_muted_the_cluster_hears_of_what_she_takes_part_in_only(room, alice, bob):
    for user in (alice, bob):
        Subscription.objects.create(user=user, cluster=room.cluster, level=SubscriptionLevel.MUTE)
    event = make_event(room)
    take_part(alice, event)
    events.change_event(event, room.leader, place="Elsewhere")
    events.cancel_event(event, room.leader, reason="Snow")
    assert (people("event_changed"), people("event_cancelled")) == ([alice.email], [alice.email])
    assert not Letter.objects.filter(user=bob).exists()
    assert not Notice.objects.filter(user=bob).exists()


def test_one_put_in_for_the_record_invites_nobody(room):
    make_event(room, days=-20)
    assert not Letter.objects.exists()


def test_what_matters_is_told_and_counts_the_rest_only_counts_or_nothing(room, alice, bob):
    event = make_event(room)
    take_part(alice, event)
    decline(bob, event)
    Letter.objects.all().delete()
    events.change_event(event, room.leader, speakers="Ana Sample")
    event.refresh_from_db()
    assert (event.sequence, people("event_changed")) == (0, [])
    events.change_event(event, room.leader, title="Another name")
    event.refresh_from_db()
    assert (event.sequence, people("event_changed")) == (1, [])
    events.change_event(event, room.leader, place="Sample House")
    event.refresh_from_db()
    assert (event.sequence, people("event_changed")) == (2, [alice.email])
    events.change_event(event, room.leader, place="Sample House")
    event.refresh_from_db()
    assert event.sequence == 2


def test_changes_in_quick_succession_make_one_letter_and_a_late_comer_gets_her_own(room, alice, bob):
    event = make_event(room)
    take_part(alice, event)
    now = timezone.now()
    events.change_event(event, room.leader, now=now, place="House 1")
    assert Letter.objects.filter(kind="event_changed").get().not_before > now
    take_part(bob, event)
    events.change_event(event, room.leader, now=now + timedelta(minutes=2), place="House 2")
    assert people("event_changed") == [alice.email, bob.email]


def test_invited_people_hear_of_changes_by_letters_that_they_can_stop(room, alice, bob):
    event = make_event(room)
    events.change_event(event, room.leader, starts_at=event.starts_at + timedelta(hours=1),
                        ends_at=event.ends_at + timedelta(hours=1))  # fmt: skip
    assert people("event_changed_invited") == [alice.email, bob.email]
    assert people("event_changed") == []


def test_shortly_before_the_beginning_changes_are_told_at_once(room, alice):
    event = make_event(room, days=0.05)
    take_part(alice, event)
    events.change_event(event, room.leader, join_url="https://meet.example.org/other")
    assert Letter.objects.get(kind="event_changed").not_before is None


def test_cancelled_it_stays_counts_on_and_tells_all_but_who_declined(room, alice, bob):
    event = make_event(room)
    take_part(alice, event)
    events.cancel_event(event, room.leader, reason="Snow")
    events.cancel_event(event, room.leader, reason="Rain")
    event.refresh_from_db()
    assert (event.cancel_reason, event.sequence) == ("Snow", 1)
    assert (people("event_cancelled"), people("event_cancelled_invited")) == ([alice.email], [bob.email])
    with pytest.raises(EventClosed):
        events.change_event(event, room.leader, title="New")
    with pytest.raises(EventClosed):
        events.cancel_event(make_event(room, days=-1), room.leader, reason="Late")


def test_only_drafts_are_deleted(room):
    draft, live = make_event(room, live=False), make_event(room)
    events.delete_draft(draft)
    with pytest.raises(EventPublished):
        events.delete_draft(live)
    assert list(Event.objects.all()) == [live]


def test_a_copy_is_a_draft_to_come_with_what_was_planned_and_nothing_of_what_became_of_it(room, alice):
    event = make_event(room, days=-40, hours=3, capacity=7, agenda="One\nTwo", languages=["en", "mk"])
    EventPlace.objects.update_or_create(event=event, user=alice, defaults={"state": "going"})
    copy = events.copy_event(event, room.leader)
    assert (copy.published_at, copy.sequence, copy.places.count()) == (None, 0, 0)
    assert (copy.title, copy.capacity, copy.agenda, copy.languages) == ("A meeting", 7, "One\nTwo", ["en", "mk"])
    assert copy.starts_at > timezone.now()
    assert copy.uuid != event.uuid


def test_a_report_is_a_draft_until_it_is_published_and_stays_so(room):
    event = make_event(room, days=-1)
    values = {"text": "<p>We met.</p>", "agreed": "", "language": "en"}
    report = events.write_report(event, room.leader, values=values, publish=False)
    assert report.published_at is None
    first = events.write_report(event, room.leader, values=values, publish=True).published_at
    again = events.write_report(event, room.leader, values=values | {"agreed": "More"}, publish=False)
    assert (again.published_at, again.agreed) == (first, "More")


def test_a_member_without_a_place_and_a_host_are_no_strangers(room, alice):
    """Who joined after the invitation hears of a change once she takes part."""
    event = make_event(room)
    ClusterMember.objects.filter(user=alice).update(role=ClusterRole.OBSERVER)
    EventPlace.objects.filter(user=alice).delete()
    take_part(alice, event)
    events.change_event(event, room.leader, place="There")
    assert people("event_changed") == [alice.email]
