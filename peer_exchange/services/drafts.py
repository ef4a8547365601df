"""Drafts: what she is writing, kept by the server while she types. A second tab overwrites nothing silently."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from academy.models import User
from peer_exchange.errors import StaleDraft, TooLong
from peer_exchange.models import Cluster, Draft, Topic

MOST_LETTERS = 200_000  # of all fields together
FORGOTTEN = timedelta(days=90)


def draft_of(user: User, cluster: Cluster, topic: Topic | None = None) -> Draft | None:
    """Her draft of an answer in `topic`, or of a new topic without it; one query."""
    return Draft.objects.filter(user=user, cluster=cluster, topic=topic).first()


@transaction.atomic
def save_draft(
    user: User,
    cluster: Cluster,
    *,
    topic: Topic | None = None,
    fields: Mapping[str, str | list[str]],
    version: int,
    now: datetime | None = None,
) -> Draft:
    """Keep the fields of a form. `version` is the one they were written upon, 0 where none was.

    Raises StaleDraft with the draft as it stands when another tab saved something else since. What is saved already is
    not saved again, whatever the version. Raises TooLong.
    """
    now = now or timezone.now()
    kept = {name: value for name, value in fields.items() if value}
    if sum(len(str(value)) for value in kept.values()) > MOST_LETTERS:
        raise TooLong
    draft = draft_of(user, cluster, topic)
    if draft is None:
        if version:
            raise StaleDraft(None)  # sent or thrown away elsewhere
        try:
            with transaction.atomic():
                return Draft.objects.create(
                    user=user, cluster=cluster, topic=topic, fields=kept, version=1, updated_at=now
                )
        except IntegrityError:  # another tab was first in this very moment
            raise StaleDraft(draft_of(user, cluster, topic)) from None
    if draft.fields == kept:
        return draft
    rows = Draft.objects.filter(pk=draft.pk, version=version)
    if not rows.update(fields=kept, version=version + 1, updated_at=now):
        draft.refresh_from_db()
        raise StaleDraft(draft)
    draft.fields, draft.version, draft.updated_at = kept, version + 1, now
    return draft


def discard_draft(user: User, cluster: Cluster, *, topic: Topic | None = None) -> None:
    Draft.objects.filter(user=user, cluster=cluster, topic=topic).delete()


def sweep_drafts(*, now: datetime | None = None) -> None:
    """Drafts that nobody touched for three months go."""
    Draft.objects.filter(updated_at__lt=(now or timezone.now()) - FORGOTTEN).delete()
