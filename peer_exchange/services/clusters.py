"""Clusters are founded, described, ended and opened again; sections are their shelves. Who is in them: `members`."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from anyascii import anyascii
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from academy import site_version
from academy.models import Organisation, User
from academy.policies import require
from courses.models import Course, Edition
from courses.policies import may_facilitate
from peer_exchange.enums import ClusterEntry, ClusterRole, MemberState, Visibility
from peer_exchange.errors import EditionWithoutHost
from peer_exchange.models import Cluster, ClusterMember, ClusterText, Practice, Section
from peer_exchange.policies import may_found, may_lead, standing_of
from peer_exchange.services.members import match_edition
from peer_exchange.services.twice import just_made

RESERVED = frozenset({"new", "invitations", "editions"})  # addresses beside those of clusters


@transaction.atomic
def create_cluster(
    host: Organisation,
    *,
    by: User,
    texts: Mapping[str, tuple[str, str]] | None = None,
    sections: Iterable[str] = (),
    courses: Iterable[Course] = (),
    now: datetime | None = None,
    **fields: Any,
) -> Cluster:
    """A cluster that `host` holds; who founds it is its host person. `fields` are those of the model, `texts`
    {language: (name, purpose)}. The same again within seconds is the same cluster. Raises PermissionDenied.
    """
    require(may_found(by, host))
    now = now or timezone.now()
    if (twin := just_made(Cluster.objects.filter(host=host), by=by, now=now, **fields)) is not None:
        return twin
    cluster = _found(host, by=by, now=now, **fields)
    ClusterMember.objects.create(
        cluster=cluster, user=by, role=ClusterRole.HOST, state=MemberState.JOINED, is_vetted=True,
        organisation=host, asked_at=cluster.created_at, joined_at=cluster.created_at,
    )  # fmt: skip
    cluster.courses.set(courses)
    _name(cluster, texts or {})
    name_sections(cluster, sections)
    return cluster


@transaction.atomic
def change_cluster(
    cluster: Cluster,
    *,
    by: User,
    texts: Mapping[str, tuple[str, str]] | None = None,
    sections: Iterable[str] | None = None,
    courses: Iterable[Course] | None = None,
    **fields: Any,
) -> Cluster:
    """Change these fields; `texts`, `sections` and `courses` where given, in place of those before. The cluster of an
    edition stays hidden. Raises PermissionDenied.
    """
    row = Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    require(may_lead(standing_of(by, row)))
    if row.edition_id:
        fields = {name: value for name, value in fields.items() if name not in ("visibility", "entry")}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    if texts is not None:
        _name(row, texts)
    if sections is not None:
        name_sections(row, sections)
    if courses is not None:
        row.courses.set(courses)
    _republish()
    return row


@transaction.atomic
def archive_cluster(cluster: Cluster, *, by: User, now: datetime | None = None) -> None:
    """It ends: everything stays readable, nothing new is written. Twice called, no change. Raises PermissionDenied."""
    require(may_lead(standing_of(by, cluster)))
    if Cluster.objects.running().filter(pk=cluster.pk).update(archived_at=now or timezone.now()):
        _republish()


@transaction.atomic
def reopen_cluster(cluster: Cluster, *, by: User) -> None:
    """It goes on. Twice called, no change. Raises PermissionDenied."""
    require(may_lead(standing_of(by, cluster)))
    if Cluster.objects.filter(pk=cluster.pk, archived_at__isnull=False).update(archived_at=None):
        _republish()


@transaction.atomic
def open_edition_cluster(edition: Edition, *, by: User, title: str, now: datetime | None = None) -> Cluster:
    """The private cluster of an edition: hidden, for its people alone. Twice called, the
    same. Raises PermissionDenied, EditionWithoutHost.
    """
    require(may_facilitate(by, edition))
    row = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("organisation", "course__approach")
        .get(pk=edition.pk)
    )
    existing = Cluster.objects.filter(edition=row).first()
    if existing is not None:
        return existing
    if row.organisation is None:
        raise EditionWithoutHost
    cluster = _found(
        row.organisation, by=by, now=now or timezone.now(), edition=row, title=title[:200], language=row.language,
        approach=row.course.approach,
        languages=[row.language], visibility=Visibility.HIDDEN, entry=ClusterEntry.INVITATION,
        time_zone=row.time_zone, starts_on=row.starts_on, ends_on=row.ends_on,
    )  # fmt: skip
    cluster.courses.set([row.course])
    match_edition(row, now=now)
    return cluster


def name_sections(cluster: Cluster, names: Iterable[str]) -> None:
    """Its shelves in this order: those that stand keep their topics, those left out go and their topics stay."""
    wanted = {name.casefold(): name for name in names}
    standing = {section.name.casefold(): section for section in cluster.sections.all()}
    Section.objects.filter(pk__in=[row.pk for key, row in standing.items() if key not in wanted]).delete()
    for position, (key, name) in enumerate(wanted.items()):
        section = standing.get(key) or Section(cluster=cluster)
        section.name, section.position = name, position
        section.save()


def free_slug(title: str) -> str:
    """An address made of the name in plain letters, that no cluster has yet."""
    base = slugify(anyascii(title))[:100].strip("-") or "cluster"
    taken = set(Cluster.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return base if base not in taken else next(slug for n in count(2) if (slug := f"{base}-{n}") not in taken)


def _found(host: Organisation, *, by: User, now: datetime, **fields: Any) -> Cluster:
    fields["slug"] = fields.get("slug") or free_slug(fields["title"])
    fields.setdefault("is_sample", host.is_sample)
    cluster = Cluster.objects.create(host=host, created_by=by, created_at=now, **fields)
    _republish()
    return cluster


def _name(cluster: Cluster, texts: Mapping[str, tuple[str, str]]) -> None:
    for language, (title, purpose) in texts.items():
        ClusterText.objects.update_or_create(
            cluster=cluster, language=language, defaults={"title": title, "purpose": purpose}
        )
    cluster.texts.exclude(language__in=texts).delete()


def _republish() -> None:
    """Pages of courses, the home page, open data and prints of practices name clusters."""
    site_version.bump_on_commit(Cluster.site_part, Practice.site_part)
