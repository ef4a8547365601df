"""Inviting people one by one, and what becomes of it when the owner of the mailbox clicks.

Who invites never learns whether an address has an account: an invitation looks the same in both cases, and nothing here
asks for an account by its address alone. Only who belongs to the branch already is enrolled at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Lower
from django.utils import timezone

from academy.enums import Access, MembershipRole
from academy.folding import fold
from academy.models import AccessRecord, Letter, Membership, Organisation, User
from academy.policies import may_govern, may_run, require
from academy.services.access import record_access
from academy.services.letters import AddressRow, queue_letter, queue_letter_to_address, queue_letters_to_addresses
from academy.services.organisations import join_organisation
from courses.enums import EnrollmentState, PlaceState, RowOutcome
from courses.errors import (
    CompletedAlready,
    InAnotherEdition,
    InvitationGone,
    LearningError,
    NoPlaceFromHere,
    NotYourInvitation,
    TooManyInvitations,
)
from courses.models import Course, Edition, Enrollment, Invitation
from courses.services.enrollments import enroll_person
from courses.services.places import seat_person

VALID = timedelta(days=30)
AGAIN = timedelta(hours=1)  # two letters of one invitation are at least so far apart
MOST_A_DAY = 200  # of one inviter, one by one; lists of staff have their own limits


@dataclass(frozen=True)
class Target:
    """Into what somebody is invited: an organisation, perhaps a course or an edition. `branch` is what the inviter
    runs: people who belong to it need no letter to accept.
    """

    organisation: Organisation
    branch: Organisation
    course: Course | None = None
    edition: Edition | None = None


@dataclass(frozen=True)
class Invitee:
    """What is known of a person before she has said anything. `email` in lower case."""

    email: str
    language: str
    name: str = ""
    name_other_script: str = ""
    position: str = ""
    sex: str = ""
    role: MembershipRole = MembershipRole.MEMBER


@dataclass(frozen=True)
class Invited:
    """What came of it: `outcome`, and the invitation unless she belonged to the branch already."""

    outcome: RowOutcome
    invitation: Invitation | None = None


@dataclass
class Colleagues:
    """Who of these addresses belongs to the branch now: {address: (user, [her memberships in it])}."""

    found: dict[str, tuple[User, list[Membership]]] = field(default_factory=dict)

    @classmethod
    def among(cls, branch: Organisation, emails: Iterable[str]) -> "Colleagues":
        """One query, the same whoever has an account."""
        rows = (
            Membership.objects.current()
            .filter(organisation__in=Organisation.objects.within(branch).order_by().values("pk"), user__is_active=True)
            .annotate(email=Lower("user__email"))
            .filter(email__in=list(emails))
            .select_related("user", "organisation")
            .order_by("-started_at", "-pk")
        )
        found: dict[str, tuple[User, list[Membership]]] = {}
        for membership in rows:
            found.setdefault(membership.email, (membership.user, []))[1].append(membership)
        return cls(found)


def invite_person(
    organisation: Organisation,
    email: str,
    *,
    by: User,
    language: str,
    branch: Organisation | None = None,
    course: Course | None = None,
    edition: Edition | None = None,
    now: datetime | None = None,
    **person: Any,
) -> Invited:
    """Invite one address; `person` are further fields of `Invitee`.

    Invited already, the open invitation stays as it is and no second letter leaves; an expired one is renewed. Who
    belongs to the branch (by default: the organisation and all below it) joins and is enrolled at once, with a letter
    that says so. Raises PermissionDenied, TooManyInvitations, and for those NoPlaceFromHere, EnrollmentClosed and the
    errors of `seat_person`.
    """
    now = now or timezone.now()
    invitee = Invitee(email=email.strip().lower(), language=language, **person)
    target = Target(organisation, branch or organisation, course, edition)
    require_may_invite(by, target, invitee.role)
    mine = AccessRecord.objects.filter(actor=by, what="invitation", at__gt=now - timedelta(days=1))
    if mine.filter(details__has_key="role").count() >= MOST_A_DAY:
        raise TooManyInvitations
    colleagues = Colleagues.among(target.branch, [invitee.email])
    return invite(target, invitee, colleagues, by=by, now=now)


def require_may_invite(by: User, target: Target, role: MembershipRole = MembershipRole.MEMBER) -> None:
    """Raise PermissionDenied unless she runs both; for any role but that of staff, administers the organisation."""
    require(may_run(by, target.branch))
    require(may_run(by, target.organisation) if role == MembershipRole.MEMBER else may_govern(by, target.organisation))


@transaction.atomic
def invite(
    target: Target,
    invitee: Invitee,
    colleagues: Colleagues,
    *,
    by: User,
    is_swept: bool = False,
    now: datetime | None = None,
) -> Invited:
    """As `invite_person`, for many: without asking again who may, and who belongs to the branch."""
    now = now or timezone.now()
    colleague = colleagues.found.get(invitee.email)
    if colleague is not None:
        return Invited(_take_in(target, invitee, *colleague, by=by, now=now))
    invitation, is_fresh = _write(target, invitee, by=by, keeps_role=is_swept, now=now)
    if not is_fresh:
        return Invited(RowOutcome.UNCHANGED, invitation)
    _send(invitation, now, is_swept=is_swept)
    if not is_swept:  # a list of staff is noted as one
        record_access(
            by, Access.CHANGED, "invitation", organisation=target.organisation, role=str(MembershipRole(invitee.role))
        )
    return Invited(RowOutcome.INVITED, invitation)


@transaction.atomic
def invite_strangers(
    pairs: Sequence[tuple[Target, Invitee]], *, by: User, now: datetime | None = None
) -> list[RowOutcome | None]:
    """As `invite` does for many who do not belong to the branch, all with the same course and edition: in a handful of
    queries. None for those whose invitation ran out: `invite` renews it. Raises IntegrityError when somebody else
    invites one of them in this very moment; then nothing is done.
    """
    now = now or timezone.now()
    if not pairs:
        return []
    first = pairs[0][0]
    same = Invitation.objects.filter(
        organisation__in={target.organisation.pk for target, _invitee in pairs},
        course=first.course,
        edition=first.edition,
        email__in=[invitee.email for _target, invitee in pairs],
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    )
    known = {(pk, email): ends for pk, email, ends in same.values_list("organisation_id", "email", "expires_at")}
    ends = [known.get((target.organisation.pk, invitee.email)) for target, invitee in pairs]
    new = [_draft(*pair, by=by, now=now) for pair, end in zip(pairs, ends, strict=True) if end is None]
    held = _held({row.email for row in new}, now)
    Invitation.objects.bulk_create(new)
    queue_letters_to_addresses(
        "invitation",
        [
            AddressRow(row.email, row.language, _letter_key(row, now), {"invitation": row.pk}, held.get(row.email))
            for row in new
        ],
    )
    return [RowOutcome.INVITED if end is None else RowOutcome.UNCHANGED if end > now else None for end in ends]


@transaction.atomic
def send_invitation_again(invitation: Invitation, *, by: User, now: datetime | None = None) -> bool:
    """Another letter, and 30 more days. False when it was accepted or revoked, or the last letter is fresh."""
    now = now or timezone.now()
    _require_may_change(invitation, by)
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True)
    sent = Letter.objects.filter(kind="invitation", key__startswith=f"invitation/{invitation.uuid}/")
    if sent.filter(created_at__gt=now - AGAIN).exists() or not rows.update(expires_at=now + VALID, invited_by=by):
        return False
    invitation.refresh_from_db()
    _send(invitation, now)
    return True


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User, now: datetime | None = None) -> bool:
    """Its link opens nothing any more. False when it was accepted already. Twice called, no change."""
    _require_may_change(invitation, by)
    rows = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True)
    if rows.filter(revoked_at__isnull=True).update(revoked_at=now or timezone.now()):
        record_access(by, Access.CHANGED, "invitation", organisation=invitation.organisation, revoked=True)
    return rows.exists()


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User, *, now: datetime | None = None) -> LearningError | None:
    """She joins the organisation and is enrolled. Twice called, no change.

    Returns why she could not be enrolled (she belongs to the organisation all the same), or None. Raises InvitationGone
    and NotYourInvitation.
    """
    now = now or timezone.now()
    row = Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if row is None:
        raise InvitationGone
    if row.email.lower() != user.email.lower():
        raise NotYourInvitation
    if row.accepted_at is not None and row.accepted_by_id == user.pk:
        return None
    is_mine = Invitation.objects.open(now=now).filter(pk=row.pk)
    if not is_backed(row) or not is_mine.update(accepted_at=now, accepted_by=user):
        raise InvitationGone
    role = MembershipRole(row.role)
    join_organisation(user, row.organisation, role=role, position=row.position, by=row.invited_by, now=now)
    target = Target(row.organisation, row.organisation, row.course, row.edition)
    try:
        enroll(target, user, row.organisation, language=user.language, by=row.invited_by, now=now)
    except LearningError as error:
        return error
    return None


def is_backed(invitation: Invitation) -> bool:
    """Whether a role is still given by somebody who may give it: it ends with the rights of who invited."""
    if invitation.role == MembershipRole.MEMBER:
        return True
    by = invitation.invited_by
    return by is not None and bool(may_govern(by, invitation.organisation))


@transaction.atomic
def enroll(
    target: Target,
    user: User,
    organisation: Organisation,
    *,
    language: str,
    by: User | None,
    now: datetime | None = None,
) -> bool:
    """Into the edition or course of `target`; whether that changed anything. Raises as `seat_person` does."""
    if takes_part(target, user):
        return False
    if target.edition is not None:
        seat_person(target.edition, user, organisation, by, now=now)
        return True
    if target.course is None:
        return False
    enroll_person(user, target.course, language=language, organisation=organisation, now=now)
    return True


def takes_part(target: Target, user: User) -> bool:
    """Whether she is where the invitation would lead: nothing is left to do."""
    if target.edition is not None:
        return target.edition.places.filter(user=user, state__in=(PlaceState.SEATED, PlaceState.WAITING)).exists()
    if target.course is not None:
        standing = Enrollment.objects.filter(user=user, course=target.course)
        return standing.exclude(state=EnrollmentState.WITHDRAWN).exists()
    return True


def _take_in(
    target: Target, invitee: Invitee, user: User, memberships: list[Membership], *, by: User, now: datetime
) -> RowOutcome:
    """Who belongs to the branch: into the organisation if she is neither in it nor below it, into the course."""
    path = target.organisation.path
    within = [row for row in memberships if row.organisation.path.startswith(path)]
    has_role = invitee.role == MembershipRole.MEMBER or any(
        row.role == invitee.role and row.organisation_id == target.organisation.pk for row in within
    )
    is_new_here = not within or not has_role
    if is_new_here:
        join_organisation(user, target.organisation, role=invitee.role, position=invitee.position, by=by, now=now)
    organisation = within[0].organisation if within else target.organisation
    try:
        is_enrolled = enroll(target, user, organisation, language=user.language, by=by, now=now)
    except (CompletedAlready, InAnotherEdition) as error:
        if _is_seen(target, user):
            raise
        raise NoPlaceFromHere from error
    if is_enrolled and target.edition is None and target.course is not None:
        record_access(
            by, Access.CHANGED, "enrollment", organisation=organisation, person=user, course=target.course.key
        )
    tells = target.edition is None or not is_enrolled  # a place in an edition has a letter of its own
    if tells and (is_enrolled or is_new_here):
        data = {"organisation": target.organisation.pk, "course": target.course.pk if target.course else None}
        key = f"enrolled/{target.organisation.uuid}/{data['course']}/{invitee.role}/{user.uuid}/{now.isoformat()}"
        queue_letter("enrolled", user, key=key, data={**data, "by": by.pk})
    return RowOutcome.ENROLLED if is_enrolled or is_new_here else RowOutcome.UNCHANGED


def _is_seen(target: Target, user: User) -> bool:
    """Whether the branch sees what she learned in the course of the edition; else nobody there is told of it."""
    course = target.edition.course_id if target.edition else target.course.pk if target.course else None
    standing = Enrollment.objects.of(user).standing().filter(course=course)
    return standing.filter(organisation__path__startswith=target.branch.path).exists()


def _write(target: Target, invitee: Invitee, *, by: User, keeps_role: bool, now: datetime) -> tuple[Invitation, bool]:
    """The one open invitation of this address into this target, and whether a letter has to leave (new role: yes)."""
    same = Invitation.objects.filter(
        organisation=target.organisation,
        course=target.course,
        edition=target.edition,
        email=invitee.email,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    )
    row = same.first()
    if row is None:
        try:
            with transaction.atomic():
                row = _draft(target, invitee, by=by, now=now)
                row.save(force_insert=True)
                return row, True
        except IntegrityError:  # invited in this very moment
            return same.get(), False
    renewed = same.filter(expires_at__lte=now).update(expires_at=now + VALID, invited_by=by, role=invitee.role)
    if not renewed and not keeps_role and row.role != invitee.role and may_govern(by, target.organisation):
        renewed = same.exclude(role=invitee.role).update(expires_at=now + VALID, invited_by=by, role=invitee.role)
    row.refresh_from_db()
    return row, bool(renewed)


def _draft(target: Target, invitee: Invitee, *, by: User, now: datetime) -> Invitation:
    return Invitation(
        organisation=target.organisation,
        course=target.course,
        edition=target.edition,
        role=invitee.role,
        email=invitee.email,
        name=invitee.name,
        name_other_script=invitee.name_other_script,
        position=invitee.position,
        sex=invitee.sex,
        language=invitee.language,
        folded=fold(f"{invitee.name} {invitee.name_other_script} {invitee.email}")[:500],
        invited_by=by,
        created_at=now,
        expires_at=now + VALID,
    )


def _send(invitation: Invitation, now: datetime, *, is_swept: bool = False) -> None:
    queue_letter_to_address(
        "invitation",
        invitation.email,
        invitation.language,
        key=_letter_key(invitation, now),
        data={"invitation": invitation.pk},
        not_before=_held([invitation.email], now, without=invitation).get(invitation.email),
        is_swept=is_swept,
    )


def _held(emails: Iterable[str], now: datetime, *, without: Invitation | None = None) -> dict[str, datetime]:
    """Until when letters to these addresses wait: another invitation went there just now, revoked or not."""
    sent = Invitation.objects.annotate(to=Lower("email")).filter(to__in=list(emails))
    sent = sent.filter(expires_at__gt=now + VALID - AGAIN)
    if without is not None:
        sent = sent.exclude(pk=without.pk)
    last = sent.order_by().values_list("to").annotate(last=Max("expires_at"))
    return {email: expires_at - VALID + AGAIN for email, expires_at in last}


def _letter_key(invitation: Invitation, now: datetime) -> str:
    return f"invitation/{invitation.uuid}/{now.isoformat()}"


def _require_may_change(invitation: Invitation, by: User) -> None:
    is_staff = invitation.role == MembershipRole.MEMBER
    require(may_run(by, invitation.organisation) if is_staff else may_govern(by, invitation.organisation))
