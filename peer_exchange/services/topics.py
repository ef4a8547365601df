"""Topics: opened with their first post, answered, solved. Each change is one transaction and may come twice."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from academy.folding import fold
from academy.models import Organisation, User
from academy.policies import require
from courses.models import Step
from peer_exchange.delivery import spreading
from peer_exchange.enums import NoticeKind, TopicKind
from peer_exchange.errors import AnswerGone, NotInCluster, TooManyAsked
from peer_exchange.models import AcceptedAnswer, AskedPeer, Cluster, Draft, Post, Section, Topic
from peer_exchange.policies import may_accept, may_open, standing_of
from peer_exchange.services import polls
from peer_exchange.services.posts import lock_topic, reopen_if_unsolved, said_just_now, workplace_of, write_post

MOST_ASKED = 3


@transaction.atomic
def open_topic(
    cluster: Cluster,
    *,
    by: User,
    kind: TopicKind,
    title: str,
    body: str,
    language: str,
    section: Section | None = None,
    step: Step | None = None,
    tried: str = "",
    needed_by: date | None = None,
    asked: Sequence[User | Organisation] = (),
    is_anonymous: bool = False,
    poll: polls.NewPoll | None = None,
    attachments: Iterable[UUID] = (),
    key: UUID | None = None,
    now: datetime | None = None,
) -> Topic:
    """A topic with its first post; `body` is safe HTML. What was tried, until when an answer helps, whom she asks and
    hiding her name belong to questions and are left out of other kinds.

    `key` names the topic: sent twice, it is the same one, and so are the same title and words under a new key within
    seconds. Raises PermissionDenied, NothingWritten, TooLong, TooManyAsked, NotInCluster.
    """
    now = now or timezone.now()
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # a double click waits for the first
    if key is not None and (known := Topic.objects.filter(uuid=key, author=by, cluster=cluster).first()):
        return known
    alike = Topic.objects.standing().filter(cluster=cluster, author=by, kind=kind, title=title)
    if key is not None and (twin := said_just_now(alike, by=by, body=body, now=now)):
        return Topic.objects.select_related("cluster").get(pk=twin.topic_id)
    if key is not None and Topic.objects.filter(uuid=key).exists():
        key = None
    standing = standing_of(by, cluster)
    require(may_open(standing, cluster, kind))
    is_question = kind == TopicKind.QUESTION
    topic = Topic.objects.create(
        uuid=key or uuid4(),
        cluster=cluster,
        kind=kind,
        title=title,
        folded=fold(title)[:400],
        language=language,
        section=section if section is not None and section.cluster_id == cluster.pk else None,
        step=step,
        author=by,
        organisation_id=workplace_of(standing, by, cluster),
        is_anonymous=is_anonymous and is_question,
        tried=tried if is_question else "",
        needed_by=needed_by if is_question else None,
        created_at=now,
        last_post_at=now,
    )
    if is_question:
        _ask(topic, asked, by=by)
    if poll is not None:
        polls.add_poll(topic, poll, now=now)
    Draft.objects.filter(user=by, cluster=cluster, topic__isnull=True).delete()
    write_post(
        topic, standing, by=by, body=body, language=language, reply_to=None, attachments=attachments, key=None, now=now
    )
    return topic


@transaction.atomic
def accept_answer(post: Post, *, by: User, now: datetime | None = None) -> Topic:
    """This post answers the question; several may. Its author is told. Raises PermissionDenied, AnswerGone."""
    now = now or timezone.now()
    topic = lock_topic(post.topic)
    post = Post.objects.get(pk=post.pk)
    require(may_accept(by, standing_of(by, topic.cluster), topic))
    if topic.kind != TopicKind.QUESTION or post.number == 1 or not post.is_shown:
        raise AnswerGone
    _acceptance, is_new = AcceptedAnswer.objects.get_or_create(post=post, defaults={"by": by, "at": now})
    if is_new and post.author_id is not None and post.author_id != by.pk:
        post.cluster = topic.cluster
        key = f"accepted/{post.pk}/{post.author_id}"
        if post.author_id in spreading.hearing(topic, {post.author_id: NoticeKind.ACCEPTED}):
            spreading.tell(post, post.author_id, NoticeKind.ACCEPTED, now=now, key=key, not_before=now + spreading.HELD)
    if topic.solved_at is None:
        topic.solved_at = now
        topic.save(update_fields=["solved_at"])
    return topic


@transaction.atomic
def undo_acceptance(post: Post, *, by: User) -> Topic:
    """Taken back; the question is open again when nothing else solved it. Raises PermissionDenied."""
    topic = lock_topic(post.topic)
    require(may_accept(by, standing_of(by, topic.cluster), topic))
    AcceptedAnswer.objects.filter(post=post).delete()
    return reopen_if_unsolved(topic)


@transaction.atomic
def solve_otherwise(topic: Topic, *, by: User, how: str, now: datetime | None = None) -> Topic:
    """Solved outside the discussion; `how` in her words, empty takes it back. Raises PermissionDenied."""
    now = now or timezone.now()
    topic = lock_topic(topic)
    require(may_accept(by, standing_of(by, topic.cluster), topic))
    topic.solved_otherwise = how
    if how and topic.solved_at is None:
        topic.solved_at = now
    topic.save(update_fields=["solved_otherwise", "solved_at"])
    return reopen_if_unsolved(topic)


def _ask(topic: Topic, asked: Sequence[User | Organisation], *, by: User) -> None:
    """Up to three people or municipalities of the cluster. Raises TooManyAsked, NotInCluster."""
    people = {peer.pk for peer in asked if isinstance(peer, User)} - {by.pk}
    places = {peer.pk for peer in asked if isinstance(peer, Organisation)}
    if len(people) + len(places) > MOST_ASKED:
        raise TooManyAsked
    members = topic.cluster.members.joined().filter(user__is_active=True)
    known = set(members.filter(user__in=people).values_list("user_id", flat=True))
    inhabited = set(members.filter(organisation__in=places).values_list("organisation_id", flat=True))
    if known != people or inhabited != places:
        raise NotInCluster
    AskedPeer.objects.bulk_create(
        [AskedPeer(topic=topic, user_id=pk) for pk in sorted(people)]
        + [AskedPeer(topic=topic, organisation_id=pk) for pk in sorted(places)]
    )
