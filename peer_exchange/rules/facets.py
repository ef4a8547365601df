"""Facets of a list: which rows match what was chosen, and how many each further choice would show.

OR inside a facet, AND between facets. A set of rows is a whole number whose bit n stands for row n, so that thousands
of rows are compared in one step. Pure: knows numbers and names, not what they stand for.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Chosen = Mapping[str, Collection[str]]


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

    def nearest(self, chosen: Chosen, *, within: int | None = None) -> tuple[str, int] | None:
        """The facet without which most rows show, and these rows; None when leaving one out helps in no case."""
        best = None
        for facet in chosen:
            rows = self.matching({name: chosen[name] for name in chosen if name != facet}, within=within)
            if rows and (best is None or rows.bit_count() > best[1].bit_count()):
                best = (facet, rows)
        return best

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


def rows_of(positions: Iterable[int]) -> int:
    rows = 0
    for position in positions:
        rows |= 1 << position
    return rows


def positions_of(rows: int) -> list[int]:
    """In rising order."""
    return [position for position, bit in enumerate(reversed(bin(rows)[2:])) if bit == "1"]
