"""The plain shapes a drawing consists of. They say where and in which paint, not how a screen or paper shows it.

Lengths are units of the drawing (about a CSS pixel), y grows downward, angles are degrees clockwise from the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Area:
    """A rectangle from its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def cx(self) -> float:
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        return self.y + self.h / 2

    def holds(self, other: "Area", slack: float = 0.01) -> bool:
        return (
            self.x - slack <= other.x
            and self.y - slack <= other.y
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def meets(self, other: "Area", slack: float = 0.01) -> bool:
        """Whether both share more than an edge."""
        return (
            self.x < other.right - slack
            and other.x < self.right - slack
            and self.y < other.bottom - slack
            and other.y < self.bottom - slack
        )


@dataclass(frozen=True)
class Paint:
    """Names of colours (courses.diagrams.colours), "" for none; `dash` are lengths of strokes and gaps."""

    fill: str = ""
    stroke: str = ""
    width: float = 1
    dash: tuple[float, ...] = ()
    opacity: float = 1


@dataclass(frozen=True)
class Box:
    area: Area
    paint: Paint
    radius: float = 0


@dataclass(frozen=True)
class Polygon:
    points: tuple[Point, ...]
    paint: Paint


@dataclass(frozen=True)
class Line:
    """A line through points; `bend` rounds its corners."""

    points: tuple[Point, ...]
    paint: Paint
    bend: float = 0


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    r: float
    paint: Paint


@dataclass(frozen=True)
class Arc:
    """A part of a circle from `start` to `end` (larger), clockwise."""

    x: float
    y: float
    r: float
    start: float
    end: float
    paint: Paint


@dataclass(frozen=True)
class Words:
    """Lines of text that lie inside `area`. `y` is the baseline of the first; `anchor` start, middle or end of `x`."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    leading: float
    face: str
    tone: str
    anchor: str
    area: Area


Shape = Box | Polygon | Line | Circle | Arc | Words


@dataclass(frozen=True)
class Drawing:
    """Shapes in the order in which they are painted; `cards` are the places of parts, which never overlap."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    cards: tuple[Area, ...]

    @property
    def words(self) -> Sequence[Words]:
        return [shape for shape in self.shapes if isinstance(shape, Words)]
