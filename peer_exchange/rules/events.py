"""When an event is recalled and what a copy is dated. Pure: moments in, moments out."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK, DAY, HOUR = timedelta(days=7), timedelta(hours=24), timedelta(hours=1)
# How long before the beginning, and how late a letter may still be after a pause of the machines
REMINDERS = ((HOUR, timedelta(minutes=30)), (DAY, timedelta(hours=6)), (WEEK, timedelta(hours=24)))
LONGEST = max(ahead for ahead, _grace in REMINDERS)
ASK_AFTER, ASK_UNTIL = timedelta(hours=20), timedelta(days=10)  # from the end, for what people say of it


def reminder_due(starts_at: datetime, *, now: datetime) -> timedelta | None:
    """Which reminder (so long ahead) is to go out now; None between them and once it has begun."""
    for ahead, grace in REMINDERS:
        if starts_at - ahead <= now < starts_at - ahead + grace:
            return ahead
    return None


def moved(starts_at: datetime, ends_at: datetime, zone: ZoneInfo, *, after: datetime) -> tuple[datetime, datetime]:
    """The same weekday and time of day, in the zone, in the first week that begins later than `after`.

    It lasts as long as before, on the clock of the zone; where the clock jumps, the moment is the next that exists.
    """
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    weeks = max(1, (after - starts_at) // WEEK)
    while _on(start, weeks) <= after:
        weeks += 1
    first = _on(start, weeks)
    last = _on(end, weeks)
    return first, max(last, first + timedelta(minutes=15))


def _on(moment: datetime, weeks: int) -> datetime:
    """So many weeks later on the clock of its zone."""
    return (moment + weeks * WEEK).astimezone(UTC)
