"""Answers of an assignment: what is kept, what is refused, which parts are missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.worksheets import (
    LONGEST_CELL,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_ROWS,
    Fault,
    Part,
    Sheet,
    changed,
    clean_answer,
    filled,
    lines_of,
    merged,
    missing,
    tidy,
)

LINE = Part("line", "line", "Where?")
TEXT = Part("text", "text", "How?")
TABLE = Part("table", "table", "Who?", columns=("Who", "What"))
CHOICE = Part("choice", "choice", "When?", choices=("Now", "Later"), is_required=False)
PARTS = (LINE, TEXT, TABLE, CHOICE)

words = st.text(max_size=80)
raw = {
    "line": words,
    "text": words,
    "table": st.lists(st.lists(words, max_size=4), max_size=6),
    "choice": st.sampled_from(["", "0", "1", 0, 1]),
}
filled_in = st.fixed_dictionaries({}, optional=raw)


@given(st.sampled_from(PARTS), st.data())
def test_cleaning_what_is_clean_changes_nothing(part, data):
    answer = clean_answer(part, data.draw(raw[part.key]))
    assert answer is None or clean_answer(part, answer) == answer


@given(words)
def test_no_control_character_is_kept(text):
    kept = tidy(text)
    assert "\x00" not in kept
    assert "\r" not in kept
    assert kept == kept.strip()


@given(raw["table"])
def test_rows_of_a_table_are_full_and_none_is_blank(rows):
    for row in clean_answer(TABLE, rows) or []:
        assert len(row) == 2
        assert any(row)


@pytest.mark.parametrize(
    ("part", "value", "most"),
    [
        (LINE, "x" * (LONGEST_LINE + 1), LONGEST_LINE),
        (TEXT, "x" * (LONGEST_TEXT + 1), LONGEST_TEXT),
        (TABLE, [["a", "b"], ["", ""], ["c", "x" * (LONGEST_CELL + 1)]], LONGEST_CELL),
        (TABLE, [["a", "b"]] * (MOST_ROWS + 1), MOST_ROWS),
    ],
)
def test_what_is_too_long_is_refused_with_the_limit(part, value, most):
    with pytest.raises(Fault) as caught:
        clean_answer(part, value)
    assert (caught.value.most, caught.value.found) == (most, most + 1)


def test_a_fault_in_a_table_says_where():
    with pytest.raises(Fault) as caught:
        clean_answer(TABLE, [["", ""], ["a", "b"], ["c", "x" * (LONGEST_CELL + 1)]])
    assert (caught.value.row, caught.value.column) == (2, "What")


@pytest.mark.parametrize("part", PARTS)
def test_what_fits_exactly_is_kept(part):
    fitting = {
        "line": "x" * LONGEST_LINE,
        "text": "x" * LONGEST_TEXT,
        "table": [["x" * LONGEST_CELL, ""]] * MOST_ROWS,
        "choice": "1",
    }
    assert clean_answer(part, fitting[part.key]) is not None


@pytest.mark.parametrize("value", ["2", "-1", "one", "१", "99999", "1.0"])
def test_a_choice_that_is_not_offered_is_refused(value):
    with pytest.raises(Fault, match="foreign"):
        clean_answer(CHOICE, value)


def test_the_first_choice_counts_as_filled_in():
    assert filled(PARTS, {"choice": 0}) == ["choice"]


@given(filled_in)
def test_a_part_is_filled_or_missing_or_optional(values):
    given_now = {part.key: clean_answer(part, values[part.key]) for part in PARTS if part.key in values}
    answers = merged({}, given_now)
    done, lacking = set(filled(PARTS, answers)), set(missing(PARTS, answers))
    assert not done & lacking
    assert done | lacking | {"choice"} == {part.key for part in PARTS}


@given(filled_in, filled_in)
def test_what_is_not_given_stays_and_none_empties(before, now):
    old = merged({}, {key: clean_answer(part, before[key]) for part in PARTS if (key := part.key) in before})
    given_now = {part.key: clean_answer(part, now[part.key]) for part in PARTS if part.key in now}
    after = merged(old, given_now)
    for part in PARTS:
        assert after.get(part.key) == (given_now[part.key] if part.key in given_now else old.get(part.key))
    assert set(changed(PARTS, old, after)) <= set(given_now)
    assert changed(PARTS, after, after) == []


def test_a_sheet_survives_its_freezing():
    frozen = Sheet("Plan", PARTS).to_json()
    thawed = Sheet.from_json(frozen)
    assert thawed.to_json() == frozen
    assert [part.key for part in thawed.parts] == ["line", "text", "table", "choice"]
    assert thawed.parts[2].columns == ("Who", "What")


def test_lines_of_a_field():
    assert lines_of(" Partner \r\n\r\nBrings\n") == ("Partner", "Brings")
