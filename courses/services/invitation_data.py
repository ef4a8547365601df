"""What invitations and lists of staff know of a person: handed out and forgotten with her account."""

from typing import Any

from django.db.models import Q

from academy.models import User
from courses.models import Invitation, RosterRow


def export_invitations(user: User) -> list[dict[str, Any]]:
    """Those that she accepted and those that went to her address."""
    rows = _of(user).select_related("organisation", "course", "edition__course", "invited_by").order_by("pk")
    return [
        {
            "organisation": row.organisation.name,
            "course": row.course.title if row.course else "",
            "edition": str(row.edition) if row.edition else "",
            "role": row.get_role_display(),
            "email": row.email,
            "name": row.name,
            "name_other_script": row.name_other_script,
            "position": row.position,
            "sex": row.get_sex_display(),
            "language": row.language,
            "invited_at": row.created_at,
            "expires_at": row.expires_at,
            "accepted_at": row.accepted_at,
            "revoked_at": row.revoked_at,
        }
        for row in rows
    ]


def erase_invitations(user: User) -> None:
    """Invitations to her go, and what stood about her in uploaded lists; their counts stay. Twice called, no change."""
    emails = {user.email.lower(), *_of(user).values_list("email", flat=True)}
    rows = RosterRow.objects.filter(values__email__in=list(emails))
    rows.filter(outcome="").delete()
    rows.update(cells=[], values={}, error="")
    _of(user).delete()


def _of(user: User) -> Any:
    return Invitation.objects.filter(Q(accepted_by=user) | Q(email__iexact=user.email))
