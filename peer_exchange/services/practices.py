"""Drafts of practices: begun, written on by several people, saved. The public version stays as it is meanwhile.

A draft is Wagtail's latest revision. `draft_version` counts its saves: what was written upon an older one is refused
with the draft as it stands now, so that nobody overwrites what another saved.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision, TaskState

from academy.models import Organisation, User
from academy.policies import require
from courses.models import Submission
from peer_exchange.enums import AuthorRole
from peer_exchange.errors import InCheck, StaleDraft
from peer_exchange.models import (
    Practice,
    PracticeAuthor,
    PracticeCost,
    PracticeDocument,
    PracticeImage,
    PracticeIndicator,
    PracticeLesson,
    PracticePartner,
    PracticeStep,
    Topic,
)
from peer_exchange.policies import may_discard_practice
from peer_exchange.services.twice import just_made

PART_MODELS = {
    "steps": PracticeStep,
    "partners": PracticePartner,
    "costs": PracticeCost,
    "indicators": PracticeIndicator,
    "lessons": PracticeLesson,
    "documents": PracticeDocument,
    "images": PracticeImage,
}
MANY = ("further_approaches", "related", "courses", "clusters")
# What the columns of a record that was never public show of its draft, for lists.
MIRRORED = ("title", "language", "organisation", "place", "economy", "approach")

Parts = Mapping[str, Sequence[Mapping[str, Any]]]


@transaction.atomic
def create_draft(
    by: User | None,
    *,
    language: str = "",
    organisation: Organisation | None = None,
    source_topic: Topic | None = None,
    source_submission: Submission | None = None,
    parts: Parts | None = None,
    now: datetime | None = None,
    **fields: Any,
) -> Practice:
    """A record that nobody sees but its authors; `by` is the first of them, None for a loader.

    `fields` are fields of the model, those to many as lists of rows; `parts` as in `save_draft`.
    """
    practice = Practice(
        live=False,
        language=language or (by.language if by else "en"),
        source_topic=source_topic,
        source_submission=source_submission,
        created_by=by,
        created_at=now or timezone.now(),
    )
    practice.save()
    if by is not None:
        membership = by.memberships.current().order_by("-started_at").first()
        own = organisation or (membership.organisation if membership else None)
        PracticeAuthor.objects.create(practice=practice, user=by, role=AuthorRole.AUTHOR, organisation=own)
    return save_draft(practice, {**fields, "organisation": organisation}, parts or {}, version=0, by=by)


@transaction.atomic
def begin_draft(by: User, *, language: str, now: datetime | None = None, **known: Any) -> Practice:
    """As `create_draft`, for who begins to write. Begun again within seconds, no word saved, it is the same one."""
    now = now or timezone.now()
    same = {name: known.get(name) for name in ("approach", "source_submission", "source_topic")}
    twin = just_made(Practice.objects.filter(draft_version=1, language=language), by=by, now=now, **same)
    return draft_of(twin) if twin is not None else create_draft(by, language=language, now=now, **known)


def draft_of(practice: Practice) -> Practice:
    """The record as its authors see it: what they saved last, with its parts; not to be saved as it is.

    Its columns of life (state, code, version, …) are those of now. `draft_version` is what `save_draft` wants back.
    """
    return Practice.objects.get(pk=practice.pk).get_latest_revision_as_object()


def facts_of(draft: Practice) -> dict[str, Any]:
    """Every field, and of every table the number of its rows, as `rules.completeness` asks for them."""
    facts = {field.name: getattr(draft, field.attname) for field in Practice._meta.concrete_fields}
    return facts | {relation: len(getattr(draft, relation).all()) for relation in PART_MODELS}


@transaction.atomic
def save_draft(
    practice: Practice, fields: Mapping[str, Any], parts: Parts, *, version: int, by: User | None
) -> Practice:
    """Keep cleaned `fields` and whole tables of `parts`: {"steps": [{"key": UUID or missing, "what": …}, …], …}.

    What is not given stays. A row with the `key` of one that stands there is that one with new words; translations hang
    on it. `version` is the `draft_version` it was written upon. Returns the draft as it stands now. Raises StaleDraft,
    InCheck.
    """
    if Practice.objects.in_check().filter(pk=practice.pk).exists():
        raise InCheck
    if not Practice.objects.filter(pk=practice.pk, draft_version=version).update(draft_version=version + 1):
        raise StaleDraft(draft_of(practice))
    draft = draft_of(practice)
    for name, value in fields.items():
        if name in MANY:
            getattr(draft, name).set(list(value))
        else:
            setattr(draft, name, value)
    for relation, rows in parts.items():
        getattr(draft, relation).set(_rows(draft, relation, rows))
    draft.save_revision(user=by, clean=False, overwrite_revision=_open_revision(draft, by))
    if draft.version == 0:
        shown = {name: getattr(draft, name) for name in MIRRORED}
        Practice.objects.filter(pk=draft.pk).update(**shown)
    return draft_of(practice)


@transaction.atomic
def discard_draft(practice: Practice, *, by: User) -> None:
    """A draft that was never public goes for good, with its files. Raises PermissionDenied, InCheck."""
    row = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    require(may_discard_practice(by, row))
    if Practice.objects.in_check().filter(pk=row.pk).exists():
        raise InCheck
    files = [upload.file for upload in row.uploads.all()]
    row.delete()
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name))


def _rows(draft: Practice, relation: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    model = PART_MODELS[relation]
    standing = {part.key for part in getattr(draft, relation).all()}
    made = []
    for position, row in enumerate(rows):
        values = dict(row)
        key = values.pop("key", None)
        key = UUID(str(key)) if key else None
        made.append(model(**values, key=key if key in standing else uuid4(), sort_order=position))
        standing.discard(key)
    return made


def _open_revision(draft: Practice, by: User | None) -> Revision | None:
    """The revision to write upon: the latest, while it is hers and neither public nor before a check."""
    latest = draft.latest_revision
    if latest is None or latest.pk == draft.live_revision_id or latest.user_id != (by.pk if by else None):
        return None
    return None if TaskState.objects.filter(revision=latest).exists() else latest
