"""Doors of what is written in a cluster: topics that begin with a held post, single posts, the right to write."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from academy.policies import require
from peer_exchange.models import Cluster, Post, Topic
from peer_exchange.policies import Standing, may_write
from peer_exchange.views.doors import Visitor, readable_cluster_or_404, topic_or_404


def listed_topic_or_404(user: Visitor, slug: str, uuid: UUID) -> tuple[Topic, Standing]:
    """A topic that she may read; one whose first post waits is there for its author and who leads."""
    topic, standing = topic_or_404(user, slug, uuid)
    if topic.posts_count == 0 and not standing.leads and (topic.author_id is None or topic.author_id != user.pk):
        raise Http404
    return topic, standing


def post_or_404(user: Visitor, slug: str, uuid: UUID, number: int) -> tuple[Post, Standing]:
    """A post that stands, in a topic that she may read; held and hidden ones for their author and who leads."""
    topic, standing = listed_topic_or_404(user, slug, uuid)
    posts = Post.objects.listed_to(user, leads=standing.leads).filter(deleted_at__isnull=True)
    post = get_object_or_404(posts.select_related("author", "organisation"), topic=topic, number=number)
    post.topic, post.cluster = topic, topic.cluster
    return post, standing


def writable_cluster_or_404(user: Visitor, slug: str) -> tuple[Cluster, Standing]:
    """A cluster in which she writes; 403 with the reason for who only reads."""
    cluster, standing = readable_cluster_or_404(user, slug)
    require(may_write(standing, cluster))
    return cluster, standing
