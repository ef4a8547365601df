"""Where names stand on the map so that they hide neither a marker nor one another. Geometry in the units of the map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import dist

from peer_exchange.maps import Point, Region
from peer_exchange.maps.windows import Window

LETTER = 0.56  # how wide a letter is, on average, of the size of the type
LINE = 1.2  # … and how high a line
NEAR, FAR = 40, 80  # so many points are tried for a name: the nearest to its middle, then some of the others
LONG = 11  # letters; a longer name stands in two lines


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def hides(self, other: "Box") -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0


@dataclass(frozen=True)
class Name:
    """A name on the map: `lines` with the height of each, beginning, centred or ending at `x` (see `anchor`)."""

    x: float
    lines: tuple[tuple[float, str], ...]
    anchor: str
    box: Box


def around(point: Point, radius: float) -> Box:
    """What a marker covers."""
    return Box(point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius)


def name_of_land(text: str, points: Iterable[Point], size: float, taken: Sequence[Box], window: Window) -> Name | None:
    """At the first of its points where it hides nothing, else where it hides least; None where it has no room."""
    best: tuple[float, Name] | None = None
    for x, y in points:
        name = _written(text, x, y, size, "middle")
        if not _is_inside(name.box, window):
            continue
        hidden = sum(map(name.box.hides, taken))
        if not hidden:
            return name
        if best is None or hidden < best[0]:
            best = hidden, name
    return best[1] if best else None


def name_of_place(
    text: str, point: Point, radius: float, size: float, taken: Sequence[Box], window: Window
) -> Name | None:
    """Beside, below or above its marker; None where it would hide something."""
    x, y = point
    high = len(_lines(text)) * LINE * size / 2
    gap = radius + size / 4
    for anchor, at_x, at_y in (
        ("start", x + gap, y), ("end", x - gap, y), ("middle", x, y + gap + high), ("middle", x, y - gap - high)
    ):  # fmt: skip
        name = _written(text, at_x, at_y, size, anchor)
        if _is_inside(name.box, window) and not any(name.box.hides(box) for box in taken):
            return name
    return None


def points_of_land(code: str, middle: Point | None, window: Window, ground: Region) -> list[Point]:
    """Where its name may stand in the window, the nearest to its middle first, or to what is seen of it."""
    seen = [point for point in ground.inner_points(code) if window.shows(point)]
    if not seen:
        return []
    if middle is None or not window.shows(middle):
        middle = sum(x for x, _y in seen) // len(seen), sum(y for _x, y in seen) // len(seen)
    nearest = sorted(seen, key=lambda point: dist(point, middle))
    return nearest[:NEAR] + nearest[NEAR :: len(nearest) // FAR + 1]


def _written(text: str, x: float, y: float, size: float, anchor: str) -> Name:
    lines = _lines(text)
    width, height = max(map(len, lines)) * LETTER * size, len(lines) * LINE * size
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    first = y - height / 2 + 0.85 * size  # the base of the first line
    return Name(
        x,
        tuple((first + number * LINE * size, line) for number, line in enumerate(lines)),
        anchor,
        Box(left, y - height / 2, left + width, y + height / 2),
    )


def _lines(text: str) -> list[str]:
    """Two of much the same length, where there is a space for it."""
    spaces = [number for number, letter in enumerate(text) if letter == " "]
    if len(text) <= LONG or not spaces:
        return [text]
    middle = min(spaces, key=lambda number: abs(number - len(text) / 2))
    return [text[:middle], text[middle + 1 :]]


def _is_inside(box: Box, window: Window) -> bool:
    return (
        window.x <= box.left
        and box.right <= window.x + window.width
        and window.y <= box.top
        and box.bottom <= window.y + window.height
    )
