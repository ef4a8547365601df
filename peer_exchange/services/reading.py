"""What a person has read: topics that she opened, clusters that she marked as read, notices that she saw.

What is unread is said by `TopicQuerySet.with_reading` alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from academy.models import User
from peer_exchange.delivery.bells import bell_key, forget_bell
from peer_exchange.models import Cluster, ClusterRead, Event, Notice, Post, Topic, TopicRead

BELL_SECONDS = 60  # so long an older number may stand where no cache is shared


def note_read(user: User, topic: Topic, number: int, *, is_new: bool = False, now: datetime | None = None) -> None:
    """She saw the posts up to this number; less than before changes nothing. Her notices of them are seen.

    `is_new`: she never opened the topic before. No transaction of its own: each of the statements is right alone, and
    the next visit does what is left.
    """
    now = now or timezone.now()
    rows = TopicRead.objects.filter(user=user, topic=topic)
    if is_new or not rows.update(last_no=Greatest("last_no", Value(number)), read_at=now):
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


@dataclass(frozen=True)
class Reading:
    """How a person stands to a topic. `last_no`: the last of the posts listed to her; `read_no`: the last that she saw,
    None where she never was; `read_until`: when she marked the whole cluster as read; `level`: what she said of the
    topic itself, empty for nothing.
    """

    last_no: int
    read_no: int | None
    read_until: datetime | None
    level: str

    def first_unread(self, topic: Topic) -> int | None:
        """Number of the first shown post that she has not read; None when there is none or she never came here."""
        posts = Post.objects.shown().filter(topic=topic)
        if self.read_no is not None:
            if topic.last_post_no <= self.read_no:
                return None
            posts = posts.filter(number__gt=self.read_no)
        elif self.read_until is not None:
            posts = posts.filter(created_at__gt=self.read_until)
        else:
            return None
        return posts.order_by("number").values_list("number", flat=True).first()


def reading_of(user: User, topic: Topic, listed: QuerySet[Post]) -> Reading:
    """One query; `listed` are the posts of the topic that are listed to her."""
    last = Subquery(listed.order_by("-number").values("number")[:1])
    rows = Topic.objects.filter(pk=topic.pk).with_reading(user).annotate(last_no=last)
    values = rows.values_list("last_no", "read_no", "her_mark__read_until", "her_topic__level").get()
    last_no, read_no, read_until, level = values
    return Reading(last_no or 0, read_no, read_until, level or "")


def first_unread(user: User, topic: Topic) -> int | None:
    """As `Reading.first_unread`."""
    return reading_of(user, topic, Post.objects.shown().filter(topic=topic)).first_unread(topic)


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
    """Her unseen notices; one query, when something changed or a minute has passed."""
    count = cache.get(bell_key(user.pk))
    if count is None:
        count = Notice.objects.shown_to(user).unseen().count()
        cache.set(bell_key(user.pk), count, BELL_SECONDS)
    return count
