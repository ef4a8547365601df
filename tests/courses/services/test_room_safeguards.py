"""Safeguards of the organisations' rooms: nobody grants herself anything, rights end with the role, letters are few."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from academy.models import AccessRecord, Letter, User
from academy.services.organisations import join_organisation
from academy.services.staff import set_position
from academy.views.access_log import word_for
from courses.delivery.invitation_letters import invitation_token
from courses.enums import RowOutcome
from courses.errors import InAnotherEdition
from courses.models import Adjustment, Announcement
from courses.services import announcements, invitation_links, invitations
from courses.services.adjustments import grant_attempts
from courses.services.editions import cancel_edition
from courses.services.people import PeopleFilter
from courses.services.places import seat_person
from tests import factories

pytestmark = pytest.mark.django_db


def test_nobody_grants_herself_anything(course_page, alice, bob, admin):
    municipality = factories.make_organisation()
    factories.run(alice, municipality, "administrator")
    hers = factories.enroll(alice, course_page)
    his = factories.enroll(bob, course_page)
    seat_person(factories.make_edition(course_page, facilitators=[bob]), bob)
    for enrollment, who in ((hers, alice), (his, bob), (factories.enroll(admin, course_page), admin)):
        with pytest.raises(PermissionDenied):
            grant_attempts(enrollment, who, 1, step=None, reason="For me")
    assert not Adjustment.objects.exists()
    grant_attempts(hers, admin, 1, step=None, reason="For her")


def test_changes_of_her_own_record_are_in_the_log(alice):
    municipality = factories.make_organisation()
    join_organisation(alice, municipality, role="administrator")
    set_position(alice, municipality, "Head", by=alice)
    assert AccessRecord.objects.filter(actor=alice, person=alice, what="position").count() == 1


# Invitations ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def town(organisation):
    """Run by Ora."""
    row = factories.make_organisation("association", name="Association of Samples")
    factories.run(organisation, row)
    return row


def invite(town, by, email="charlie@example.org", **fields):
    return invitations.invite_person(town, email, by=by, language="en", **fields)


def test_a_role_ends_with_the_rights_of_who_gave_it(town, organisation, charlie, bob):
    role, staff = (invite(town, organisation, role=name).invitation for name in ("administrator", "member"))
    assert role == staff  # the same address into the same organisation: one invitation, in the role said last
    role = invite(town, organisation, role="administrator").invitation
    other = invite(town, organisation, bob.email).invitation
    link = invitation_links.create_link(town, by=organisation, limit=3, expires_at=timezone.now() + timedelta(days=3))
    organisation.memberships.current().update(ended_at=timezone.now())
    with pytest.raises(invitations.InvitationGone):
        invitations.accept_invitation(role, charlie)
    assert not charlie.memberships.exists()
    with pytest.raises(invitation_links.LinkGone):
        invitation_links.use_link(link, charlie)
    assert invitations.accept_invitation(other, bob) is None
    successor = factories.UserFactory()
    factories.run(successor, town)
    assert invitations.send_invitation_again(role, by=successor, now=timezone.now() + 2 * invitations.AGAIN)
    assert invitations.accept_invitation(role, charlie) is None
    assert charlie.memberships.get().role == "administrator"


def test_inviting_again_into_another_role_counts_for_who_may(town, organisation, bob):
    row = invite(town, organisation).invitation
    factories.run(bob, town, "coordinator")
    again = invite(town, organisation, role="coordinator")
    assert (again.outcome, again.invitation.role) == (RowOutcome.INVITED, "coordinator")
    assert invite(town, bob).outcome == RowOutcome.UNCHANGED
    row.refresh_from_db()
    assert row.role == "coordinator"
    noted = AccessRecord.objects.filter(what="invitation").order_by("pk").values_list("details__role", flat=True)
    assert list(noted) == ["member", "coordinator"]


def test_what_the_employer_says_of_her_is_not_stored_as_hers(town, organisation, charlie):
    row = invite(town, organisation, sex="female").invitation
    invitations.accept_invitation(row, charlie)
    charlie.refresh_from_db()
    assert charlie.sex == ""


def test_a_newcomer_sees_the_second_name_and_may_clear_it(town, organisation, client):
    row = invite(town, organisation, "new@example.org", name="Nova Primer", name_other_script="Нова Пример").invitation
    url = reverse("invitation", args=[invitation_token(row)])
    assert "Нова Пример" in client.get(url).content.decode()
    data = {"name": "Nova Primer", "name_other_script": "", "password": factories.PASSWORD, "language": "en"}
    assert client.post(url, data).status_code == 302
    assert User.objects.get(email="new@example.org").name_other_script == ""


def test_revoking_and_inviting_fills_no_mailbox(town, organisation):
    for _turn in range(3):
        row = invite(town, organisation).invitation
        invitations.revoke_invitation(row, by=organisation)
    first, *others = Letter.objects.filter(kind="invitation").order_by("pk")
    assert first.not_before is None
    assert len(others) == 2
    assert all(letter.not_before > timezone.now() + invitations.AGAIN / 2 for letter in others)


def test_in_a_list_too(town, organisation):
    revoked = invite(town, organisation).invitation
    invitations.revoke_invitation(revoked, by=organisation)
    pairs = [
        (invitations.Target(town, town), invitations.Invitee(email, "en"))
        for email in ("charlie@example.org", "new@example.org")
    ]
    invitations.invite_strangers(pairs, by=organisation)
    held = dict(Letter.objects.exclude(data__invitation=revoked.pk).values_list("email", "not_before"))
    assert held["charlie@example.org"] > timezone.now()
    assert held["new@example.org"] is None


def test_one_by_one_there_is_an_end(town, organisation, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_A_DAY", 2)
    for number in range(2):
        invite(town, organisation, f"new{number}@example.org")
    with pytest.raises(invitations.TooManyInvitations):
        invite(town, organisation, "new2@example.org")
    invite(town, organisation, "new2@example.org", now=timezone.now() + timedelta(days=1, minutes=1))


def test_learning_elsewhere_is_not_told(town, organisation, alice, bob, course_page):
    elsewhere = factories.make_organisation(name="Elsewhere (sample)")
    edition = factories.make_edition(course_page, town)
    for person, place in ((alice, elsewhere), (bob, town)):
        factories.run(person, town, "member")
        seat_person(factories.make_edition(course_page), person, place)
    with pytest.raises(invitations.NoPlaceFromHere):
        invite(town, organisation, alice.email, edition=edition)
    with pytest.raises(InAnotherEdition):
        invite(town, organisation, bob.email, edition=edition)


def test_accepting_is_one_transaction(town, organisation, charlie, course_page, monkeypatch):
    row = invite(town, organisation, course=factories.course_of(course_page)).invitation

    def break_off(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(invitations, "enroll_person", break_off)
    with pytest.raises(RuntimeError):
        invitations.accept_invitation(row, charlie)
    row.refresh_from_db()
    assert row.accepted_at is None
    assert not charlie.memberships.exists()


# Messages and editions ------------------------------------------------------------------------------------------------


def test_a_message_is_not_sent_to_who_came_later(town, organisation, alice, bob, course_page):
    factories.run(alice, town, "member")
    factories.enroll(alice, course_page)
    message = announcements.send_announcement(
        town, organisation, uuid=uuid4(), subject="Hello", text="All", wanted=PeopleFilter()
    )
    factories.run(bob, town, "member")
    factories.enroll(bob, course_page)
    Letter.objects.filter(kind="announcement").delete()
    announcements.queue_announcements(now=message.created_at + timedelta(hours=2))
    assert not Letter.objects.filter(kind="announcement").exists()
    announcements.queue_announcements()
    assert [letter.user for letter in Letter.objects.filter(kind="announcement")] == [alice]


def test_a_filter_that_is_unknown_widens_no_group(town, organisation, alice, course_page, client):
    factories.run(alice, town, "member")
    factories.enroll(alice, course_page)
    client.force_login(organisation)
    url = reverse("organisation_message_new", args=[town.key])
    data = {"step": "send", "uuid": str(uuid4()), "subject": "Hello", "text": "To few"}
    for query in ("?status=gone", f"?course={uuid4()}", "?activity=never"):
        assert client.get(url + query).status_code == 422
        answer = client.post(url + query, data)
        assert answer.status_code == 422
        assert "To few" in answer.content.decode()
    assert not Announcement.objects.exists()
    assert client.post(f"{url}?sort=odd", data).status_code == 302


def test_who_has_a_seat_sees_the_draft_and_hears_of_its_end(town, alice, bob, admin, course_page, client):
    edition = factories.make_edition(course_page, town, live=False)
    seat_person(edition, alice)
    for person, status in ((alice, 200), (bob, 404)):
        client.force_login(person)
        assert client.get(reverse("edition", args=[edition.uuid])).status_code == status
    cancel_edition(edition, admin)
    assert Letter.objects.get(kind="edition_cancelled").user == alice


def test_the_log_finds_nobody_by_an_address_from_outside(town, organisation, admin, client):
    member = factories.UserFactory(email="inside@example.org", name="Inga Inside")
    factories.run(member, town, "coordinator")
    for person in (member, admin):
        AccessRecord.objects.create(actor=person, organisation=town, access="viewed", what="people", count=1)
    client.force_login(organisation)
    for query, count in ((member.email, 1), (admin.email, 0), (admin.name, 1)):
        html = client.get(reverse("organisation_log", args=[town.key]), {"who": query}).content.decode()
        assert html.count("looked at the list of people") == count


def test_every_kind_of_record_has_a_name():
    names = "list of staff,invitation link,adjustments,enrollment,invitations,submission,people,attendance"
    for name in names.split(","):
        assert "records (" not in word_for(name)


def test_who_sees_her_records_is_named_after_she_left_too(town, organisation, alice, bob, course_page, client):
    former = factories.make_organisation(name="Former (sample)")
    factories.run(bob, former)
    factories.run(alice, former, "member")
    factories.enroll(alice, course_page)
    seat_person(factories.make_edition(course_page, town), alice)
    alice.memberships.update(ended_at=timezone.now())
    client.force_login(alice)
    html = client.get(reverse("own_organisations")).content.decode()
    for text in (former.name, bob.name, town.name, organisation.name):
        assert text in html.split('id="who-looked"')[0]
    assert 'class="leaving"' not in html
