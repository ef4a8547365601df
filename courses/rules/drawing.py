"""Which questions an attempt asks, and in which order: decided by a seed, the same again for the same seed.

Pure: it knows keys of questions, not questions.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from random import Random

from courses.rules.kinds import KINDS
from courses.rules.paper import Item


@dataclass(frozen=True)
class Slot:
    """`count` questions out of `pool`, each worth `points`. A question named by the author is a pool of one."""

    pool: Collection[str]
    count: int = 1
    points: int = 1
    is_fixed: bool = False


@dataclass(frozen=True)
class Pick:
    question: str
    points: int


def draw(slots: Sequence[Slot], *, seed: int, shuffles: bool) -> list[Pick]:
    """No question twice: named ones keep their place, draws take what is left, fewer when a pool is too small."""
    random = Random(seed)
    taken = {question for slot in slots if slot.is_fixed for question in slot.pool}
    asked: set[str] = set()
    picks: list[Pick] = []
    for slot in slots:
        left = sorted(set(slot.pool) - (asked if slot.is_fixed else taken | asked))
        drawn = random.sample(left, min(slot.count, len(left)))
        asked.update(drawn)
        picks += [Pick(question, slot.points) for question in drawn]
    if shuffles:
        random.shuffle(picks)
    return picks


def shuffle_choices(items: Sequence[Item], *, seed: int) -> list[Item]:
    """The choices of each item in an order of chance, where its kind allows; the items stay in place."""
    random = Random(seed)
    return [
        replace(item, choices=tuple(random.sample(item.choices, len(item.choices))))
        if KINDS[item.kind].can_shuffle
        else item
        for item in items
    ]
