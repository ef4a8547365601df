"""Posts under review: flags of members, and what those who lead a cluster decide, with the reason and a record.

Every function is one transaction; decided twice, it is recorded and told once. The author hears of what others decided
about her post, by a notice and a letter.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from academy.models import User
from academy.policies import require
from academy.services.letters import LetterRow, queue_letters
from peer_exchange import tasks
from peer_exchange.delivery.bells import forget_bell, forget_bells_about
from peer_exchange.delivery.decision_letters import DECISION_KIND, QUEUE_KIND
from peer_exchange.delivery.spreading import HELD
from peer_exchange.enums import LEADING_ROLES, ModerationAction, NoticeKind, PostState
from peer_exchange.errors import AlreadyDecided
from peer_exchange.models import Cluster, ClusterMember, Flag, ModerationRecord, Notice, Post, Topic
from peer_exchange.policies import may_flag, may_lead, standing_of
from peer_exchange.services.posts import delete_post, lock_topic, recount

FLAGS_THAT_HIDE = 3  # of different people
OVERDUE = timedelta(hours=24)  # then the queue warns and its leaders get a letter


@transaction.atomic
def flag_post(post: Post, *, by: User, reason: str, note: str = "", now: datetime | None = None) -> bool:
    """A member says that something is wrong with it; once per person. The third hides it until it is reviewed.

    Returns whether this one hid it. Raises PermissionDenied, AlreadyDecided for a post that is gone.
    """
    now = now or timezone.now()
    topic, post = _locked(post)
    require(may_flag(by, standing_of(by, topic.cluster), post))
    if post.deleted_at is not None:
        raise AlreadyDecided
    Flag.objects.get_or_create(post=post, user=by, defaults={"reason": reason, "note": note, "created_at": now})
    if post.state != PostState.VISIBLE or post.flags.filter(resolved_at__isnull=True).count() < FLAGS_THAT_HIDE:
        return False
    _set_state(topic, post, PostState.HIDDEN)
    _decide(post, ModerationAction.HIDDEN, by=None, reason="", now=now)
    return True


@transaction.atomic
def approve_post(post: Post, *, by: User, now: datetime | None = None) -> None:
    """A held post becomes visible, as written now, and everybody concerned is told. Raises as `hide_post`."""
    now = now or timezone.now()
    topic, post = _reviewed(post, by, {PostState.HELD})
    post.created_at = now
    _set_state(topic, post, PostState.VISIBLE)
    _decide(post, ModerationAction.APPROVED, by=by, reason="", now=now)
    tasks.spread_post.delay_on_commit(post.pk)


@transaction.atomic
def hide_post(post: Post, *, by: User, reason: str, now: datetime | None = None) -> None:
    """Shown to nobody until it is restored. Raises PermissionDenied; AlreadyDecided when it is not so any more."""
    now = now or timezone.now()
    topic, post = _reviewed(post, by, {PostState.VISIBLE})
    _set_state(topic, post, PostState.HIDDEN)
    _decide(post, ModerationAction.HIDDEN, by=by, reason=reason, now=now)


@transaction.atomic
def restore_post(post: Post, *, by: User, reason: str = "", now: datetime | None = None) -> None:
    """A hidden or flagged post was looked at and stays: its flags are settled. Raises as `hide_post`."""
    now = now or timezone.now()
    topic, post = _reviewed(post, by, {PostState.HIDDEN, PostState.VISIBLE})
    was_hidden = post.state == PostState.HIDDEN
    if not was_hidden and not post.flags.filter(resolved_at__isnull=True).exists():
        raise AlreadyDecided
    _set_state(topic, post, PostState.VISIBLE)
    post.flags.filter(resolved_at__isnull=True).update(resolved_at=now)
    if was_hidden:
        _decide(post, ModerationAction.RESTORED, by=by, reason=reason, now=now)
        tasks.spread_post.delay_on_commit(post.pk)  # a post that was hidden before anybody was told
    else:
        record(post.cluster, ModerationAction.RESTORED, by=by, reason=reason, now=now, post=post, topic=topic)


@transaction.atomic
def remove_post(post: Post, *, by: User, reason: str, now: datetime | None = None) -> None:
    """Deleted by who leads the cluster; see `posts.delete_post`. Raises as `hide_post`."""
    now = now or timezone.now()
    _topic, post = _reviewed(post, by, set(PostState))
    author = post.author_id
    post = delete_post(post, by=by, now=now)
    post.flags.filter(resolved_at__isnull=True).update(resolved_at=now)
    if author != by.pk:
        _decide(post, ModerationAction.DELETED, by=by, reason=reason, now=now)
    else:
        record(post.cluster, ModerationAction.DELETED, by=by, reason=reason, now=now, post=post, topic=post.topic)


def waiting_posts(cluster: Cluster) -> QuerySet[Post]:
    """Held, hidden and flagged ones, the longest waiting first, with `flags_count` open flags."""
    open_flags = Q(flags__resolved_at__isnull=True, flags__pk__isnull=False)
    flagged = Flag.objects.filter(post=OuterRef("pk"), resolved_at__isnull=True)
    rows = Post.objects.filter(cluster=cluster, deleted_at__isnull=True, topic__deleted_at__isnull=True)
    rows = rows.filter(Q(state__in=[PostState.HELD, PostState.HIDDEN]) | Exists(flagged))
    return rows.annotate(flags_count=Count("flags", filter=open_flags)).order_by("created_at", "pk")


def warn_of_queues(*, now: datetime | None = None) -> int:
    """A letter a day to who leads a cluster in which a post waits for more than a day; returns how many are new."""
    now = now or timezone.now()
    since = now - OVERDUE
    flagged = Flag.objects.filter(post=OuterRef("pk"), resolved_at__isnull=True, created_at__lt=since)
    held = Q(state=PostState.HELD, created_at__lt=since)
    hidden = ModerationRecord.objects.filter(post=OuterRef("pk"), action=ModerationAction.HIDDEN, by__isnull=True)
    overdue = Post.objects.filter(deleted_at__isnull=True, topic__deleted_at__isnull=True)
    overdue = overdue.filter(held | Exists(flagged) | Q(Exists(hidden.filter(at__lt=since)), state=PostState.HIDDEN))
    count = 0
    for cluster in Cluster.objects.running().filter(pk__in=overdue.order_by().values("cluster")):
        day = timezone.localdate(now).isoformat()
        rows = [
            LetterRow(pk, f"cluster-queue/{cluster.pk}/{day}/{pk}", {"cluster": cluster.pk})
            for pk in leaders_of(cluster)
        ]
        count += queue_letters(QUEUE_KIND, rows)
    return count


def leaders_of(cluster: Cluster) -> list[int]:
    """The facilitators and hosts among its members; of a cluster without any, who runs its host association."""
    rows = ClusterMember.objects.joined().filter(cluster=cluster, user__is_active=True)
    leading = list(rows.filter(role__in=LEADING_ROLES).values_list("user_id", flat=True))
    return leading or hosts_of(cluster)


def hosts_of(cluster: Cluster) -> list[int]:
    """Who administers or coordinates the host association."""
    running = cluster.host.memberships.running().filter(user__is_active=True)
    return list(running.values_list("user_id", flat=True).distinct())


def record(
    cluster: Cluster, action: ModerationAction, *, by: User | None, now: datetime, reason: str = "", **about: Any
) -> ModerationRecord:
    """`about`: topic, post, person."""
    return ModerationRecord.objects.create(cluster=cluster, action=action, by=by, reason=reason, at=now, **about)


def tell_author(author_id: int | None, post: Post, row: ModerationRecord, *, now: datetime) -> None:
    """Her notice and her letter; nothing of what she decided herself."""
    if author_id is None or author_id == row.by_id:
        return
    key = f"decision/{row.pk}/{author_id}"
    Notice.objects.create(
        user_id=author_id, kind=NoticeKind.MODERATION, key=key, cluster_id=row.cluster_id, post=post,
        data={"action": row.action, "record": row.pk}, created_at=now,
    )  # fmt: skip
    queue_letters(DECISION_KIND, [LetterRow(author_id, key, {"record": row.pk}, now + HELD)])
    forget_bell([author_id])


def _decide(post: Post, action: ModerationAction, *, by: User | None, reason: str, now: datetime) -> None:
    row = record(post.cluster, action, by=by, reason=reason, now=now, post=post, topic=post.topic, person=post.author)
    tell_author(post.author_id, post, row, now=now)


def _locked(post: Post) -> tuple[Topic, Post]:
    topic = lock_topic(post.topic)
    post = Post.objects.select_related("author").get(pk=post.pk)
    post.topic, post.cluster = topic, topic.cluster
    return topic, post


def _reviewed(post: Post, by: User, states: set[PostState]) -> tuple[Topic, Post]:
    topic, post = _locked(post)
    require(may_lead(standing_of(by, topic.cluster)))
    if post.deleted_at is not None or post.state not in states:
        raise AlreadyDecided
    return topic, post


def _set_state(topic: Topic, post: Post, state: PostState) -> None:
    post.state = state
    post.save(update_fields=["state", "created_at"])
    forget_bells_about(post)
    recount(topic)
