"""The map of the region: its outlines and where a place lies on them. Knows no practice.

The outlines are public domain, from Natural Earth (`.ci/make_map.py` draws them); they say nothing about any border.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

Point = tuple[int, int]  # units from the upper left corner
GRID = 6  # units between the points at which a name may stand

# Where the name of an economy stands: latitude and longitude of its middle.
NAMES_AT = {
    "AL": (41.1, 20.0), "BA": (44.25, 17.8), "BG": (42.7, 25.3), "HR": (45.45, 16.2), "MD": (47.2, 28.6),
    "ME": (42.8, 19.2), "MK": (41.6, 21.7), "RO": (45.9, 24.9), "RS": (44.1, 20.8), "SI": (46.1, 14.7),
    "TR": (39.0, 35.2), "XK": (42.6, 20.9),
}  # fmt: skip
FILE = Path(__file__).with_name("region.json")


@dataclass(frozen=True)
class Region:
    """`economies`: {code of `academy.enums.Economy`: SVG path}; `others`: the path of the land around."""

    source: str
    west: float
    north: float
    x_per_degree: float
    y_per_degree: float
    width: int
    height: int
    economies: dict[str, str]
    others: str

    def place(self, latitude: float, longitude: float) -> Point | None:
        """Units from the upper left corner; None for what lies outside."""
        x = round((longitude - self.west) * self.x_per_degree)
        y = round((self.north - latitude) * self.y_per_degree)
        return (x, y) if 0 <= x <= self.width and 0 <= y <= self.height else None

    def inner_points(self, code: str) -> tuple[Point, ...]:
        """A grid of points inside an economy."""
        return _inner_points(self.economies[code])


@cache
def region() -> Region:
    return Region(**json.loads(FILE.read_text("utf-8")))


@cache
def _inner_points(path: str) -> tuple[Point, ...]:
    sides = [side for ring in _rings(path) for side in pairwise([*ring, ring[0]])]
    heights = [y for side in sides for _x, y in side]
    found: list[Point] = []
    for row in range(min(heights) // GRID + 1, max(heights) // GRID + 1):
        y = row * GRID
        crossed = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in sides if min(y1, y2) <= y < max(y1, y2)
        )
        for left, right in zip(crossed[::2], crossed[1::2], strict=True):
            found += [(column * GRID, y) for column in range(int(left / GRID) + 1, int(right / GRID) + 1)]
    return tuple(found)


def _rings(path: str) -> Iterator[list[Point]]:
    """Of a path as `.ci/make_map.py` writes it: "M433,582l0,-4 1,-7z"."""
    for start, steps in re.findall(r"M([-\d,]+)l([-\d, ]+)z", path):
        x, y = map(int, start.split(","))
        ring = [(x, y)]
        for step in steps.split():
            dx, dy = map(int, step.split(","))
            x, y = x + dx, y + dy
            ring.append((x, y))
        yield ring
