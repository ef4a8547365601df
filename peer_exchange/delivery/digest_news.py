"""What digests are made of: what was written in a span of time, and what is known of their readers.

Gathered for many people at once with a constant number of queries; what of it stands in whose letter is decided by
`rules.digesting`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from academy.models import Letter
from peer_exchange.enums import MemberState
from peer_exchange.models import ClusterMember, ClusterRead, Post, Subscription, TopicRead
from peer_exchange.rules.digesting import News, Reader

KIND = "cluster_digest"
REMEMBERED = timedelta(days=60)  # so long a letter counts as having told of a topic


def news_between(since: datetime, until: datetime, clusters: Collection[int] | None = None) -> dict[int, list[News]]:
    """`{cluster: [News, …]}` of shown posts in standing topics of running clusters; one query."""
    posts = Post.objects.shown().filter(created_at__gte=since, created_at__lt=until, cluster__archived_at__isnull=True)
    posts = posts.filter(topic__deleted_at__isnull=True, topic__merged_into__isnull=True)
    if clusters is not None:
        posts = posts.filter(cluster__in=clusters)
    rows: dict[tuple[int, int], list[tuple[int, int | None, datetime]]] = defaultdict(list)
    columns = posts.order_by("topic_id", "number").values_list(
        "cluster_id", "topic_id", "number", "author_id", "created_at"
    )
    for cluster_id, topic_id, number, author_id, at in columns.iterator():
        rows[cluster_id, topic_id].append((number, author_id, at))
    found: dict[int, list[News]] = defaultdict(list)
    for (cluster_id, topic_id), written in rows.items():
        found[cluster_id].append(News(topic_id, cluster_id, tuple(written)))
    return found


def readers_of(
    people: Collection[int], topics: Collection[int], *, now: datetime, but: Collection[int] = ()
) -> list[Reader]:
    """Of those who are members of any running cluster. Six queries; `topics` are those that letters may name, `but` the
    letters that are being written, which have told nothing yet.
    """
    clusters = clusters_of(people)
    cluster_levels: dict[int, dict[int, str]] = defaultdict(dict)
    topic_levels: dict[int, dict[int, str]] = defaultdict(dict)
    said = Subscription.objects.filter(user__in=people).values_list("user_id", "cluster_id", "topic_id", "level")
    for user_id, cluster_id, topic_id, level in said:
        if topic_id is None:
            cluster_levels[user_id][cluster_id] = level
        else:
            topic_levels[user_id][topic_id] = level
    wrote: dict[int, set[int]] = defaultdict(set)
    written = Post.objects.filter(author__in=people, topic__in=topics, deleted_at__isnull=True).order_by()
    for user_id, topic_id in written.values_list("author_id", "topic_id").distinct():
        wrote[user_id].add(topic_id)
    read: dict[int, dict[int, int]] = defaultdict(dict)
    visited: dict[tuple[int, int], datetime] = {}
    rows = TopicRead.objects.filter(user__in=people, topic__in=topics)
    for user_id, topic_id, last_no, read_at in rows.values_list("user_id", "topic_id", "last_no", "read_at"):
        read[user_id][topic_id] = last_no
        visited[user_id, topic_id] = read_at
    marks: dict[int, dict[int, datetime]] = defaultdict(dict)
    for user_id, cluster_id, until in ClusterRead.objects.filter(user__in=people).values_list(
        "user_id", "cluster_id", "read_until"
    ):
        marks[user_id][cluster_id] = until
    told: dict[int, set[int]] = defaultdict(set)
    letters = Letter.objects.filter(kind=KIND, user__in=people, created_at__gt=now - REMEMBERED).exclude(pk__in=but)
    for user_id, data, created_at in letters.filter(dropped_at__isnull=True).values_list(
        "user_id", "data", "created_at"
    ):
        for topic_id in data.get("replied", []):
            at = visited.get((user_id, topic_id))
            if at is None or at < created_at:
                told[user_id].add(topic_id)
    return [
        Reader(
            person=pk,
            clusters=frozenset(clusters[pk]),
            cluster_levels=cluster_levels[pk],
            topic_levels=topic_levels[pk],
            wrote_in=frozenset(wrote[pk]),
            read=read[pk],
            marks=marks[pk],
            told=frozenset(told[pk]),
        )
        for pk in people
        if pk in clusters
    ]


def clusters_of(people: Collection[int]) -> dict[int, set[int]]:
    """`{person: running clusters in which she is a member}`; one query."""
    clusters: dict[int, set[int]] = defaultdict(set)
    members = ClusterMember.objects.filter(
        state=MemberState.JOINED, user__in=people, user__is_active=True, cluster__archived_at__isnull=True
    )
    for user_id, cluster_id in members.order_by().values_list("user_id", "cluster_id"):
        clusters[user_id].add(cluster_id)
    return clusters


def topics_in(news: Iterable[list[News]]) -> set[int]:
    return {row.topic for rows in news for row in rows}
