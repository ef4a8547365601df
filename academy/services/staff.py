"""Who belongs to an organisation in which role: given and taken by its administrators, left by the person herself.

A person has one membership per role; that of a member of staff goes through all her time there, roles come and go.
"""

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.enums import RUNNING_ROLES, Access, MembershipRole
from academy.models import Membership, Organisation, User
from academy.services.access import record_access
from academy.services.letters import queue_letter
from academy.services.organisations import OrganisationError, end_membership, join_organisation


class LastAdministrator(OrganisationError):
    """Nobody would administer the organisation; only who confirmed it may go on."""

    def __init__(self) -> None:
        super().__init__(
            _("This is the last administrator of the organisation. Make another person an administrator first.")
        )


def role_of(user: User, organisation: Organisation) -> MembershipRole | None:
    """The highest of her current roles in this organisation; None when she does not belong to it."""
    held = set(Membership.objects.current().filter(user=user, organisation=organisation).values_list("role", flat=True))
    order = (MembershipRole.ADMINISTRATOR, MembershipRole.COORDINATOR, MembershipRole.MEMBER)
    return next((role for role in order if role in held), None)


def is_last_administrator(user: User, organisation: Organisation) -> bool:
    """Whether the organisation has no other administrator of its own with an open account."""
    administrators = Membership.objects.current().filter(
        organisation=organisation, role=MembershipRole.ADMINISTRATOR, user__is_active=True
    )
    return administrators.filter(user=user).exists() and not administrators.exclude(user=user).exists()


@transaction.atomic
def give_role(
    user: User, organisation: Organisation, role: MembershipRole, *, by: User, is_confirmed: bool = False
) -> None:
    """This is her role from now on, in place of the others; a member of staff she stays. Twice called, no change.

    Raises OrganisationError when she does not belong to it, LastAdministrator unless `is_confirmed`.
    """
    _lock(organisation)
    before = role_of(user, organisation)
    if before is None:
        raise OrganisationError(_("This person does not belong to the organisation any more."))
    if before == role:
        return
    if before == MembershipRole.ADMINISTRATOR and not is_confirmed and is_last_administrator(user, organisation):
        raise LastAdministrator
    current = Membership.objects.current().filter(user=user, organisation=organisation)
    since = current.aggregate(since=Min("started_at"))["since"]
    position = current.exclude(position="").values_list("position", flat=True).first() or ""
    if not current.filter(role=MembershipRole.MEMBER).exists():
        join_organisation(user, organisation, position=position, now=since)
    for membership in current.filter(role__in=RUNNING_ROLES).exclude(role=role):
        Membership.objects.filter(pk=membership.pk).update(ended_at=timezone.now())
    if role in RUNNING_ROLES:
        given = join_organisation(user, organisation, role=role, position=position)
        Membership.objects.filter(pk=given.pk).update(added_by=by)
    record_access(
        by, Access.CHANGED, "role", organisation=organisation, person=user, role=str(role), before=str(before)
    )
    _tell(user, organisation, "role", by=by, role=str(role))


@transaction.atomic
def set_position(user: User, organisation: Organisation, position: str, *, by: User) -> None:
    """What she does there, as her current memberships say it."""
    rows = Membership.objects.current().filter(user=user, organisation=organisation).exclude(position=position)
    if rows.update(position=position):
        record_access(by, Access.CHANGED, "position", organisation=organisation, person=user)


@transaction.atomic
def leave_organisation(user: User, organisation: Organisation, *, by: User, is_confirmed: bool = False) -> bool:
    """End all she is there; what she learned stays with the organisation of that day. False: she had left already.

    Raises LastAdministrator unless `is_confirmed`.
    """
    _lock(organisation)
    rows = list(Membership.objects.current().filter(user=user, organisation=organisation))
    if not rows:
        return False
    if not is_confirmed and is_last_administrator(user, organisation):
        raise LastAdministrator
    for row in rows:
        end_membership(row, by=by)
    _tell(user, organisation, "ended", by=by)
    return True


@transaction.atomic
def move_staff(
    user: User, origin: Organisation, to: Organisation, *, by: User, is_confirmed: bool = False
) -> Membership:
    """She works in another organisation from now on, as a member of staff: roles stay behind and are given anew.

    Her records stay with the organisation of their day. Raises OrganisationError, LastAdministrator.
    """
    if origin.pk == to.pk:
        raise OrganisationError(_("She works there already. Choose another organisation."))
    if not to.is_active:
        raise OrganisationError(_("This organisation is not active. Choose another one."))
    _lock(origin)
    rows = list(Membership.objects.current().filter(user=user, organisation=origin))
    if not rows:
        raise OrganisationError(_("This person does not belong to the organisation any more."))
    if not is_confirmed and is_last_administrator(user, origin):
        raise LastAdministrator
    position = next((row.position for row in rows if row.position), "")
    joined = join_organisation(user, to, position=position, by=by)
    for row in rows:  # after it: who moves within a municipality does not leave that
        end_membership(row, by=by)
    _tell(user, to, "moved", by=by, origin=origin.pk)
    return joined


def _lock(organisation: Organisation) -> None:
    """Two administrators who take each other's role at once must not both succeed."""
    Organisation.objects.select_for_update(of=("self",)).filter(pk=organisation.pk).first()


def _tell(user: User, organisation: Organisation, event: str, *, by: User, **data: object) -> None:
    """A letter about it, unless she did it herself."""
    if by.pk == user.pk:
        return
    moment = f"{timezone.now():%Y%m%d%H%M%S%f}"
    queue_letter(
        "membership",
        user,
        key=f"membership/{user.uuid}/{organisation.pk}/{event}/{moment}",
        data={"event": event, "organisation": organisation.pk, **data},
    )
