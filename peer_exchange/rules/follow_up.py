"""When a municipality that takes a practice over is asked how it goes. Pure."""

from datetime import date

from peer_exchange.rules.still_running import months_before

MONTHS = (3, 9, 18)  # after it said that it wants to try


def month_due(begun: date, today: date) -> int | None:
    """The last of the follow-ups whose day has come; those before it that nobody asked are left out."""
    due = [month for month in MONTHS if begun <= months_before(today, month)]
    return due[-1] if due else None
