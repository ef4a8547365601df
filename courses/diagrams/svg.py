"""A drawing as SVG for the screen: colours are classes (static/css/components/diagram.css), so dark mode is CSS."""

from html import escape
from itertools import pairwise
from math import cos, hypot, radians, sin

from courses.diagrams.shapes import Arc, Box, Circle, Drawing, Line, Paint, Point, Polygon, Shape, Words


def svg(drawing: Drawing, *, css_class: str = "", labelled_by: str = "") -> str:
    """An inline SVG; `labelled_by` are ids of the elements that name it, without them it is decoration."""
    role = f'role="img" aria-labelledby="{escape(labelled_by)}"' if labelled_by else 'aria-hidden="true"'
    size = f"0 0 {_n(drawing.width)} {_n(drawing.height)}"
    body = "".join(map(_shape, drawing.shapes))
    return f'<svg class="{escape(css_class)}" viewBox="{size}" {role} focusable="false">{body}</svg>'


def _shape(shape: Shape) -> str:
    match shape:
        case Box(area, paint, radius):
            place = f'x="{_n(area.x)}" y="{_n(area.y)}" width="{_n(area.w)}" height="{_n(area.h)}"'
            return f'<rect {place} rx="{_n(radius)}"{_paint(paint)}/>'
        case Polygon(points, paint):
            return f'<path d="{_path(points)}z"{_paint(paint)}/>'
        case Line(points, paint, bend):
            return f'<path d="{_bent(points, bend) if bend else _path(points)}"{_paint(paint)}/>'
        case Circle(x, y, r, paint):
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}"{_paint(paint)}/>'
        case Arc(x, y, r, start, end, paint):
            ends = [f"{_n(x + r * cos(radians(a)))} {_n(y + r * sin(radians(a)))}" for a in (start, end)]
            return f'<path d="M{ends[0]}A{_n(r)} {_n(r)} 0 {int(end - start > 180)} 1 {ends[1]}"{_paint(paint)}/>'
        case Words():
            return _words(shape)


def _words(words: Words) -> str:
    anchor = f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
    lines = "".join(
        f'<tspan x="{_n(words.x)}" y="{_n(words.y + i * words.leading)}">{escape(line)}{" " if more else ""}</tspan>'
        for i, line in enumerate(words.lines)
        for more in [i < len(words.lines) - 1]
    )
    return f'<text class="d-{words.face} f-{words.tone}" font-size="{_n(words.size)}"{anchor}>{lines}</text>'


def _paint(paint: Paint) -> str:
    names = [f"f-{paint.fill}"] if paint.fill else []
    names += [f"s-{paint.stroke}"] if paint.stroke else []
    out = f' class="{" ".join(names)}"'
    if paint.stroke and paint.width != 1:
        out += f' stroke-width="{_n(paint.width)}"'
    if paint.dash:
        out += f' stroke-dasharray="{" ".join(map(_n, paint.dash))}"'
    return out + (f' opacity="{_n(paint.opacity)}"' if paint.opacity != 1 else "")


def _path(points: tuple[Point, ...]) -> str:
    """Relative steps: shorter, for stairs above all."""
    x0, y0 = (round(value, 1) for value in points[0])
    out = [f"M{_n(x0)} {_n(y0)}"]
    for point in points[1:]:
        x, y = (round(value, 1) for value in point)
        dx, dy = x - x0, y - y0
        out.append(f"h{_n(dx)}" if not dy else f"v{_n(dy)}" if not dx else f"l{_n(dx)} {_n(dy)}")
        x0, y0 = x, y
    return "".join(out)


def _bent(points: tuple[Point, ...], bend: float) -> str:
    out = f"M{_n(points[0][0])} {_n(points[0][1])}"
    for before, corner, after in corners(points, bend):
        out += f"L{_n(before[0])} {_n(before[1])}Q{_n(corner[0])} {_n(corner[1])} {_n(after[0])} {_n(after[1])}"
    return out + f"L{_n(points[-1][0])} {_n(points[-1][1])}"


def corners(points: tuple[Point, ...], bend: float) -> list[tuple[Point, Point, Point]]:
    """For each inner corner: where its curve begins, the corner, where the curve ends."""
    found = []
    for (a, b), (_b, c) in pairwise(pairwise(points)):
        first, second = hypot(b[0] - a[0], b[1] - a[1]), hypot(c[0] - b[0], c[1] - b[1])
        if not first or not second:
            continue
        r = min(bend, first / 2, second / 2)
        before = (b[0] + (a[0] - b[0]) / first * r, b[1] + (a[1] - b[1]) / first * r)
        after = (b[0] + (c[0] - b[0]) / second * r, b[1] + (c[1] - b[1]) / second * r)
        found.append((before, b, after))
    return found


def _n(value: float) -> str:
    return f"{round(value, 1):g}"
