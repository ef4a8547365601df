"""What a page shows of a paper: open, to be filled in, or marked, with what may be told.

The only way from papers to templates, so that no key or feedback reaches the browser before it may. It decides nothing
about when that is.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from courses.models import Grade, Response
from courses.rules.kinds import BLANK, KINDS, LONGEST_TEXT, Answer, Mark, Reason
from courses.rules.paper import Item


@dataclass(frozen=True)
class ChoiceRow:
    """`state`: "" | right | wrong | missed."""

    key: str
    text: str
    is_checked: bool
    state: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Row:
    """A question as the templates of its kind take it; `state`: "" | right | wrong | partly | blank."""

    place: int
    name: str
    kind: str
    template: str
    language: str
    text: str
    choices: tuple[ChoiceRow, ...]
    answer: str
    is_typed: bool
    is_blank: bool
    was: str
    longest: int = LONGEST_TEXT
    error: str = ""
    state: str = ""
    marks: str = ""
    expected: str = ""
    feedback: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.place + 1


def field_name(place: int) -> str:
    """The name of a question's main field; further ones follow after a dot."""
    return f"question-{place + 1}"


def trace(answer: Answer) -> str:
    """A short sign of an answer: tells whether a browser changed what it was shown."""
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:12]


def open_sheet(
    items: Sequence[Item], answers: Mapping[int, Answer], *, errors: Mapping[int, str] | None = None
) -> list[Row]:
    """To be filled in: nothing of key or feedback."""
    return [
        _row(place, item, answers.get(place, BLANK), error=(errors or {}).get(place, ""))
        for place, item in enumerate(items)
    ]


def key_sheet(items: Sequence[Item]) -> list[Row]:
    """With the right answers and all explanations, for the people who write them."""
    return [
        _row(place, item, BLANK, mark=KINDS[item.kind].grade(item, BLANK), tells=True)
        for place, item in enumerate(items)
    ]


def marked_sheet(items: Sequence[Item], responses: Mapping[int, Response], *, tells: bool) -> list[Row]:
    """As it was handed in; with marks, right answers and explanations only if it `tells` them.

    A response whose mark was changed later shows that mark and why, and no longer what the old key said of choices.
    """
    rows = []
    for place, item in enumerate(items):
        answer = responses[place].answer
        mark = KINDS[item.kind].grade(item, answer) if tells else None
        rows.append(_row(place, item, answer, mark=mark, response=responses[place], tells=tells))
    return rows


def _row(
    place: int,
    item: Item,
    answer: Answer,
    *,
    mark: Mark | None = None,
    response: Response | None = None,
    tells: bool = False,
    error: str = "",
) -> Row:
    kind = KINDS[item.kind]
    filled = kind.fill(item, answer)
    chosen = filled.get("chosen", frozenset())
    grade = _newest_grade(response) if response else None
    verdicts = mark.verdicts if mark and not grade else {}
    state = marks = expected = ""
    notes = []
    if mark and response:
        points = grade.points if grade else response.points
        state = _state(points, item.points, answer)
        marks = _points_text(points, item.points)
        if state != Reason.RIGHT and not grade:
            expected = kind.solution(item)
        if grade:
            notes = [gettext("This mark was corrected: %(reason)s") % {"reason": grade.reason}]
    elif mark:
        expected = kind.solution(item)
    return Row(
        place=place,
        name=field_name(place),
        kind=item.kind,
        template=kind.template,
        language=item.language,
        text=item.text,
        choices=tuple(
            ChoiceRow(
                key=choice.key,
                text=choice.text or _word(choice.key),
                is_checked=choice.key in chosen,
                state=verdicts.get(choice.key, ""),
                feedback=choice.feedback if tells and (choice.key in chosen or not response) else "",
            )
            for choice in item.choices
        ),
        answer=filled.get("typed", ""),
        is_typed="typed" in filled,
        is_blank=not answer,
        was=trace(answer),
        error=error,
        state=state,
        marks=marks,
        expected=expected,
        feedback=item.feedback if tells else "",
        notes=notes,
    )


def _newest_grade(response: Response) -> Grade | None:
    grades = list(response.grades.all())  # in their order, from memory when they were prefetched
    return grades[-1] if grades else None


def _state(points: Decimal, most: int, answer: Answer) -> Reason:
    if points >= most:
        return Reason.RIGHT
    if points > 0:
        return Reason.PARTLY
    return Reason.WRONG if answer else Reason.BLANK


def _points_text(points: Decimal, most: int) -> str:
    text = ngettext("%(points)s of %(most)s point", "%(points)s of %(most)s points", most)
    return text % {"points": number_format(points.quantize(Decimal("0.01")).normalize() + 0), "most": most}


def _word(key: str) -> str:
    """The words of choices that the interface speaks itself."""
    return {"true": gettext("True"), "false": gettext("False")}.get(key, "")
