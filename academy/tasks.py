"""Letters about accounts, housekeeping that beat starts, and the kind of task whose loss a sweep makes good.

Knows nothing of courses.
"""

import logging

from celery import shared_task
from celery.contrib.django.task import DjangoTask
from django.core.management import call_command
from django.db import transaction
from kombu.exceptions import OperationalError

from academy.delivery import letters

logger = logging.getLogger(__name__)


class SweptTask(DjangoTask):
    """A task that a sweep finds again: while the broker is away, queuing it does not fail the request that asks for it.

    Use it as `@shared_task(base=SweptTask)` and only where a beat task picks up what was left.
    """

    def delay_on_commit(self, *args, **kwargs) -> None:
        transaction.on_commit(lambda: self.delay_or_leave(*args, **kwargs))

    def delay_or_leave(self, *args, **kwargs) -> None:
        try:
            self.delay(*args, **kwargs)
        except OperationalError as error:
            logger.warning("%s%s is left to the sweep, the broker is away: %s", self.name, args, error)


@shared_task
def clear_sessions() -> None:
    call_command("clearsessions")


@shared_task
def publish_scheduled() -> None:
    call_command("publish_scheduled")


@shared_task
def send_invitation(user_id: int, by_id: int) -> None:
    letters.send_invitation(user_id, by_id)


@shared_task
def send_farewell(email: str, language: str) -> None:
    """The row is gone when this runs, so it takes what the letter needs."""
    letters.send_farewell(email, language)
