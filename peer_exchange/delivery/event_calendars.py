"""Events as a calendar file: one, those of a cluster, and a person's own feed under a secret address.

Which events and who may see the link to join is decided by the caller; of a feed, here.
"""

import zoneinfo
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from academy.delivery.calendars import Entry, calendar_file
from academy.models import User
from courses.delivery.calendars import learning_entries
from peer_exchange.enums import EventPlaceState
from peer_exchange.models import Cluster, Event, EventPlace
from peer_exchange.writing import plain_of

REMEMBERED = timedelta(days=365)  # so long events that are over stay in feeds
MOST = 500  # events of one file, the newest
OPEN_STATES = frozenset({None, EventPlaceState.INVITED, EventPlaceState.WAITING})


def event_file(event: Event, *, tells_link: bool, is_open: bool = False) -> bytes:
    """One event; it comes with its cluster."""
    return calendar_file(event.title, [event_entry(event, tells_link=tells_link, is_open=is_open)], what="events")


def cluster_file(cluster: Cluster, user: User | None, *, now: datetime | None = None, is_feed: bool = False) -> bytes:
    """The published events of a cluster that the caller lets her read, as they stand for her. Two queries."""
    events = list(_recent(cluster.events.published(), now))
    for event in events:
        event.cluster = cluster
    return calendar_file(cluster.local_title, _entries(events, user), what="events", is_feed=is_feed)


def feed_of(user: User, *, now: datetime | None = None) -> bytes:
    """Everything dated that concerns her: events of her clusters, sessions and last days of her courses.

    In her language and time zone. Who may no longer read a cluster finds nothing of it.
    """
    now = now or timezone.now()
    with translation.override(user.language), timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        events = list(_recent(Event.objects.in_calendar_of(user).select_related("cluster"), now))
        entries = [*_entries(events, user), *learning_entries(user, now=now)]
        return calendar_file(settings.SITE_NAME, entries, what="feed", is_feed=True)


def event_entry(event: Event, *, tells_link: bool, is_open: bool = False) -> Entry:
    """`is_open`: the reader has not said that she comes."""
    join_url = event.join_url if tells_link else ""
    lines = [
        event.cluster.title,
        gettext("Cancelled: %(reason)s") % {"reason": event.cancel_reason} if event.cancelled_at else "",
        plain_of(event.about),
        event.agenda,
        gettext("To prepare: %(task)s") % {"task": event.preparation} if event.preparation else "",
        join_url,
    ]
    address = reverse("event", kwargs={"slug": event.cluster.slug, "uuid": event.uuid})
    return Entry(
        uid=str(event.uuid),
        title=event.title,
        changed_at=event.updated_at,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        sequence=event.sequence,
        location=event.place or join_url,
        description="\n\n".join(filter(None, lines)),
        url=settings.SITE_URL + address,
        is_cancelled=event.cancelled_at is not None,
        is_open=is_open,
    )


def _entries(events: Iterable[Event], user: User | None) -> list[Entry]:
    states: dict[int, str] = {}
    if user is not None:
        places = EventPlace.objects.filter(user=user, event__in=events)
        states = dict(places.values_list("event_id", "state"))
    return [
        event_entry(
            event,
            tells_link=states.get(event.pk) == EventPlaceState.GOING,
            is_open=user is not None and states.get(event.pk) in OPEN_STATES,
        )
        for event in events
        if states.get(event.pk) != EventPlaceState.DECLINED
    ]


def _recent(events, now: datetime | None):
    since = (now or timezone.now()) - REMEMBERED
    return events.filter(ends_at__gt=since).order_by("-starts_at", "-pk")[:MOST]
