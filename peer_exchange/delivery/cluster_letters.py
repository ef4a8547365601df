"""The letters about belonging to a cluster: asked, accepted, declined, invited, removed. Plugged in by `apps`.

What they say is worked out when they leave; None when it is no longer so.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from academy.models import Letter
from academy.sockets import LetterKind, Written
from peer_exchange.enums import MemberState
from peer_exchange.models import Cluster, ClusterInvitation, ClusterMember

_signer = signing.Signer(salt="peer_exchange.cluster_invitations", sep=".")

Fact = tuple[str, str]


def token_of(invitation: ClusterInvitation) -> str:
    """Only the letter may hold it; nobody who sees the invitation in a list can make it."""
    return _signer.sign(invitation.uuid.hex)


def write_invitation(letter: Letter) -> Written | None:
    """To an address. Nothing once it was accepted, revoked or ran out, or the cluster ended."""
    rows = ClusterInvitation.objects.filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now(), cluster__archived_at=None
    )
    row = rows.filter(pk=letter.data["invitation"]).select_related("cluster__host", "invited_by").first()
    if row is None:
        return None
    cluster, inviter = row.cluster, row.invited_by
    sentences = [
        gettext("you are invited to the learning cluster “%(cluster)s”.") % {"cluster": cluster.local_title},
        cluster.local_purpose,
        gettext("Open the page below: it takes two minutes, and costs nothing."),
        gettext("If you do not want to take part, you need not do anything. Nobody is told."),
    ]
    facts = [
        *([(gettext("Invited by"), inviter.name)] if inviter and inviter.name else []),
        *([(gettext("A few words"), row.message)] if row.message else []),
        (gettext("Your role"), row.get_role_display()),
        (gettext("Valid until"), date_format(timezone.localtime(row.expires_at), "DATE_FORMAT")),
    ]
    url = reverse("cluster_invitation", kwargs={"token": token_of(row)})
    subject = gettext("Invitation: %(cluster)s") % {"cluster": cluster.local_title}
    return _written(cluster, subject, sentences, facts, url=url, button=gettext("See the invitation"))


def write_member(letter: Letter) -> Written | None:
    """`letter.data`: {"member": key, "what": one of the names below, "reason": why she was removed}."""
    rows = ClusterMember.objects.select_related("cluster__host", "user", "organisation")
    member = rows.filter(pk=letter.data["member"]).first()
    if member is None or member.cluster.archived_at is not None:
        return None
    write = WRITERS.get(letter.data["what"])
    return write(member, letter) if write else None


def _asked(member: ClusterMember, letter: Letter) -> Written | None:
    """To who leads it, as long as nobody decided."""
    if member.state != MemberState.ASKED or letter.user is None:
        return None
    if not Cluster.objects.led_by(letter.user).filter(pk=member.cluster_id).exists():
        return None
    cluster, name = member.cluster, member.user.name
    facts = [
        (gettext("Name"), name),
        *([(gettext("Municipality"), member.organisation.local_name)] if member.organisation else []),
        *([(gettext("Why"), member.message)] if member.message else []),
    ]
    values = {"name": name, "cluster": cluster.local_title}
    return _written(
        cluster, gettext("%(name)s asks to join “%(cluster)s”") % values,
        [gettext("%(name)s would like to take part in “%(cluster)s”. You decide.") % values], facts,
        url=_page("cluster_members", cluster), button=gettext("Decide"),
    )  # fmt: skip


def _accepted(member: ClusterMember, letter: Letter) -> Written | None:
    if not member.is_joined:
        return None
    values = {"cluster": member.cluster.local_title}
    sentences = [
        gettext("you are a member of “%(cluster)s” now. Welcome!") % values,
        gettext("Say in two sentences who you are and what you work on: then the others know whom to ask."),
    ]
    subject = gettext("You are a member: %(cluster)s") % values
    return _written(member.cluster, subject, sentences, [], button=gettext("Open the cluster"))


def _declined(member: ClusterMember, letter: Letter) -> Written | None:
    if member.state != MemberState.DECLINED:
        return None
    values = {"cluster": member.cluster.local_title, "host": member.cluster.host.local_name}
    sentences = [
        gettext("the facilitator could not take you into “%(cluster)s”.") % values,
        gettext("If you think that is a mistake, write to %(host)s. Other clusters may be open to you.") % values,
    ]
    subject = gettext("About your request: %(cluster)s") % values
    return _written(member.cluster, subject, sentences, [], url=reverse("clusters"), button=gettext("See the clusters"))


def _invited(member: ClusterMember, letter: Letter) -> Written | None:
    if member.state != MemberState.INVITED:
        return None
    values = {"cluster": member.cluster.local_title}
    sentences = [
        gettext("you are invited to the learning cluster “%(cluster)s”.") % values,
        member.cluster.local_purpose,
    ]
    inviter = member.invited_by
    facts = [(gettext("Invited by"), inviter.name)] if inviter and inviter.name else []
    subject = gettext("Invitation: %(cluster)s") % values
    return _written(member.cluster, subject, sentences, facts, button=gettext("See the invitation"))


def _removed(member: ClusterMember, letter: Letter) -> Written | None:
    if member.state != MemberState.DECLINED:
        return None
    values = {"cluster": member.cluster.local_title}
    sentences = [
        gettext("the facilitator ended your membership of “%(cluster)s”.") % values,
        gettext("What you wrote there stays. If this is a mistake, write to the people who help you there."),
    ]
    facts = [(gettext("Reason"), letter.data["reason"])] if letter.data.get("reason") else []
    subject = gettext("You are no longer a member: %(cluster)s") % values
    return _written(
        member.cluster, subject, sentences, facts, url=reverse("clusters"), button=gettext("See the clusters")
    )


def _page(name: str, cluster: Cluster) -> str:
    return reverse(name, kwargs={"slug": cluster.slug})


def _written(
    cluster: Cluster, subject: str, sentences: list[str], facts: list[Fact], *, button: str, url: str = ""
) -> Written:
    context: dict[str, Any] = {
        "subject": subject,
        "sentences": [sentence for sentence in sentences if sentence],
        "facts": facts,
        "url": settings.SITE_URL + (url or _page("cluster", cluster)),
        "button": button,
        "organisation": cluster.host,
    }
    return Written("edition", context)


WRITERS = {
    "asked": _asked,
    "accepted": _accepted,
    "declined": _declined,
    "invited": _invited,
    "removed": _removed,
}
LETTERS = {
    "cluster_invitation": LetterKind(write_invitation),
    "cluster_member": LetterKind(write_member),
}
