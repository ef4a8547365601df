"""Clusters in a list: name, cloth, people, what is new and what comes next. A handful of queries for all of them."""

from collections.abc import Iterable

from academy.models import User
from peer_exchange.models import Cluster, Event
from peer_exchange.services.reading import unread_counts
from peer_exchange.views.cluster_room import cluster_address, look_of, title_language


def with_words(clusters):
    """What a card needs of each cluster."""
    return clusters.select_related("host", "approach").prefetch_related("texts")


def cards_of(clusters: Iterable[Cluster], user: User | None, *, readable: set[int]) -> list[dict]:
    """As `clusters/_card.html` takes them. `clusters` come `.with_people()`; `readable` are the keys of those whose
    next event she may know, `user` is who has something unread.
    """
    rows = list(clusters)
    unread = unread_counts(user) if user is not None and rows else {}
    coming = next_events(row.pk for row in rows if row.pk in readable)
    return [
        {
            "cluster": row,
            "url": cluster_address("cluster", row),
            "language": title_language(row),
            "look": look_of(row),
            "people": row.people,
            "places": row.places,
            "unread": unread.get(row.pk, 0),
            "event": coming.get(row.pk),
            "state": getattr(row, "her_state", ""),
        }
        for row in rows
    ]


def next_events(clusters: Iterable[int]) -> dict[int, Event]:
    """`{cluster: its next event that takes place}`; one query, none without clusters."""
    keys = list(clusters)
    found: dict[int, Event] = {}
    if keys:
        for event in Event.objects.held().coming().filter(cluster__in=keys).order_by("starts_at"):
            found.setdefault(event.cluster_id, event)
    return found
