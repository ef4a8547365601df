"""Which reminder is due, and on what day a copy stands."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer_exchange.rules.events import DAY, HOUR, REMINDERS, WEEK, moved, reminder_due

START = datetime(2027, 3, 28, 9, tzinfo=UTC)
ZONES = st.sampled_from(["Europe/Skopje", "Europe/Chisinau", "Europe/Istanbul"]).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (WEEK + timedelta(seconds=1), None),
        (WEEK, WEEK),
        (WEEK - timedelta(hours=23), WEEK),
        (WEEK - timedelta(hours=24), None),
        (DAY, DAY),
        (DAY - timedelta(hours=7), None),
        (HOUR, HOUR),
        (HOUR - timedelta(minutes=29), HOUR),
        (timedelta(minutes=20), None),
        (timedelta(0), None),
        (-HOUR, None),
    ],
)
def test_each_reminder_has_its_time_and_none_is_due_once_it_began(before, due):
    assert reminder_due(START, now=START - before) == due


def test_a_run_every_five_minutes_meets_every_reminder_and_nothing_else():
    found = {reminder_due(START, now=START - timedelta(minutes=5 * step)) for step in range(-12, 2500)}
    assert found == {None, *(ahead for ahead, _grace in REMINDERS)}


@given(MOMENTS, st.integers(30, 60 * 30), ZONES, MOMENTS)
def test_a_copy_is_on_the_same_weekday_and_hour_and_to_come(starts_at, minutes, zone, after):
    ends_at = starts_at + timedelta(minutes=minutes)
    first, last = moved(starts_at, ends_at, zone, after=after)
    assert first > after
    assert first < last
    assert first - max(after, starts_at) <= 2 * WEEK
    old, new = starts_at.astimezone(zone), first.astimezone(zone)
    assert new.weekday() == old.weekday()
    assert (new.hour - old.hour) % 24 in (0, 1)  # one hour on where the clock leaves it out


def test_over_the_change_of_the_clock_ten_oclock_stays_ten_oclock():
    zone = ZoneInfo("Europe/Skopje")
    start = datetime(2027, 3, 25, 10, tzinfo=zone)
    first, last = moved(start, start + timedelta(hours=2), zone, after=start)
    assert (first.astimezone(zone).hour, last.astimezone(zone).hour) == (10, 12)
    assert first - start == WEEK - HOUR
