"""Lengths of the pictures of a practice."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from peer_exchange.rules.pictures import bars, change, moments, year_in


def test_a_year_is_found_in_words_and_not_in_amounts():
    assert year_in("autumn 2022, then 2023") == 2022
    assert year_in("120210 euros") is None
    assert year_in("in spring") is None


def test_the_line_of_time_runs_from_the_first_year_to_the_end():
    line = moments(2020, 2024, ["March 2021", "later", "2021–2022", "2024"], today=2026)
    assert [(row.year, row.at, row.steps) for row in line] == [
        (2020, 0, ()),
        (2021, 25, (1, 3)),
        (2024, 100, (4,)),
    ]


def test_what_still_runs_leads_to_today():
    assert [row.year for row in moments(None, None, ["2021"], today=2026)] == [2021, 2026]


def test_no_line_without_a_dated_step_or_within_one_year():
    assert moments(2020, 2024, ["soon"], today=2026) == []
    assert moments(2026, None, ["2026"], today=2026) == []


def test_a_change_is_drawn_on_one_scale_and_only_when_both_ends_are_known():
    before, latest = change(Decimal(40), Decimal(10))
    assert (before.length, latest.length) == (100, 25)
    assert change(None, Decimal(3)) is None
    assert change(Decimal(0), Decimal(0)) is None
    assert change(Decimal(-1), Decimal(3)) is None


def test_currencies_share_no_scale():
    lengths = [bar.length for bar in bars([("EUR", Decimal(50)), ("RSD", Decimal(900)), ("EUR", Decimal(100))])]
    assert lengths == [50, 100, 100]


@given(st.lists(st.tuples(st.sampled_from(["EUR", "ALL"]), st.decimals(0, 10**9, places=2))))
def test_bars_stay_within_the_width(rows):
    drawn = bars(rows)
    assert [bar.amount for bar in drawn] == [amount for _currency, amount in rows]
    assert all(0 <= bar.length <= 100 for bar in drawn)
