"""Facets of a list: which rows match what was chosen, and how many each further choice would show.

OR inside a facet, AND between facets. A set of rows is a whole number whose bit n stands for row n, so that thousands
of rows are compared in one step. Pure: knows numbers and names, not what they stand for.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import and_
from typing import TypeVar

Chosen = Mapping[str, Collection[str]]
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Index:
    """`values`: {facet: {value: rows that carry it}}; `everything`: all rows."""

    everything: int
    values: dict[str, dict[str, int]]

    def matching(self, chosen: Chosen, *, within: int | None = None) -> int:
        """The rows of `within` that carry, of each facet chosen, one of the values at least. Unknown values: no row."""
        rows = self.everything if within is None else within
        for facet in chosen:
            rows &= self._carrying(facet, chosen[facet])
        return rows

    def counts(self, chosen: Chosen, *, within: int | None = None) -> dict[str, dict[str, int]]:
        """`{facet: {value: number}}`: the rows that show when the facet is set to this value alone."""
        found = {}
        for facet, values in self.values.items():
            others = {name: chosen[name] for name in chosen if name != facet}
            rows = self.matching(others, within=within)
            found[facet] = {value: (rows & carrying).bit_count() for value, carrying in values.items()}
        return found

    def _carrying(self, facet: str, values: Collection[str]) -> int:
        """All rows when nothing is chosen."""
        if not values:
            return self.everything
        rows = 0
        for value in values:
            rows |= self.values.get(facet, {}).get(value, 0)
        return rows


def build(rows: Iterable[Mapping[str, Collection[str]]], facets: Iterable[str]) -> Index:
    """Each row: {facet: the values it carries}."""
    values: dict[str, dict[str, int]] = {facet: {} for facet in facets}
    size = 0
    for position, row in enumerate(rows):
        size = position + 1
        for facet, carried in row.items():
            for value in carried:
                values[facet][value] = values[facet].get(value, 0) | 1 << position
    return Index(everything=(1 << size) - 1, values=values)


def relaxations(choices: Mapping[Choice, int], everything: int) -> list[tuple[tuple[Choice, ...], int]]:
    """Where nothing matches every choice: the choices to leave out, and the rows that show without them, most first.

    `choices`: {choice: rows that match it}. One is left out; where that never helps, two; else all but one; never all.
    """
    for number in (1, 2, len(choices) - 1):
        found = []
        for gone in combinations(choices, number) if 0 < number < len(choices) else ():
            rows = reduce(and_, (choices[each] for each in choices if each not in gone), everything)
            if rows:
                found.append((gone, rows))
        if found:
            return sorted(found, key=lambda pair: -pair[1].bit_count())
    return []


def rows_of(positions: Iterable[int]) -> int:
    rows = 0
    for position in positions:
        rows |= 1 << position
    return rows


def positions_of(rows: int) -> list[int]:
    """In rising order."""
    return [position for position, bit in enumerate(reversed(bin(rows)[2:])) if bit == "1"]
