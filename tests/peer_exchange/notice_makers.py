"""Clusters with members, topics and posts, made row by row: for what happens after a post was written."""

from django.utils import timezone
from django.utils.text import slugify

from peer_exchange.enums import ClusterRole, MemberState, TopicKind, Visibility
from peer_exchange.models import Cluster, ClusterMember, Post, Topic
from tests import factories


def make_cluster(title="Sample cluster", *, members=(), **fields) -> Cluster:
    defaults = {"slug": slugify(title), "language": "en", "visibility": Visibility.MEMBERS}
    if "host" not in fields:
        fields["host"] = factories.make_organisation("association")
    cluster = Cluster.objects.create(title=title, **defaults | fields)
    for user in members:
        join(cluster, user)
    return cluster


def join(cluster, user, role=ClusterRole.MEMBER, **fields) -> ClusterMember:
    defaults = {"state": MemberState.JOINED, "joined_at": timezone.now(), "is_vetted": True, "role": role}
    return ClusterMember.objects.create(cluster=cluster, user=user, **defaults | fields)


def make_topic(cluster, author, title="How do you do it?", *, kind=TopicKind.DISCUSSION, body="", **fields) -> Topic:
    """With its first post."""
    now = fields.pop("at", timezone.now())
    topic = Topic.objects.create(
        cluster=cluster, author=author, title=title, kind=kind, language="en", created_at=now, **fields
    )
    make_post(topic, author, body or f"<p>{title} Tell us.</p>", at=now)
    return topic


def make_post(topic, author, body="<p>We do it so.</p>", *, at=None, **fields) -> Post:
    at = at or timezone.now()
    last = topic.posts.order_by("number").last()
    post = Post.objects.create(
        topic=topic, cluster=topic.cluster, number=last.number + 1 if last else 1, author=author, body=body,
        language="en", created_at=at, **fields,
    )  # fmt: skip
    if post.is_shown:
        topic.last_post_no, topic.last_post_at = post.number, at
        topic.posts_count = topic.posts.shown().count()
        topic.save()
    return post
