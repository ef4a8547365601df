"""Inviting an address into a cluster, and what becomes of it when the owner of the mailbox clicks.

Who invites never learns whether the address has an account: an invitation looks the same in both cases.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from academy.models import Letter, Organisation, User
from academy.policies import require
from academy.services.letters import queue_letter_to_address
from peer_exchange.delivery.cluster_letters import token_of
from peer_exchange.enums import LEADING_ROLES, ClusterRole
from peer_exchange.errors import ClusterInvitationGone, NotYourClusterInvitation, TooManyInvited
from peer_exchange.models import Cluster, ClusterInvitation, ClusterMember
from peer_exchange.policies import may_invite, may_lead, standing_of
from peer_exchange.services.members import admit, workplaces_of

VALID = timedelta(days=30)
AGAIN = timedelta(hours=1)  # two letters of one invitation are at least so far apart
MOST_A_DAY = 100  # of one inviter
MOST_TO_ONE = 5  # letters to one address within a day, whoever invites and however often it is taken back
KIND = "cluster_invitation"


@transaction.atomic
def invite_address(
    cluster: Cluster,
    email: str,
    *,
    by: User,
    language: str,
    role: ClusterRole = ClusterRole.MEMBER,
    message: str = "",
    now: datetime | None = None,
) -> ClusterInvitation:
    """A letter to the address. Invited already, the invitation stays and lasts longer; another letter leaves at most
    every hour. Raises PermissionDenied, TooManyInvited.
    """
    now, email = now or timezone.now(), email.strip().lower()
    row = Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    require(may_invite(standing_of(by, row), row))
    today = ClusterInvitation.objects.filter(invited_by=by, created_at__gt=now - timedelta(days=1))
    letters = Letter.objects.filter(user=None, kind=KIND, email__iexact=email, created_at__gt=now - timedelta(days=1))
    if today.count() >= MOST_A_DAY or letters.count() >= MOST_TO_ONE:
        raise TooManyInvited
    known = ClusterInvitation.objects.filter(
        cluster=row, email__iexact=email, accepted_at__isnull=True, revoked_at__isnull=True
    ).first()
    is_fresh = known is not None and known.expires_at > now + VALID - AGAIN
    invitation = known or ClusterInvitation(cluster=row, email=email, created_at=now)
    invitation.role, invitation.language, invitation.message, invitation.invited_by = role, language, message, by
    if not is_fresh:
        invitation.expires_at = now + VALID
    invitation.token_hash = _digest(token_of(invitation))
    invitation.save()
    if not is_fresh:
        key = f"cluster_invitation/{invitation.uuid}/{now.isoformat()}"
        queue_letter_to_address(KIND, email, language, key=key, data={"invitation": invitation.pk})
    return invitation


@transaction.atomic
def revoke_invitation(invitation: ClusterInvitation, *, by: User, now: datetime | None = None) -> None:
    """Its link opens nothing any more. Twice called, no change. Raises PermissionDenied."""
    require(may_lead(standing_of(by, invitation.cluster)))
    rows = ClusterInvitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True)
    rows.update(revoked_at=now or timezone.now())


def invitation_of(token: str, *, now: datetime | None = None) -> ClusterInvitation | None:
    """One that still opens its cluster, or was accepted; None for everything else, without a reason."""
    rows = ClusterInvitation.objects.select_related("cluster__host", "cluster__approach", "invited_by")
    row = rows.filter(token_hash=_digest(token), cluster__archived_at__isnull=True).first()
    if row is None or (row.accepted_at is None and not _is_open(row, now or timezone.now())):
        return None
    return row


@transaction.atomic
def accept_invitation(
    invitation: ClusterInvitation,
    user: User,
    *,
    organisation: Organisation | None = None,
    now: datetime | None = None,
) -> ClusterMember:
    """She is a member, vetted. Twice called, no change. Raises ClusterInvitationGone, NotYourClusterInvitation."""
    now = now or timezone.now()
    Cluster.objects.select_for_update(of=("self",)).get(pk=invitation.cluster_id)
    row = ClusterInvitation.objects.select_related("cluster", "invited_by").get(pk=invitation.pk)
    if row.email.lower() != user.email.lower():
        raise NotYourClusterInvitation
    member = ClusterMember.objects.filter(cluster=row.cluster, user=user).select_related("cluster").first()
    if row.accepted_at is not None:
        if row.accepted_by_id == user.pk and member is not None and member.is_joined:
            return member
        raise ClusterInvitationGone
    if not _is_open(row, now) or row.cluster.archived_at is not None:
        raise ClusterInvitationGone
    ClusterInvitation.objects.filter(pk=row.pk).update(accepted_at=now, accepted_by=user)
    if member is not None and member.is_joined:
        return member
    offered = workplaces_of(user)
    chosen = next((place for place in offered if organisation and place.pk == organisation.pk), None)
    member = member or ClusterMember(cluster=row.cluster, user=user)
    member.role, member.invited_by = row.role, row.invited_by
    return admit(member, organisation=chosen or next(iter(offered), None), is_vetted=True, now=now)


def _is_open(row: ClusterInvitation, now: datetime) -> bool:
    """Neither revoked nor run out; one into a leading role ends with the rights of who invited."""
    if row.accepted_at is not None or row.revoked_at is not None or row.expires_at <= now:
        return False
    if row.role not in LEADING_ROLES:
        return True
    return row.invited_by is not None and standing_of(row.invited_by, row.cluster).leads


def _digest(token: str) -> str:
    """What the row keeps of the token: enough to find it, not to make it."""
    return sha256(token.encode()).hexdigest()
