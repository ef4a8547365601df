"""What a page shows of an assignment: its parts with what was written, said and changed. The only way to its templates.

It decides nothing: who may see what is asked before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from courses.enums import PartKind
from courses.forms.assignments import WHOLE, CommentForm, WorksheetForm, field_name
from courses.models import AssignmentPage, HandIn, Submission, SubmissionComment
from courses.rules.worksheets import MOST_ROWS, Answer, Part, Sheet, changed, filled


@dataclass(frozen=True)
class Said:
    """A comment as people see it; `is_mine` of who looks."""

    text: str
    by: str
    at: datetime
    is_mine: bool


@dataclass(frozen=True)
class Shown:
    """An answer to be read: `text`, or `rows` with `columns` for a table; both empty if blank."""

    kind: str
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.rows)

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """Rows of (column, text), for tables that become cards on a phone."""
        return [list(zip(self.columns, row, strict=False)) for row in self.rows]


@dataclass
class PartRow:
    """A part as the templates take it; `other` is what another tab saved meanwhile, `before` the hand-in before."""

    number: int
    key: str
    name: str
    kind: str
    label: str
    is_required: bool
    help: str = ""
    example: str = ""
    columns: tuple[str, ...] = ()
    text: str = ""
    cells: list[list[dict[str, Any]]] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)
    can_grow: bool = False
    is_filled: bool = False
    is_missing: bool = False
    is_changed: bool = False
    error: str = ""
    shown: Shown | None = None
    before: Shown | None = None
    other: Shown | None = None
    comments: list[Said] = field(default_factory=list)
    typed_comment: str = ""
    comment_error: str = ""


def shown(part: Part, answer: Answer | None) -> Shown:
    """To be read. A number beyond the choices, after the template changed, is blank."""
    if answer is None:
        return Shown(part.kind)
    if isinstance(answer, list):
        return Shown(part.kind, columns=part.columns, rows=tuple(tuple(row) for row in answer))
    if isinstance(answer, int):
        return Shown(part.kind, part.choices[answer] if answer < len(part.choices) else "")
    return Shown(part.kind, answer)


def rows_to_fill(
    page: AssignmentPage,
    sheet: Sheet,
    submission: Submission | None,
    *,
    form: WorksheetForm | None = None,
    talk: Mapping[str, list[Said]] | None = None,
    replies: CommentForm | None = None,
    missing: Iterable[str] = (),
    is_stale: bool = False,
    grows: str = "",
) -> list[PartRow]:
    """The template with what she wrote; with what she typed just now where `form` is given.

    `grows` is the key of a table that gets one more row, `missing` are keys of parts that are needed to hand in.
    `is_stale`: what stands saved is shown beside what she typed where the two differ.
    """
    answers = submission.answers if submission else {}
    done = set(filled(sheet.parts, answers))
    lacking = set(missing)
    rows = []
    for number, (part, record) in enumerate(zip(sheet.parts, page.parts.all(), strict=True), start=1):
        saved = answers.get(part.key)
        value = form.typed[part.key] if form and part.key in form.typed else saved
        row = PartRow(
            number=number,
            key=part.key,
            name=field_name(part.key),
            kind=part.kind,
            label=part.label,
            is_required=part.is_required,
            help=record.help,
            example=record.example,
            columns=part.columns,
            is_filled=part.key in done,
            is_missing=part.key in lacking,
            error=form.errors.get(part.key, "") if form else "",
            shown=shown(part, saved),
            comments=(talk or {}).get(part.key, []),
        )
        if part.key in lacking and not row.error:
            row.error = gettext("This part is needed to hand in.")
        if is_stale and form and part.key in form.answers and form.answers[part.key] != saved:
            row.other = shown(part, saved)
        if replies is not None:
            row.typed_comment = replies.typed.get(part.key, "")
            row.comment_error = replies.errors.get(part.key, "")
        _fill(row, part, value, record.rows, is_longer=part.key == grows)
        rows.append(row)
    return rows


def _fill(row: PartRow, part: Part, value: Any, begin: int, *, is_longer: bool) -> None:
    if part.kind == PartKind.TABLE:
        table = [list(cells) for cells in value] if isinstance(value, list) else []
        count = max(begin, len(table)) + (1 if is_longer else 0)
        if len(table) >= begin and all(any(cells) for cells in table) and not is_longer:
            count += 1  # there is always one to go on in
        count = max(len(table), min(count, MOST_ROWS))
        width = len(part.columns)
        table = [cells[:width] + [""] * (width - len(cells)) for cells in table]
        table += [[""] * width for _row in range(count - len(table))]
        row.cells = [
            [
                {"name": f"{row.name}.{place}", "label": label, "text": text}
                for place, (label, text) in enumerate(zip(part.columns, cells, strict=True))
            ]
            for cells in table
        ]
        row.can_grow = count < MOST_ROWS
    elif part.kind == PartKind.CHOICE:
        row.choices = [
            {"value": str(place), "text": text, "is_checked": str(value) == str(place)}
            for place, text in enumerate(part.choices)
        ]
    else:
        row.text = value if isinstance(value, str) else ""


def rows_to_read(
    hand_in: HandIn,
    before: HandIn | None,
    talk: Mapping[str, list[Said]],
    *,
    form: CommentForm | None = None,
) -> list[PartRow]:
    """A hand-in part by part, with what changed since the one before."""
    sheet = Sheet.from_json(hand_in.sheet)
    differing = set(changed(sheet.parts, before.answers, hand_in.answers)) if before else set()
    old_parts = {part.key: part for part in Sheet.from_json(before.sheet).parts} if before else {}
    rows = []
    for number, part in enumerate(sheet.parts, start=1):
        row = PartRow(
            number=number,
            key=part.key,
            name=field_name(part.key),
            kind=part.kind,
            label=part.label,
            is_required=part.is_required,
            columns=part.columns,
            shown=shown(part, hand_in.answers.get(part.key)),
            is_changed=part.key in differing,
            comments=talk.get(part.key, []),
            typed_comment=form.typed.get(part.key, "") if form else "",
            comment_error=form.errors.get(part.key, "") if form else "",
        )
        if before and row.is_changed and part.key in old_parts:
            row.before = shown(old_parts[part.key], before.answers.get(part.key))
        rows.append(row)
    return rows


def talk_of(comments: Iterable[SubmissionComment], viewer_id: int | None, keys: Sequence[str]) -> dict[str, list[Said]]:
    """Comments by the key of their part; those on parts that the template lost stand with the whole."""
    found: dict[str, list[Said]] = {}
    for row in comments:
        said = Said(
            text=row.text,
            by=row.author.name if row.author else gettext("a person who has left"),
            at=row.created_at,
            is_mine=row.author_id == viewer_id,
        )
        found.setdefault(row.part if row.part in keys else WHOLE, []).append(said)
    return found
