"""When the modules of an edition open and until when they should be done. Pure: dates in, dates out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID


@dataclass(frozen=True)
class Period:
    """Of one module; None: open from the beginning of the edition, no date."""

    opens_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class Releases:
    """Of one edition. `begins_at` is its first moment; modules without a row open then."""

    begins_at: datetime
    periods: Mapping[UUID, Period] = field(default_factory=dict)

    def opens_at(self, module: UUID) -> datetime:
        period = self.periods.get(module)
        return (period.opens_at if period else None) or self.begins_at

    def due_at(self, module: UUID) -> datetime | None:
        period = self.periods.get(module)
        return period.due_at if period else None

    def is_locked(self, module: UUID, *, now: datetime) -> bool:
        return now < self.opens_at(module)


def spread(starts_on: date, ends_on: date, minutes: Sequence[int]) -> list[tuple[date, date]]:
    """First and last day of each module, one after the other over the whole period, longer ones with more days.

    `minutes` says how long each is. Where there are more modules than days, several share a day.
    """
    days = (ends_on - starts_on).days + 1
    weights = [max(1, weight) for weight in minutes]
    total, before = sum(weights), 0
    found = []
    for weight in weights:
        first = days * before // total
        before += weight
        last = max(first, days * before // total - 1)
        found.append((starts_on + timedelta(days=first), starts_on + timedelta(days=last)))
    return found


def moved(period: Period, by: timedelta, *, begins_at: datetime, ends_at: datetime) -> Period:
    """The period when its edition moves; what then lies outside the edition comes to its border."""
    opens_at = period.opens_at + by if period.opens_at else None
    due_at = period.due_at + by if period.due_at else None
    if due_at is not None:
        due_at = min(due_at, ends_at)
        if due_at <= begins_at:
            due_at = None
    if opens_at is not None and (opens_at <= begins_at or opens_at >= (due_at or ends_at)):
        opens_at = None
    return Period(opens_at, due_at)
