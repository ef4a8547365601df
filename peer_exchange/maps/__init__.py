"""The map of the region: its outlines and where a place lies on them. Knows no practice.

The outlines are public domain, from Natural Earth (`.ci/make_map.py` draws them); they say nothing about any border.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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

    def place(self, latitude: float, longitude: float) -> tuple[int, int] | None:
        """Units from the upper left corner; None for what lies outside."""
        x = round((longitude - self.west) * self.x_per_degree)
        y = round((self.north - latitude) * self.y_per_degree)
        return (x, y) if 0 <= x <= self.width and 0 <= y <= self.height else None


@cache
def region() -> Region:
    return Region(**json.loads(FILE.read_text("utf-8")))
