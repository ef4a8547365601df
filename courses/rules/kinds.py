"""The kinds of questions, behind one interface: what is frozen, what may be answered, what it is worth.

A kind that is new is a class here and a template in `templates/courses/kinds/`; the flow of attempts stays as it is.
Pure: it must not know databases, requests or languages of the interface.

An answer is a dict that JSON can hold, in the terms of its kind; the empty dict is a question left blank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from academy.folding import fold
from courses.rules.paper import Choice, Item, Source

Answer = dict[str, Any]
Fields = Mapping[str, Sequence[str]]  # name of a field within the question ("" is its main one) → the values posted

BLANK: Answer = {}
LONGEST_TEXT = 200  # letters


class ForeignAnswer(ValueError):
    """What was posted cannot be an answer to this question."""


class Reason(StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    BLANK = "blank"


class Verdict(StrEnum):
    """On one choice. A wrong choice that was rightly left alone has none."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"


@dataclass(frozen=True)
class Mark:
    """`points`: the part of the question's points that the answer earns, from 0 to 1."""

    points: Decimal
    reason: Reason
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)


class Kind(Protocol):
    name: str
    template: str
    can_shuffle: bool

    def freeze(self, source: Source) -> tuple[tuple[Choice, ...], dict[str, Any]]:
        """The choices to show and the key to grade by."""

    def parse(self, item: Item, fields: Fields) -> Answer:
        """The answer in what was posted. Raises ForeignAnswer."""

    def grade(self, item: Item, answer: Answer) -> Mark: ...

    def fill(self, item: Item, answer: Answer) -> dict[str, Any]:
        """What the template needs to show the answer again: `chosen` keys, `typed` text."""

    def solution(self, item: Item) -> str:
        """A right answer in words, where the verdicts on choices do not tell it."""


class MultipleChoice:
    """Each right choice earns its share, each wrong one loses a share; never below zero."""

    name = "multiple_choice"
    template = "courses/kinds/multiple_choice.html"
    can_shuffle = True

    def freeze(self, source: Source) -> tuple[tuple[Choice, ...], dict[str, Any]]:
        choices = tuple(Choice(choice.key, choice.text, choice.feedback) for choice in source.choices)
        return choices, {"right": [choice.key for choice in source.choices if choice.is_correct]}

    def parse(self, item: Item, fields: Fields) -> Answer:
        chosen = {value for value in fields.get("", ()) if value}
        if not all(item.has_choice(key) for key in chosen):
            raise ForeignAnswer(item.question)
        return {"choices": [choice.key for choice in item.choices if choice.key in chosen]} if chosen else BLANK

    def grade(self, item: Item, answer: Answer) -> Mark:
        chosen, right = set(answer.get("choices", ())), set(item.key["right"])
        verdicts = {key: Verdict.RIGHT if key in right else Verdict.WRONG for key in chosen}
        verdicts |= dict.fromkeys(right - chosen, Verdict.MISSED)
        points = Decimal(max(0, len(chosen & right) - len(chosen - right))) / (len(right) or 1)
        return Mark(points, _reason(points, answer), verdicts)

    def fill(self, item: Item, answer: Answer) -> dict[str, Any]:
        return {"chosen": frozenset(answer.get("choices", ()))}

    def solution(self, item: Item) -> str:
        return ""


class SingleChoice(MultipleChoice):
    name = "single_choice"
    template = "courses/kinds/single_choice.html"

    def parse(self, item: Item, fields: Fields) -> Answer:
        answer = super().parse(item, fields)
        if len(answer.get("choices", ())) > 1:
            raise ForeignAnswer(item.question)
        return answer


class TrueFalse(SingleChoice):
    """Two choices that the interface words in the reader's language, always in this order."""

    name = "true_false"
    template = "courses/kinds/true_false.html"
    can_shuffle = False

    def freeze(self, source: Source) -> tuple[tuple[Choice, ...], dict[str, Any]]:
        return (Choice("true", ""), Choice("false", "")), {"right": ["true" if source.is_true else "false"]}


class ShortText:
    """Right when it reads like one of the accepted answers, whatever the case, accents or script."""

    name = "short_text"
    template = "courses/kinds/short_text.html"
    can_shuffle = False

    def freeze(self, source: Source) -> tuple[tuple[Choice, ...], dict[str, Any]]:
        accepted = dict.fromkeys(source.accepted + source.accepted_elsewhere)
        return (), {"accepted": [text for text in accepted if fold(text)]}

    def parse(self, item: Item, fields: Fields) -> Answer:
        values = fields.get("", ())
        if len(values) > 1 or any(len(value) > LONGEST_TEXT for value in values):
            raise ForeignAnswer(item.question)
        text = "".join(values).replace("\x00", "").strip()
        return {"text": text} if text else BLANK

    def grade(self, item: Item, answer: Answer) -> Mark:
        typed = fold(answer.get("text", ""))
        is_right = bool(typed) and typed in {fold(text) for text in item.key["accepted"]}
        points = Decimal(is_right)
        return Mark(points, _reason(points, answer))

    def fill(self, item: Item, answer: Answer) -> dict[str, Any]:
        return {"typed": answer.get("text", "")}

    def solution(self, item: Item) -> str:
        return next(iter(item.key["accepted"]), "")


KINDS: dict[str, Kind] = {kind.name: kind for kind in (SingleChoice(), MultipleChoice(), TrueFalse(), ShortText())}


def freeze(source: Source, *, points: int = 1) -> Item:
    """The item of a paper that asks `source`."""
    choices, key = KINDS[source.kind].freeze(source)
    return Item(
        question=source.question,
        version=source.version,
        kind=source.kind,
        language=source.language,
        text=source.text,
        feedback=source.feedback,
        choices=choices,
        key=key,
        points=points,
    )


def in_words_of(item: Item, source: Source) -> Item:
    """The same item, in the same order, with the texts of `source`; unchanged when the two do not match."""
    if source.question != item.question or source.kind != item.kind:
        return item
    choices, _key = KINDS[source.kind].freeze(source)
    told = {choice.key: choice for choice in choices}
    if told.keys() != {choice.key for choice in item.choices}:
        return item
    return replace(
        item,
        language=source.language,
        text=source.text,
        feedback=source.feedback,
        choices=tuple(told[choice.key] for choice in item.choices),
    )


def _reason(points: Decimal, answer: Answer) -> Reason:
    if not answer:
        return Reason.BLANK
    if points == 1:
        return Reason.RIGHT
    return Reason.PARTLY if points else Reason.WRONG
