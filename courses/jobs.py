"""Celery jobs that call services: what beat starts, and recomputations after publishing. Ids in, one call, idempotent.

Tasks that only deliver (and that services start) stand in `courses.tasks`.
"""

from celery import shared_task

from academy.models import User
from academy.tasks import SweptTask
from courses.models import Question
from courses.services import (
    announcements,
    attempts,
    editions,
    exports,
    handbooks,
    paths,
    progress,
    regrading,
    reminders,
    report_subscriptions,
    roster_work,
    rosters,
    tallies,
)


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


@shared_task
def work_roster(roster_pk: int) -> None:
    """A list of staff, queued by name by `services.roster_work`."""
    roster_work.work_roster(roster_pk)


@shared_task
def resume_rosters() -> None:
    """Sweep: lists of staff whose worker died or whose task was lost."""
    roster_work.resume_rosters()


@shared_task
def forget_roster_rows() -> None:
    """Sweep: what stood in lists of staff a month ago."""
    rosters.forget_rows()


@shared_task
def send_reminders() -> None:
    """For everybody for whom it is morning now; several times an hour changes nothing."""
    reminders.send_reminders()


@shared_task
def queue_announcement(announcement_pk: int) -> None:
    """A message to many; `services.announcements` queues it by name."""
    announcements.queue_announcement(announcement_pk)


@shared_task
def queue_announcements() -> None:
    """Sweep: messages that were interrupted on their way into the outbox."""
    announcements.queue_announcements()


@shared_task
def send_monthly_reports() -> None:
    """The report of the last month to whoever wants it and has not got it yet."""
    report_subscriptions.send_monthly_reports()


@shared_task
def count_tallies() -> None:
    """What overviews of organisations sum, for whatever changed in the last minute."""
    tallies.count_tallies()


@shared_task
def recount_tallies() -> None:
    """All of it, once a day: for rows that were removed past the services."""
    tallies.recount_tallies()


@shared_task
def make_export(export_pk: int) -> None:
    """`services.exports` queues it by name; `tidy_exports` finds what was lost."""
    exports.make_export(export_pk)


@shared_task
def tidy_exports() -> None:
    """Sweep: files older than a week, and exports that were lost with a worker or a broker."""
    exports.tidy_exports()
