"""Events in every state for the style guide, drawn by the same cards as in a cluster. Nothing of it is stored."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from peer_exchange.enums import EventAttendance, EventKind, EventPlaceState, ResourceKind
from peer_exchange.models import Cluster, Event, EventPlace, Resource
from peer_exchange.views.event_cards import Card, clocks_of

CLUSTER = Cluster(slug="sample", title="Outreach teams (sample)", language="en")


def events() -> dict[str, Any]:
    states = [
        (gettext("Open, few seats left"), "enter", 3, "Europe/Istanbul", None),
        (gettext("Takes part"), "going", 8, "Europe/Skopje", EventPlaceState.GOING),
        (gettext("Waiting list"), "waiting", 0, "Europe/Chisinau", EventPlaceState.WAITING),
        (gettext("Full"), "queue", 0, "Europe/Skopje", None),
        (gettext("Cancelled"), "cancelled", None, "Europe/Skopje", EventPlaceState.INVITED),
        (gettext("Draft"), "draft", None, "Europe/Skopje", None),
        (gettext("Was there"), "over", None, "Europe/Skopje", EventPlaceState.GOING),
    ]
    return {
        "template": "peer_exchange/events/_specimens.html",
        "heading": gettext("Events and the shelf"),
        "cards": [{"heading": heading, "card": _card(*rest)} for heading, *rest in states],
        "resources": [
            Resource(uuid=UUID(int=1), kind=kind, title=title, about=about, language=language, size=size, url=url)
            for kind, title, about, language, size, url in [
                (ResourceKind.DOCUMENT, "Week plan, empty (sample)", "To print on A3.", "en", 48_000, ""),
                (ResourceKind.LINK, "Водич за теренски тимови (пример)", "", "mk", None, "https://example.org/"),
                (ResourceKind.RECORDING, "First meeting (sample)", "90 minutes.", "en", None, "https://example.org/"),
            ]
        ],
        "slug": CLUSTER.slug,
    }


def _card(action: str, left: int | None, zone: str, state: EventPlaceState | None) -> Card:
    event = Event(
        uuid=UUID(int=1), cluster=CLUSTER, title="How three teams plan their week (sample)", kind=EventKind.WEBINAR,
        language="en", starts_at=datetime(2027, 3, 30, 8, tzinfo=UTC), ends_at=datetime(2027, 3, 30, 9, 30, tzinfo=UTC),
        time_zone=zone, join_url="https://meet.example.org/", languages=["en", "mk"], is_sample=True,
        published_at=timezone.now(),
    )  # fmt: skip
    place = None
    if state is not None:
        attendance = EventAttendance.ATTENDED if action == "over" else ""
        place = EventPlace(event=event, state=state, attendance=attendance)
    return Card(event, place, action, left, clocks_of(event, "reader"), gettext("English, Macedonian"))
