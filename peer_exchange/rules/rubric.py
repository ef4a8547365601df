"""How peers judge a practice: points 0–3 for seven criteria, weighed; when two or three judgements validate it. Pure.

Weights and bounds are those of the design of the library. Points are whole numbers; a share is in percent of the most
possible, so that 100 is three points everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

WEIGHTS = {
    "evidence": 25,
    "transferability": 20,
    "inclusion": 15,
    "sustainability": 15,
    "participation": 10,
    "cost": 10,
    "honesty": 5,
}
MOST = 3  # points of a criterion
ENOUGH = Decimal(60)  # percent
CRUCIAL = ("evidence", "inclusion", "transferability")  # none of them may be zero
APART = 1  # points by which two reviewers may differ in a criterion

Scores = Mapping[str, int]

WAITING, THIRD, VALIDATED, NOT_YET = "waiting", "third", "validated", "not_yet"


@dataclass(frozen=True)
class Outcome:
    """`state`: WAITING for a second judgement, THIRD is needed, VALIDATED or NOT_YET.

    `points` is what counts of each criterion (0–3), `percent` their weighed share; both empty while WAITING. `apart`
    names the criteria in which the first two differ by more than a point.
    """

    state: str
    points: Mapping[str, Decimal]
    percent: Decimal | None = None
    apart: tuple[str, ...] = ()


def is_whole(scores: Scores) -> bool:
    """A point for every criterion, none out of bounds."""
    return all(name in scores and scores[name] in range(MOST + 1) for name in WEIGHTS)


def percent_of(points: Mapping[str, int | Decimal]) -> Decimal:
    """The weighed share of the most possible, 0–100, to two decimals. `points` has every criterion."""
    total = sum((Decimal(weight) * Decimal(points[name]) for name, weight in WEIGHTS.items()), Decimal(0))
    share = total * 100 / (sum(WEIGHTS.values()) * MOST)
    return share.quantize(Decimal("0.01"), ROUND_HALF_UP)


def outcome_of(judgements: Sequence[Scores]) -> Outcome:
    """What whole judgements of one version say together, the earliest first; those after the third do not count.

    Two that are within a point everywhere count by their mean. Else a third decides: the middle one of the three
    counts, criterion by criterion. Validated is who reaches 60 percent and has no zero where none may be:
    of two, in neither.
    """
    if len(judgements) < 2:
        return Outcome(WAITING, {})
    first, second = judgements[:2]
    apart = tuple(name for name in WEIGHTS if abs(first[name] - second[name]) > APART)
    if apart and len(judgements) < 3:
        return Outcome(THIRD, {}, apart=apart)
    if apart:
        points = {name: Decimal(median(scores[name] for scores in judgements[:3])) for name in WEIGHTS}
        has_zero = any(points[name] == 0 for name in CRUCIAL)
    else:
        points = {name: Decimal(first[name] + second[name]) / 2 for name in WEIGHTS}
        has_zero = any(scores[name] == 0 for scores in (first, second) for name in CRUCIAL)
    percent = percent_of(points)
    state = VALIDATED if percent >= ENOUGH and not has_zero else NOT_YET
    return Outcome(state, points, percent, apart)
