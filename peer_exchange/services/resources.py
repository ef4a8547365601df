"""The shelf of a cluster: documents, links and recordings, put there by who writes, taken away by who leads."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from academy.models import User
from peer_exchange.enums import ResourceKind
from peer_exchange.errors import TooManyResources
from peer_exchange.models import Cluster, Event, Resource
from peer_exchange.services.attachment_files import check_file, safe_name

MOST_A_DAY = 40  # of one person, on all shelves together


@transaction.atomic
def add_document(
    cluster: Cluster,
    by: User,
    *,
    data: bytes,
    name: str,
    title: str,
    language: str,
    about: str = "",
    event: Event | None = None,
    now: datetime | None = None,
) -> Resource:
    """A file, judged by its content and stored under a name of our own. Raises FileRefused, TooManyResources."""
    now = now or timezone.now()
    _require_room(by, now=now)
    checked = check_file(data, name)
    row = Resource(
        cluster=cluster, event=event, kind=ResourceKind.DOCUMENT, title=title, about=about, language=language,
        file_name=safe_name(name), content_type=checked.content_type, size=len(checked.data), added_by=by,
        added_at=now,
    )  # fmt: skip
    row.file.save(f"{row.uuid}.{checked.ending}", ContentFile(checked.data), save=False)
    row.save()
    return row


@transaction.atomic
def add_link(
    cluster: Cluster,
    by: User,
    *,
    kind: ResourceKind,
    url: str,
    title: str,
    language: str,
    about: str = "",
    event: Event | None = None,
    now: datetime | None = None,
) -> Resource:
    """A page elsewhere, or a recording of an event. Raises TooManyResources."""
    now = now or timezone.now()
    _require_room(by, now=now)
    return Resource.objects.create(
        cluster=cluster, event=event, kind=kind, title=title, about=about, language=language, url=url, added_by=by,
        added_at=now,
    )  # fmt: skip


def _require_room(by: User, *, now: datetime) -> None:
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Resource.objects.filter(added_by=by, added_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyResources


@transaction.atomic
def remove_resource(resource: Resource) -> None:
    """Off the shelf; a file goes from the storage once that is certain."""
    storage, name = resource.file.storage, resource.file.name
    resource.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
