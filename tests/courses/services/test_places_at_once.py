"""Many people ask for the last seats in the same moment; real threads on real connections."""

import pytest

from courses.models import Enrollment, Place
from courses.services.places import ask_for_place, leave_edition
from tests import factories
from tests.courses.services.test_attempts_at_once import at_once, only_postgresql  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_the_last_seats_are_given_once(site, only_postgresql):  # noqa: F811
    edition = factories.make_edition(factories.make_course(), seats=3)
    users = [factories.UserFactory() for _ in range(12)]
    at_once(lambda user: ask_for_place(user, edition), users)
    assert Place.objects.seated().count() == 3
    assert Place.objects.queue().count() == 9
    assert Enrollment.objects.filter(edition=edition).count() == 3
    queue = list(Place.objects.queue())
    at_once(lambda place: leave_edition(place, by=place.user), list(Place.objects.seated().select_related("user")))
    assert set(Place.objects.seated()) == set(queue[:3])
    assert list(Place.objects.queue()) == queue[3:]


def test_one_person_in_many_tabs_gets_one_seat(site, only_postgresql):  # noqa: F811
    edition = factories.make_edition(factories.make_course(), seats=3)
    user = factories.UserFactory()
    results = at_once(lambda number: ask_for_place(user, edition), range(8))
    assert {result.state for result in results} == {"seated"}
    assert (Place.objects.count(), Enrollment.objects.count()) == (1, 1)
