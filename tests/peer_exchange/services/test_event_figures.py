"""What donors read of events: those held by the branch, and its people who were there, each once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from academy import sockets
from academy.models import User
from courses.enums import Breakdown, Measure
from courses.services.indicators import TOTAL, Scope
from peer_exchange.models import ClusterMember, Event, EventPlace
from peer_exchange.services.events import cancel_event
from tests import factories
from tests.peer_exchange.events import make_event, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def association(site):
    return factories.make_organisation("association", key="asc", economy="MK")


@pytest.fixture
def town(association):
    return factories.make_organisation(parent=association, key="town", economy="MK")


@pytest.fixture
def room(association, town, alice, bob, charlie):
    """Alice and Bob joined for the town, Charlie for a municipality of others."""
    User.objects.filter(pk=alice.pk).update(sex="female")
    room = make_room([alice, bob, charlie], host=association)
    other = factories.make_organisation(key="other", economy="RS")
    for person, place in ((alice, town), (bob, town), (charlie, other)):
        ClusterMember.objects.filter(user=person).update(organisation=place)
    return room


def held(room, *present, days_ago=5) -> Event:
    event = make_event(room, days=1)
    moment = timezone.now() - timedelta(days=days_ago)
    Event.objects.filter(pk=event.pk).update(starts_at=moment - timedelta(hours=1), ends_at=moment)
    for person in room.members:
        attendance = "attended" if person in present else "missed"
        EventPlace.objects.update_or_create(
            event=event, user=person, defaults={"state": "going", "attendance": attendance}
        )
    return event


def counted(measure: Measure, organisation, breakdown: str = "", *, days=(30, 0)) -> dict[str, int]:
    today = timezone.localdate()
    scope = Scope(organisation, today - timedelta(days=days[0]), today - timedelta(days=days[1]))
    return sockets.measures.get(measure)(scope, breakdown)


def test_events_count_when_they_were_held_for_who_hosts_them(room, association, town):
    held(room)
    held(room, days_ago=40)
    make_event(room, days=3)
    cancel_event(make_event(room, days=2), room.leader, reason="Snow")
    assert counted(Measure.EVENTS, association) == {TOTAL: 1}
    assert counted(Measure.EVENTS, association, Breakdown.ECONOMY, days=(60, 0)) == {TOTAL: 2, "MK": 2}
    assert counted(Measure.EVENTS, town) == {TOTAL: 0}


def test_people_count_once_for_the_organisation_they_joined_for(room, association, town, alice, bob, charlie):
    held(room, alice, charlie)
    held(room, alice, bob)
    held(room, bob, days_ago=40)
    assert counted(Measure.EVENT_PEOPLE, association) == {TOTAL: 2}
    assert counted(Measure.EVENT_PEOPLE, town, Breakdown.SEX) == {TOTAL: 2, "female": 1, "": 1}
    assert counted(Measure.EVENT_PEOPLE, town, Breakdown.ECONOMY) == {TOTAL: 2, "MK": 2}
    assert counted(Measure.EVENT_PEOPLE, town, days=(60, 20)) == {TOTAL: 1}
