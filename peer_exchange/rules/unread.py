"""Whether a topic is unread to a member. Pure; `TopicQuerySet.with_reading` says the same in SQL."""

from datetime import datetime, timedelta

from peer_exchange.rules.concern import MUTE

MEMORY = timedelta(days=60)  # what is older counts as read


def is_unread(
    *,
    level: str,
    last_post_at: datetime,
    last_post_no: int,
    watermark: datetime | None,
    read_no: int | None,
    now: datetime,
) -> bool:
    """`level` as `rules.concern.level_of` has it; `watermark` is where she marked the whole cluster as read; `read_no`
    is the last post she saw, None for a topic that she never opened.
    """
    if level == MUTE:
        return False
    since = now - MEMORY
    if watermark is not None:
        since = max(since, watermark)
    return last_post_at > since and last_post_no > (read_no or 0)
