"""Organisations in their tree, and who belongs to them. A membership that ends stays on record."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

from anyascii import anyascii
from django.db import IntegrityError, models, transaction
from django.db.models import Min, ProtectedError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from academy import site_version, sockets
from academy.enums import Access, MembershipRole
from academy.folding import fold
from academy.models import Membership, Organisation, OrganisationName, User
from academy.services.access import record_access


class OrganisationError(Exception):
    """A change of the tree that cannot be; `message` is a translatable sentence that says what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


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
    site_version.bump_on_commit()


def free_key(name: str) -> str:
    """A key for addresses, made of the name in plain letters, that nobody has yet."""
    base = slugify(anyascii(name))[:100].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(key__startswith=base).values_list("key", flat=True))
    return base if base not in taken else next(key for n in count(2) if (key := f"{base}-{n}") not in taken)


@transaction.atomic
def found_organisation(
    parent: Organisation | None, *, by: User, names: Mapping[str, str] | None = None, **fields: Any
) -> Organisation:
    """`add_organisation` by a person, under a key of its own unless `fields` has one; what is fictional stays so."""
    fields["key"] = fields.get("key") or free_key(fields["name"])
    if parent is not None:
        fields.setdefault("is_sample", parent.is_sample)
        fields["economy"] = fields.get("economy") or parent.economy
    organisation = add_organisation(parent, names=names, **fields)
    record_access(by, Access.CHANGED, "organisation", organisation=organisation, added=True)
    return organisation


@transaction.atomic
def edit_organisation(
    organisation: Organisation, *, by: User, names: Mapping[str, str] | None = None, **fields: Any
) -> Organisation:
    """Change these fields of the model, and its names in other languages where `names` is given. Certificates that
    were issued before stay as they are.
    """
    row = Organisation.objects.get(pk=organisation.pk)
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    kept = dict(row.names.values_list("language", "name"))
    if changed:
        row.save(update_fields=changed)
    if names is not None and dict(names) != kept:
        changed.append("names")
    if {"name", "acronym", "names"} & set(changed):
        name_organisation(row, kept if names is None else names)
    if changed:
        record_access(by, Access.CHANGED, "organisation", organisation=row, fields=sorted(changed))
    return row


@transaction.atomic
def move_organisation(organisation: Organisation, below: Organisation | None, *, by: User) -> Organisation:
    """With everything below it to another place in the tree; None is the top. Raises OrganisationError for a place
    within itself.
    """
    row = Organisation.objects.get(pk=organisation.pk)
    parent = row.get_parent()
    if (below.pk if below else None) == (parent.pk if parent else None):
        return row
    if below is None:
        row.move(Organisation.get_first_root_node(), pos="last-sibling")
    else:
        target = Organisation.objects.get(pk=below.pk)
        if target.path.startswith(row.path):
            raise OrganisationError(
                _("An organisation cannot stand below itself. Choose one outside of what is below it.")
            )
        row.move(target, pos="last-child")
    row.refresh_from_db()
    record_access(by, Access.CHANGED, "organisation", organisation=row, fields=["place"])
    return row


@transaction.atomic
def switch_organisation(organisation: Organisation, *, is_active: bool, by: User) -> None:
    """An organisation that is not active is offered nowhere and gives nobody rights; its records stay. Twice called,
    no change.
    """
    rows = Organisation.objects.filter(pk=organisation.pk).exclude(is_active=is_active)
    if rows.update(is_active=is_active):
        record_access(by, Access.CHANGED, "organisation", organisation=organisation, fields=["is_active"])


@transaction.atomic
def remove_organisation(organisation: Organisation, *, by: User) -> None:
    """Delete one that was never used. Raises OrganisationError when something stands below it or records name it."""
    row = Organisation.objects.get(pk=organisation.pk)
    used = _(
        "People or records belong to this organisation: deactivate it instead, then nobody is offered it any more."
    )
    if row.get_children_count():
        raise OrganisationError(_("Other organisations stand below this one. Move or delete them first."))
    if _is_named(row):
        raise OrganisationError(used)
    name = row.name
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise OrganisationError(used) from error
    record_access(by, Access.CHANGED, "organisation", removed=name)


def _is_named(organisation: Organisation) -> bool:
    """Whether any row of any room refers to it; its own names and the log are no records."""
    relations = (field for field in Organisation._meta.get_fields(include_hidden=True) if field.one_to_many)
    for relation in relations:
        if relation.related_model is OrganisationName or relation.on_delete is models.SET_NULL:
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: organisation}).exists():
            return True
    return False


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
        still = Membership.objects.current().filter(user=membership.user, organisation=membership.organisation)
        if not still.exists():
            for _name, depart in sockets.departures:
                depart(membership.user, membership.organisation)


@transaction.atomic
def move_person(membership: Membership, to: Organisation, *, by: User, now: datetime | None = None) -> Membership:
    """From one organisation to another in the same role; records keep the organisation of their day."""
    joined = join_organisation(
        membership.user, to, role=MembershipRole(membership.role), position=membership.position, by=by, now=now
    )
    end_membership(membership, by=by, now=now)  # after it: who moves within a municipality does not leave that
    return joined


def organisations_of(user: User) -> list[Organisation]:
    """Where she belongs now, the active ones, first that which she joined last; a role given later is no joining."""
    joined = list(
        Membership.objects.current()
        .filter(user=user, organisation__is_active=True)
        .order_by()
        .values("organisation")
        .annotate(since=Min("started_at"), newest=Min("pk"))
        .order_by("-since", "-newest")
        .values_list("organisation", flat=True)
    )
    rows = Organisation.objects.prefetch_related("names").in_bulk(joined) if joined else {}
    return [rows[pk] for pk in joined]


def main_organisation(user: User) -> Organisation | None:
    """Where she works now: the organisation she joined last."""
    return next(iter(organisations_of(user)), None)
