"""Working days are Monday to Friday; a question goes to the next person after 3, 5 and 10 of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer_exchange.rules.working_days import stages_due, working_days_between

FRIDAY = date(2026, 1, 2)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("days", "count"), [(-1, 0), (0, 0), (1, 0), (2, 0), (3, 1), (7, 5), (8, 5), (10, 6), (14, 10), (15, 10)]
)
def test_after_a_friday(days, count):
    assert working_days_between(FRIDAY, FRIDAY + timedelta(days=days)) == count


@given(DAYS, st.integers(0, 400))
def test_it_is_the_number_of_weekdays(start, length):
    days = [start + timedelta(days=n) for n in range(1, length + 1)]
    assert working_days_between(start, start + timedelta(days=length)) == sum(d.isoweekday() < 6 for d in days)


def test_the_next_person_is_asked():
    assert stages_due(FRIDAY, date(2026, 1, 6)) == []
    assert stages_due(FRIDAY, date(2026, 1, 7)) == ["resource_person"]
    assert stages_due(FRIDAY, date(2026, 1, 9), ["resource_person"]) == ["facilitator"]
    assert stages_due(FRIDAY, date(2026, 1, 16), ["resource_person"]) == ["facilitator", "host"]
    assert stages_due(FRIDAY, date(2026, 6, 1), ["resource_person", "facilitator", "host"]) == []
