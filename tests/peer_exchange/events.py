"""A cluster with its facilitator and members, and events in it, through the services that the pages use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from academy.models import User
from peer_exchange.enums import ClusterRole
from peer_exchange.models import Cluster, Event
from peer_exchange.services.events import create_event, publish_event
from tests import factories
from tests.peer_exchange.notice_makers import join, make_cluster

SKOPJE = ZoneInfo("Europe/Skopje")


@dataclass(frozen=True)
class Room:
    """A cluster, who leads it, and its members."""

    cluster: Cluster
    leader: User
    members: list[User]


def make_room(members=(), *, title="Room sample", **fields) -> Room:
    leader = factories.UserFactory(email=f"leader-{title[:4].lower()}@example.org", name="Lena Leader")
    cluster = make_cluster(title, members=members, **fields)
    join(cluster, leader, ClusterRole.FACILITATOR)
    return Room(cluster, leader, list(members))


def make_event(room: Room, *, live=True, days=10.0, hours=2.0, now: datetime | None = None, **fields) -> Event:
    """It begins in so many days and lasts so many hours."""
    now = now or timezone.now()
    starts_at = fields.pop("starts_at", now + timedelta(days=days))
    fields = {
        "title": "A meeting", "kind": "webinar", "language": "en", "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=hours), "time_zone": "Europe/Skopje",
        "join_url": "https://meet.example.org/secret", "languages": ["en"],
    } | fields  # fmt: skip
    event = create_event(room.cluster, room.leader, now=now, **fields)
    return publish_event(event, room.leader, now=now) if live else event
