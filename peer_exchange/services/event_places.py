"""Who comes to an event: saying yes or no, the waiting list, who was there, what people say afterwards.

Every function that gives or frees a seat locks the row of the event first, so that two people never get the same one;
SQLite lets one writer in at a time. The queue goes by the moment somebody said yes.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from academy.enums import Access
from academy.models import User
from academy.services.access import record_access
from peer_exchange.enums import EventAttendance, EventPlaceState, MemberState
from peer_exchange.errors import EventClosed, NotThere
from peer_exchange.models import Cluster, ClusterMember, Event, EventPlace
from peer_exchange.services.event_news import TAKING_PART, tell_going

MOST_OTHERS = 5000


@transaction.atomic
def take_part(user: User, event: Event, *, now: datetime | None = None) -> EventPlace:
    """She comes: a seat when one is free, else the end of the queue. Who has either keeps it.

    The caller asked `may_take_part`. Raises EventClosed for one that is over, cancelled or not published.
    """
    now = now or timezone.now()
    row = locked(event)
    if row.published_at is None or row.cancelled_at is not None or now >= row.ends_at:
        raise EventClosed
    place = EventPlace.objects.filter(event=row, user=user).first() or EventPlace(event=row, user=user)
    if place.pk is not None and place.state in TAKING_PART:
        return place
    place.event, place.asked_at = row, now
    place.state = EventPlaceState.GOING if has_free_seat(row) else EventPlaceState.WAITING
    place.save()
    if place.state == EventPlaceState.GOING:
        tell_going(place, was_waiting=False, now=now)
    return place


@transaction.atomic
def decline(user: User, event: Event, *, now: datetime | None = None) -> EventPlace:
    """She does not come, or not any more; the first of the queue gets her seat. Twice called, no change.

    Raises EventClosed for one that is over: who was there stays so.
    """
    now = now or timezone.now()
    row = locked(event)
    if now >= row.ends_at:
        raise EventClosed
    place = EventPlace.objects.filter(event=row, user=user).first() or EventPlace(event=row, user=user)
    was_going = place.pk is not None and place.state == EventPlaceState.GOING
    place.state = EventPlaceState.DECLINED
    place.save()
    if was_going:
        promote_waiting(row, now=now)
    return place


@transaction.atomic
def promote_waiting(event: Event, *, now: datetime | None = None) -> list[EventPlace]:
    """Free seats go to who waits longest; each gets a letter. The row must be locked by the caller, with its seats as
    saved. Who left the cluster or closed her account meanwhile loses her place in the queue.
    """
    now = now or timezone.now()
    promoted: list[EventPlace] = []
    if event.published_at is None or event.cancelled_at is not None or now >= event.ends_at:
        return promoted
    left = set(event.cluster.members.exclude(state=MemberState.JOINED).values_list("user_id", flat=True))
    for place in event.places.queue().select_related("user"):
        if not has_free_seat(event):
            break
        may_come = place.user.is_active and place.user_id not in left
        place.event = event
        place.state = EventPlaceState.GOING if may_come else EventPlaceState.DECLINED
        place.save(update_fields=["state"])
        if may_come:
            tell_going(place, was_waiting=True, now=now)
            promoted.append(place)
    return promoted


def leave_events(user: User, cluster: Cluster | None = None, *, now: datetime | None = None) -> None:
    """Before she leaves the cluster, or with none given before her account goes: her seats go to who waits."""
    now = now or timezone.now()
    places = EventPlace.objects.filter(user=user, state__in=TAKING_PART, event__ends_at__gt=now)
    if cluster is not None:
        places = places.filter(event__cluster=cluster)
    for place in places.select_related("event").order_by("event_id"):
        decline(user, place.event, now=now)


@transaction.atomic
def note_attendance(
    event: Event,
    by: User,
    states: Mapping[int, EventAttendance | None],
    *,
    other_people: int | None = None,
) -> int:
    """Who was there, {pk of the person: state}; None takes a note back. Returns how many notes changed.

    Members who were not registered walk in: they get a row. People who are neither members nor registered are left
    out; `other_people` counts those without an account.
    """
    row = locked(event)
    kept = {place.user_id: place for place in row.places.all()}
    known = set(kept) | set(row.cluster.members.joined().filter(user__in=states).values_list("user_id", flat=True))
    changed = 0
    for pk in sorted(known & set(states)):
        place = kept.get(pk) or EventPlace(event=row, user_id=pk, state=EventPlaceState.INVITED)
        said = states[pk] or ""
        if place.attendance == said:
            continue
        place.attendance = said
        place.save()
        changed += 1
    if other_people is not None and other_people != row.other_people:
        row.other_people = other_people
        row.save(update_fields=["other_people"])
    if changed:
        record_access(
            by, Access.CHANGED, "attendance", organisation=row.cluster.host, count=changed, event=str(row.uuid)
        )
    return changed


@transaction.atomic
def give_feedback(place: EventPlace, *, usefulness: int, feedback: str = "", now: datetime | None = None) -> EventPlace:
    """How useful it was, 1 to 5, and her words; saying it again replaces it. Raises NotThere."""
    now = now or timezone.now()
    row = EventPlace.objects.select_for_update(of=("self",)).select_related("event").get(pk=place.pk)
    if not was_there(row, now=now):
        raise NotThere
    row.usefulness, row.feedback, row.feedback_at = usefulness, feedback, now
    row.save(update_fields=["usefulness", "feedback", "feedback_at"])
    return row


def was_there(place: EventPlace, *, now: datetime | None = None) -> bool:
    """Noted as there; or she took part and nobody noted anything of her. The place comes with its event."""
    event = place.event
    if event.cancelled_at is not None or (now or timezone.now()) < event.ends_at:
        return False
    if place.attendance:
        return place.attendance == EventAttendance.ATTENDED
    return place.state == EventPlaceState.GOING


def who_came(event: Event) -> list[int]:
    """Keys of the people noted as there; of those who took part, while nobody was noted."""
    noted = dict(event.places.exclude(attendance="").values_list("user_id", "attendance"))
    if not noted:
        return list(event.places.going().values_list("user_id", flat=True))
    return [pk for pk, said in noted.items() if said == EventAttendance.ATTENDED]


def has_free_seat(event: Event) -> bool:
    return event.capacity is None or event.places.going().count() < event.capacity


def number_in_queue(place: EventPlace) -> int:
    """1 for who is next; 0 for who does not wait."""
    if place.state != EventPlaceState.WAITING:
        return 0
    keys = list(place.event.places.queue().values_list("pk", flat=True))
    return keys.index(place.pk) + 1 if place.pk in keys else 0  # a seat became free in this very moment


def people_by_organisation(event: Event, users: Iterable[int]) -> list[tuple[str, int]]:
    """`[(name of the organisation, how many of these people)]` as they joined the cluster, most first, "" for none."""
    counts: dict[str, int] = {}
    rows = ClusterMember.objects.filter(cluster=event.cluster_id, user__in=users)
    for member in rows.select_related("organisation").prefetch_related("organisation__names"):
        name = member.organisation.local_name if member.organisation else ""
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda item: (not item[0], -item[1], item[0]))


def locked(event: Event) -> Event:
    """The row as it is now, nobody else's until the transaction ends."""
    return Event.objects.select_for_update(of=("self",)).select_related("cluster__host").get(pk=event.pk)
