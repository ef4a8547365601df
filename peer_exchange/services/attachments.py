"""Files beside what people write: uploaded into a cluster, bound to a post when it is sent, swept when left alone."""

import json
from datetime import datetime, timedelta
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.models import User
from academy.policies import require
from peer_exchange.errors import PeerError
from peer_exchange.models import Attachment, Cluster, Draft
from peer_exchange.policies import may_write, standing_of
from peer_exchange.services.attachment_files import MOST_BYTES, check_file, safe_name
from peer_exchange.services.posts import remove_attachment

MOST_LOOSE = 20  # files of one person that wait for a post
KEPT = timedelta(days=1)  # a file without post and draft
SWEEP = 500


class TooManyFiles(PeerError):
    message = _("Twenty files wait for being sent already. Send your post, then attach more.")


def add_attachment(
    cluster: Cluster, *, by: User, file: IO[bytes], name: str, now: datetime | None = None
) -> Attachment:
    """Keep an uploaded file for a post that she is writing. Raises PermissionDenied, FileRefused, TooManyFiles."""
    now = now or timezone.now()
    require(may_write(standing_of(by, cluster), cluster))
    if Attachment.objects.filter(uploader=by, post__isnull=True).count() >= MOST_LOOSE:
        raise TooManyFiles
    checked = check_file(file.read(MOST_BYTES + 1), name)
    stem = safe_name(name).rpartition(".")[0] or safe_name(name) or "file"
    attachment = Attachment(
        cluster=cluster,
        uploader=by,
        name=f"{stem}.{checked.ending}",
        content_type=checked.content_type,
        size=len(checked.data),
        width=checked.width,
        height=checked.height,
        created_at=now,
    )
    attachment.file.save(f"{attachment.uuid}.{checked.ending}", ContentFile(checked.data), save=False)
    attachment.save()
    return attachment


def sweep_attachments(*, now: datetime | None = None) -> int:
    """Remove files that stayed without a post for a day and stand in no draft of their uploader; returns how many."""
    now = now or timezone.now()
    loose = Attachment.objects.filter(post__isnull=True, created_at__lt=now - KEPT).order_by("pk")
    removed = 0
    for attachment in loose[:SWEEP]:
        drafts = Draft.objects.filter(user=attachment.uploader_id, cluster=attachment.cluster_id)
        if any(str(attachment.uuid) in json.dumps(fields) for fields in drafts.values_list("fields", flat=True)):
            continue
        with transaction.atomic():
            remove_attachment(attachment)
        removed += 1
    return removed
