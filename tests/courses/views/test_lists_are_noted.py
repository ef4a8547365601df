"""Who looks at a list of people, or at what one of them handed in, is noted with how many there were."""

from datetime import timedelta

import pytest
from django.urls import reverse

from academy.models import AccessRecord
from courses.services.places import seat_person
from courses.services.sessions import add_session
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(course_page, facilitator, alice, bob):
    town = factories.make_organisation("municipality", key="lipovac")
    for person in (alice, bob):
        factories.run(person, town, "member")
    edition = factories.make_edition(course_page, town, facilitators=[facilitator])
    for person in (alice, bob):
        seat_person(edition, person)
    AccessRecord.objects.all().delete()
    return edition


def noted():
    return list(AccessRecord.objects.values_list("access", "what", "count", "organisation__key"))


def test_lists_of_the_room(client, place, organisation):
    factories.run(organisation, place.organisation)
    client.force_login(organisation)
    client.get(reverse("organisation_people", args=["lipovac"]))
    assert noted() == [("viewed", "people", 2, "lipovac")]
    AccessRecord.objects.all().delete()
    client.get(reverse("organisation_staff", args=["lipovac"]))
    assert noted() == [("viewed", "staff", 3, "lipovac")]


def test_lists_of_an_edition(client, place, facilitator, admin):
    starts_at = place.opens_at + timedelta(hours=10)
    session = add_session(place, admin, title="Hello", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    AccessRecord.objects.all().delete()
    client.force_login(facilitator)
    client.get(reverse("edition_people", args=[place.uuid]))
    assert noted() == [("viewed", "people", 2, "lipovac")]
    AccessRecord.objects.all().delete()
    client.get(reverse("session_attendance", args=[place.uuid, session.uuid]))
    assert noted() == [("viewed", "attendance", 2, "lipovac")]


def test_one_assignment(client, place, course_page, facilitator, alice):
    page = factories.make_assignment(factories.make_module(course_page, "Practice"), "Plan")
    submission = factories.hand_in(alice.enrollments.get(), page)
    AccessRecord.objects.all().delete()
    client.force_login(facilitator)
    assert client.get(reverse("review", args=[submission.uuid])).status_code == 200
    assert client.get(reverse("review_pdf", args=[submission.uuid])).status_code == 200
    found = AccessRecord.objects.filter(person=alice, actor=facilitator, organisation=place.organisation)
    assert sorted(found.values_list("access", "what")) == [("exported", "submission"), ("viewed", "submission")]
