"""Events of a cluster: planned by who leads it, published to the members, changed, cancelled, copied, reported on.

People hear of what matters to them, time and place; calendars follow by `sequence`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from academy.models import User
from peer_exchange.enums import EventPlaceState
from peer_exchange.errors import EventClosed, EventPublished, TooFewSeats
from peer_exchange.models import Cluster, Event, EventPlace, EventReport
from peer_exchange.rules.events import moved
from peer_exchange.services.event_news import tell_cancelled, tell_changed, tell_invited
from peer_exchange.services.event_places import locked, promote_waiting
from peer_exchange.services.twice import just_made

TOLD = ("starts_at", "ends_at", "place", "join_url")  # a change of these is worth a letter
IN_CALENDARS = (*TOLD, "title", "about", "agenda", "preparation", "time_zone")  # a change of these counts in `sequence`
NEXT = 3  # of so many coming events a newcomer hears; the others she finds in the cluster
COPIED = (
    "title", "kind", "language", "time_zone", "place", "join_url", "languages", "interpretation", "capacity", "about",
    "agenda", "speakers", "preparation",
)  # fmt: skip


@transaction.atomic
def create_event(cluster: Cluster, by: User, *, now: datetime | None = None, **fields: Any) -> Event:
    """A draft that only who leads the cluster sees. The same again within seconds is the same draft."""
    now = now or timezone.now()
    drafts = cluster.events.filter(published_at=None)
    if (twin := just_made(drafts, by=by, now=now, **fields)) is not None:
        return twin
    return Event.objects.create(cluster=cluster, created_by=by, created_at=now, updated_at=now, **fields)


@transaction.atomic
def change_event(event: Event, by: User, *, now: datetime | None = None, **fields: Any) -> Event:
    """New values; who takes part hears of another time, place or link. The same values again change nothing.

    More seats go to who waits. Raises TooFewSeats for less than are taken, EventClosed for a cancelled one.
    """
    now = now or timezone.now()
    row = locked(event)
    if row.cancelled_at is not None:
        raise EventClosed
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if not changed:
        return row
    before = {name: _plain(getattr(row, name)) for name in changed if name in TOLD}
    for name in changed:
        setattr(row, name, fields[name])
    if "capacity" in changed and row.capacity is not None and row.places.going().count() > row.capacity:
        raise TooFewSeats
    row.sequence += bool(set(changed) & set(IN_CALENDARS))
    row.updated_at = now
    row.save()
    if row.published_at is not None and row.ends_at > now:
        if before:
            tell_changed(row, before, by=by.pk, now=now)
        if "capacity" in changed:
            promote_waiting(row, now=now)
    return row


@transaction.atomic
def publish_event(event: Event, by: User, *, now: datetime | None = None) -> Event:
    """Members see it and are invited, all but the one who publishes. Twice called, no change.

    Raises EventClosed for one that is cancelled. One that is over already, put in for the record, invites nobody.
    """
    now = now or timezone.now()
    Cluster.objects.select_for_update(of=("self",)).get(pk=event.cluster_id)  # who joins meanwhile waits
    row = locked(event)
    if row.cancelled_at is not None:
        raise EventClosed
    if row.published_at is not None:
        return row
    row.published_at = row.updated_at = now
    row.save(update_fields=["published_at", "updated_at"])
    if row.ends_at > now:
        people = list(row.cluster.members.joined().filter(user__is_active=True).values_list("user_id", flat=True))
        invited = [EventPlace(event=row, user_id=pk, state=EventPlaceState.INVITED, asked_at=now) for pk in people]
        EventPlace.objects.bulk_create(invited, ignore_conflicts=True)
        tell_invited(row, set(people) - {by.pk}, now=now)
    return row


def invite_newcomer(cluster: Cluster, user: User, *, now: datetime | None = None) -> None:
    """Who joined after an event was published is asked whether she comes, as the others were; each event asks once."""
    now = now or timezone.now()
    known = EventPlace.objects.filter(user=user).order_by().values("event")
    coming = cluster.events.held().filter(starts_at__gt=now).exclude(pk__in=known)
    events = list(coming.select_related("cluster").order_by("starts_at", "pk"))
    invited = [EventPlace(event=row, user=user, state=EventPlaceState.INVITED, asked_at=now) for row in events]
    EventPlace.objects.bulk_create(invited, ignore_conflicts=True)
    for row in events[:NEXT]:
        tell_invited(row, {user.pk}, now=now)


@transaction.atomic
def cancel_event(event: Event, by: User, *, reason: str, now: datetime | None = None) -> Event:
    """It does not take place; it stays in lists and calendars, marked so. Twice called, no change.

    Raises EventClosed for one that is over. One that was never published is gone without a word.
    """
    now = now or timezone.now()
    row = locked(event)
    if row.cancelled_at is not None:
        return row
    if row.ends_at <= now:
        raise EventClosed
    row.cancelled_at = row.updated_at = now
    row.cancel_reason = reason
    row.sequence += 1
    row.save(update_fields=["cancelled_at", "updated_at", "cancel_reason", "sequence"])
    if row.published_at is not None:
        tell_cancelled(row, by=by.pk, now=now)
    return row


@transaction.atomic
def delete_draft(event: Event) -> None:
    """Only what nobody but those who lead has seen. Raises EventPublished."""
    row = locked(event)
    if row.published_at is not None:
        raise EventPublished
    row.delete()


@transaction.atomic
def copy_event(event: Event, by: User, *, now: datetime | None = None) -> Event:
    """A draft like it, on the next same weekday and hour that is to come."""
    now = now or timezone.now()
    starts_at, ends_at = moved(event.starts_at, event.ends_at, event.zone, after=now)
    fields = {name: getattr(event, name) for name in COPIED}
    return create_event(event.cluster, by, now=now, starts_at=starts_at, ends_at=ends_at, **fields)


@transaction.atomic
def write_report(
    event: Event, by: User, *, values: Mapping[str, Any], publish: bool, now: datetime | None = None
) -> EventReport:
    """What came out of it: `values` are text (kept HTML), agreed and language. Once published it stays so."""
    now = now or timezone.now()
    row = locked(event)
    report = EventReport.objects.filter(event=row).first() or EventReport(event=row)
    for name in ("text", "agreed", "language"):
        setattr(report, name, values[name])
    report.by, report.updated_at = by, now
    if publish:
        report.published_at = report.published_at or now
    report.save()
    return report


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
