"""Which reminder somebody gets today: every day of a made-up course, by the rules of her organisation."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from courses.rules.reminders import (
    DEADLINE,
    LONGEST_SILENCE,
    MOST_SILENCES,
    NEWS,
    RELEASE,
    SILENCE,
    Facts,
    Rule,
    Said,
    last_day,
    reminder_of,
)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Skopje")
moments = st.integers(0, 90 * 24).map(lambda hours: START + timedelta(hours=hours))
rules = st.lists(
    st.builds(Rule, kind=st.sampled_from([DEADLINE, RELEASE, SILENCE]), days=st.integers(1, 20)), max_size=6
)
facts_ = st.builds(
    Facts,
    is_active=st.just(True),
    begins_at=moments,
    last_activity_at=moments,
    due=st.lists(moments, max_size=3).map(tuple),
    openings=st.lists(moments, max_size=3).map(tuple),
)


def days_of(facts, rules, *, days=120, zone=ZONE):
    """What she gets on each morning, remembered from day to day."""
    said, got = [], []
    for day in range(days):
        now = datetime(2026, 3, 2, 8, tzinfo=zone) + timedelta(days=day)
        reminder = reminder_of(facts, rules, said, now=now, zone=zone)
        if reminder is not None:
            said.append(Said(reminder.rule.kind, reminder.about, reminder.rule.days, now.date()))
            got.append((now, reminder))
    return got


def facts(**fields):
    return Facts(**{"is_active": True, "begins_at": START, "last_activity_at": START} | fields)


def on(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=ZONE)


def test_before_a_deadline_once_by_each_rule():
    deadline = datetime(2026, 3, 21, tzinfo=ZONE)  # the 20th counts whole
    got = days_of(facts(due=(deadline,)), [Rule(DEADLINE, 7), Rule(DEADLINE, 1)])
    assert [(now.date(), reminder.count) for now, reminder in got] == [(date(2026, 3, 13), 7), (date(2026, 3, 19), 1)]


def test_a_morning_that_was_missed_is_made_good():
    deadline = datetime(2026, 3, 21, tzinfo=ZONE)
    reminder = reminder_of(facts(due=(deadline,)), [Rule(DEADLINE, 7)], [], now=on(15), zone=ZONE)
    assert reminder.count == 5


def test_who_comes_late_gets_the_tightest_only():
    deadline, wide, tight = datetime(2026, 3, 21, tzinfo=ZONE), Rule(DEADLINE, 7), Rule(DEADLINE, 3)
    assert reminder_of(facts(due=(deadline,)), [wide, tight], [], now=on(19), zone=ZONE).rule == tight
    said = [Said(DEADLINE, deadline, 3, date(2026, 3, 19))]
    assert reminder_of(facts(due=(deadline,)), [wide, tight], said, now=on(20), zone=ZONE) is None


def test_a_deadline_that_was_moved_is_a_new_one():
    said = [Said(DEADLINE, datetime(2026, 3, 10, tzinfo=ZONE), 3, date(2026, 3, 8))]
    moved = facts(due=(datetime(2026, 3, 12, tzinfo=ZONE),))
    assert reminder_of(moved, [Rule(DEADLINE, 3)], said, now=on(9), zone=ZONE) is not None


def test_the_deadline_wins_then_the_opening_then_the_silence():
    every = [Rule(SILENCE, 3), Rule(RELEASE, 1), Rule(DEADLINE, 3)]
    due, opening = on(22), on(20, 7)
    one = facts(due=(due,), openings=(opening,))
    assert reminder_of(one, every, [], now=on(20), zone=ZONE).rule.kind == DEADLINE
    assert reminder_of(facts(openings=(opening,)), every, [], now=on(20), zone=ZONE).rule.kind == RELEASE
    assert reminder_of(facts(), every, [], now=on(20), zone=ZONE).rule.kind == SILENCE


def test_silence_is_said_three_times_at_most_and_not_more_often_than_its_days():
    got = days_of(facts(), [Rule(SILENCE, 7)])
    assert [now.date() for now, _reminder in got] == [date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 23)]


def test_a_longer_rule_speaks_on_its_own_day():
    got = days_of(facts(), [Rule(SILENCE, 7), Rule(SILENCE, 10)])
    assert [(reminder.count, reminder.rule.days) for _now, reminder in got] == [(7, 7), (10, 10), (20, 10)]


def test_a_new_silence_counts_anew():
    said = [Said(SILENCE, START, 7, date(2026, 3, day)) for day in (9, 16, 23)]
    came_back = facts(last_activity_at=on(25))
    assert reminder_of(came_back, [Rule(SILENCE, 5)], said, now=on(30), zone=ZONE).count == 5


def test_nobody_is_silent_before_it_begins_or_after_half_a_year():
    assert reminder_of(facts(begins_at=on(28)), [Rule(SILENCE, 3)], [], now=on(20), zone=ZONE) is None
    late = START + timedelta(days=LONGEST_SILENCE + 1)
    assert reminder_of(facts(), [Rule(SILENCE, 3)], [], now=late, zone=ZONE) is None


def test_an_opening_is_news_for_three_days_and_told_once():
    one, rule = facts(openings=(on(10, 0),)), [Rule(RELEASE, 1)]
    heard = [day for day in range(9, 16) if reminder_of(one, rule, [], now=on(day), zone=ZONE)]
    assert heard == list(range(10, 10 + NEWS))
    assert len(days_of(one, rule)) == 1


def test_midnight_belongs_to_the_day_before():
    assert last_day(datetime(2026, 3, 21, tzinfo=ZONE), ZONE) == date(2026, 3, 20)


@given(facts_, rules)
def test_whatever_the_rules(one, rules):
    got = days_of(one, rules)
    kinds = {rule.kind for rule in rules}
    assert {reminder.rule.kind for _now, reminder in got} <= kinds
    assert all(reminder.rule in rules for _now, reminder in got)
    # nothing is said twice of the same date by the same rule, silence three times at most
    spoken = [(reminder.rule.kind, reminder.about, reminder.rule.days) for _now, reminder in got]
    dated = [row for row in spoken if row[0] != SILENCE]
    assert len(dated) == len(set(dated))
    silences = [about for kind, about, _days in spoken if kind == SILENCE]
    assert all(silences.count(about) <= MOST_SILENCES for about in silences)
    for now, reminder in got:
        if reminder.rule.kind == DEADLINE:
            assert reminder.about > now
            assert 0 <= reminder.count <= reminder.rule.days
            assert reminder.about == min(moment for moment in one.due if moment > now)
        if reminder.rule.kind == SILENCE:
            assert reminder.rule.days <= reminder.count <= LONGEST_SILENCE


@given(facts_, rules, st.integers(0, 90))
def test_who_is_done_is_left_in_peace(one, rules, day):
    done = Facts(False, one.begins_at, one.last_activity_at, one.due, one.openings)
    assert reminder_of(done, rules, [], now=START + timedelta(days=day), zone=ZONE) is None


@given(facts_, rules)
def test_every_date_that_stays_is_named_by_its_rule(one, rules):
    """Whoever has a single deadline, and a rule for it, hears of it."""
    single = Facts(True, START - timedelta(days=1), START, one.due[:1], ())
    wanted = [rule for rule in rules if rule.kind == DEADLINE]
    first_morning = datetime(2026, 3, 2, 8, tzinfo=ZONE)
    expected = bool(wanted and single.due and single.due[0] > first_morning)
    # a date on the first morning's day, before the next one, may be past by then
    assert bool(days_of(single, wanted)) == expected
