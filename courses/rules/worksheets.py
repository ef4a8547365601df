"""The template of an assignment and what is filled into it: cleaning, completeness, what changed. Pure.

Answers are `{key of a part: text | rows of a table | number of the choice, from 0}`; a blank part is not among them. It
must not know how a browser sends them or in which words a fault is told.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_LINE = 300  # characters
LONGEST_TEXT = 5000
LONGEST_CELL = 1000
MOST_ROWS = 50
MOST_COLUMNS = 12

Rows = list[list[str]]
Answer = str | Rows | int
Answers = dict[str, Answer]


@dataclass(frozen=True)
class Part:
    """One field of the template; `kind` as in `courses.enums.PartKind`."""

    key: str
    kind: str
    label: str
    columns: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    is_required: bool = True


@dataclass(frozen=True)
class Sheet:
    """A template as it is on a day; what `HandIn.sheet` holds."""

    title: str
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "parts": [
                {
                    "key": part.key,
                    "kind": part.kind,
                    "label": part.label,
                    "columns": list(part.columns),
                    "choices": list(part.choices),
                }
                for part in self.parts
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Sheet":
        parts = (
            Part(row["key"], row["kind"], row["label"], tuple(row["columns"]), tuple(row["choices"]))
            for row in data["parts"]
        )
        return cls(data["title"], tuple(parts))


class Fault(Exception):
    """What was sent cannot be kept. `code`: long | many_rows | foreign.

    `most` and `found` count characters or rows; `row` (from 1) and `column` say where in a table.
    """

    def __init__(self, code: str, *, most: int = 0, found: int = 0, row: int = 0, column: str = "") -> None:
        super().__init__(code)
        self.code, self.most, self.found, self.row, self.column = code, most, found, row, column


def lines_of(text: str) -> tuple[str, ...]:
    """The entries of a field that holds one per line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def clean_answer(part: Part, raw: Any) -> Answer | None:
    """What is kept of `raw`; None when it is blank. Raises Fault.

    `raw` is a text for a line, a text or a choice (its number), a list of rows for a table. Called with its own result
    it gives the same again.
    """
    return _CLEANERS[part.kind](part, raw)


def tidy(text: str, *, lines: bool = True) -> str:
    """Composed letters, no control characters (neither JSON in PostgreSQL nor Word takes them), no blanks around."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (letter for letter in text if letter in "\n\t" or _is_printable(letter))
    tidied = unicodedata.normalize("NFC", "".join(kept))
    return tidied.strip() if lines else " ".join(tidied.split())


def filled(parts: Sequence[Part], answers: Mapping[str, Answer]) -> list[str]:
    """The keys of the parts that hold something, in the order of the template."""
    return [part.key for part in parts if _holds(answers.get(part.key))]


def missing(parts: Sequence[Part], answers: Mapping[str, Answer]) -> list[str]:
    """The keys of the required parts that are still blank."""
    return [part.key for part in parts if part.is_required and not _holds(answers.get(part.key))]


def changed(parts: Sequence[Part], before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[str]:
    """The keys of the parts whose content differs."""
    return [part.key for part in parts if before.get(part.key) != after.get(part.key)]


def merged(answers: Mapping[str, Answer], given: Mapping[str, Answer | None]) -> Answers:
    """`answers` with what is given now; None empties a part, a part that is not given stays."""
    together = {**answers, **given}
    return {key: value for key, value in together.items() if value is not None}


def _is_printable(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs"} and ord(letter) & 0xFFFE != 0xFFFE


def _holds(answer: Answer | None) -> bool:
    return answer is not None and answer not in ("", [])


def _line(part: Part, raw: Any) -> str | None:
    return _within(tidy(_text(raw), lines=False), LONGEST_LINE) or None


def _long_text(part: Part, raw: Any) -> str | None:
    return _within(tidy(_text(raw)), LONGEST_TEXT) or None


def _table(part: Part, raw: Any) -> Rows | None:
    """Rows of as many cells as there are columns, blank ones left out."""
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise Fault("foreign")
    rows: Rows = []
    for row in raw:
        cells = [tidy(_text(cell)) for cell in row[: len(part.columns)]]
        cells += [""] * (len(part.columns) - len(cells))
        if not any(cells):
            continue
        for column, cell in zip(part.columns, cells, strict=True):
            _within(cell, LONGEST_CELL, row=len(rows) + 1, column=column)
        rows.append(cells)
    if len(rows) > MOST_ROWS:
        raise Fault("many_rows", most=MOST_ROWS, found=len(rows))
    return rows or None


def _choice(part: Part, raw: Any) -> int | None:
    text = str(raw).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) < len(part.choices)):
        raise Fault("foreign")
    return int(text)


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise Fault("foreign")
    return raw


def _within(text: str, most: int, *, row: int = 0, column: str = "") -> str:
    if len(text) > most:
        raise Fault("long", most=most, found=len(text), row=row, column=column)
    return text


_CLEANERS: Mapping[str, Callable[[Part, Any], Answer | None]] = {
    "line": _line,
    "text": _long_text,
    "table": _table,
    "choice": _choice,
}
