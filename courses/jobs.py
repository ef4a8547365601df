"""Celery jobs that call services: what beat starts, and recomputations after publishing. Ids in, one call, idempotent.

Tasks that only deliver (and that services start) stand in `courses.tasks`.
"""

from celery import shared_task

from academy.models import User
from academy.tasks import SweptTask
from courses.models import Question
from courses.services import attempts, editions, handbooks, paths, progress, regrading


@shared_task(base=SweptTask)
def refresh_course(course_pk: int) -> None:
    progress.refresh_course(course_pk)


@shared_task
def refresh_stale_courses() -> None:
    """Sweep: courses whose recomputation was lost with a worker or a broker."""
    progress.refresh_stale_courses()


@shared_task(base=SweptTask)
def refresh_path(path_pk: int) -> None:
    paths.refresh_path(path_pk)


@shared_task
def refresh_paths() -> None:
    """Sweep: paths whose completion was lost with a worker or a broker."""
    paths.refresh_paths()


@shared_task
def prepare_handbooks() -> None:
    """Sweep: handbooks that a publication made out of date, and drawings lost with a worker or a broker."""
    handbooks.prepare_handbooks()


@shared_task
def reschedule_edition(edition_pk: int) -> None:
    """Everybody's dates after those of a large edition changed; `services.editions` queues it by name."""
    editions.reschedule_edition(edition_pk)


@shared_task
def reschedule_editions() -> None:
    """Sweep: dates that were lost with a worker or a broker."""
    editions.reschedule_editions()


@shared_task
def close_overdue_attempts() -> None:
    """Sweep: attempts that learners left open past their time."""
    attempts.close_overdue_attempts()


@shared_task
def regrade_question(question_pk: int, by_pk: int, reason: str) -> None:
    by = User.objects.filter(pk=by_pk).first()
    regrading.regrade_question(Question.objects.get(pk=question_pk), by=by, reason=reason)
