"""Many members ask for the last seats in the same moment; real threads on real connections."""

import pytest

from peer_exchange.models import EventPlace
from peer_exchange.services.event_places import decline, take_part
from tests import factories
from tests.courses.services.test_attempts_at_once import at_once, only_postgresql  # noqa: F401
from tests.peer_exchange.events import make_event, make_room

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_the_last_seats_are_given_once(site, only_postgresql):  # noqa: F811
    users = [factories.UserFactory() for _ in range(12)]
    event = make_event(make_room(users), capacity=3)
    at_once(lambda user: take_part(user, event), users)
    assert EventPlace.objects.going().count() == 3
    queue = list(EventPlace.objects.queue().select_related("user"))
    assert len(queue) == 9
    going = [place.user for place in EventPlace.objects.going().select_related("user")]
    at_once(lambda user: decline(user, event), going)
    assert set(EventPlace.objects.going()) == set(queue[:3])
    assert list(EventPlace.objects.queue()) == queue[3:]


def test_one_member_in_many_tabs_gets_one_seat(site, only_postgresql):  # noqa: F811
    user = factories.UserFactory()
    event = make_event(make_room([user]), capacity=3)
    results = at_once(lambda number: take_part(user, event), range(8))
    assert {result.state for result in results} == {"going"}
    assert EventPlace.objects.filter(user=user).count() == 1
