"""Amounts as people of nine languages type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer_exchange.rules.amounts import read_amount


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1200", "1200"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1 200,5", "1200.5"),
        ("1\u202f200\u00a0000", "1200000"),
        ("1'200.50", "1200.50"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("0,5", "0.5"),
        ("0.500", "0.500"),
        (" 28 ", "28"),
        ("-3,5", "-3.5"),
    ],
)
@pytest.mark.parametrize("mark", [",", "."])
def test_comma_and_point_are_read_in_every_language(typed, number, mark):
    assert read_amount(typed, mark) == Decimal(number)


def test_where_it_could_be_both_the_language_decides():
    assert (read_amount("1.200", ","), read_amount("1.200", ".")) == (Decimal(1200), Decimal("1.200"))
    assert (read_amount("1,200", "."), read_amount("1,200", ",")) == (Decimal(1200), Decimal("1.200"))


@pytest.mark.parametrize(
    "typed", ["", "about 5", "1,2,3", "12.34.56", "1.200.50", "1200,", ",5", "12 500 EUR", "1e5", "٣", "1 2", "NaN"]
)
def test_what_is_no_number_is_none(typed):
    assert read_amount(typed, ",") is None
    assert read_amount(typed, ".") is None


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from([",.", ".,", ",\u00a0", ",'"]))
def test_what_a_language_writes_it_reads_again(number, marks):
    decimal, thousands = marks
    typed = f"{number:,.2f}".translate(str.maketrans({",": thousands, ".": decimal}))
    assert read_amount(typed, decimal) == number


@given(st.text(max_size=30), st.sampled_from(",."))
def test_nothing_typed_breaks_it(typed, mark):
    read_amount(typed, mark)
