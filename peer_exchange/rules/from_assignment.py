"""What an assignment of a course says already of a practice: its answers, as fields and tables of a draft. Pure.

Parts are known by their key, which stays the same in every language; parts that are only plans (risks, the decision to
ask for) say nothing of what was done and are left out. `parts` and `answers` are those of a `HandIn`.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from peer_exchange.rules.amounts import read_amount

Parts = Sequence[Mapping[str, Any]]
Answers = Mapping[str, Any]
Row = dict[str, Any]

# field of a practice → (key of a part, its kind), in the order in which they are written one below the other
TEXTS: dict[str, tuple[tuple[str, str], ...]] = {
    "objectives": (("sentence", "line"), ("goal", "line"), ("vision", "line"), ("question", "text")),
    "problem": (
        ("need", "table"), ("problem", "table"), ("first", "table"), ("groups", "table"), ("service", "line"),
        ("known", "text"), ("topics", "table"),
    ),
    "solution": (("service", "text"), ("choice", "text"), ("mandate", "text")),
    "participation_note": (
        ("voice", "text"), ("voices", "table"), ("seats", "table"), ("members", "table"), ("safe-and-open", "text"),
        ("meeting", "text"),
    ),
    "staff": (("team", "table"), ("secretary", "line")),
    "cost_note": (("money", "table"), ("budget", "table")),
}  # fmt: skip
# key of a table → which of its columns says what, who and when
STEPS: dict[str, tuple[int, int | None, int]] = {
    "steps": (0, 2, 1),
    "tasks": (0, 1, 3),
    "weeks": (1, 3, 0),
    "dates": (1, 2, 0),
    "calendar": (1, None, 0),
}
PARTNERS = ("partners", "stakeholders")  # the first column names somebody
INDICATORS = "indicators"  # name, now, goal, how and when it is counted
GAP = " · "


def texts_from(parts: Parts, answers: Answers) -> dict[str, str]:
    """{field of a practice: what stands in the assignment}."""
    kinds = {part["key"]: part["kind"] for part in parts}
    found = {}
    for field, wanted in TEXTS.items():
        texts = [_text(answers[key]) for key, kind in wanted if kinds.get(key) == kind and answers.get(key)]
        if texts:
            found[field] = "\n\n".join(texts)
    return found


def rows_from(parts: Parts, answers: Answers, mark: str) -> dict[str, list[Row]]:
    """{table of a practice: its rows}. `mark` is the decimal mark of the language that was written in."""
    tables = {part["key"]: answers.get(part["key"]) or [] for part in parts if part["kind"] == "table"}
    found = {
        "steps": [_step(row, *columns) for key, columns in STEPS.items() for row in tables.get(key, [])],
        "partners": [_partner(row) for key in PARTNERS for row in tables.get(key, [])],
        "indicators": [_indicator(row, mark) for row in tables.get(INDICATORS, [])],
    }
    main = {"steps": "what", "partners": "name", "indicators": "name"}
    kept = {name: [row for row in rows if row[main[name]]] for name, rows in found.items()}
    return {name: rows for name, rows in kept.items() if rows}


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut between two words and marked."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return re.sub(r"\s+\S*$", "", cut).rstrip(" ,.;:·") + "…" if re.search(r"\s", cut) else cut + "…"


def _text(answer: Any) -> str:
    if isinstance(answer, list):
        return "\n".join(GAP.join(cell for cell in row if cell) for row in answer)
    return str(answer)


def _step(row: Sequence[str], what: int, who: int | None, when: int) -> Row:
    return {"what": _cell(row, what), "who": _cell(row, who), "when": _cell(row, when)}


def _partner(row: Sequence[str]) -> Row:
    return {"name": _cell(row, 0), "note": GAP.join(cell for cell in row[1:] if cell)}


def _indicator(row: Sequence[str], mark: str) -> Row:
    """A beginning that is no plain number ("6 of 24") stays with the name."""
    name, now = _cell(row, 0), _cell(row, 1)
    before = _number(now, mark)
    if now and before is None:
        name = f"{name}: {now}"
    return {"name": name, "baseline": before, "source": _cell(row, 3)}


def _number(text: str, mark: str) -> Decimal | None:
    number = read_amount(text, mark)
    return number if number is not None and number == round(number, 2) and abs(number) < 10**12 else None


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""
