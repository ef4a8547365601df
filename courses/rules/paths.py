"""The order of a learning path: each course once, and none builds on one that comes later. Pure."""

from collections.abc import Hashable, Sequence
from enum import StrEnum


class OrderFault(StrEnum):
    TWICE = "twice"
    ON_ITSELF = "on_itself"
    ON_LATER = "on_later"
    OUTSIDE = "outside"


def faults_of_order(rows: Sequence[tuple[Hashable, Hashable | None]]) -> dict[int, OrderFault]:
    """`{place of a row: what is wrong}` for rows of (course, the course it builds on or None), counted from 0."""
    places: dict[Hashable, int] = {}
    for place, (course, _on) in enumerate(rows):
        places.setdefault(course, place)
    faults = {}
    for place, (course, on) in enumerate(rows):
        if places[course] != place:
            faults[place] = OrderFault.TWICE
        elif on is None:
            continue
        elif on == course:
            faults[place] = OrderFault.ON_ITSELF
        elif on not in places:
            faults[place] = OrderFault.OUTSIDE
        elif places[on] > place:
            faults[place] = OrderFault.ON_LATER
    return faults
