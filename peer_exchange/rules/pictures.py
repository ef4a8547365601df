"""The measures of a practice's pictures: a line of time, change of a number, bars of cost. Pure.

Lengths are percent of the width. Amounts of different currencies never share a scale and are never added.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
LEAST = 1.5  # percent; a small amount is still seen


@dataclass(frozen=True)
class Moment:
    """A year on the line of time: `at` is its distance from the beginning, `steps` the numbers of those in it."""

    year: int
    at: float
    steps: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bar:
    amount: Decimal
    length: float


def year_in(text: str) -> int | None:
    """The first year that a text names."""
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def moments(start: int | None, end: int | None, steps: Sequence[str], *, today: int) -> list[Moment]:
    """Beginning, years in which steps lie, and the end or today; nothing where no step names a year.

    `steps` is what each says about its time, in their order.
    """
    dated: dict[int, list[int]] = {}
    for number, text in enumerate(steps, 1):
        if year := year_in(text):
            dated.setdefault(year, []).append(number)
    if not dated:
        return []
    years = {*dated, *(year for year in (start, end) if year)}
    years.add(max(end or today, *years))
    first, last = min(years), max(years)
    if first == last:
        return []
    return [
        Moment(year, round(100 * (year - first) / (last - first), 2), tuple(dated.get(year, ())))
        for year in sorted(years)
    ]


def change(before: Decimal | None, latest: Decimal | None) -> tuple[Bar, Bar] | None:
    """Two bars on one scale; None unless both are known and neither is below zero."""
    if before is None or latest is None or min(before, latest) < 0 or not max(before, latest):
        return None
    most = max(before, latest)
    return Bar(before, _length(before, most)), Bar(latest, _length(latest, most))


def bars(amounts: Iterable[tuple[str, Decimal]]) -> list[Bar]:
    """One for each (currency, amount), in that order; the longest of each currency is whole."""
    rows = list(amounts)
    most: dict[str, Decimal] = {}
    for currency, amount in rows:
        most[currency] = max(amount, most.get(currency, Decimal(0)))
    return [Bar(amount, _length(amount, most[currency])) for currency, amount in rows]


def _length(amount: Decimal, most: Decimal) -> float:
    return max(LEAST, round(float(100 * amount / most), 2)) if amount else 0.0
