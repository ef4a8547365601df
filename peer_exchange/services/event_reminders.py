"""Reminders before an event and the question afterwards: whose turn it is now, and putting the letters into the outbox.

Their keys name person, event, its beginning and the stage: run as often as you like, each goes out once. An event that
was moved has new keys; what was queued for the old moment is dropped when it would leave.
"""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from academy.services.letters import LetterRow, queue_letters
from peer_exchange.enums import EventAttendance, EventPlaceState
from peer_exchange.models import Event, EventPlace
from peer_exchange.rules.events import ASK_AFTER, ASK_UNTIL, LONGEST, reminder_due


def send_reminders(*, now: datetime | None = None) -> int:
    """To who takes part, 7 days, 24 hours and 1 hour before; returns how many letters are new. Who said yes after the
    moment of a reminder has the letter about that and gets the next one.
    """
    now = now or timezone.now()
    count = 0
    for event in Event.objects.held().filter(starts_at__gt=now, starts_at__lte=now + LONGEST).order_by("pk"):
        ahead = reminder_due(event.starts_at, now=now)
        if ahead is None:
            continue
        hours = int(ahead.total_seconds() // 3600)
        key = f"event/{event.uuid}/reminder/{event.starts_at.isoformat()}/{hours}"
        data = {"event": event.pk, "starts_at": event.starts_at.isoformat()}
        going = event.places.going().filter(asked_at__lt=event.starts_at - ahead).order_by("pk")
        rows = [LetterRow(pk, f"{key}/{pk}", data) for pk in going.values_list("user_id", flat=True)]
        count += queue_letters("event_reminder", rows)
    return count


def ask_for_feedback(*, now: datetime | None = None) -> int:
    """The day after, to who was there and has not said it; returns how many letters are new."""
    now = now or timezone.now()
    over = Event.objects.held().filter(ends_at__gt=now - ASK_UNTIL, ends_at__lte=now - ASK_AFTER)
    there = Q(attendance=EventAttendance.ATTENDED) | Q(attendance="", state=EventPlaceState.GOING)
    places = EventPlace.objects.filter(there, event__in=over, feedback_at__isnull=True).order_by("pk")
    rows = [
        LetterRow(user_id, f"event/{uuid}/feedback/{user_id}", {"event": event_id})
        for user_id, event_id, uuid in places.values_list("user_id", "event_id", "event__uuid")
    ]
    return queue_letters("event_feedback", rows)
