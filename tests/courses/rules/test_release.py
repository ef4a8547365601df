"""Opening modules one by one, and spreading them over a period."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from courses.rules.release import Period, Releases, moved, spread

BEGIN = datetime(2027, 2, 1, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)


def test_a_module_without_dates_opens_with_the_edition():
    releases = Releases(BEGIN, {ONE: Period(BEGIN + timedelta(days=7))})
    assert releases.is_locked(TWO, now=BEGIN - timedelta(seconds=1))
    assert not releases.is_locked(TWO, now=BEGIN)
    assert releases.is_locked(ONE, now=BEGIN + timedelta(days=7, seconds=-1))
    assert not releases.is_locked(ONE, now=BEGIN + timedelta(days=7))


@given(
    st.integers(min_value=0, max_value=90), st.lists(st.integers(min_value=0, max_value=600), min_size=1, max_size=12)
)
def test_spread_covers_the_period_in_order(days, minutes):
    first = date(2027, 2, 1)
    last = first + timedelta(days=days)
    found = spread(first, last, minutes)
    assert len(found) == len(minutes)
    assert found[0][0] == first
    assert found[-1][1] == last
    for opens, due in found:
        assert first <= opens <= due <= last
    for (_, due), (opens, _) in pairwise(found):
        assert opens <= due + timedelta(days=1)
        assert opens >= first
    assert [opens for opens, _ in found] == sorted(opens for opens, _ in found)


def test_a_module_twice_as_long_gets_twice_the_days():
    assert spread(date(2027, 2, 1), date(2027, 2, 12), [10, 20, 10]) == [
        (date(2027, 2, 1), date(2027, 2, 3)),
        (date(2027, 2, 4), date(2027, 2, 9)),
        (date(2027, 2, 10), date(2027, 2, 12)),
    ]


moments = st.none() | st.integers(min_value=-30, max_value=60).map(lambda days: BEGIN + timedelta(days=days))


@given(moments, moments, st.integers(min_value=-40, max_value=40))
def test_what_moves_stays_within_the_edition(opens, due, days):
    end = BEGIN + timedelta(days=28)
    found = moved(Period(opens, due), timedelta(days=days), begins_at=BEGIN, ends_at=end)
    assert found.opens_at is None or BEGIN < found.opens_at < end
    assert found.due_at is None or BEGIN < found.due_at <= end
    assert not (found.opens_at and found.due_at) or found.opens_at < found.due_at
