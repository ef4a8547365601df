"""The tab of invitations by role, and what an invited person meets."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from academy.models import User
from courses.delivery.invitation_letters import invitation_token
from courses.models import Enrollment, Invitation, Roster
from courses.services.invitation_links import create_link
from courses.services.invitations import invite_person, revoke_invitation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def association(organisation):
    row = factories.make_organisation("association", name="Association of Samples", key="samples")
    factories.run(organisation, row)
    return row


def upload(client, association) -> Roster:
    file = SimpleUploadedFile("staff.csv", b"E-mail;Name\na@example.org;Ana\nwrong;Besim\n")
    address = reverse("organisation_rosters", kwargs={"organisation": association.key})
    assert client.post(address, {"file": file, "language": "en"}).status_code == 302
    return Roster.objects.get()


def test_by_role(association, organisation, client, alice, charlie):
    """Administrators and coordinators; staff and strangers learn nothing, visitors sign in first."""
    client.force_login(organisation)
    roster = upload(client, association)
    link = create_link(association, by=organisation, limit=2, expires_at=timezone.now() + timedelta(days=1))
    coordinator = factories.UserFactory(email="coordinator@example.org")
    factories.run(coordinator, association, "coordinator")
    factories.run(alice, association, "member")
    names = {
        "organisation_invitations": {}, "organisation_invite": {}, "organisation_links": {},
        "organisation_link": {"token": link.token}, "organisation_rosters": {},
        "organisation_roster_columns": {"roster": roster.uuid}, "organisation_roster_sample": {"form": "xlsx"},
        "organisation_roster_faults": {"roster": roster.uuid},
    }  # fmt: skip
    for name, kwargs in names.items():
        address = reverse(name, kwargs={"organisation": association.key, **kwargs})
        found = []
        for person in (organisation, coordinator, alice, charlie):
            client.force_login(person)
            found.append(client.get(address).status_code)
        client.logout()
        assert (name, *found, client.get(address).status_code) == (name, 200, 200, 404, 404, 302)


def test_a_list_from_upload_to_result(association, organisation, client):
    client.force_login(organisation)
    roster = upload(client, association)
    kwargs = {"organisation": association.key, "roster": roster.uuid}
    client.post(reverse("organisation_roster_columns", kwargs=kwargs), {"email": "0", "name": "1"})
    preview = client.get(reverse("organisation_roster", kwargs=kwargs)).content.decode()
    assert "the @ is missing" in preview
    client.post(reverse("organisation_roster_change", kwargs=kwargs), {"start": "1"})
    from courses.services.roster_work import work_roster

    work_roster(roster.pk)
    done = client.get(reverse("organisation_roster", kwargs=kwargs)).content.decode()
    assert "1 of 1 rows worked off" in done
    assert list(Invitation.objects.values_list("email", "name")) == [("a@example.org", "Ana")]


def test_the_preview_speaks_of_a_course_only_where_there_is_one(association, organisation, client, alice, course_page):
    alice.email = "a@example.org"
    alice.save()
    factories.run(alice, association, "member")
    factories.enroll(alice, course_page)
    client.force_login(organisation)
    roster = upload(client, association)
    kwargs = {"organisation": association.key, "roster": roster.uuid}
    client.post(reverse("organisation_roster_columns", kwargs=kwargs), {"email": "0", "name": "1"})
    said = ["already belongs to your people", "already takes part"]
    preview = client.get(reverse("organisation_roster", kwargs=kwargs)).content.decode()
    assert [sentence in preview for sentence in said] == [True, False]
    Roster.objects.update(course=factories.course_of(course_page))
    preview = client.get(reverse("organisation_roster", kwargs=kwargs)).content.decode()
    assert [sentence in preview for sentence in said] == [False, True]


def test_only_administrators_choose_a_role(association, organisation, client):
    address = reverse("organisation_invite", kwargs={"organisation": association.key})
    coordinator = factories.UserFactory(email="coordinator@example.org")
    factories.run(coordinator, association, "coordinator")
    client.force_login(coordinator)
    assert 'name="role"' not in client.get(address).content.decode()
    client.post(address, {"email": "new@example.org", "language": "en", "role": "administrator"})
    assert Invitation.objects.get().role == "member"
    client.force_login(organisation)
    assert 'name="role"' in client.get(address).content.decode()


def test_a_newcomer_sets_a_password_and_lands_in_the_course(association, organisation, client, course_page):
    course = factories.course_of(course_page)
    row = invite_person(association, "new@example.org", by=organisation, language="en", course=course).invitation
    address = f"/en/invitations/{invitation_token(row)}/"
    assert "Set your password" in client.get(address).content.decode()
    assert client.post(address, {"name": "Nova", "password": "short", "language": "en"}).status_code == 422
    answer = client.post(address, {"name": "Nova", "password": "one long pass phrase 7", "language": "en"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/courses/outreach/")
    user = User.objects.get(email="new@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.emailaddress_set.get().verified
    assert Enrollment.objects.filter(user=user, organisation=association).exists()
    client.logout()
    assert client.get(address).status_code == 404, "used"


def test_who_has_an_account_signs_in_and_accepts(association, organisation, client, charlie, alice):
    row = invite_person(association, "charlie@example.org", by=organisation, language="en").invitation
    address = f"/en/invitations/{invitation_token(row)}/"
    assert f"/accounts/login/?next={address}" in client.get(address).content.decode()
    client.post(address, {"name": "X", "password": "one long pass phrase 7", "language": "en"})
    assert "_auth_user_id" not in client.session
    client.force_login(alice)
    assert "signed in with another address" in client.get(address).content.decode()
    client.post(address)
    assert not association.memberships.filter(user__in=[alice, charlie]).exists()
    client.force_login(charlie)
    client.post(address)
    assert association.memberships.filter(user=charlie).exists()


def test_gone_is_gone_in_the_same_words(association, organisation, client, charlie):
    pages = set()
    for email in ("charlie@example.org", "new@example.org"):
        row = invite_person(association, email, by=organisation, language="en").invitation
        revoke_invitation(row, by=organisation)
        answer = client.get(f"/en/invitations/{invitation_token(row)}/")
        assert answer.status_code == 404
        pages.add(answer.content.decode().replace(invitation_token(row), ""))
    assert client.get("/en/invitations/no.token/").status_code == 404
    assert client.get("/en/join/none/").status_code == 404
    assert len(pages) == 1


def test_a_link_is_joined(association, organisation, client, charlie):
    link = create_link(association, by=organisation, limit=1, expires_at=timezone.now() + timedelta(days=1))
    assert "next=/en/join/" in client.get(f"/en/join/{link.token}/").content.decode()
    client.force_login(charlie)
    client.post(f"/en/join/{link.token}/")
    assert association.memberships.filter(user=charlie).exists()
    assert client.get(f"/en/join/{link.token}/").status_code == 200
    client.logout()
    assert client.get(f"/en/join/{link.token}/").status_code == 404, "used up"
