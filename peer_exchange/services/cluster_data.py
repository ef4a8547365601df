"""What clusters know of a person's membership: handed out, and forgotten. What she wrote is forgotten by its own room.

Rows that are shown to others keep the municipality of their day; the person herself goes.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q

from academy.models import User
from academy.sockets import PersonalData
from peer_exchange.models import ClusterInvitation, ClusterMember
from peer_exchange.services.event_places import leave_events


def export_memberships(user: User) -> dict[str, Any]:
    members = ClusterMember.objects.filter(user=user).select_related("cluster", "organisation").order_by("pk")
    hers = Q(accepted_by=user) | Q(email__iexact=user.email)
    invitations = ClusterInvitation.objects.filter(hers).select_related("cluster").order_by("pk")
    return {
        "memberships": [
            {
                "cluster": row.cluster.title,
                "role": row.get_role_display(),
                "organisation": row.organisation.name if row.organisation else "",
                "state": row.get_state_display(),
                "message": row.message,
                "introduction": row.introduction,
                "asked_at": row.asked_at,
                "joined_at": row.joined_at,
                "ended_at": row.ended_at,
            }
            for row in members
        ],
        "invitations": [
            {
                "cluster": row.cluster.title,
                "email": row.email,
                "message": row.message,
                "created_at": row.created_at,
                "accepted_at": row.accepted_at,
            }
            for row in invitations
        ],
    }


@transaction.atomic
def erase_memberships(user: User, choices: frozenset[str]) -> None:
    """Her seats go to who waits, her memberships and invitations go. Called again it finds nothing."""
    leave_events(user)
    ClusterInvitation.objects.filter(Q(accepted_by=user) | Q(email__iexact=user.email)).delete()
    ClusterMember.objects.filter(user=user).delete()


personal_data = PersonalData(export=export_memberships, erase=erase_memberships)
