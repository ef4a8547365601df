"""Invitations and links: once each, for the owner of the mailbox, and no word about who has an account."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.models import Letter, Membership, Organisation, User
from academy.services.personal_data import erase_person, export_person
from courses.delivery.invitation_letters import invitation_token
from courses.enums import PlaceState, RowOutcome
from courses.models import Enrollment, Invitation, Place
from courses.services import invitation_links, invitations
from courses.services.invitations import (
    AGAIN,
    VALID,
    InvitationGone,
    NotYourInvitation,
    accept_invitation,
    invite_person,
    revoke_invitation,
    send_invitation_again,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def association(organisation):
    """Run by Ora, with one municipality below."""
    row = factories.make_organisation("association", name="Association of Samples")
    factories.make_organisation("municipality", row, name="Lipovac (sample)")
    factories.run(organisation, row)
    return row


@pytest.fixture
def coordinator(association):
    person = factories.UserFactory(email="coordinator@example.org", name="Cora Coordinator")
    factories.run(person, association, "coordinator")
    return person


def invite(association, by, email="new@example.org", **fields) -> invitations.Invited:
    return invite_person(association, email, by=by, **({"language": "mk", "name": "Нова Пример"} | fields))


def test_invited_by_letter_in_her_language(
    association, organisation, mailoutbox, django_capture_on_commit_callbacks, settings
):
    association.help_email, association.issuer = "ask@example.org", "Samples United"
    association.save()
    with django_capture_on_commit_callbacks(execute=True):
        done = invite(association, organisation, "New@Example.org")
    assert done.outcome == RowOutcome.INVITED
    [letter] = mailoutbox
    assert letter.to == ["new@example.org"]
    html = letter.alternatives[0][0]
    url = f"{settings.SITE_URL}/mk/invitations/{invitation_token(done.invitation)}/"
    for part in (letter.body, html):
        assert url in part
        assert "Association of Samples" in part
        assert "Ora Organisation" in part
        assert "Samples United" in part, "the frame carries the organisation's own name and help"
        assert part.count("ask@example.org") == (2 if part == html else 1), "a link to write to, in HTML"
        assert "Нова Пример" in part
    assert not User.objects.filter(email="new@example.org").exists()


def test_invited_twice_it_is_one_invitation_and_one_letter(association, organisation):
    first = invite(association, organisation)
    second = invite(association, organisation)
    assert (second.outcome, second.invitation) == (RowOutcome.UNCHANGED, first.invitation)
    assert Letter.objects.count() == 1


def test_an_expired_one_is_renewed(association, organisation):
    first = invite(association, organisation)
    later = timezone.now() + VALID + timedelta(days=1)
    again = invite(association, organisation, now=later)
    assert (again.outcome, again.invitation) == (RowOutcome.INVITED, first.invitation)
    assert again.invitation.expires_at == later + VALID
    assert Letter.objects.count() == 2


def test_sent_again_when_asked_but_not_twice_at_once(association, organisation):
    row = invite(association, organisation).invitation
    assert not send_invitation_again(row, by=organisation)
    Letter.objects.update(created_at=timezone.now() - AGAIN)
    assert send_invitation_again(row, by=organisation)
    assert not send_invitation_again(row, by=organisation)
    assert Letter.objects.count() == 2


def test_accepted_she_belongs_and_is_enrolled(association, organisation, charlie, course_page):
    course = factories.course_of(course_page)
    done = invite(association, organisation, "charlie@example.org", course=course, position="Planner", sex="male")
    assert not Membership.objects.filter(user=charlie).exists()
    for _twice in range(2):
        assert accept_invitation(done.invitation, charlie) is None
    membership = Membership.objects.get(user=charlie)
    assert (membership.organisation, membership.position, membership.added_by) == (association, "Planner", organisation)
    assert Enrollment.objects.get(user=charlie).organisation == association
    charlie.refresh_from_db()
    assert charlie.sex == ""  # only she says it


def test_accepted_into_an_edition(association, organisation, charlie, course_page):
    edition = factories.make_edition(course_page, association, by=organisation, entry="invitation")
    done = invite(association, organisation, "charlie@example.org", edition=edition)
    assert accept_invitation(done.invitation, charlie) is None
    assert Place.objects.get(edition=edition, user=charlie).state == PlaceState.SEATED


def test_an_edition_that_is_over_does_not_keep_her_out(association, organisation, charlie, course_page):
    edition = factories.make_edition(course_page, association, by=organisation, begins=-60)
    done = invite(association, organisation, "charlie@example.org", edition=edition)
    assert accept_invitation(done.invitation, charlie) is not None
    assert Membership.objects.filter(user=charlie, organisation=association).exists()


def test_what_does_not_open(association, organisation, alice, charlie):
    row = invite(association, organisation, "charlie@example.org").invitation
    with pytest.raises(NotYourInvitation):
        accept_invitation(row, alice)
    with pytest.raises(InvitationGone):
        accept_invitation(row, charlie, now=timezone.now() + VALID + timedelta(minutes=1))
    assert revoke_invitation(row, by=organisation)
    assert revoke_invitation(row, by=organisation)
    with pytest.raises(InvitationGone):
        accept_invitation(row, charlie)
    assert not Membership.objects.filter(user__in=[alice, charlie]).exists()


def test_her_own_people_are_enrolled_at_once(association, organisation, alice, course_page, mailoutbox):
    """From anywhere in the branch; a letter tells her; the second time nothing happens."""
    below = Organisation.objects.get(name="Lipovac (sample)")
    factories.run(alice, below, "member")
    course = factories.course_of(course_page)
    outcomes = [invite(association, organisation, "alice@example.org", course=course).outcome for _twice in range(2)]
    assert outcomes == [RowOutcome.ENROLLED, RowOutcome.UNCHANGED]
    assert Enrollment.objects.get(user=alice).organisation == below
    assert [letter.kind for letter in Letter.objects.all()] == ["enrolled"]
    assert not Invitation.objects.exists()
    assert alice.memberships.count() == 1


def test_roles_are_given_by_administrators_only(association, organisation, coordinator, alice):
    with pytest.raises(PermissionDenied):
        invite(association, coordinator, role="coordinator")
    with pytest.raises(PermissionDenied):
        invite(association, alice)
    row = invite(association, organisation, "charlie@example.org", role="coordinator").invitation
    with pytest.raises(PermissionDenied):
        revoke_invitation(row, by=coordinator)
    assert invite(association, coordinator).outcome == RowOutcome.INVITED


def test_not_into_an_organisation_of_others(association, organisation):
    elsewhere = factories.make_organisation(name="Elsewhere (sample)")
    with pytest.raises(PermissionDenied):
        invite_person(elsewhere, "new@example.org", by=organisation, branch=association, language="en")


STEPS = st.lists(st.sampled_from(["invite", "again", "revoke", "invite later"]), min_size=1, max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_known_and_unknown_addresses_cannot_be_told_apart(association, organisation, charlie, steps):
    """Whatever is done in whatever order: the same answers, the same number of queries, the same rows and letters."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def shown(email: str) -> list:
        Invitation.objects.all().delete()
        Letter.objects.all().delete()
        seen, now, row = [], timezone.now(), None
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for count, step in enumerate(steps):
                moment = now + count * (AGAIN + timedelta(minutes=1))
                if step == "invite":
                    done = invite(association, organisation, email, now=moment)
                elif step == "invite later":
                    done = invite(association, organisation, email, now=moment + VALID)
                else:
                    if row is None:
                        continue
                    change = send_invitation_again if step == "again" else revoke_invitation
                    seen.append(change(row, by=organisation, now=moment))
                    continue
                row = done.invitation
                seen.append(done.outcome)
        rows = Invitation.objects.values_list("role", "expires_at", "accepted_at", "accepted_by", "revoked_at")
        seen.append([tuple(value - now if hasattr(value, "hour") else value for value in row) for row in rows])
        seen.append(Letter.objects.filter(user=None, email=email).count())
        seen.append(Letter.objects.filter(user__isnull=False).count())
        return [*seen, len(queries)]

    assert shown("charlie@example.org") == shown("nobody@example.org")


def test_pages_and_lists_look_the_same(association, organisation, charlie, client):
    client.force_login(organisation)
    seen = {}
    for email in ("charlie@example.org", "stranger@example.org"):
        Invitation.objects.all().delete()
        data = {"email": email, "language": "en", "organisation": association.key, "role": "member"}
        address = reverse("organisation_invite", kwargs={"organisation": association.key})
        posted = client.post(address, data, follow=True)
        page = posted.content.decode()
        for invitation in Invitation.objects.all():
            page = page.replace(str(invitation.uuid), "UUID")
        import re

        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        seen[email] = (posted.redirect_chain, page.replace(email, "ADDRESS"))
    assert seen["charlie@example.org"] == seen["stranger@example.org"]
    assert "ADDRESS" in seen["stranger@example.org"][1]


def test_what_is_known_of_an_address_is_hers(association, organisation, charlie):
    invite(association, organisation, "Charlie@example.org")
    invite(association, organisation, "other@example.org")
    [exported] = export_person(charlie)["courses"]["invitations"]
    assert exported["organisation"] == "Association of Samples"
    erase_person(charlie)
    assert list(Invitation.objects.values_list("email", flat=True)) == ["other@example.org"]
    assert not Letter.objects.filter(email="charlie@example.org").exists()


# Links ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def link(association, organisation, course_page):
    course = factories.course_of(course_page)
    tomorrow = timezone.now() + timedelta(days=1)
    return invitation_links.create_link(association, by=organisation, limit=1, expires_at=tomorrow, course=course)


def test_a_link_counts_people_not_clicks(link, association, alice, bob):
    for _twice in range(2):
        assert invitation_links.use_link(link, alice) is None
    link.refresh_from_db()
    assert link.used == 1
    assert Enrollment.objects.get(user=alice).organisation == association
    with pytest.raises(invitation_links.LinkUsedUp):
        invitation_links.use_link(link, bob)
    assert not bob.memberships.exists()


def test_a_link_that_is_over(link, organisation, alice):
    with pytest.raises(invitation_links.LinkGone):
        invitation_links.use_link(link, alice, now=timezone.now() + timedelta(days=2))
    invitation_links.revoke_link(link, by=organisation)
    with pytest.raises(invitation_links.LinkGone):
        invitation_links.use_link(link, alice)


def test_colleagues_use_up_no_link_in_vain(link, association, alice):
    """She belongs already and completed the course before: nothing to count."""
    factories.run(alice, association, "member")
    Enrollment.objects.filter(user=alice).delete()
    assert invitation_links.use_link(link, alice) is None
    link.refresh_from_db()
    assert link.used == 1
    assert invitation_links.has_used(link, alice)
