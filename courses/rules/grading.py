"""From answers to marks and a score. Pure: papers and answers in, decimals out.

Points are kept to three decimals and the score, in per cent, to two, both rounded half up; a score is always the sum
of kept points, so that it can be recomputed from what is stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from courses.rules.kinds import BLANK, KINDS, Answer, Mark
from courses.rules.paper import Item

POINT = Decimal("0.001")
PERCENT = Decimal("0.01")


@dataclass(frozen=True)
class Result:
    """`marks` and `points` in the order of the paper."""

    marks: tuple[Mark, ...]
    points: tuple[Decimal, ...]
    score: Decimal


def grade_paper(items: Sequence[Item], answers: Mapping[int, Answer]) -> Result:
    """`answers` by the place of the item in the paper, from 0; a missing one is blank."""
    marks = tuple(KINDS[item.kind].grade(item, answers.get(place, BLANK)) for place, item in enumerate(items))
    points = tuple(points_of(item, mark) for item, mark in zip(items, marks, strict=True))
    return Result(marks, points, score_of(items, points))


def points_of(item: Item, mark: Mark) -> Decimal:
    return (mark.points * item.points).quantize(POINT, ROUND_HALF_UP)


def score_of(items: Iterable[Item], points: Iterable[Decimal]) -> Decimal:
    """Per cent of all points of the paper."""
    most = sum(item.points for item in items)
    return (100 * sum(points, Decimal(0)) / most).quantize(PERCENT, ROUND_HALF_UP)


def passes(score: Decimal, pass_mark: int) -> bool:
    return score >= pass_mark


def gaps(items: Sequence[Item], answers: Mapping[int, Answer]) -> list[int]:
    """The places of items left blank."""
    return [place for place in range(len(items)) if not answers.get(place)]
