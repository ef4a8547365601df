"""The pieces every layout is woven of: cards with a hem, numbers on diamonds, cords with stepped heads, medallions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin

from courses.diagrams.faces import LABEL, TEXT
from courses.diagrams.fitting import Block, Measure, Style, fit
from courses.diagrams.shapes import Arc, Area, Box, Drawing, Line, Paint, Point, Polygon, Shape, Words

TITLE = Style(LABEL, "ink", 17.5, 14, 1.22, most_lines=4)
BODY = Style(TEXT, "soft", 15, 13.5, 1.4, most_lines=9)
CENTRE = Style(LABEL, "ink", 19, 14, 1.2, most_lines=4)
AXIS = Style(LABEL, "action", 15.5, 13.5, 1.25)
TAG = Style(LABEL, "action", 14.5, 13.5, 1.25)
NUMBER = Style(LABEL, "on-action", 15, 15, 1)

PAD = 16.0
HEM = 6.0  # depth of the zigzag
DIAMOND = 15.0  # half its diagonal


@dataclass(frozen=True)
class Stack:
    """Blocks of words one below the other."""

    blocks: tuple[tuple[float, Block], ...]  # top of each
    height: float
    width: float
    is_broken: bool


class Canvas:
    """Collects shapes; `measure` says how wide words are."""

    def __init__(self, width: float, measure: Measure) -> None:
        self.width = width
        self.measure = measure
        self.shapes: list[Shape] = []
        self.cards: list[Area] = []

    def finish(self, height: float) -> Drawing:
        return Drawing(self.width, height, tuple(self.shapes), tuple(self.cards))

    # Words ---------------------------------------------------------------------------------------------------------
    def stack(self, width: float, *kinds: tuple[str, Style], gap: float = 5) -> Stack:
        """Words of several kinds, wrapped to `width`; blank ones take no place."""
        top = 0.0
        placed: list[tuple[float, Block]] = []
        for text, style in kinds:
            block = fit(text, width, style, self.measure)
            if not block.lines:
                continue
            top += gap if placed else 0
            placed.append((top, block))
            top += block.height
        widest = max((block.width for _top, block in placed), default=0)
        return Stack(tuple(placed), top, widest, any(block.is_broken for _top, block in placed))

    def write(self, stack: Stack, area: Area, *, anchor: str = "start", middle: bool = False) -> None:
        """Put the words into `area`, from its top or in the middle of its height."""
        x = {"start": area.x, "middle": area.cx, "end": area.right}[anchor]
        top = area.y + (max(0, area.h - stack.height) / 2 if middle else 0)
        for offset, block in stack.blocks:
            self.shapes.append(
                Words(
                    block.lines,
                    x,
                    top + offset + block.first_baseline,
                    block.size,
                    block.leading,
                    block.style.face,
                    block.style.tone,
                    anchor,
                    area,
                )
            )

    # Cards ---------------------------------------------------------------------------------------------------------
    def part(self, width: float, label: str, text: str) -> Stack:
        return self.stack(width - 2 * PAD, (label, TITLE), (text, BODY))

    @staticmethod
    def card_height(stack: Stack, *, numbered: bool = False) -> float:
        return stack.height + 2 * PAD + (6 if numbered else 0)

    def card(self, area: Area, stack: Stack, *, tone: str = "action", hem: str = "top", number: int = 0,
             middle: bool = False) -> None:  # fmt: skip
        """A white cloth with a zigzag hem on one side; its number on a diamond that hangs over the hem."""
        self.cards.append(area)
        self.shapes.append(Box(area, Paint("card", "line"), 4))
        self.hem(area, hem, tone)
        top = PAD + (6 if number else 0)
        self.write(stack, Area(area.x + PAD, area.y + top, area.w - 2 * PAD, area.h - top - PAD), middle=middle)
        if number:
            self.diamond(area.x + PAD + DIAMOND - 4, area.y + 2, number, tone)

    def hem(self, area: Area, side: str, tone: str) -> None:
        """Teeth of cloth along the inner edge of a side."""
        paint = Paint(tone)
        if side in ("top", "bottom"):
            teeth = max(2, round(area.w / 12))
            step = area.w / teeth
            y, tip = (area.y, area.y + HEM) if side == "top" else (area.bottom, area.bottom - HEM)
            points = [(area.x + step * i / 2, tip if i % 2 else y) for i in range(2 * teeth + 1)]
        else:
            teeth = max(2, round(area.h / 12))
            step = area.h / teeth
            x, tip = (area.x, area.x + HEM) if side == "left" else (area.right, area.right - HEM)
            points = [(tip if i % 2 else x, area.y + step * i / 2) for i in range(2 * teeth + 1)]
        self.shapes.append(Polygon(tuple(points), paint))

    # Signs ---------------------------------------------------------------------------------------------------------
    def diamond(self, x: float, y: float, number: int = 0, tone: str = "action", half: float = DIAMOND) -> None:
        """A diamond with a rim of paper, so that threads seem to pass below; with a number unless that is 0."""
        for size, paint in ((half + 4, Paint("paper")), (half, Paint(tone))):
            self.shapes.append(Polygon(((x, y - size), (x + size, y), (x, y + size), (x - size, y)), paint))
        if number:
            area = Area(x - half * 0.7, y - half * 0.6, half * 1.4, half * 1.2)
            size = NUMBER.size if number < 10 else NUMBER.size - 2
            ink = "on-gold" if tone == "gold" else NUMBER.tone
            self.shapes.append(Words((str(number),), x, y + size * 0.34, size, size, NUMBER.face, ink, "middle", area))

    def cord(self, points: Sequence[Point], *, tone: str = "action", head: bool = False, bend: float = 0) -> None:
        """A thread of two plies along a line, with a stepped head at its end."""
        way = list(points)
        if head:
            (x0, y0), (x1, y1) = way[-2], way[-1]
            length = hypot(x1 - x0, y1 - y0) or 1
            self.arrow(x1, y1, (x1 - x0) / length, (y1 - y0) / length, tone)
            way[-1] = (x1 - (x1 - x0) / length * 8, y1 - (y1 - y0) / length * 8)
        self.shapes.append(Line(tuple(way), Paint(stroke=tone, width=3.4), bend))
        self.shapes.append(Line(tuple(way), Paint(stroke="paper", width=1.5, dash=(4, 3.5)), bend))

    def ring(self, x: float, y: float, r: float, start: float, end: float, *, tone: str = "action",
             head: bool = True) -> None:  # fmt: skip
        """A cord along a circle, clockwise."""
        last = end - (8 / r * 57.3 if head else 0)
        self.shapes.append(Arc(x, y, r, start, last, Paint(stroke=tone, width=3.4)))
        self.shapes.append(Arc(x, y, r, start, last, Paint(stroke="paper", width=1.5, dash=(4, 3.5))))
        if head:
            tip, lean = radians(end), radians(end - 3)
            self.arrow(x + r * cos(tip), y + r * sin(tip), -sin(lean), cos(lean), tone)

    def arrow(self, x: float, y: float, dx: float, dy: float, tone: str = "action") -> None:
        """A stepped head, as woven; `dx`, `dy` is its direction (length 1)."""
        s = 2.5
        outline = [(-4, 3.5), (-3, 3.5), (-3, 2.5), (-2, 2.5), (-2, 1.5), (-1, 1.5), (-1, 0.5), (0, 0.5)]
        outline += [(a, -b) for a, b in reversed(outline)]
        points = tuple((x + (a * dx - b * dy) * s, y + (a * dy + b * dx) * s) for a, b in outline)
        self.shapes.append(Polygon(points, Paint(tone)))

    def stitches(self, points: Sequence[Point], *, tone: str = "line", width: float = 1.6) -> None:
        """A running stitch: quieter than a cord."""
        self.shapes.append(Line(tuple(points), Paint(stroke=tone, width=width, dash=(5, 4))))

    def medallion(self, area: Area, *, tone: str = "action", ground: str = "wash") -> None:
        """A rug with stepped corners and an inner seam, for what stands in the centre."""
        self.cards.append(area)
        self.shapes.append(Polygon(stepped(area, 6), Paint(tone)))
        inner = Area(area.x + 3, area.y + 3, area.w - 6, area.h - 6)
        self.shapes.append(Polygon(stepped(inner, 6), Paint(ground)))
        seam = Area(area.x + 8, area.y + 8, area.w - 16, area.h - 16)
        outline = stepped(seam, 6)
        self.shapes.append(Line((*outline, outline[0]), Paint(stroke="gold", width=1.5, dash=(4, 3))))

    def rosette(self, x: float, y: float, half: float, tones: Iterable[str] = ("action", "wash", "gold", "wash",
                "attention")) -> None:  # fmt: skip
        """A small woven diamond of rings with stepped edges."""
        rings = list(tones)
        step = half / len(rings)
        for i, tone in enumerate(rings):
            self.shapes.append(Polygon(_stairs(x, y, half - i * step, step / 2), Paint(tone)))


def stepped(area: Area, step: float, count: int = 3) -> tuple[Point, ...]:
    """A rectangle whose corners are stairs of `count` steps."""
    corner = [(count * step, 0.0)]
    for i in range(count):
        corner += [((count - i) * step, (i + 1) * step), ((count - i - 1) * step, (i + 1) * step)]
    left_top = [(area.x + a, area.y + b) for a, b in corner]  # from the upper edge to the left one
    left_bottom = [(area.x + a, area.bottom - b) for a, b in reversed(corner)]
    right_bottom = [(area.right - a, area.bottom - b) for a, b in corner]
    right_top = [(area.right - a, area.y + b) for a, b in reversed(corner)]
    return (*left_top, *left_bottom, *right_bottom, *right_top)


def _stairs(x: float, y: float, half: float, step: float) -> tuple[Point, ...]:
    """A diamond with stepped edges."""
    count = max(1, round(half / step))
    size = half / (count + 0.5)
    quarter: list[Point] = []
    for row in range(count, 0, -1):
        reach = (count - row + 0.5) * size
        quarter += [(reach, (row + 0.5) * size), (reach, (row - 0.5) * size)]
    quarter.append((half, 0.5 * size))
    lower_right = [(x + a, y + b) for a, b in quarter]
    upper_right = [(x + a, y - b) for a, b in reversed(quarter)]
    upper_left = [(x - a, y - b) for a, b in quarter]
    lower_left = [(x - a, y + b) for a, b in reversed(quarter)]
    return (*lower_right, *upper_right, *upper_left, *lower_left)
