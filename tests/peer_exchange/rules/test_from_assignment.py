"""What the assignments of the courses say of a practice."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from peer_exchange.rules.from_assignment import rows_from, shortened, texts_from

CONTENT = Path(__file__).parents[3] / "courses" / "content"
ASSIGNMENTS = sorted(CONTENT.glob("*/assignment.yaml"))


def part(key, kind, **fields):
    return {"key": key, "kind": kind, **fields}


def filled(parts):
    """Something in every part, as a learner may leave it."""
    by_kind = {
        "line": lambda row: f"line of {row['key']}",
        "text": lambda row: f"text of {row['key']}",
        "choice": lambda row: 0,
        "table": lambda row: [[f"{row['key']} {number}" for number in range(len(row["columns"]))]],
    }
    return {row["key"]: by_kind[row["kind"]](row) for row in parts}


@pytest.mark.parametrize("file", ASSIGNMENTS, ids=lambda file: file.parent.name)
def test_every_course_s_assignment_begins_a_practice(file):
    parts = yaml.safe_load(file.read_text("utf-8"))["parts"]
    answers = filled(parts)
    texts, rows = texts_from(parts, answers), rows_from(parts, answers, ".")
    assert len(texts) + len(rows) >= 3
    assert texts.get("objectives") or texts.get("problem")
    assert all(row["what"] for row in rows.get("steps", []))


def test_there_are_assignments_to_try_it_with():
    assert len(ASSIGNMENTS) >= 8


def test_texts_and_tables_find_their_place_and_plans_are_left_out():
    parts = [
        part("sentence", "line"), part("need", "table"), part("service", "text"), part("steps", "table"),
        part("partners", "table"), part("risks", "table"), part("decision", "choice"), part("money", "table"),
    ]  # fmt: skip
    answers = {
        "sentence": "Forty people see a nurse.",
        "need": [["Upper village", "31 of 40", "nurse, May", ""], ["Lower village", "9", "", "visits"]],
        "service": "A pair visits on three days.",
        "steps": [["Council decision", "15 September", "mayor", "0 → 4"]],
        "partners": [["Health centre", "nurse", "24 hours", ""], ["", "nobody", "", ""]],
        "risks": [["Snow", "weather service", "phone"]],
        "decision": 2,
        "money": [["Car", "6,000", "4,000", "4,000"]],
    }
    assert texts_from(parts, answers) == {
        "objectives": "Forty people see a nurse.",
        "problem": "Upper village · 31 of 40 · nurse, May\nLower village · 9 · visits",
        "solution": "A pair visits on three days.",
        "cost_note": "Car · 6,000 · 4,000 · 4,000",
    }
    assert rows_from(parts, answers, ".") == {
        "steps": [{"what": "Council decision", "who": "mayor", "when": "15 September"}],
        "partners": [{"name": "Health centre", "note": "nurse · 24 hours"}],
    }


def test_a_number_before_is_a_number_and_words_stay_words():
    parts = [part("indicators", "table")]
    answers = {"indicators": [["Visits", "1.200,5", "2000", "list"], ["Know it", "6 of 24", "18", "talks"]]}
    assert rows_from(parts, answers, ",")["indicators"] == [
        {"name": "Visits", "baseline": Decimal("1200.5"), "source": "list"},
        {"name": "Know it: 6 of 24", "baseline": None, "source": "talks"},
    ]


def test_the_same_key_of_another_kind_is_another_question():
    assert texts_from([part("service", "line")], {"service": "Which?"}) == {"problem": "Which?"}
    assert texts_from([part("service", "text")], {"service": "A bus."}) == {"solution": "A bus."}


def test_a_long_text_is_cut_between_words():
    assert shortened("one two three", 13) == "one two three"
    assert shortened("one two three", 12) == "one two…"
    assert shortened("x" * 20, 10) == "x" * 9 + "…"


@given(st.text(max_size=60), st.integers(min_value=1, max_value=40))
def test_what_is_cut_fits(text, most):
    assert len(shortened(text, most)) <= most
