"""What a person has read: topics that she opened, clusters that she marked as read, notices that she saw.

What is unread is said by `TopicQuerySet.with_reading` alone.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from academy.models import User
from peer_exchange.models import Cluster, ClusterRead, Event, Notice, Post, Topic, TopicRead

BELL_SECONDS = 60  # so long another process may show an older number beside the bell


@transaction.atomic
def note_read(user: User, topic: Topic, number: int, *, now: datetime | None = None) -> None:
    """She saw the posts up to this number; less than before changes nothing. Her notices of them are seen."""
    now = now or timezone.now()
    rows = TopicRead.objects.filter(user=user, topic=topic)
    if not rows.filter(last_no__lt=number).update(last_no=number, read_at=now) and not rows.update(read_at=now):
        TopicRead.objects.bulk_create(
            [TopicRead(user=user, topic=topic, last_no=number, read_at=now)], ignore_conflicts=True
        )
    seen = Notice.objects.filter(user=user, seen_at__isnull=True, post__topic=topic, post__number__lte=number)
    if seen.update(seen_at=now):
        forget_bell([user.pk])


@transaction.atomic
def mark_all_read(user: User, cluster: Cluster, *, now: datetime | None = None) -> None:
    """Everything in the cluster up to this moment: the watermark moves, the rows of its topics go."""
    now = now or timezone.now()
    ClusterRead.objects.update_or_create(user=user, cluster=cluster, defaults={"read_until": now})
    TopicRead.objects.filter(user=user, topic__cluster=cluster).delete()
    if Notice.objects.filter(user=user, seen_at__isnull=True, post__cluster=cluster).update(seen_at=now):
        forget_bell([user.pk])


def first_unread(user: User, topic: Topic) -> int | None:
    """Number of the first shown post that she has not read; None when there is none or she never came here."""
    read = TopicRead.objects.filter(user=user, topic=topic).first()
    posts = Post.objects.shown().filter(topic=topic)
    if read is not None:
        posts = posts.filter(number__gt=read.last_no)
    elif (mark := ClusterRead.objects.filter(user=user, cluster=topic.cluster_id).first()) is not None:
        posts = posts.filter(created_at__gt=mark.read_until)
    else:
        return None
    return posts.order_by("number").values_list("number", flat=True).first()


def unread_counts(user: User, *, now: datetime | None = None) -> dict[int, int]:
    """`{cluster: topics with something new}` of her clusters where there is any; one query."""
    rows = Topic.objects.unread_by(user, now=now).order_by().values("cluster").annotate(n=Count("pk"))
    return dict(rows.values_list("cluster", "n"))


def unread_count(user: User, cluster: Cluster, *, now: datetime | None = None) -> int:
    return Topic.objects.filter(cluster=cluster).unread_by(user, now=now).count()


def see_notices(user: User, pks: Iterable[int], *, now: datetime | None = None) -> None:
    if Notice.objects.filter(user=user, pk__in=list(pks), seen_at__isnull=True).update(seen_at=now or timezone.now()):
        forget_bell([user.pk])


def see_event(user: User, event: Event, *, now: datetime | None = None) -> None:
    """She opened its page: her notices of it are seen. One query where there is none."""
    if Notice.objects.filter(user=user, event=event, seen_at__isnull=True).update(seen_at=now or timezone.now()):
        forget_bell([user.pk])


def bell_count(user: User) -> int:
    """Her unseen notices; asked once a minute, with one query of who has none."""
    count = cache.get(_bell(user.pk))
    if count is None:
        has_any = Notice.objects.unseen().filter(user=user).exists()
        count = Notice.objects.shown_to(user).unseen().count() if has_any else 0
        cache.set(_bell(user.pk), count, BELL_SECONDS)
    return count


def forget_bell(people: Iterable[int]) -> None:
    """Their numbers are counted anew once this is committed."""
    keys = [_bell(pk) for pk in people]
    transaction.on_commit(lambda: cache.delete_many(keys))


def _bell(user_pk: int) -> str:
    return f"bell/{user_pk}"
