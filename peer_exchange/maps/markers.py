"""Places that would touch on the map become one marker."""

from collections.abc import Iterable
from math import dist

from peer_exchange.maps import Point


def gathered(points: Iterable[Point], apart: float) -> list[list[Point]]:
    """Each with those that lie nearer than `apart` to the first of its group: first points are never nearer.

    Looks only at neighbouring squares, so that thousands are gathered quickly.
    """
    squares: dict[tuple[int, int], list[list[Point]]] = {}
    found: list[list[Point]] = []
    for point in points:
        column, row = int(point[0] / apart), int(point[1] / apart)
        near = [
            group
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for group in squares.get((x, y), ())
            if dist(group[0], point) < apart
        ]
        if near:
            min(near, key=lambda group: dist(group[0], point)).append(point)
        else:
            group = [point]
            squares.setdefault((column, row), []).append(group)
            found.append(group)
    return found
