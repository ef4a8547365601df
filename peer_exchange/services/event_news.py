"""News of an event to those whom it concerns: a notice in the app and a letter in the outbox, one each per person.

Part of the transaction that makes the news. Who may no longer read the cluster when the letter leaves gets none.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from academy.models import Letter
from academy.services.letters import LetterRow, queue_letters
from peer_exchange.delivery.bells import forget_bell
from peer_exchange.enums import EventPlaceState, MemberState, NoticeKind, SubscriptionLevel
from peer_exchange.models import Event, EventPlace, Notice, Subscription

HELD = timedelta(minutes=10)  # changes in quick succession make one letter
SOON = timedelta(hours=2)  # of an event so near people hear at once
TAKING_PART = frozenset({EventPlaceState.GOING, EventPlaceState.WAITING})


def tell_invited(event: Event, people: Iterable[int], *, now: datetime) -> None:
    """`people` are asked whether they come; who muted the cluster hears nothing."""
    _tell(event, "invitation", set(people) - _muting(event), {}, now=now)


def tell_changed(event: Event, before: dict[str, Any], *, by: int, now: datetime) -> None:
    """`before` holds what changed as it was, plain JSON. The letter says both, worked out when it leaves: who has one
    waiting already gets no second, and nobody one when all is as it was.
    """
    told = _still_belonging(event)
    not_before = now + HELD if event.starts_at > now + SOON else None
    for kind, states in (("changed", TAKING_PART), ("changed_invited", {EventPlaceState.INVITED})):
        held = Letter.objects.waiting().filter(key__startswith=f"event/{event.uuid}/{kind}/", not_before__gt=now)
        waiting = set(held.values_list("user_id", flat=True))
        people = {pk for pk, state in told.items() if state in states} - waiting - {by}
        _tell(event, kind, people, {"before": before}, now=now, count=event.sequence, not_before=not_before)


def tell_cancelled(event: Event, *, by: int, now: datetime) -> None:
    told = _still_belonging(event)
    for kind, states in (("cancelled", TAKING_PART), ("cancelled_invited", {EventPlaceState.INVITED})):
        _tell(event, kind, {pk for pk, state in told.items() if state in states} - {by}, {}, now=now)


def tell_going(place: EventPlace, *, was_waiting: bool, now: datetime) -> None:
    """She takes part: by her own answer, or because a seat became free. Notices are for what she did not do herself."""
    kind = "promoted" if was_waiting else "going"
    moment = place.asked_at.isoformat() if not was_waiting else now.isoformat()
    _tell(place.event, kind, {place.user_id}, {}, now=now, count=moment, notice=was_waiting)


def _still_belonging(event: Event) -> dict[int, str]:
    """`{person: state}` of the places of who is a member still, and of who has a place without being one. Of who muted
    the cluster only where she takes part herself.
    """
    left = event.cluster.members.exclude(state=MemberState.JOINED).values("user_id")
    rows = EventPlace.objects.filter(event=event, user__is_active=True).exclude(user__in=left)
    muting = _muting(event)
    states = dict(rows.values_list("user_id", "state"))
    return {pk: state for pk, state in states.items() if state in TAKING_PART or pk not in muting}


def _muting(event: Event) -> set[int]:
    """Who wants to hear nothing of the cluster."""
    said = Subscription.objects.filter(cluster=event.cluster_id, topic__isnull=True, level=SubscriptionLevel.MUTE)
    return set(said.values_list("user_id", flat=True))


def _tell(
    event: Event,
    what: str,
    people: Iterable[int],
    data: dict[str, Any],
    *,
    now: datetime,
    count: int | str = 0,
    not_before: datetime | None = None,
    notice: bool = True,
) -> None:
    key = f"event/{event.uuid}/{what}/{count}"
    people = sorted(people)
    facts = {"event": event.pk, **data}
    queue_letters(f"event_{what}", [LetterRow(pk, f"{key}/{pk}", facts, not_before) for pk in people])
    if notice:
        said = what.removesuffix("_invited")
        Notice.objects.bulk_create(
            [
                Notice(
                    user_id=pk, kind=NoticeKind.EVENT, key=f"{key}/{pk}", cluster_id=event.cluster_id, event=event,
                    data={"what": said}, created_at=now,
                )
                for pk in people
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        forget_bell(people)
