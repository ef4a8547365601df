"""Drawing a handbook once, though workers die: each move is a conditional UPDATE, committed before the next one."""

import logging
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from courses.delivery.handbook_content import gather
from courses.delivery.handbook_pdf import draw_handbook
from courses.delivery.handbook_version import version_of
from courses.enums import HandbookState
from courses.models import Handbook

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)  # how long a worker may take to draw


def claimable(now: datetime) -> QuerySet[Handbook]:
    """Waiting, and not in the hands of a worker that may still live."""
    return Handbook.objects.filter(
        Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE), state=HandbookState.WAITING
    )


def deliver_handbook(handbook_pk: int, *, now: datetime | None = None) -> bool:
    """Draw one handbook, if nobody else does; returns whether it is ready now by this call.

    What is printed may have changed since it was asked for: then nothing is drawn and the row goes; the next request
    asks for the new version. A version that prints the same as the last one takes over its file.
    """
    now = now or timezone.now()
    rows = Handbook.objects.filter(pk=handbook_pk)
    if not _committed(claimable(now).filter(pk=handbook_pk), claimed_at=now):
        return False
    book = rows.select_related("course").get()
    mine = rows.filter(state=HandbookState.WAITING, claimed_at=now)
    try:
        current = version_of(book.course, book.language)
        content = gather(book.course, book.language) if current == book.version else None
        if content is None:
            mine.delete()
            return False
        name = f"handbooks/{book.course.key}-{book.language}-{content.digest[:16]}.pdf"
        printed = _same_print(book, name) or draw_handbook(content)
    except Exception as error:
        logger.exception("The handbook %s could not be drawn", handbook_pk)
        _committed(mine, state=HandbookState.FAILED, fault=f"{type(error).__name__}: {error}"[:300])
        return False
    if isinstance(printed, Handbook):
        stored, size = printed.file.name, printed.bytes
    else:
        stored, size = book.file.storage.save(name, ContentFile(printed.pdf)), len(printed.pdf)
    values = {"file": stored, "pages": printed.pages, "bytes": size, "made_at": timezone.now()}
    if not _committed(mine, state=HandbookState.READY, fault="", **values):
        if not isinstance(printed, Handbook):
            book.file.storage.delete(stored)  # the lease ran out meanwhile and somebody else drew it
        return False
    remove_older(book, keep=stored)
    return True


def _same_print(book: Handbook, name: str) -> Handbook | None:
    """The ready one of an older version whose file holds the same words."""
    ready = Handbook.objects.filter(course=book.course_id, language=book.language, state=HandbookState.READY)
    found = ready.filter(file__startswith=name.removesuffix(".pdf")).first()
    return found if found and found.file.storage.exists(found.file.name) else None


def remove_older(book: Handbook, *, keep: str) -> None:
    """Rows and files of the versions that `book` replaces; not the file `keep`."""
    older = Handbook.objects.filter(course=book.course_id, language=book.language, requested_at__lt=book.requested_at)
    for row in older.exclude(pk=book.pk):
        file = row.file
        row.delete()
        if file and file.name != keep:
            file.storage.delete(file.name)


def _committed(rows: QuerySet[Handbook], **values: object) -> bool:
    """One UPDATE, on disk when this returns; whether it found a row."""
    with transaction.atomic():
        return bool(rows.update(**values))
