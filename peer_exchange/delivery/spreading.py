"""A post reaches those whom it concerns: a notice in the app and a letter in the outbox, one each per person and post.

One transaction per post: notices and letters are named by their keys, `spread_at` is set last. A worker that dies in
between leaves nothing behind and a sweep comes again; two workers at once make nothing twice. Knows nothing of what
stands in a letter (see `post_letters`).
"""

import zoneinfo
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from academy.models import User
from academy.services.letters import LetterRow, queue_letters
from peer_exchange.delivery.bells import forget_bell
from peer_exchange.delivery.post_letters import ANNOUNCEMENT_KIND, POST_KIND
from peer_exchange.enums import NoticeKind, SubscriptionLevel, TopicKind
from peer_exchange.models import Cluster, ClusterMember, Notice, Post, Subscription, Topic
from peer_exchange.rules.concern import level_of, strongest

HELD = timedelta(minutes=10)  # who reads the post meanwhile needs no letter
BATCH = 500


def spread_post(post_pk: int, *, now: datetime | None = None) -> bool:
    """Tell everybody concerned, if nobody did; returns whether this call did.

    Held, hidden and deleted posts wait until they are shown. An edit tells nobody: `spread_at` is set already.
    """
    now = now or timezone.now()
    with transaction.atomic():
        rows = (
            Post.objects.to_spread()
            .select_for_update(of=("self",))
            .select_related("topic__cluster", "cluster", "reply_to")
        )
        post = rows.filter(pk=post_pk).first()
        if post is None:
            return False
        if post.topic.deleted_at is None and post.cluster.archived_at is None:
            _tell(post, hearing(post.topic, _concerned(post)), now=now)
        return bool(Post.objects.to_spread().filter(pk=post.pk).update(spread_at=now))


def tell(post: Post, user_id: int, kind: NoticeKind, *, now: datetime, key: str, not_before: datetime | None) -> None:
    """One more thing about a post to one person: her answer was accepted, her post was moderated. Inside the
    transaction of the service that decided it; named by `key`, so that twice called it is said once.
    """
    Notice.objects.get_or_create(
        key=key, defaults={"user_id": user_id, "kind": kind, "cluster_id": post.cluster_id, "post": post,
                           "created_at": now},
    )  # fmt: skip
    forget_bell([user_id])
    queue_letters(POST_KIND, [LetterRow(user_id, key, {"post": post.pk, "why": kind}, not_before)])


def hearing(topic: Topic, people: dict[int, str]) -> dict[int, str]:
    """Those of `{person: …}` who may still read the cluster as its members or leaders, and did not mute the topic."""
    belonging = belonging_to(topic.cluster, people)
    muted = muting(topic, belonging)
    return {pk: kind for pk, kind in people.items() if pk in belonging and pk not in muted}


def belonging_to(cluster: Cluster, people: Iterable[int]) -> set[int]:
    """Members and those who lead it, whose accounts are open. One query, and one per person who is no member."""
    people = set(people)
    joined = ClusterMember.objects.joined().filter(cluster=cluster, user__in=people, user__is_active=True)
    found = set(joined.values_list("user_id", flat=True))
    for user in User.objects.filter(pk__in=people - found, is_active=True):
        if Cluster.objects.led_by(user).filter(pk=cluster.pk).exists():
            found.add(user.pk)
    return found


def muting(topic: Topic, people: Iterable[int]) -> set[int]:
    """Who of them wants to hear nothing of it."""
    topic_levels: dict[int, str] = {}
    cluster_levels: dict[int, str] = {}
    said = Subscription.objects.filter(cluster=topic.cluster_id, user__in=list(people))
    for user_id, topic_id, level in said.values_list("user_id", "topic_id", "level"):
        if topic_id is None:
            cluster_levels[user_id] = level
        elif topic_id == topic.pk:
            topic_levels[user_id] = level
    return {
        pk
        for pk in topic_levels.keys() | cluster_levels.keys()
        if level_of(topic_levels.get(pk), cluster_levels.get(pk)) == SubscriptionLevel.MUTE
    }


def _concerned(post: Post) -> dict[int, str]:
    """`{person: kind}`, the strongest rule first."""
    topic, is_first = post.topic, post.number == 1
    asked = _asked(topic) if is_first else []
    mentioned = post.mentions.values_list("user_id", flat=True)
    asker = [topic.author_id] if topic.kind == TopicKind.QUESTION and not is_first and topic.author_id else []
    replied = [post.reply_to.author_id] if post.reply_to and post.reply_to.author_id else []
    announced = _members(topic.cluster) if topic.kind == TopicKind.ANNOUNCEMENT and is_first else []
    rules = [
        (NoticeKind.ROUTED, asked),
        (NoticeKind.MENTION, mentioned),
        (NoticeKind.ANSWER, asker),
        (NoticeKind.REPLY, replied),
        (NoticeKind.ANNOUNCEMENT, announced),
    ]
    return strongest(rules, but=post.author_id)


def _asked(topic: Topic) -> list[int]:
    """The people whom a question asks, and those of the municipalities that it asks."""
    places, people = [], []
    for user_id, organisation_id in topic.asked.values_list("user_id", "organisation_id"):
        if user_id:
            people.append(user_id)
        else:
            places.append(organisation_id)
    return [*people, *_members(topic.cluster, organisation__in=places)]


def _members(cluster: Cluster, **where) -> Iterable[int]:
    return ClusterMember.objects.joined().filter(cluster=cluster, **where).values_list("user_id", flat=True)


def _tell(post: Post, people: dict[int, str], *, now: datetime) -> None:
    notices = [
        Notice(user_id=pk, kind=kind, key=f"post/{post.pk}/{pk}", cluster_id=post.cluster_id, post=post, created_at=now)
        for pk, kind in people.items()
    ]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)
    forget_bell(people)
    day = timezone.localdate(now, zoneinfo.ZoneInfo(post.cluster.time_zone)).isoformat()
    posts, announcements = [], []
    for pk, kind in people.items():
        data = {"post": post.pk, "why": kind}
        if kind == NoticeKind.ANNOUNCEMENT:
            announcements.append(LetterRow(pk, f"cluster-announcement/{post.cluster_id}/{day}/{pk}", data))
        else:
            not_before = None if kind == NoticeKind.ROUTED else now + HELD
            posts.append(LetterRow(pk, f"post/{post.pk}/{pk}", data, not_before))
    queue_letters(POST_KIND, posts)
    queue_letters(ANNOUNCEMENT_KIND, announcements)
