"""When the people of a practice are asked whether it still runs, and from when on it counts as not confirmed. Pure."""

from datetime import date

ASK_AFTER = 24  # months since it was confirmed, or since the question before
SILENT_AFTER = 36  # months without an answer


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of a shorter month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def next_check(confirmed: date) -> date:
    """When its people are asked next."""
    return months_before(confirmed, -ASK_AFTER)


def not_confirmed_since(confirmed: date | None, published: date, today: date) -> date | None:
    """The day since which nobody confirmed it, once 36 months have passed; None before that."""
    last = confirmed or published
    return last if last <= months_before(today, SILENT_AFTER) else None
