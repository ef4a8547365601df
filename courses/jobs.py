"""Celery jobs that call services: what beat starts, and recomputations after publishing. Ids in, one call, idempotent.

Tasks that only deliver (and that services start) stand in `courses.tasks`.
"""

from celery import shared_task

from courses.services import attempts, progress


@shared_task
def refresh_course(course_pk: int) -> None:
    progress.refresh_course(course_pk)


@shared_task
def refresh_stale_courses() -> None:
    """Sweep: courses whose recomputation was lost with a worker or a broker."""
    progress.refresh_stale_courses()


@shared_task
def close_overdue_attempts() -> None:
    """Sweep: attempts that learners left open past their time."""
    attempts.close_overdue_attempts()
