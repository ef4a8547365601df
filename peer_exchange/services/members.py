"""Ways into a cluster and out of it: joining, asking, deciding, leaving; roles; introductions.

Who is out loses access at once; what she wrote stays, with the municipality of its day. Addresses are invited by
`services.cluster_invitations`.
"""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from academy.enums import OrganisationKind
from academy.models import Membership, Organisation, User
from academy.policies import require
from academy.services.letters import LetterRow, queue_letters
from academy.services.organisations import organisations_of
from courses.enums import PlaceState
from courses.models import Edition, Place
from peer_exchange.delivery.bells import forget_bell
from peer_exchange.enums import (
    LEADING_ROLES,
    ClusterEntry,
    ClusterRole,
    MemberState,
    ModerationAction,
    NoticeKind,
)
from peer_exchange.errors import EntryRefused, NotOnOffer, UnknownPerson
from peer_exchange.models import Cluster, ClusterMember, ModerationRecord, Notice
from peer_exchange.policies import may_invite, may_join, may_lead, standing_of
from peer_exchange.services.event_places import leave_events
from peer_exchange.services.events import invite_newcomer
from peer_exchange.services.moderation import leaders_of


def workplaces_of(user: User) -> list[Organisation]:
    """What she may join for: where she belongs now, a unit counts as its municipality; the last joined first."""
    found: dict[int, Organisation] = {}
    for row in organisations_of(user):
        place = row
        if row.kind == OrganisationKind.UNIT:
            above = Organisation.objects.above(row).filter(kind=OrganisationKind.MUNICIPALITY)
            place = above.prefetch_related("names").first() or row
        found.setdefault(place.pk, place)
    return list(found.values())


@transaction.atomic
def join_cluster(
    cluster: Cluster,
    user: User,
    *,
    organisation: Organisation | None = None,
    introduction: str = "",
    now: datetime | None = None,
) -> ClusterMember:
    """She takes part: where it is open, who is invited, who leads it. Twice called, no change.

    `organisation` is one of `workplaces_of`, by default the first. Raises PermissionDenied, EntryRefused, NotOnOffer.
    """
    row = _locked(cluster)
    member = _row(row, user)
    if member.is_joined:
        return member
    standing = standing_of(user, row)
    require(may_join(standing, row))
    is_invited = member.state == MemberState.INVITED
    if not is_invited or (member.role in LEADING_ROLES and not _is_led_by(row, member.invited_by)):
        member.role = ClusterRole.MEMBER
    if member.state == MemberState.DECLINED and not standing.leads:
        raise EntryRefused
    if row.entry == ClusterEntry.REQUEST and not is_invited and not standing.leads:
        return ask_to_join(row, user, message="", organisation=organisation, now=now)
    member.introduction = introduction or member.introduction
    is_vetted = is_invited or standing.leads
    return admit(member, organisation=_workplace(user, organisation), is_vetted=is_vetted, now=now)


@transaction.atomic
def ask_to_join(
    cluster: Cluster,
    user: User,
    *,
    message: str,
    organisation: Organisation | None = None,
    now: datetime | None = None,
) -> ClusterMember:
    """She asks who leads it; they get a letter, at most one a day however often she asks. Twice called, her words are
    those of the second time.

    Raises PermissionDenied, EntryRefused, NotOnOffer.
    """
    now = now or timezone.now()
    row = _locked(cluster)
    member = _row(row, user)
    if member.is_joined:
        return member
    require(may_join(standing_of(user, row), row))
    if member.state == MemberState.DECLINED:
        raise EntryRefused
    is_new = member.state != MemberState.ASKED
    member.state, member.message, member.organisation = MemberState.ASKED, message, _workplace(user, organisation)
    member.role = ClusterRole.MEMBER
    member.asked_at, member.ended_at = now if is_new else member.asked_at, None
    member.save()
    if is_new:
        _tell(member, "asked", set(leaders_of(row)) - {user.pk}, now=now)
    return member


@transaction.atomic
def decide_request(member: ClusterMember, *, by: User, accept: bool, now: datetime | None = None) -> ClusterMember:
    """Answer who asked; she gets a letter. Decided already, it stays as it is. Raises PermissionDenied."""
    now = now or timezone.now()
    row = _led(member, by)
    if row.state != MemberState.ASKED:
        return row
    if accept:
        row = admit(row, organisation=row.organisation, is_vetted=False, now=now)
    else:
        row.state, row.ended_at = MemberState.DECLINED, now
        row.save(update_fields=["state", "ended_at"])
    _tell(row, "accepted" if accept else "declined", [row.user_id], now=now)
    return row


@transaction.atomic
def invite_member(
    cluster: Cluster,
    user: User,
    *,
    by: User,
    role: ClusterRole = ClusterRole.MEMBER,
    now: datetime | None = None,
) -> ClusterMember:
    """Invite a person whom the inviter knows on the platform (see `acquaintances_of`); she gets a letter and decides.

    Who asked is taken in at once. Invited or a member already, no change. Raises PermissionDenied, UnknownPerson.
    """
    now = now or timezone.now()
    row = _locked(cluster)
    require(may_invite(standing_of(by, row), row))
    member = _row(row, user)
    if member.state in (MemberState.JOINED, MemberState.INVITED):
        return member
    if not acquaintances_of(by, row).filter(pk=user.pk).exists():
        raise UnknownPerson
    if member.state == MemberState.ASKED:
        return change_role(decide_request(member, by=by, accept=True, now=now), role, by=by)
    member.state, member.role, member.invited_by = MemberState.INVITED, role, by
    member.asked_at, member.ended_at = now, None
    member.save()
    _tell(member, "invited", [user.pk], now=now)
    return member


def acquaintances_of(user: User, cluster: Cluster) -> QuerySet[User]:
    """People whom who leads the cluster sees anyhow: members of her other clusters, staff of what she runs; none of
    this cluster.
    """
    shared = ClusterMember.objects.joined().filter(cluster__in=Cluster.objects.joined_by(user).order_by().values("pk"))
    staff = Membership.objects.current().filter(organisation__in=Organisation.objects.run_by(user).order_by())
    here = cluster.members.filter(state__in=[MemberState.JOINED, MemberState.INVITED]).order_by().values("user")
    known = User.objects.filter(pk__in=shared.order_by().values("user")) | User.objects.filter(
        pk__in=staff.order_by().values("user")
    )
    return known.filter(is_active=True).exclude(pk__in=here).order_by("name", "pk")


@transaction.atomic
def decline_invitation(cluster: Cluster, user: User, *, now: datetime | None = None) -> None:
    """She does not want to take part; she may be invited again. Twice called, no change."""
    rows = ClusterMember.objects.filter(cluster=cluster, user=user, state=MemberState.INVITED)
    rows.update(state=MemberState.LEFT, role=ClusterRole.MEMBER, ended_at=now or timezone.now())


@transaction.atomic
def leave_cluster(cluster: Cluster, user: User, *, now: datetime | None = None) -> None:
    """She is out: of events to come too. She may come back the way she came. Twice called, no change."""
    _end(_row(_locked(cluster), user), MemberState.LEFT, now=now or timezone.now())


@transaction.atomic
def remove_member(member: ClusterMember, *, by: User, reason: str, now: datetime | None = None) -> None:
    """Who leads takes her out and says why, in a letter and in the log; back she comes by invitation only.

    Twice called, no change. Raises PermissionDenied.
    """
    now = now or timezone.now()
    row = _led(member, by)
    if not row.is_joined and row.state != MemberState.INVITED:
        return
    _end(row, MemberState.DECLINED, now=now)
    ModerationRecord.objects.create(
        cluster=row.cluster, person=row.user, action=ModerationAction.REMOVED_MEMBER, reason=reason, by=by, at=now
    )
    _tell(row, "removed", [row.user_id], now=now, reason=reason)


@transaction.atomic
def change_role(member: ClusterMember, role: ClusterRole, *, by: User) -> ClusterMember:
    """Her part in it from now on, as long as she is a member; who leads is vetted with it. Raises PermissionDenied."""
    row = _led(member, by)
    if not row.is_joined:
        return row
    row.role = role
    row.is_vetted = row.is_vetted or role in LEADING_ROLES
    row.save(update_fields=["role", "is_vetted"])
    return row


@transaction.atomic
def vouch_for(member: ClusterMember, *, by: User) -> None:
    """Her posts appear at once from now on: who leads knows her. Raises PermissionDenied."""
    ClusterMember.objects.filter(pk=_led(member, by).pk).update(is_vetted=True)


@transaction.atomic
def introduce_oneself(member: ClusterMember, introduction: str, *, organisation: Organisation | None = None) -> None:
    """What she says of herself to the others, and for whom she takes part. Raises NotOnOffer."""
    member.introduction = introduction
    if organisation is not None and organisation.pk != member.organisation_id:
        member.organisation = _workplace(member.user, organisation)
    member.save(update_fields=["introduction", "organisation"])


def close_welcome(cluster: Cluster, user: User, *, now: datetime | None = None) -> None:
    """She has read the words of welcome. Twice called, no change."""
    rows = ClusterMember.objects.joined().filter(cluster=cluster, user=user, welcomed_at__isnull=True)
    rows.update(welcomed_at=now or timezone.now())


@transaction.atomic
def depart(user: User, organisation: Organisation, *, now: datetime | None = None) -> None:
    """She does not belong to this organisation any more: she is out of the clusters where she took part for it, unless
    she still works within that municipality. Clusters of editions follow the places of the edition instead. Plugged
    into `academy.sockets.departures`.
    """
    joined = ClusterMember.objects.filter(
        user=user,
        state__in=[MemberState.JOINED, MemberState.ASKED],
        organisation__isnull=False,
        cluster__edition__isnull=True,
    )
    for member in joined.select_related("organisation", "cluster"):
        place = member.organisation
        if place is None or not organisation.path.startswith(place.path):
            continue
        if not Membership.objects.current().filter(user=user, organisation__path__startswith=place.path).exists():
            _end(member, MemberState.LEFT, now=now or timezone.now())


@transaction.atomic
def match_edition(edition: Edition, *, now: datetime | None = None) -> None:
    """The people of an edition are those of its cluster: who has a seat is a member, who facilitates it leads; who
    left the edition is out. Twice called, no change. Plugged into `academy.sockets.edition_people`.
    """
    cluster = Cluster.objects.select_for_update(of=("self",)).filter(edition=edition).first()
    if cluster is None:
        return
    now = now or timezone.now()
    places = Place.objects.filter(edition=edition, state=PlaceState.SEATED)
    seated = dict(places.values_list("user_id", "organisation_id"))
    leading = set(edition.facilitators.values_list("pk", flat=True))
    rows = {row.user_id: row for row in cluster.members.all()}
    for user_id in seated.keys() | leading:
        leads = user_id in leading
        member = rows.get(user_id) or ClusterMember(cluster=cluster, user_id=user_id, state=MemberState.LEFT)
        was_in = member.is_joined
        if was_in and leads == (member.role in LEADING_ROLES):
            continue
        member.role = ClusterRole.FACILITATOR if leads else ClusterRole.MEMBER
        member.organisation_id = seated.get(user_id, member.organisation_id)
        member.is_vetted, member.state = True, MemberState.JOINED
        member.joined_at, member.ended_at = member.joined_at or now, None
        member.save()
        if not was_in:
            invite_newcomer(cluster, member.user, now=now)
    for user_id, member in rows.items():
        if member.is_joined and user_id not in seated and user_id not in leading:
            _end(member, MemberState.LEFT, now=now)


def admit(
    member: ClusterMember, *, organisation: Organisation | None, is_vetted: bool, now: datetime | None = None
) -> ClusterMember:
    """She is a member from now on, invited to what comes; `member` may be new. An address of a trusted domain vets her
    too.
    """
    now = now or timezone.now()
    member.state, member.joined_at, member.ended_at = MemberState.JOINED, now, None
    member.organisation = organisation
    member.is_vetted = member.is_vetted or is_vetted or _has_trusted_address(member)
    member.save()
    invite_newcomer(member.cluster, member.user, now=now)
    return member


def _locked(cluster: Cluster) -> Cluster:
    return Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)


def _row(cluster: Cluster, user: User) -> ClusterMember:
    """Hers, or one that is not saved yet. The cluster is locked, so nobody makes a second."""
    row = ClusterMember.objects.filter(cluster=cluster, user=user).select_related("cluster", "organisation").first()
    return row or ClusterMember(cluster=cluster, user=user, state=MemberState.LEFT)


def _led(member: ClusterMember, by: User) -> ClusterMember:
    _locked(member.cluster)
    row = ClusterMember.objects.select_related("cluster", "organisation", "user").get(pk=member.pk)
    require(may_lead(standing_of(by, row.cluster)))
    return row


def _is_led_by(cluster: Cluster, user: User | None) -> bool:
    return user is not None and standing_of(user, cluster).leads


def _workplace(user: User, organisation: Organisation | None) -> Organisation | None:
    offered = workplaces_of(user)
    if organisation is None:
        return next(iter(offered), None)
    if organisation.pk not in {row.pk for row in offered}:
        raise NotOnOffer
    return organisation


def _has_trusted_address(member: ClusterMember) -> bool:
    domains = {domain.lower() for domain in member.cluster.verified_domains}
    if not domains:
        return False
    addresses = EmailAddress.objects.filter(user=member.user, verified=True).values_list("email", flat=True)
    return any(address.rpartition("@")[2].lower() in domains for address in addresses)


def _end(member: ClusterMember, state: MemberState, *, now: datetime) -> None:
    if member.pk is None or member.state in (MemberState.LEFT, MemberState.DECLINED):
        return
    leave_events(member.user, member.cluster, now=now)
    member.state, member.ended_at = state, now
    member.role = ClusterRole.MEMBER
    member.save(update_fields=["state", "ended_at", "role"])
    forget_bell([member.user_id])


def _tell(member: ClusterMember, what: str, people: Iterable[int], *, now: datetime, reason: str = "") -> None:
    """A notice and a letter of the same name; the moment makes each decision one of its own, the day each request."""
    people = list(people)
    moment = now.date() if what == "asked" else now
    key = f"cluster_member/{member.uuid}/{what}/{moment.isoformat()}"
    facts = {"member": member.pk, "what": what, **({"reason": reason} if reason else {})}
    queue_letters("cluster_member", [LetterRow(pk, f"{key}/{pk}", facts) for pk in people])
    notices = [
        Notice(
            user_id=pk,
            kind=NoticeKind.MEMBERSHIP,
            key=f"{key}/{pk}",
            cluster_id=member.cluster_id,
            data={"what": what},
            created_at=now,
        )
        for pk in people
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    forget_bell(people)
