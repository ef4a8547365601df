"""Finding what was said: on the search page, and what resembles a question before it is asked."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext

from academy.folding import fold
from peer_exchange import writing
from peer_exchange.models import Cluster, Post, Topic
from peer_exchange.views.cluster_room import cluster_address

FOUND = 20
LOOKED_AT = 60  # posts, the newest first
SIMILAR = 5
CANDIDATES = 200
SHORTEST = 4  # letters of a word that says something
ENDING = 2  # letters that a language may change at the end of a longer word


def search_discussions(request: HttpRequest, query: str) -> dict:
    """Topics of the clusters that she reads, by what was written in them; words of the title count most."""
    words = fold(query).split()
    clusters = {row.pk: row for row in Cluster.objects.readable_by(request.user).prefetch_related("texts")}
    if not clusters:
        return {"heading": gettext("Discussions"), "results": []}
    newest = _newest_posts(clusters, words)
    titled = Topic.objects.listed_to(request.user).filter(cluster__in=list(clusters), posts_count__gt=0).matching(words)
    topics = {row.pk: row for row in titled[:FOUND]}
    more = [pk for pk in newest if pk not in topics][: FOUND - len(topics)]
    by_pk = Topic.objects.in_bulk(more)
    topics |= {pk: by_pk[pk] for pk in more if pk in by_pk}
    posts = Post.objects.only("topic_id", "number", "body").in_bulk([newest[pk] for pk in topics if pk in newest])
    results = []
    for topic in topics.values():
        topic.cluster = clusters[topic.cluster_id]
        results.append(_result(topic, posts.get(newest.get(topic.pk))))
    return {"heading": gettext("Discussions"), "results": results}


def _newest_posts(clusters: Iterable[int], words: list[str]) -> dict[int, int]:
    """`{topic: its newest post with these words}`, the newest first. Clusters as values and narrow rows: PostgreSQL
    then joins both indexes, and sorts keys only.
    """
    posts = Post.objects.shown().filter(cluster__in=list(clusters)).matching(words)
    standing = posts.filter(topic__deleted_at__isnull=True, topic__merged_into__isnull=True)
    found: dict[int, int] = {}
    for topic, post in standing.order_by("-created_at").values_list("topic_id", "pk")[:LOOKED_AT]:
        found.setdefault(topic, post)
    return found


def _result(topic: Topic, post: Post | None) -> dict:
    url = cluster_address("topic", topic.cluster, uuid=topic.uuid)
    if post is not None and post.number > 1:
        url = cluster_address("topic_post", topic.cluster, uuid=topic.uuid, number=post.number)
    return {
        "title": topic.title,
        "url": url,
        "language": topic.language,
        "context": topic.cluster.local_title,
        "summary": writing.excerpt_of(post.body) if post is not None else "",
    }


def similar_topics(request: HttpRequest, cluster: Cluster, title: str) -> list[dict]:
    """Up to five topics of the clusters that she reads whose titles share words with this one; those of this cluster
    and those with more of the words first. `[{title, url, language, context, replies, is_solved}]`
    """
    stems = stems_of(title)
    if not stems:
        return []
    clusters = Cluster.objects.readable_by(request.user).order_by().values("pk")
    rows = Topic.objects.standing().filter(cluster__in=clusters, posts_count__gt=0).resembling(stems)
    rows = rows.select_related("cluster").prefetch_related("cluster__texts").order_by("-last_post_at")[:CANDIDATES]

    def likeness(topic: Topic) -> tuple[int, bool]:
        words = topic.folded.split()
        return sum(any(word.startswith(stem) for word in words) for stem in stems), topic.cluster_id == cluster.pk

    needed = 1 if len(stems) < 4 else 2
    ranked = sorted((row for row in rows if likeness(row)[0] >= needed), key=likeness, reverse=True)
    return [
        {
            "title": topic.title,
            "url": cluster_address("topic", topic.cluster, uuid=topic.uuid),
            "language": topic.language,
            "context": topic.cluster.local_title,
            "replies": topic.posts_count - 1,
            "is_solved": topic.solved_at is not None,
        }
        for topic in ranked[:SIMILAR]
    ]


def stems_of(title: str) -> list[str]:
    """Its longer words, folded, without what a language may change at their end."""
    words = [word for word in fold(title).split() if len(word) >= SHORTEST]
    return list(dict.fromkeys(word[: max(SHORTEST, len(word) - ENDING)] for word in words))[:12]
