"""The number beside the bell is kept a while; whoever changes what it counts has it counted anew."""

from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction

from peer_exchange.models import Notice, Post


def bell_key(user_pk: int) -> str:
    return f"bell/{user_pk}"


def forget_bell(people: Iterable[int]) -> None:
    """Their numbers are counted anew once this is committed."""
    keys = [bell_key(pk) for pk in people]
    if keys:
        transaction.on_commit(lambda: cache.delete_many(keys))


def forget_bells_about(post: Post) -> None:
    """The numbers of those who have not seen what they were told of this post, which shows or goes."""
    unseen = Notice.objects.unseen().filter(post=post).order_by()
    forget_bell(unseen.values_list("user_id", flat=True))
