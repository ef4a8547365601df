"""Working days, Monday to Friday, and who is asked next about a question that nobody answered. Pure.

Public holidays differ from place to place and are not known here.
"""

from collections.abc import Iterable
from datetime import date, timedelta

SATURDAY = 5
# After so many working days without an answer: whom to ask. The first stays asked when the next one is.
STAGES = ((3, "resource_person"), (5, "facilitator"), (10, "host"))


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, `end` included; 0 when `end` is not later."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    days = (start + timedelta(days=weeks * 7 + n) for n in range(1, rest + 1))
    return weeks * SATURDAY + sum(day.weekday() < SATURDAY for day in days)


def stages_due(asked_on: date, today: date, done: Iterable[str] = ()) -> list[str]:
    """The stages whose day has come, without those that are done; the earliest first."""
    waited, done = working_days_between(asked_on, today), set(done)
    return [stage for days, stage in STAGES if waited >= days and stage not in done]
