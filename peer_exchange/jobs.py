"""Tasks that call services: news spread to those concerned, sweeps, follow-ups."""

from celery import shared_task

from peer_exchange.services import (
    adoptions,
    attachments,
    digests,
    drafts,
    event_reminders,
    moderation,
    nudges,
    practice_prints,
    still_running,
)


@shared_task
def send_event_letters() -> None:
    """Reminders of events and the question afterwards; as often as you like, each goes out once."""
    event_reminders.send_reminders()
    event_reminders.ask_for_feedback()


@shared_task
def ask_still_running() -> None:
    """Whether practices that nobody confirmed for two years still run; as often as you like."""
    still_running.ask_still_running()


@shared_task
def ask_adopters() -> None:
    """How it goes with practices that municipalities took over 3, 9 or 18 months ago; each is asked once."""
    adoptions.ask_adopters()


@shared_task
def draw_briefs(practice_pks: list[int], language: str) -> None:
    """For a booklet; those that are drawn already are left as they are."""
    practice_prints.draw_briefs(practice_pks, language)


@shared_task
def send_digests() -> None:
    """For everybody for whom it is morning now; several times an hour changes nothing."""
    digests.send_digests()


@shared_task
def send_nudges() -> None:
    """Questions that nobody answered, and askers who have not said whether it helped."""
    nudges.send_nudges()
    nudges.ask_whether_it_helped()


@shared_task
def warn_of_queues() -> None:
    """Once a day per cluster in which a post waits for more than a day."""
    moderation.warn_of_queues()


@shared_task
def sweep_drafts() -> None:
    """Drafts that nobody touched for months, then files that neither a post nor a draft holds."""
    drafts.sweep_drafts()
    attachments.sweep_attachments()
