"""Counts and matches against looking at every row."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from peer_exchange.rules import facets

NAMES = ("approach", "economy", "year")
VALUES = st.sampled_from(["a", "b", "c", "d"])
ROWS = st.lists(st.fixed_dictionaries({name: st.frozensets(VALUES, max_size=3) for name in NAMES}), max_size=20)
CHOSEN = st.dictionaries(st.sampled_from(NAMES), st.frozensets(st.sampled_from(["a", "b", "c", "unknown"])))


def is_shown(row, chosen):
    return all(not values or row[name] & values for name, values in chosen.items())


@given(ROWS, CHOSEN, st.frozensets(st.integers(0, 19)))
def test_matches_are_those_found_one_by_one(rows, chosen, found):
    index = facets.build(rows, NAMES)
    within = facets.rows_of(number for number in found if number < len(rows))
    expected = [number for number, row in enumerate(rows) if number in found and is_shown(row, chosen)]
    assert facets.positions_of(index.matching(chosen, within=within)) == expected


@given(ROWS, CHOSEN)
def test_a_count_is_what_shows_with_this_value_alone_in_its_facet(rows, chosen):
    counts = facets.build(rows, NAMES).counts(chosen)
    for name in NAMES:
        for value in set().union(*(row[name] for row in rows)):
            alone = {**chosen, name: {value}}
            assert counts[name][value] == sum(is_shown(row, alone) for row in rows)


@given(ROWS, st.dictionaries(st.sampled_from(NAMES), st.frozensets(VALUES, min_size=1), min_size=1))
def test_what_to_leave_out_is_told_with_what_shows_then(rows, chosen):
    index = facets.build(rows, NAMES)
    choices = {name: index.matching({name: values}) for name, values in chosen.items()}
    told = facets.relaxations(choices, index.everything)
    expected = {}
    for number in range(1, len(chosen)):
        for gone in combinations(chosen, number):
            kept = {name: values for name, values in chosen.items() if name not in gone}
            if shown := [position for position, row in enumerate(rows) if is_shown(row, kept)]:
                expected[gone] = shown
        if expected:
            break
    assert {gone: facets.positions_of(found) for gone, found in told} == expected
    assert [found.bit_count() for _gone, found in told] == sorted(map(len, expected.values()), reverse=True)


def test_where_no_pair_helps_one_choice_is_kept():
    choices = {"a": 0b01, "b": 0b10, "c": 0b00, "d": 0b00}
    assert facets.relaxations(choices, 0b11) == [(("a", "c", "d"), 0b10), (("b", "c", "d"), 0b01)]


def test_no_row_at_all():
    index = facets.build([], NAMES)
    assert facets.positions_of(index.matching({})) == []
    assert facets.relaxations({"approach": 0}, 0) == facets.relaxations({}, 0) == []
