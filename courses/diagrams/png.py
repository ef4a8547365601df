"""A drawing as PNG for paper, because xhtml2pdf draws no inline SVG: large, so that letters are sharp in print."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from math import cos, hypot, radians, sin
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from courses.diagrams.colours import PRINT
from courses.diagrams.drawing import WIDE, draw
from courses.diagrams.faces import FACES, drawable, measure_print
from courses.diagrams.model import Diagram, Part
from courses.diagrams.shapes import Arc, Area, Box, Circle, Line, Paint, Point, Polygon, Shape, Words
from courses.diagrams.svg import corners

MARGIN = 3  # units around the drawing: strokes stand half outside
COLOURS = 128  # of the file: a third of the size in true colour
OVER = 2  # drawn twice as large, then reduced: Pillow's edges are hard


def png(
    diagram: Diagram, *, fonts: Path, width_mm: float = 170, dpi: int = 220, palette: Mapping[str, str] = PRINT
) -> bytes:
    """The wide composition as a PNG that is `width_mm` wide at `dpi`, on the colour "paper" of `palette`.

    `fonts` is the folder of the font packages (`academy.delivery.pdf.FONTS`). Letters that the fonts do not have are
    written in Latin, as everywhere in our PDFs. Title and text alternative are not in the picture: give them as caption
    and `alt`. The same words give the same bytes. Takes about half a second. Raises KeyError for an unknown layout,
    ValueError without parts, OSError without the fonts.
    """
    drawing = draw(_drawable(diagram), measure_print)
    scale = width_mm / 25.4 * dpi / (WIDE + 2 * MARGIN)
    size = (round((drawing.width + 2 * MARGIN) * scale), round((drawing.height + 2 * MARGIN) * scale))
    pen = _Pen((size[0] * OVER, size[1] * OVER), scale * OVER, palette)
    for shape in drawing.shapes:
        if not isinstance(shape, Words):
            pen.draw(shape)
    image = pen.image.resize(size, Image.Resampling.BOX)
    writer = ImageDraw.Draw(image)
    for words in drawing.words:
        font = _font(str(fonts / FACES[words.face]), words.size * scale)
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[words.anchor]
        for i, line in enumerate(words.lines):
            place = ((words.x + MARGIN) * scale, (words.y + MARGIN + i * words.leading) * scale)
            writer.text(place, line, fill=palette[words.tone], font=font, anchor=anchor)
    output = BytesIO()
    exact = [ImageColor.getrgb(colour)[:3] for colour in palette.values()]
    # a small copy has the mixed colours, too; those too near to an exact one would be taken instead of it
    exact = [ImageColor.getrgb(colour)[:3] for colour in palette.values()]
    triples = (image.reduce(4).quantize(COLOURS).getpalette() or [])[: 3 * COLOURS]
    mixed = [tuple(triples[i : i + 3]) for i in range(0, len(triples), 3)]
    mixed = [colour for colour in mixed if all(_distance(colour, other) > 16 for other in exact)]
    few = Image.new("P", (1, 1))
    few.putpalette([channel for colour in (*exact, *mixed) for channel in colour])
    image.quantize(palette=few, dither=Image.Dither.NONE).save(output, "PNG", dpi=(dpi, dpi))
    return output.getvalue()


def _drawable(diagram: Diagram) -> Diagram:
    parts = tuple(Part(drawable(part.label), drawable(part.text), drawable(part.lane)) for part in diagram.parts)
    # the arrow of an axis is drawn as a thread, never as a letter
    axes = {name: "→".join(map(drawable, getattr(diagram, name).split("→"))) for name in ("across", "upward")}
    axes = {name: words if words.count("→") == 1 else drawable(words) for name, words in axes.items()}
    return replace(diagram, parts=parts, centre=drawable(diagram.centre), **axes)


def _distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


@lru_cache(maxsize=64)
def _font(file: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


class _Pen:
    """Draws shapes on an image that is `scale` times as large as they say."""

    def __init__(self, size: tuple[int, int], scale: float, palette: Mapping[str, str]) -> None:
        self.image = Image.new("RGB", size, palette["paper"])
        self.pen = ImageDraw.Draw(self.image)
        self.scale, self.palette = scale, palette

    def draw(self, shape: Shape) -> None:
        match shape:
            case Box(area, paint, radius):
                self._box(area, paint, radius)
            case Polygon(points, paint):
                if paint.fill:
                    self.pen.polygon(self._scaled(points), fill=self.palette[paint.fill])
                self._stroke([*points, points[0]], paint)
            case Line(points, paint, bend):
                self._stroke(list(_curve(points, bend)) if bend else list(points), paint)
            case Circle(x, y, r, paint):
                self._circle(x, y, r, paint)
            case Arc(x, y, r, start, end, paint):
                self._stroke(list(_arc(x, y, r, start, end)), paint)

    def _scaled(self, points: Iterable[Point]) -> list[Point]:
        return [((x + MARGIN) * self.scale, (y + MARGIN) * self.scale) for x, y in points]

    def _box(self, area: Area, paint: Paint, radius: float) -> None:
        (corner, opposite) = self._scaled([(area.x, area.y), (area.right, area.bottom)])
        self.pen.rounded_rectangle(
            (*corner, *opposite),
            radius * self.scale,
            fill=self.palette[paint.fill] if paint.fill else None,
            outline=self.palette[paint.stroke] if paint.stroke else None,
            width=max(1, round(paint.width * self.scale)),
        )

    def _circle(self, x: float, y: float, r: float, paint: Paint) -> None:
        if paint.fill:
            (corner, opposite) = self._scaled([(x - r, y - r), (x + r, y + r)])
            if paint.opacity < 1:
                mask = Image.new("L", self.image.size)
                ImageDraw.Draw(mask).ellipse((*corner, *opposite), fill=round(255 * paint.opacity))
                self.image.paste(self.palette[paint.fill], (0, 0), mask)
            else:
                self.pen.ellipse((*corner, *opposite), fill=self.palette[paint.fill])
        self._stroke(list(_arc(x, y, r, 0, 360)), paint)

    def _stroke(self, points: list[Point], paint: Paint) -> None:
        if not paint.stroke:
            return
        width = max(1, round(paint.width * self.scale))
        for piece in _dashes(points, paint.dash) if paint.dash else [points]:
            if len(piece) > 1:
                self.pen.line(self._scaled(piece), fill=self.palette[paint.stroke], width=width, joint="curve")


def _arc(x: float, y: float, r: float, start: float, end: float) -> Iterator[Point]:
    steps = max(8, round((end - start) / 2))
    for i in range(steps + 1):
        turn = radians(start + (end - start) * i / steps)
        yield x + r * cos(turn), y + r * sin(turn)


def _curve(points: tuple[Point, ...], bend: float) -> Iterator[Point]:
    yield points[0]
    for a, b, c in corners(points, bend):
        for i in range(9):
            t = i / 8
            yield tuple((1 - t) ** 2 * a[k] + 2 * t * (1 - t) * b[k] + t * t * c[k] for k in (0, 1))  # type: ignore[misc]
    yield points[-1]


def _dashes(points: list[Point], dash: tuple[float, ...]) -> Iterator[list[Point]]:
    """The strokes of a dashed line, each as points; `dash` is (stroke, gap)."""
    stroke, gap = dash
    left, drawing, piece = stroke, True, [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        length, done = hypot(x1 - x0, y1 - y0), 0.0
        while length - done > left:
            done += left
            at = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length)
            if drawing:
                yield [*piece, at]
            drawing, piece = not drawing, [at]
            left = stroke if drawing else gap
        left -= length - done
        if drawing:
            piece.append((x1, y1))
    if drawing:
        yield piece
