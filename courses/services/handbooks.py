"""Asking for a handbook: one row per version, drawn in the background. It must not know PDF."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from academy import background, site_version
from courses import tasks
from courses.delivery.handbook_version import version_of
from courses.delivery.handbooks import LEASE, claimable
from courses.enums import HandbookState
from courses.models import Course, CoursePage, Handbook

QUIET_NANOSECONDS = 10 * 60 * 10**9
ASK_AGAIN = timedelta(minutes=5)  # a drawing that failed is tried again when somebody asks after that


def request_handbook(course: Course, language: str, *, now: datetime | None = None) -> Handbook | None:
    """The handbook of what is published now, ready or on its way; None while the course is not live in `language`.

    Asked for twice, it is drawn once; a drawing that was lost or failed is started again.
    """
    now = now or timezone.now()
    version = version_of(course, language)
    if version is None:
        return None
    book, is_new = Handbook.objects.get_or_create(
        course=course, language=language, version=version, defaults={"requested_at": now}
    )
    if is_new:
        start_drawing(book.pk)
    elif _is_lost(book, now) or _failed_long_ago(book, now):
        _wait_again(book, now)
        start_drawing(book.pk)
    book.refresh_from_db()
    return book


def start_drawing(pk: int) -> None:
    """By a worker, or without a broker in a thread of this process, after the commit."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        transaction.on_commit(lambda: background.start(tasks.draw_handbook, pk))
    else:
        tasks.draw_handbook.delay_on_commit(pk)


def missing_handbooks(*, now: datetime | None = None) -> list[Handbook]:
    """Rows to draw, made when they are missing: of all courses, in all languages in which they are published.

    Nothing is started. What somebody draws just now is not among them.
    """
    now = now or timezone.now()
    found = []
    for course in Course.objects.order_by("key"):
        pages = CoursePage.objects.live().public().filter(translation_key=course.page_key)
        for language in pages.values_list("locale__language_code", flat=True):
            version = version_of(course, language)
            book, _is_new = Handbook.objects.get_or_create(course=course, language=language, version=version or "")
            if _is_lost(book, now) or _failed_long_ago(book, now):
                _wait_again(book, now)
            if claimable(now).filter(pk=book.pk).exists():
                found.append(book)
    return found


def prepare_handbooks() -> None:
    """Have drawn what is missing, once nothing was published for a while: editors publish page after page."""
    version = site_version.current()
    if version is None or time.time_ns() - version < QUIET_NANOSECONDS:
        return
    for book in missing_handbooks():
        start_drawing(book.pk)


def forget_file(book: Handbook) -> None:
    """The store lost the file: the next request has it drawn again."""
    Handbook.objects.filter(pk=book.pk).delete()


def _wait_again(book: Handbook, now: datetime) -> None:
    Handbook.objects.filter(pk=book.pk).exclude(state=HandbookState.READY).update(
        state=HandbookState.WAITING, requested_at=now, claimed_at=None
    )


def _is_lost(book: Handbook, now: datetime) -> bool:
    if book.state != HandbookState.WAITING:
        return False
    since = book.claimed_at or book.requested_at
    return since < now - LEASE


def _failed_long_ago(book: Handbook, now: datetime) -> bool:
    return book.state == HandbookState.FAILED and book.requested_at < now - ASK_AGAIN
