"""What events and the shelf show elsewhere: what comes next on the home page, and what the search finds."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from academy.folding import fold
from peer_exchange.models import Cluster, Event, Resource
from peer_exchange.views.cluster_plugs import running
from peer_exchange.views.cluster_room import cluster_address
from peer_exchange.views.event_cards import next_events
from peer_exchange.writing import excerpt_of

FOUND = 8
SEARCHED = 2000  # the newest rows of the clusters she reads


def home_section(request: HttpRequest) -> dict | None:
    """The next dates of her clusters; nothing for who has none."""
    if not request.user.is_authenticated:
        return None
    cards = next_events(request.user)
    if not cards:
        return None
    return {"template": "peer_exchange/events/_home_section.html", "cards": cards, "url": reverse("my_calendar")}


def learning_section(request: HttpRequest) -> dict | None:
    """The next dates of her clusters, with what is to be prepared for them; nothing for who has none, and no query
    where no cluster runs.
    """
    cards = next_events(request.user) if running() else []
    if not cards:
        return None
    return {"template": "peer_exchange/events/_learning_section.html", "cards": cards, "url": reverse("my_calendar")}


def search_events(request: HttpRequest, query: str) -> dict:
    """Published events of the clusters that the visitor reads; one query."""
    rows = Event.objects.published().filter(cluster__in=_readable(request)).select_related("cluster")
    found = _matching(
        query, rows.order_by("-starts_at"), lambda row: [row.title, row.place, row.speakers, row.agenda, row.about]
    )
    return {
        "heading": gettext("Events"),
        "results": [_result(row, "event", excerpt_of(row.about, 200)) for row in found],
    }


def search_resources(request: HttpRequest, query: str) -> dict:
    """What stands on the shelves of the clusters that the visitor reads, drafts of events apart; one query."""
    rows = Resource.objects.filter(cluster__in=_readable(request)).select_related("cluster")
    rows = rows.exclude(event__isnull=False, event__published_at__isnull=True)
    found = _matching(query, rows.order_by("-added_at"), lambda row: [row.title, row.about, row.file_name])
    return {"heading": gettext("Resources"), "results": [_result(row, "resource", row.about) for row in found]}


def _readable(request: HttpRequest) -> Any:
    return Cluster.objects.readable_by(request.user).order_by().values("pk")


def _matching(query: str, rows: Any, texts: Any) -> list[Any]:
    """The rows in whose texts every word of the query stands, scripts and diacritics apart."""
    words = fold(query).split()
    if not words:
        return []
    matches = (row for row in rows[:SEARCHED] if all(word in fold(" ".join(texts(row))) for word in words))
    return [row for row, _number in zip(matches, range(FOUND), strict=False)]


def _result(row: Any, name: str, summary: str) -> dict[str, str]:
    return {
        "title": row.title,
        "url": cluster_address(name, row.cluster, uuid=row.uuid),
        "summary": summary,
        "language": row.language,
        "context": row.cluster.title,
    }
