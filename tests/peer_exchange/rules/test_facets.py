"""Counts and matches against looking at every row."""

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


@given(ROWS, CHOSEN)
def test_the_nearest_leaves_out_the_facet_that_helps_most(rows, chosen):
    index = facets.build(rows, NAMES)
    shown = {
        name: [number for number, row in enumerate(rows) if is_shown(row, {**chosen, name: frozenset()})]
        for name in chosen
    }
    most = max(map(len, shown.values()), default=0)
    nearest = index.nearest(chosen)
    if most == 0:
        assert nearest is None
    else:
        assert nearest is not None
        facet, found = nearest
        assert facets.positions_of(found) == shown[facet]
        assert len(shown[facet]) == most


def test_no_row_at_all():
    index = facets.build([], NAMES)
    assert facets.positions_of(index.matching({})) == []
    assert index.nearest({"approach": {"a"}}) is None
