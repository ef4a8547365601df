"""Into which editions people may be brought, and editions of no organisation."""

import pytest
from django.urls import reverse

from courses.forms.invitations import AimField
from courses.models import Edition
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_municipality_brings_its_staff_into_the_editions_of_its_association(course_page, organisation):
    association = factories.make_organisation("association", key="asc")
    town = factories.make_organisation("municipality", association, key="town")
    beside = factories.make_organisation("municipality", association, key="beside")
    factories.run(organisation, town, "coordinator")
    offered = [
        factories.make_edition(course_page, town, live=False),
        factories.make_edition(course_page, association),
    ]
    factories.make_edition(course_page, beside)
    factories.make_edition(course_page, association, live=False)
    factories.make_edition(course_page, association, entry="invitation")
    factories.make_edition(course_page, association, entry="request")
    assert set(Edition.objects.enrollable_by(organisation)) == set(offered)
    for edition in Edition.objects.all():
        key = f"edition:{edition.uuid}"
        assert AimField(user=organisation).valid_value(key) == (edition in offered)


def test_an_edition_of_no_organisation_is_made_by_the_platform_only(client, course_page, organisation, admin):
    town = factories.make_organisation("municipality", key="town")
    factories.run(organisation, town)
    url = reverse("organisation_edition_new", args=["town"])
    data = {
        "course": factories.course_of(course_page).pk, "organisation": "", "title": "", "language": "en",
        "starts_on": "2027-02-01", "ends_on": "2027-02-28", "time_zone": "Europe/Skopje", "seats": "",
        "entry": "open", "is_for_branch_only": "on", "facilitator_emails": "", "note": "",
    }  # fmt: skip
    client.force_login(organisation)
    assert client.post(url, data).status_code == 422
    client.force_login(admin)
    response = client.post(url, data)
    edition = Edition.objects.get()
    assert (edition.organisation, edition.is_for_branch_only) == (None, False)
    assert client.get(response.url).status_code == 200
