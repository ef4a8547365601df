"""When a practice is asked about, and from when on nobody has confirmed it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer_exchange.rules.still_running import months_before, not_confirmed_since

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 5, 1), 36, date(2023, 5, 1)),
    ],
)
def test_months_before(day, months, before):
    assert months_before(day, months) == before


@given(days, st.integers(1, 60))
def test_later_days_are_never_before_earlier_ones(day, months):
    assert months_before(day, months) < day
    assert months_before(day, months + 1) <= months_before(day, months)


def test_unconfirmed_after_three_years():
    begin = date(2024, 3, 1)
    assert not_confirmed_since(None, begin, date(2027, 2, 28)) is None
    assert not_confirmed_since(None, begin, date(2027, 3, 1)) == begin
    assert not_confirmed_since(date(2026, 4, 1), begin, date(2027, 3, 1)) is None
