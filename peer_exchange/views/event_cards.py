"""What lists and pages say of an event: its times in two zones, seats left, what the reader can do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import get_language_info

from academy.models import User
from academy.time_zones import city_of, offset_of
from peer_exchange.models import Event, EventPlace
from peer_exchange.policies import Standing, may_take_part
from peer_exchange.services.event_places import TAKING_PART

SOON_FULL = 5  # so few seats left are said with more weight


@dataclass(frozen=True)
class Clock:
    """A zone in which the times of an event are said: "Skopje", "UTC+1". `whose`: reader | host, or site, of whose zone
    a visitor without an account reads.
    """

    whose: str
    zone: str
    city: str
    offset: str


@dataclass(frozen=True)
class Card:
    """`action`: draft | cancelled | over | going | waiting | sign_in | join | enter | queue, what is true first.

    `clocks` has the reader's zone, and the host's where its times differ. `left` is None without a limit.
    """

    event: Event
    place: EventPlace | None
    action: str
    left: int | None
    clocks: tuple[Clock, ...]
    languages: str

    @property
    def is_soon_full(self) -> bool:
        return self.left is not None and 0 < self.left <= SOON_FULL

    @property
    def has_task(self) -> bool:
        """Something is to be prepared by who comes, or is asked whether she does."""
        return bool(self.event.preparation) and self.action in ("going", "waiting", "enter", "queue")

    @property
    def is_one_day(self) -> bool:
        """In the reader's zone."""
        return timezone.localdate(self.event.starts_at) == timezone.localdate(self.event.ends_at)


def cards_of(events: Sequence[Event], user: User | AnonymousUser, standing: Standing, *, now: datetime) -> list[Card]:
    """The events come from `with_taken()` and with their cluster, in which she stands so. One query."""
    places = _places_of(user, events)
    return [card_of(event, places.get(event.pk), user, standing, now=now) for event in events]


def card_of(
    event: Event, place: EventPlace | None, user: User | AnonymousUser, standing: Standing, *, now: datetime
) -> Card:
    left = None if event.capacity is None else max(0, event.capacity - event.taken)
    return Card(
        event=event,
        place=place,
        action=_action_of(event, place, left, user, standing, now),
        left=left,
        clocks=clocks_of(event, "reader" if user.is_authenticated else "site"),
        languages=", ".join(str(get_language_info(code)["name_translated"]) for code in event.languages),
    )


def clocks_of(event: Event, whose: str) -> tuple[Clock, ...]:
    """The active zone, which is `whose`; the host's where it differs."""
    mine = _clock(event, whose, timezone.get_current_timezone_name())
    differs = any(
        timezone.localtime(moment).utcoffset() != moment.astimezone(event.zone).utcoffset()
        for moment in (event.starts_at, event.ends_at)
    )
    return (mine, _clock(event, "host", event.time_zone)) if differs else (mine,)


def by_month(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """`[{month (its first day), cards}]` in the reader's zone, in the order given."""
    found: list[dict[str, Any]] = []
    for card in cards:
        day = timezone.localdate(card.event.starts_at)
        month = date(day.year, day.month, 1)
        if not found or found[-1]["month"] != month:
            found.append({"month": month, "cards": []})
        found[-1]["cards"].append(card)
    return found


def next_events(user: User, *, most: int = 3, now: datetime | None = None) -> list[Card]:
    """What comes next in her clusters and what she goes to elsewhere, cancelled ones left out; for overviews and the
    home page. Two queries; she is a member wherever it comes from.
    """
    now = now or timezone.now()
    events = Event.objects.in_calendar_of(user).held().coming(now=now).with_taken().select_related("cluster")
    found = list(events.prefetch_related("cluster__texts").order_by("starts_at", "pk")[:most])
    return cards_of(found, user, Standing(member=None, reads=True, leads=True), now=now)


def _action_of(
    event: Event,
    place: EventPlace | None,
    left: int | None,
    user: User | AnonymousUser,
    standing: Standing,
    now: datetime,
) -> str:
    if event.cancelled_at is not None:
        return "cancelled"
    if event.published_at is None:
        return "draft"
    if now >= event.ends_at:
        return "over"
    if place is not None and place.state in TAKING_PART:
        return str(place.state)
    if not user.is_authenticated:
        return "sign_in"
    if not may_take_part(standing, event.cluster):
        return "join"
    return "queue" if left == 0 else "enter"


def _places_of(user: User | AnonymousUser, events: Sequence[Event]) -> dict[int, EventPlace]:
    if not events or not user.is_authenticated:
        return {}
    return {row.event_id: row for row in EventPlace.objects.filter(user=user, event__in=events)}


def _clock(event: Event, whose: str, zone: str) -> Clock:
    return Clock(whose, zone, city_of(zone), offset_of(event.starts_at, ZoneInfo(zone)))
