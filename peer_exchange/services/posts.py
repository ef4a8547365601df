"""Posts: written, edited, deleted. Each change is one transaction and may come twice, as from a double click.

A post keeps where its author worked that day. The first posts of who is not vetted wait for who leads the cluster.
Bodies come as `peer_exchange.writing` makes them. Everybody concerned is told after the commit (`tasks.spread_post`).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from academy.models import User
from academy.policies import require
from peer_exchange import tasks, writing
from peer_exchange.delivery.bells import forget_bells_about
from peer_exchange.enums import MemberState, PostState
from peer_exchange.errors import NothingWritten, TooLong, TooManyHeld, TooManyPosts
from peer_exchange.models import (
    AcceptedAnswer,
    Attachment,
    Cluster,
    Draft,
    Mention,
    Notice,
    Post,
    PostRevision,
    Topic,
    TopicRead,
)
from peer_exchange.policies import Standing, may_edit, may_remove, may_reply, standing_of
from peer_exchange.services.twice import TWICE

MOST_POSTS, WHILE = 20, timedelta(minutes=10)  # of one person
HELD_POSTS = 2  # of who is not vetted, until so many were approved
MOST_HELD = 10  # of one person that wait in a cluster


@transaction.atomic
def add_post(
    topic: Topic,
    *,
    by: User,
    body: str,
    language: str,
    reply_to: Post | None = None,
    attachments: Iterable[UUID] = (),
    key: UUID | None = None,
    now: datetime | None = None,
) -> Post:
    """Write into a topic. `body` is safe HTML; `attachments` are files that she uploaded in this cluster.

    `key` names the post: sent twice, it is the same one, and so are the same words under a new key within seconds.
    Raises PermissionDenied, NothingWritten, TooLong, TooManyPosts.
    """
    now = now or timezone.now()
    topic = lock_topic(topic)
    if key is not None and (known := Post.objects.filter(uuid=key, author=by, topic=topic).first()):
        return known
    if key is not None and (twin := said_just_now(Topic.objects.filter(pk=topic.pk), by=by, body=body, now=now)):
        return twin
    standing = standing_of(by, topic.cluster)
    require(may_reply(standing, topic))
    if reply_to is not None and (reply_to.topic_id != topic.pk or not reply_to.is_shown):
        reply_to = None
    Draft.objects.filter(user=by, topic=topic).delete()
    return write_post(
        topic,
        standing,
        by=by,
        body=body,
        language=language,
        reply_to=reply_to,
        attachments=attachments,
        key=key,
        now=now,
    )


def write_post(
    topic: Topic,
    standing: Standing,
    *,
    by: User,
    body: str,
    language: str,
    reply_to: Post | None,
    attachments: Iterable[UUID],
    key: UUID | None,
    now: datetime,
) -> Post:
    """The next post of a locked topic, its author asked already. Raises NothingWritten, TooLong, TooManyPosts,
    TooManyHeld.
    """
    if Post.objects.filter(author=by, created_at__gt=now - WHILE, created_at__lte=now).count() >= MOST_POSTS:
        raise TooManyPosts
    state = state_for(standing, by, topic.cluster)
    waiting = Post.objects.filter(cluster=topic.cluster, author=by, state=PostState.HELD, deleted_at__isnull=True)
    if state == PostState.HELD and waiting.count() >= MOST_HELD:
        raise TooManyHeld
    body, mentioned = prepare(topic.cluster, body)
    number = (topic.posts.aggregate(last=Max("number"))["last"] or 0) + 1
    if key is not None and Post.objects.filter(uuid=key).exists():
        key = None
    post = Post(
        uuid=key or uuid4(),
        topic=topic,
        cluster=topic.cluster,
        number=number,
        author=by,
        organisation_id=workplace_of(standing, by, topic.cluster),
        is_anonymous=topic.is_anonymous and topic.author_id == by.pk,
        language=language,
        reply_to=reply_to,
        state=state,
        created_at=now,
    )
    post.body = _without_foreign(post, body, by)
    post.folded = folded_of(post)
    post.save()
    _attach(post, by, attachments)
    Mention.objects.bulk_create(
        [Mention(post=post, user_id=pk) for pk in mentioned if pk != by.pk], ignore_conflicts=True
    )
    TopicRead.objects.update_or_create(user=by, topic=topic, defaults={"last_no": number, "read_at": now})
    if post.is_shown:
        topic.last_post_no, topic.last_post_at = number, now
        topic.posts_count += 1
        topic.save(update_fields=["last_post_no", "last_post_at", "posts_count"])
        tasks.spread_post.delay_on_commit(post.pk)
    return post


def said_just_now(topics: QuerySet[Topic], *, by: User, body: str, now: datetime) -> Post | None:
    """The post with which she said the same in one of these topics a few seconds ago."""
    hers = Post.objects.filter(topic__in=topics, author=by, deleted_at__isnull=True).select_related("cluster")
    recent = list(hers.filter(created_at__gt=now - TWICE, created_at__lte=now))
    if not recent:
        return None
    body = prepare(recent[0].cluster, body)[0]
    return next((post for post in recent if post.body == body), None)


@transaction.atomic
def edit_post(post: Post, *, by: User, body: str, language: str, now: datetime | None = None) -> Post:
    """Her own words, changed; those from before are kept. The same words again change nothing; nobody is told.

    New words of who is not vetted wait as her first posts do. Raises PermissionDenied, NothingWritten, TooLong.
    """
    now = now or timezone.now()
    lock_topic(post.topic)
    post = Post.objects.select_for_update(of=("self",)).select_related("topic__cluster").get(pk=post.pk)
    standing = standing_of(by, post.topic.cluster)
    require(may_edit(by, standing, post))
    body, mentioned = prepare(post.topic.cluster, body)
    body = _without_foreign(post, body, by)
    if body == post.body and language == post.language:
        return post
    if body != post.body:
        PostRevision.objects.create(post=post, body=post.body, by=by, at=post.edited_at or post.created_at)
        post.edited_at = now
        if post.state == PostState.VISIBLE:
            post.state = state_for(standing, by, post.topic.cluster)
    post.body, post.language = body, language
    post.folded = folded_of(post)
    post.save()
    if not post.is_shown:
        recount(post.topic)
    _attach(post, by, ())
    post.mentions.exclude(user__in=mentioned).delete()
    Mention.objects.bulk_create(
        [Mention(post=post, user_id=pk) for pk in mentioned if pk != by.pk], ignore_conflicts=True
    )
    return post


@transaction.atomic
def delete_post(post: Post, *, by: User, now: datetime | None = None) -> Post:
    """Take a post away, with its text, its earlier words and its files: by its author, or by who leads the cluster.

    Its number stays empty. A topic of which nothing else is left goes with it. Raises PermissionDenied.
    """
    now = now or timezone.now()
    topic = lock_topic(post.topic)
    post = Post.objects.get(pk=post.pk)
    if post.deleted_at is not None:
        return post
    post.topic = topic
    require(may_remove(by, standing_of(by, topic.cluster), post))
    erase_post(post, by=by, now=now)
    if not topic.posts.filter(deleted_at__isnull=True).exists():
        topic.deleted_at = now
        topic.save()
        Draft.objects.filter(topic=topic).delete()
    recount(topic)
    return post


def erase_post(post: Post, *, by: User | None, now: datetime) -> None:
    """The post without its text, in every place that held it; inside a transaction, its topic recounted after."""
    post.body = post.folded = ""
    post.deleted_at, post.deleted_by = now, by
    post.save()
    post.revisions.all().delete()
    post.mentions.all().delete()
    post.reactions.all().delete()
    forget_bells_about(post)
    Notice.objects.filter(post=post).delete()
    AcceptedAnswer.objects.filter(post=post).delete()
    for attachment in post.attachments.all():
        remove_attachment(attachment)
    if post.number == 1:
        Topic.objects.filter(pk=post.topic_id).update(tried="")
    reopen_if_unsolved(post.topic)


def remove_attachment(attachment: Attachment) -> None:
    """The row now, its file once the transaction stands."""
    storage, name = attachment.file.storage, attachment.file.name
    attachment.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def recount(topic: Topic) -> None:
    """`last_post_no`, `last_post_at` and `posts_count` from the posts that are shown; call it when a state changed."""
    shown = topic.posts.shown()
    last = shown.order_by("-number").first()
    topic.posts_count = shown.count()
    topic.last_post_no, topic.last_post_at = (last.number, last.created_at) if last else (0, topic.created_at)
    topic.save(update_fields=["posts_count", "last_post_no", "last_post_at"])


def folded_of(post: Post) -> str:
    """For the search; the first post is found by the words of the title too."""
    words = writing.folded(post.body)
    return f"{post.topic.folded} {words}" if post.number == 1 else words


def prepare(cluster: Cluster, body: str) -> tuple[str, set[int]]:
    """The text as it is kept, and the members whom it mentions by their keys. Raises NothingWritten, TooLong."""
    body = writing.clean_html(body)
    plain = writing.plain_of(body)
    if not plain.replace(">", "").strip() and not writing.pictures_in(body):
        raise NothingWritten
    if len(plain) > writing.MOST_LETTERS:
        raise TooLong
    if "@" not in body:
        return body, set()
    members = cluster.members.filter(state=MemberState.JOINED, user__is_active=True)
    people = {uuid: (pk, name) for pk, uuid, name in members.values_list("user_id", "user__uuid", "user__name")}
    names = {uuid: name for uuid, (_pk, name) in people.items() if name}
    body = writing.set_mentions(writing.find_mentions(body, names), names)
    return body, {people[uuid][0] for uuid in writing.mentions_in(body)}


def workplace_of(standing: Standing, by: User, cluster: Cluster) -> int | None:
    """Where she works, as a member; who leads from the host association speaks for it, who runs the site for nobody."""
    if standing.member is not None and standing.is_joined:
        return standing.member.organisation_id
    return None if by.is_superuser else cluster.host_id


def state_for(standing: Standing, by: User, cluster: Cluster) -> PostState:
    """Held, as long as fewer than HELD_POSTS of a member who is not vetted were approved."""
    if standing.leads or (standing.member is not None and standing.member.is_vetted):
        return PostState.VISIBLE
    approved = Post.objects.filter(cluster=cluster, author=by, state=PostState.VISIBLE).count()
    return PostState.VISIBLE if approved >= HELD_POSTS else PostState.HELD


def reopen_if_unsolved(topic: Topic) -> Topic:
    """A question whose last accepted answer went is open again, unless it was solved otherwise."""
    if topic.solved_at and not topic.solved_otherwise and not AcceptedAnswer.objects.filter(post__topic=topic).exists():
        topic.solved_at = None
        topic.save(update_fields=["solved_at"])
    return topic


def lock_topic(topic: Topic) -> Topic:
    return Topic.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=topic.pk)


def _mine(post: Post, by: User) -> Q:
    """Files that may stand in her post: those in it already, and those that she uploaded and that stand nowhere yet."""
    return Q(cluster=post.cluster) & (Q(post=post.pk, post__isnull=False) | Q(uploader=by, post__isnull=True))


def _without_foreign(post: Post, body: str, by: User) -> str:
    """`body` without pictures that are not hers to show. Raises NothingWritten when nothing else is in it."""
    shown = writing.pictures_in(body)
    allowed = set(Attachment.objects.filter(_mine(post, by), uuid__in=shown).values_list("uuid", flat=True))
    if shown == allowed:
        return body
    body = writing.clean_html(writing.without_pictures(body, shown - allowed))
    if not body:
        raise NothingWritten
    return body


def _attach(post: Post, by: User, attachments: Iterable[UUID]) -> None:
    wanted = writing.pictures_in(post.body) | set(attachments)
    if wanted:
        free = Attachment.objects.filter(uuid__in=wanted, cluster=post.cluster, uploader=by, post__isnull=True)
        free.update(post=post)
