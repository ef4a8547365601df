"""Periods of months: which they are, what lies before them, and that nothing reaches past this month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.periods import CHOICES, Days, Period, months_of, period_of, shifted

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("choice", "first", "last"),
    [
        ("month", date(2026, 3, 1), date(2026, 3, 1)),
        ("3", date(2026, 1, 1), date(2026, 3, 1)),
        ("6", date(2025, 10, 1), date(2026, 3, 1)),
        ("12", date(2025, 4, 1), date(2026, 3, 1)),
        ("year", date(2026, 1, 1), date(2026, 3, 1)),
        ("all", None, date(2026, 3, 1)),
        ("nonsense", date(2025, 4, 1), date(2026, 3, 1)),
    ],
)
def test_named_periods(choice, first, last):
    assert period_of(choice, today=date(2026, 3, 17)) == Period(first, last)


def test_the_last_days_and_those_before_them():
    period = period_of("days", today=date(2026, 3, 17))
    assert period == Period(date(2026, 2, 1), date(2026, 3, 1), Days(date(2026, 2, 16), date(2026, 3, 17)))
    assert period.before.days == Days(date(2026, 1, 17), date(2026, 2, 15))
    assert months_of(period, None) == [date(2026, 2, 1), date(2026, 3, 1)]


def test_months_of_ones_own_choice_count_before_the_name_and_end_with_this_month():
    chosen = period_of("all", today=date(2026, 3, 17), first=date(2025, 11, 5), last=date(2027, 1, 1))
    assert chosen == Period(date(2025, 11, 1), date(2026, 3, 1))


@given(choice=st.sampled_from([choice for choice in CHOICES if choice != "days"]), today=DAYS)
def test_the_period_before_is_as_long_and_touches_it(choice, today):
    period = period_of(choice, today=today)
    if period.first is None:
        assert period.before is None
        return
    months, before = months_of(period, None), months_of(period.before, None)
    assert len(months) == len(before)
    assert shifted(before[-1], 1) == months[0]
    assert all(period.holds(month) and not period.before.holds(month) for month in months)
