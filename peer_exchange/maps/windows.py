"""What of the map is shown, in its units."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peer_exchange.maps import Point, Region

LEAST = 320  # units that a window is wide, at least
NEAREST = 60  # … when somebody wants to see more of a place
MARGIN = 0.12  # of the window, around what was found
AT = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{2,4})")


@dataclass(frozen=True)
class Window:
    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.x} {self.y} {self.width} {self.height}"

    @property
    def address(self) -> str:
        return f"{self.x}.{self.y}.{self.width}"

    @property
    def middle(self) -> Point:
        return self.x + self.width // 2, self.y + self.height // 2

    def shows(self, point: Point) -> bool:
        return self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height


def window_around(points: Sequence[Point], ground: Region, *, least: int = LEAST) -> Window:
    """With a margin, in the shape of the region and inside it; the whole region for no point."""
    if not points:
        return Window(0, 0, ground.width, ground.height)
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    shape = ground.height / ground.width
    width = max(right - left, (bottom - top) / shape, least) * (1 + 2 * MARGIN)
    return _inside((left + right) / 2, (top + bottom) / 2, width, ground)


def window_asked(text: str, ground: Region) -> Window | None:
    """Of an address: "left.top.width"."""
    said = AT.fullmatch(text)
    if said is None:
        return None
    x, y, width = (int(number) for number in said.groups())
    return _inside(x + width / 2, y + width * ground.height / ground.width / 2, max(width, NEAREST), ground)


def _inside(x: float, y: float, width: float, ground: Region) -> Window:
    width = min(round(width), ground.width)
    height = round(width * ground.height / ground.width)
    left = min(max(round(x - width / 2), 0), ground.width - width)
    top = min(max(round(y - height / 2), 0), ground.height - height)
    return Window(left, top, width, height)
