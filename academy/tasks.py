"""Letters about accounts, housekeeping that beat starts, and the kind of task whose loss a sweep makes good.

Knows nothing of courses.
"""

import logging
from itertools import islice

from celery import shared_task
from celery.contrib.django.task import DjangoTask
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from academy import sockets
from academy.delivery import letters, outbox
from academy.models import Letter

logger = logging.getLogger(__name__)

SWEEP = 500  # tasks queued by one sweep; the next one takes the rest
TOGETHER = 50  # letters of a kind that reads what they have in common once


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


@shared_task(base=SweptTask)
def deliver_letter(letter_pk: int) -> None:
    outbox.deliver_letter(letter_pk)


@shared_task(base=SweptTask)
def deliver_letters(kind: str, letter_pks: list[int]) -> None:
    outbox.deliver_letters(kind, letter_pks)


@shared_task(base=SweptTask)
def deliver_waiting_letters() -> None:
    """Sweep: letters whose time has come, whose task was lost, whose worker died or whose mail server refused."""
    waiting = Letter.objects.claimable(now=timezone.now()).order_by("pk")
    common = [name for name, kind in sockets.letter_kinds if kind.gather is not None]
    for name in common:
        rows = iter(waiting.filter(kind=name).values_list("pk", flat=True)[: SWEEP * TOGETHER])
        while pks := list(islice(rows, TOGETHER)):
            deliver_letters.delay(name, pks)
    others = [name for name, _kind in sockets.letter_kinds if name not in common]
    for pk in waiting.filter(kind__in=others).values_list("pk", flat=True)[:SWEEP]:
        deliver_letter.delay(pk)


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
