"""What an edition leaves on record: attendance in the record of a person, certificates to fetch on its own page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.models import Enrollment, Export
from courses.services.places import seat_person
from courses.services.sessions import add_session, note_attendance
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def edition(course_page, organisation, facilitator, alice):
    town = factories.make_organisation("municipality", key="lipovac")
    factories.run(organisation, town)
    factories.run(alice, town, "member")
    edition = factories.make_edition(course_page, town, facilitators=[facilitator])
    seat_person(edition, alice)
    return edition


def test_the_record_says_which_sessions_she_attended(client, edition, organisation, facilitator):
    enrollment = Enrollment.objects.get()
    url = reverse("organisation_person", args=["lipovac", enrollment.uuid])
    client.force_login(organisation)
    starts_at = edition.opens_at + 10 * HOUR
    session = add_session(edition, facilitator, title="Hello", starts_at=starts_at, ends_at=starts_at + HOUR)
    assert "Hello" not in client.get(url).content.decode()
    note_attendance(session, facilitator, {enrollment.pk: "present"})
    page = client.get(url).content.decode()
    assert "Hello" in page
    assert enrollment.attendances.get().get_state_display() in page


def test_certificates_are_fetched_from_the_page_of_the_edition(client, edition, organisation, facilitator):
    url = reverse("edition_manage", args=[edition.uuid])
    exports = reverse("organisation_exports", args=["lipovac"])
    client.force_login(organisation)
    assert exports not in client.get(url).content.decode(), "nobody has completed"
    factories.finish(Enrollment.objects.get())
    page = client.get(url).content.decode()
    assert page.count(f'action="{exports}"') == 2
    data = {"kind": "certificates", "format": "pdf", "edition": str(edition.uuid)}
    assert client.post(exports, data).status_code == 302
    assert Export.objects.get().filters == {"edition": str(edition.uuid)}
    client.force_login(facilitator)
    assert exports not in client.get(url).content.decode(), "the room is not hers"


def test_she_reads_who_holds_records_of_her_though_she_belongs_elsewhere(client, edition, organisation, alice, bob):
    holder = factories.make_organisation("association", key="holder", name="Holder (sample)")
    factories.run(bob, holder)
    Enrollment.objects.update(edition=None)
    edition.organisation = holder
    edition.save()
    client.force_login(alice)
    url = reverse("own_organisations")
    assert "Holder (sample)" not in client.get(url).content.decode()
    Enrollment.objects.update(edition=edition)
    page = client.get(url).content.decode()
    assert "Holder (sample)" in page
    assert bob.name in page
    assert page.count('name="organisation"') == 1, "she can leave only where she belongs"
    alice.memberships.all().delete()
    page = client.get(url).content.decode()
    assert organisation.name in page, "her record of that time is there"
    assert 'name="organisation"' not in page
