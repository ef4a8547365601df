"""An address is invited: nobody learns whether it has an account, and only the owner of the mailbox comes in."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from academy.models import Letter
from peer_exchange.delivery.cluster_letters import token_of, write_invitation
from peer_exchange.enums import ClusterRole
from peer_exchange.errors import ClusterInvitationGone, NotYourClusterInvitation, TooManyInvited
from peer_exchange.models import Cluster, ClusterInvitation
from peer_exchange.services import cluster_invitations as service
from peer_exchange.services.members import change_role, leave_cluster
from tests.peer_exchange.clusters import found, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(organisation):
    return found(organisation, title="Invited only", visibility="hidden", entry="invitation")


def facts(invitation):
    return {
        name: getattr(invitation, name)
        for name in ("role", "language", "message", "accepted_at", "revoked_at", "accepted_by_id")
    }


def test_an_address_with_and_without_an_account_look_the_same(cluster, organisation, alice):
    known = service.invite_address(cluster, alice.email, by=organisation, language="en")
    unknown = service.invite_address(cluster, "nobody@example.org", by=organisation, language="en")
    assert facts(known) == facts(unknown)
    assert not cluster.members.filter(user=alice).exists()
    letters = Letter.objects.filter(kind="cluster_invitation")
    assert {letter.email for letter in letters} == {alice.email, "nobody@example.org"}
    assert all(letter.user is None for letter in letters)


def test_the_token_stands_in_the_letter_and_nowhere_else(cluster, organisation):
    invitation = service.invite_address(cluster, "new@example.org", by=organisation, language="sq")
    letter = Letter.objects.get(kind="cluster_invitation")
    token = token_of(invitation)
    assert token in write_invitation(letter).context["url"]
    assert token not in str(letter.data)
    assert token != invitation.token_hash
    assert service.invitation_of(token) == invitation
    for forged in (token[:-1], invitation.token_hash, invitation.uuid.hex, ""):
        assert service.invitation_of(forged) is None


def test_accepting_makes_a_vetted_member_once(cluster, organisation, alice):
    invitation = service.invite_address(
        cluster, alice.email.upper(), by=organisation, language="en", role=ClusterRole.RESOURCE_PERSON
    )
    member = service.accept_invitation(invitation, alice)
    again = service.accept_invitation(invitation, alice)
    assert member.pk == again.pk
    assert (member.role, member.is_vetted, member.is_joined) == (ClusterRole.RESOURCE_PERSON, True, True)
    assert Cluster.objects.readable_by(alice).filter(pk=cluster.pk).exists()


def test_only_the_owner_of_the_mailbox_accepts(cluster, organisation, alice, bob):
    invitation = service.invite_address(cluster, alice.email, by=organisation, language="en")
    with pytest.raises(NotYourClusterInvitation):
        service.accept_invitation(invitation, bob)


def test_a_revoked_and_an_expired_invitation_open_nothing(cluster, organisation, alice, bob):
    revoked = service.invite_address(cluster, alice.email, by=organisation, language="en")
    service.revoke_invitation(revoked, by=organisation)
    late = service.invite_address(cluster, bob.email, by=organisation, language="en")
    ClusterInvitation.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    for invitation, user in ((revoked, alice), (late, bob)):
        assert service.invitation_of(token_of(invitation)) is None
        with pytest.raises(ClusterInvitationGone):
            service.accept_invitation(invitation, user)
    for letter in Letter.objects.filter(kind="cluster_invitation"):
        assert write_invitation(letter) is None


def test_an_invitation_that_was_used_does_not_bring_back_who_left(cluster, organisation, alice):
    invitation = service.invite_address(cluster, alice.email, by=organisation, language="en")
    service.accept_invitation(invitation, alice)
    leave_cluster(cluster, alice)
    with pytest.raises(ClusterInvitationGone):
        service.accept_invitation(invitation, alice)


def test_invited_again_within_the_hour_no_second_letter_leaves(cluster, organisation):
    now = timezone.now()
    first = service.invite_address(cluster, "new@example.org", by=organisation, language="en", now=now)
    second = service.invite_address(cluster, "new@example.org", by=organisation, language="en", now=now)
    assert first.pk == second.pk
    assert Letter.objects.filter(kind="cluster_invitation").count() == 1
    later = now + timedelta(hours=2)
    service.invite_address(cluster, "new@example.org", by=organisation, language="en", now=later)
    assert Letter.objects.filter(kind="cluster_invitation").count() == 2


def test_a_leading_role_ends_with_the_rights_of_who_invited(cluster, organisation, alice, bob):
    leading = take_in(cluster, bob, by=organisation, role=ClusterRole.FACILITATOR)
    invitation = service.invite_address(cluster, alice.email, by=bob, language="en", role=ClusterRole.FACILITATOR)
    change_role(leading, ClusterRole.MEMBER, by=organisation)
    with pytest.raises(ClusterInvitationGone):
        service.accept_invitation(invitation, alice)


def test_only_who_leads_invites_and_not_without_end(cluster, organisation, alice, monkeypatch):
    take_in(cluster, alice, by=organisation)
    with pytest.raises(PermissionDenied):
        service.invite_address(cluster, "new@example.org", by=alice, language="en")
    monkeypatch.setattr(service, "MOST_A_DAY", 2)
    service.invite_address(cluster, "one@example.org", by=organisation, language="en")
    with pytest.raises(TooManyInvited):
        service.invite_address(cluster, "two@example.org", by=organisation, language="en")


def test_one_address_gets_so_many_letters_though_they_are_taken_back(cluster, organisation):
    for _time in range(service.MOST_TO_ONE):
        invitation = service.invite_address(cluster, "new@example.org", by=organisation, language="en")
        service.revoke_invitation(invitation, by=organisation)
    with pytest.raises(TooManyInvited):
        service.invite_address(cluster, "New@Example.org", by=organisation, language="en")
    assert service.invite_address(cluster, "other@example.org", by=organisation, language="en")
    assert Letter.objects.filter(kind=service.KIND).count() == service.MOST_TO_ONE + 1
