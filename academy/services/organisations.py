"""Organisations and who belongs to them. A membership that ends stays on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from academy.enums import Access, MembershipRole
from academy.folding import fold
from academy.models import Membership, Organisation, OrganisationName, User
from academy.services.access import record_access


@transaction.atomic
def add_organisation(
    parent: Organisation | None, *, names: Mapping[str, str] | None = None, **fields: Any
) -> Organisation:
    """A new organisation below `parent`, or at the top. `names` is {language: name}; `fields` those of the model."""
    organisation = Organisation(**fields)
    if parent is None:
        Organisation.add_root(instance=organisation)
    else:
        Organisation.objects.get(pk=parent.pk).add_child(instance=organisation)
    name_organisation(organisation, names or {})
    return organisation


@transaction.atomic
def name_organisation(organisation: Organisation, names: Mapping[str, str]) -> None:
    """Its names in other languages, {language: name}: these and no others; then what the search finds it by."""
    for language, name in names.items():
        OrganisationName.objects.update_or_create(organisation=organisation, language=language, defaults={"name": name})
    OrganisationName.objects.filter(organisation=organisation).exclude(language__in=names).delete()
    organisation.folded = fold(" ".join([organisation.name, organisation.acronym, *names.values()]))[:1000]
    organisation.save(update_fields=["folded"])


@transaction.atomic
def join_organisation(
    user: User,
    organisation: Organisation,
    *,
    role: MembershipRole = MembershipRole.MEMBER,
    position: str = "",
    by: User | None = None,
    now: datetime | None = None,
) -> Membership:
    """She belongs to it in this role; a current membership stays as it is (an empty position is filled)."""
    current = Membership.objects.current().filter(user=user, organisation=organisation, role=role)
    membership = current.first()
    if membership is None:
        try:
            with transaction.atomic():
                membership = Membership.objects.create(
                    user=user,
                    organisation=organisation,
                    role=role,
                    position=position,
                    added_by=by,
                    started_at=now or timezone.now(),
                )
        except IntegrityError:  # joined in this very moment
            return current.get()
        if by is not None:
            record_access(by, Access.CHANGED, "membership", organisation=organisation, person=user, role=str(role))
    elif position and not membership.position:
        membership.position = position
        membership.save(update_fields=["position"])
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: User, now: datetime | None = None) -> None:
    """She no longer belongs to it in this role; what she learned there stays with the organisation of that day."""
    ended = Membership.objects.current().filter(pk=membership.pk)
    if ended.update(ended_at=max(now or timezone.now(), membership.started_at)):
        record_access(
            by, Access.CHANGED, "membership", organisation=membership.organisation, person=membership.user, ended=True
        )


@transaction.atomic
def move_person(membership: Membership, to: Organisation, *, by: User, now: datetime | None = None) -> Membership:
    """From one organisation to another in the same role; records keep the organisation of their day."""
    end_membership(membership, by=by, now=now)
    return join_organisation(
        membership.user, to, role=MembershipRole(membership.role), position=membership.position, by=by, now=now
    )


def main_organisation(user: User) -> Organisation | None:
    """Where she works now: the organisation she joined last."""
    membership = (
        Membership.objects.current().filter(user=user).select_related("organisation").order_by("-started_at").first()
    )
    return membership.organisation if membership else None
