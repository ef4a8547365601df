"""Tasks that deliver: ids in, one call, idempotent. Services queue them after the commit; beat sweeps up what stayed.

What calls services stands in `peer_exchange.jobs`.
"""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from academy.tasks import SweptTask
from peer_exchange.delivery import spreading
from peer_exchange.models import Post

SWEEP = 500  # rows queued by one sweep; the next one takes the rest
PATIENCE = timedelta(minutes=1)  # for the task that its service queued


@shared_task(base=SweptTask)
def spread_post(post_pk: int) -> None:
    spreading.spread_post(post_pk)


@shared_task
def spread_posts() -> None:
    """Sweep: posts whose task was lost with a worker or a broker."""
    waiting = Post.objects.to_spread().filter(created_at__lt=timezone.now() - PATIENCE).order_by("created_at")
    for pk in waiting.values_list("pk", flat=True)[:SWEEP]:
        spread_post.delay(pk)
