"""What events know of a person, handed out. Seats and words go with her account by themselves, see `leave_events`."""

from typing import Any

from academy.models import User
from academy.sockets import PersonalData
from peer_exchange.models import CalendarToken, EventPlace


def export_events(user: User) -> dict[str, Any]:
    places = EventPlace.objects.filter(user=user).select_related("event__cluster").order_by("event__starts_at", "pk")
    feed = CalendarToken.objects.filter(user=user).first()
    return {
        "events": [
            {
                "cluster": place.event.cluster.title,
                "event": place.event.title,
                "starts_at": place.event.starts_at,
                "state": place.get_state_display(),
                "asked_at": place.asked_at,
                "attendance": place.get_attendance_display() if place.attendance else "",
                "usefulness": place.usefulness,
                "feedback": place.feedback,
                "feedback_at": place.feedback_at,
            }
            for place in places
        ],
        "calendar_feed_since": feed.created_at if feed else None,
    }


def erase_events(user: User, choices: frozenset[str]) -> None:
    """Her rows cascade with the account; the address of her feed is dead at once."""
    CalendarToken.objects.filter(user=user).delete()


personal_data = PersonalData(export=export_events, erase=erase_events)
