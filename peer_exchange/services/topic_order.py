"""Order among topics, by those who lead a cluster: pin, close, move, split, merge; each with a record.

A post that moves gets the next number of where it goes; its old number stays empty. Every function is one transaction;
what is so already is not recorded again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from academy.folding import fold
from academy.models import User
from academy.policies import require
from peer_exchange.enums import ModerationAction, TopicKind
from peer_exchange.errors import NothingChosen, NotTogether
from peer_exchange.models import AcceptedAnswer, Poll, Post, Section, Subscription, Topic, TopicRead
from peer_exchange.policies import may_lead, standing_of
from peer_exchange.services.moderation import record, tell_author
from peer_exchange.services.posts import lock_topic, recount, reopen_if_unsolved


@transaction.atomic
def pin_topic(topic: Topic, *, by: User, is_pinned: bool, now: datetime | None = None) -> None:
    """Raises PermissionDenied, as all of these do."""
    now = now or timezone.now()
    topic = _led(topic, by)
    if (topic.pinned_at is not None) == is_pinned:
        return
    topic.pinned_at = now if is_pinned else None
    topic.save(update_fields=["pinned_at"])
    action = ModerationAction.PINNED if is_pinned else ModerationAction.UNPINNED
    record(topic.cluster, action, by=by, now=now, topic=topic)


@transaction.atomic
def close_topic(topic: Topic, *, by: User, reason: str, now: datetime | None = None) -> None:
    """Nobody but who leads writes there any more; everybody reads why."""
    now = now or timezone.now()
    topic = _led(topic, by)
    if topic.closed_at is not None:
        return
    topic.closed_at, topic.closed_by, topic.closed_reason = now, by, reason
    topic.save(update_fields=["closed_at", "closed_by", "closed_reason"])
    _tell(topic, ModerationAction.CLOSED, by=by, reason=reason, now=now)


@transaction.atomic
def reopen_topic(topic: Topic, *, by: User, now: datetime | None = None) -> None:
    now = now or timezone.now()
    topic = _led(topic, by)
    if topic.closed_at is None:
        return
    topic.closed_at, topic.closed_by, topic.closed_reason = None, None, ""
    topic.save(update_fields=["closed_at", "closed_by", "closed_reason"])
    _tell(topic, ModerationAction.REOPENED, by=by, reason="", now=now)


@transaction.atomic
def move_topic(topic: Topic, *, by: User, section: Section | None, now: datetime | None = None) -> None:
    """Onto another shelf of its cluster. Raises NotTogether."""
    now = now or timezone.now()
    topic = _led(topic, by)
    if section is not None and section.cluster_id != topic.cluster_id:
        raise NotTogether
    if topic.section_id == (section.pk if section else None):
        return
    topic.section = section
    topic.save(update_fields=["section"])
    record(topic.cluster, ModerationAction.MOVED, by=by, now=now, topic=topic, reason=section.name if section else "")


@transaction.atomic
def split_topic(topic: Topic, *, by: User, numbers: Iterable[int], title: str, now: datetime | None = None) -> Topic:
    """A new discussion of these posts; the first one stays where it is. Who read them has read them there too.

    Raises NothingChosen.
    """
    now = now or timezone.now()
    topic = _led(topic, by)
    posts = list(topic.posts.filter(number__in=set(numbers) - {1}, deleted_at__isnull=True).order_by("number"))
    if not posts:
        raise NothingChosen
    first = posts[0]
    new = Topic.objects.create(
        cluster=topic.cluster, kind=TopicKind.DISCUSSION, title=title, folded=fold(title)[:400],
        language=topic.language, section=topic.section, author=first.author, organisation=first.organisation,
        is_anonymous=first.is_anonymous, created_at=first.created_at, last_post_at=first.created_at,
    )  # fmt: skip
    old_numbers = [post.number for post in posts]
    _carry(posts, new, 0)
    TopicRead.objects.bulk_create(
        [
            TopicRead(user_id=row.user_id, topic=new, read_at=row.read_at,
                      last_no=sum(number <= row.last_no for number in old_numbers))
            for row in topic.reads.all()
        ]
    )  # fmt: skip
    AcceptedAnswer.objects.filter(post__in=posts).delete()
    reopen_if_unsolved(topic)
    recount(topic)
    recount(new)
    reason = topic.title[:600]
    row = record(topic.cluster, ModerationAction.SPLIT, by=by, now=now, topic=new, post=first, reason=reason)
    for author in {post.author_id for post in posts}:
        tell_author(author, next(post for post in posts if post.author_id == author), row, now=now)
    return new


@transaction.atomic
def merge_topics(topic: Topic, *, into: Topic, by: User, now: datetime | None = None) -> Topic:
    """All posts of `topic` follow those of `into`; its address leads there. Raises NotTogether."""
    now = now or timezone.now()
    if topic.pk == into.pk or topic.cluster_id != into.cluster_id:
        raise NotTogether
    list(Topic.objects.select_for_update(of=("self",)).filter(pk__in=[topic.pk, into.pk]).order_by("pk"))
    topic, into = _led(topic, by), _led(into, by)
    if topic.merged_into_id or into.merged_into_id or topic.deleted_at or into.deleted_at:
        raise NotTogether
    if Poll.objects.filter(topic__in=[topic, into]).count() == 2:
        raise NotTogether
    Poll.objects.filter(topic=topic).update(topic=into)
    posts = list(topic.posts.order_by("number"))
    first = posts[0] if posts else None
    last, into_last = topic.last_post_no, into.last_post_no
    number = into.posts.aggregate(last=Max("number"))["last"] or 0
    _carry(posts, into, number)
    both = into.reads.filter(last_no__gte=into_last, user__in=topic.reads.filter(last_no__gte=last).values("user"))
    both.update(last_no=number + len(posts))
    TopicRead.objects.filter(topic=topic).delete()
    if into.kind != TopicKind.QUESTION:
        AcceptedAnswer.objects.filter(post__in=posts).delete()
    elif into.solved_at is None and AcceptedAnswer.objects.filter(post__in=posts).exists():
        into.solved_at = topic.solved_at or now
        into.save(update_fields=["solved_at"])
    said = set(into.subscriptions.values_list("user_id", flat=True))
    Subscription.objects.filter(topic=topic).exclude(user__in=said).update(topic=into)
    topic.merged_into = into
    topic.save(update_fields=["merged_into"])
    recount(topic)
    recount(into)
    row = record(into.cluster, ModerationAction.MERGED, by=by, now=now, topic=into, reason=topic.title[:600])
    if first is not None:
        tell_author(topic.author_id, first, row, now=now)
    return into


def merged_topic(uuid: UUID, slug: str) -> Topic | None:
    """Where the posts of a topic of this cluster are now; None when it was not joined with another. Whether she may
    read there is asked at its own door.
    """
    found = Topic.objects.select_related("merged_into").filter(uuid=uuid, cluster__slug=slug).first()
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found if found is not None and found.uuid != uuid else None


def _led(topic: Topic, by: User) -> Topic:
    topic = lock_topic(topic)
    require(may_lead(standing_of(by, topic.cluster)))
    return topic


def _carry(posts: Sequence[Post], topic: Topic, last: int) -> None:
    moving = {post.pk for post in posts}
    for number, post in enumerate(posts, last + 1):
        post.topic, post.number = topic, number
        if post.reply_to_id not in moving:
            post.reply_to = None
        post.save(update_fields=["topic", "number", "reply_to"])


def _tell(topic: Topic, action: ModerationAction, *, by: User, reason: str, now: datetime) -> None:
    row = record(topic.cluster, action, by=by, now=now, topic=topic, reason=reason)
    first = topic.posts.filter(number=1).first()
    if first is not None:
        tell_author(topic.author_id, first, row, now=now)
