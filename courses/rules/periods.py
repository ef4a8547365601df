"""Periods of whole months, or of the last days: which one is meant, the one before it, its months in order. Pure.

Months are dates, their first day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LAST_DAYS = 30
CHOICES = ("days", "month", "3", "6", "12", "year", "all")
USUAL = "12"


@dataclass(frozen=True)
class Days:
    """From the day `first` to the day `last`, both counted."""

    first: date
    last: date

    @property
    def before(self) -> "Days":
        """As many days, just before."""
        yesterday = self.first - timedelta(days=1)
        return Days(yesterday - (self.last - self.first), yesterday)


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both counted; without `first` from the beginning of all records.

    With `days` these are meant, and the months are those they touch.
    """

    first: date | None
    last: date
    days: Days | None = None

    @classmethod
    def of_days(cls, days: Days) -> "Period":
        return cls(month_of(days.first), month_of(days.last), days)

    @property
    def before(self) -> "Period | None":
        """As many months or days, just before; None where there is nothing before."""
        if self.days is not None:
            return Period.of_days(self.days.before)
        if self.first is None:
            return None
        length = months_between(self.first, self.last) + 1
        return Period(shifted(self.first, -length), shifted(self.first, -1))

    def holds(self, month: date) -> bool:
        return month <= self.last and (self.first is None or month >= self.first)


def period_of(choice: str, *, today: date, first: date | None = None, last: date | None = None) -> Period:
    """What a name of CHOICES means today. With `first` or `last` those months count instead; never past this month."""
    this = month_of(today)
    if first is not None or last is not None:
        end = min(month_of(last), this) if last else this
        begin = month_of(first) if first else end
        return Period(min(begin, end), end)
    if choice == "days":
        return Period.of_days(Days(today - timedelta(days=LAST_DAYS - 1), today))
    if choice == "all":
        return Period(None, this)
    if choice == "year":
        return Period(date(today.year, 1, 1), this)
    if choice == "month":
        return Period(this, this)
    months = int(choice) if choice in CHOICES else int(USUAL)
    return Period(shifted(this, 1 - months), this)


def months_of(period: Period, earliest: date | None) -> list[date]:
    """Its months in order; without a beginning of its own from `earliest`."""
    first = period.first or earliest or period.last
    return list(_months(min(first, period.last), period.last))


def month_of(day: date) -> date:
    return day.replace(day=1)


def shifted(month: date, by: int) -> date:
    """`by` months later, or earlier when it is negative."""
    number = month.year * 12 + month.month - 1 + by
    number = max(number, 12)
    return date(number // 12, number % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = shifted(first, 1)
