"""Layouts around a centre: cycle, hub, overlapping circles."""

from dataclasses import replace
from math import cos, radians, sin, sqrt

from courses.diagrams.canvas import CENTRE, DIAMOND, PAD, TITLE, Canvas, Stack
from courses.diagrams.colours import THREADS
from courses.diagrams.model import Diagram, Part
from courses.diagrams.rows import INDENT, RAIL, column
from courses.diagrams.shapes import Arc, Area, Box, Circle, Paint

SIDE = 212.0  # width of the columns beside a centre
APART = 16.0


def cycle(diagram: Diagram, canvas: Canvas) -> float:
    """A ring of cords with numbers on it; the words stand at both sides, clockwise from the upper right."""
    count = len(diagram.parts)
    on_right = -(-count // 2)
    angles = [(i - (on_right - 1) / 2) * 360 / count for i in range(count)]
    stacks = [canvas.part(SIDE - 4, part.label, part.text) for part in diagram.parts]
    sides = [list(range(on_right)), list(range(count - 1, on_right - 1, -1))]  # from the top
    tall = max(_tall(canvas, [stacks[i] for i in side]) for side in sides)
    r = max(92.0, min(112.0, tall / 2.6))
    height = max(tall, 2 * (r + DIAMOND + 6)) + 2
    x, y = canvas.width / 2, height / 2
    for side, left in zip(sides, (canvas.width - SIDE, 0.0), strict=True):
        wanted = [y + r * sin(radians(angles[i])) for i in side]
        for i, area in zip(side, _spread(canvas, [stacks[i] for i in side], wanted, left, height), strict=True):
            nx, ny = x + r * cos(radians(angles[i])), y + r * sin(radians(angles[i]))
            edge = area.x if left else area.right
            meets = min(max(ny, area.y + 16), area.bottom - 16)
            canvas.stitches([(nx, ny), (edge, meets)], tone="thread")
            canvas.card(area, stacks[i], hem="left" if left else "right")
    around = 360 / count
    gap = 22 / r * 57.3
    for i, angle in enumerate(angles):
        canvas.ring(x, y, r, angle + gap, angle + around - gap)
        canvas.diamond(x + r * cos(radians(angle)), y + r * sin(radians(angle)), i + 1)
    _heart(diagram.centre, canvas, x, y, r - 26)
    return height


def _heart(words: str, canvas: Canvas, x: float, y: float, r: float) -> None:
    """The middle of a ring: words on a wash, or a woven diamond."""
    if not words.strip():
        canvas.rosette(x, y, r * 0.62)
        return
    canvas.shapes.append(Circle(x, y, r, Paint("wash")))
    canvas.shapes.append(Arc(x, y, r - 5, 0, 359.9, Paint(stroke="gold", width=1.5, dash=(4, 3))))
    room = 2 * (r - 9)
    style, side = replace(CENTRE, size=17.5, least=11.5), room * 0.8
    while True:
        stack = canvas.stack(side, (words, style))
        if stack.height <= sqrt(max(0, room**2 - side**2)) or style.size <= 9:
            break
        style = replace(style, size=style.size - 0.5, least=min(style.least, style.size - 0.5))
    area = Area(x - side / 2, y - stack.height / 2, side, stack.height)
    canvas.write(stack, area, anchor="middle")


def cycle_narrow(diagram: Diagram, canvas: Canvas) -> float:
    """The ring drawn long: down through the numbers, and back up beside them to begin anew."""
    top = 26.0
    if diagram.centre.strip():
        stack = canvas.stack(canvas.width - INDENT - 36, (diagram.centre, CENTRE))
        area = Area(INDENT, 0, canvas.width - INDENT, stack.height + 32)
        canvas.medallion(area)
        canvas.write(stack, Area(area.x + 18, 16, area.w - 36, stack.height), anchor="middle")
        top = area.bottom + 16
    shapes, cards = canvas.shapes, canvas.cards
    canvas.shapes, canvas.cards = [], []
    bottom = column(diagram, canvas, top)
    rows = [card.y + 26 for card in canvas.cards]
    drawn, placed = canvas.shapes, canvas.cards
    canvas.shapes, canvas.cards = shapes, [*cards, *placed]
    low, high = bottom + 12, top + 26 - 40
    canvas.cord(
        [(RAIL, rows[-1]), (RAIL, low), (2.5, low), (2.5, high), (RAIL, high), (RAIL, rows[0] - DIAMOND - 4)],
        head=True, bend=8,
    )  # fmt: skip
    canvas.shapes += drawn
    return low + 4


def hub(diagram: Diagram, canvas: Canvas) -> float:
    """A medallion in the middle, cords to the cards at both sides."""
    count = len(diagram.parts)
    on_right = -(-count // 2)
    stacks = [canvas.part(SIDE, part.label, part.text) for part in diagram.parts]
    sides = [list(range(on_right)), list(range(on_right, count))]
    tall = max(_tall(canvas, [stacks[i] for i in side]) for side in sides)
    words = canvas.stack(156, (diagram.centre, CENTRE))
    heart_height = max(132.0, words.height + 60)
    height = max(tall, heart_height) + 2
    heart = Area(canvas.width / 2 - 98, height / 2 - heart_height / 2, 196, heart_height)
    for side, left in zip(sides, (canvas.width - SIDE, 0.0), strict=True):
        group = [stacks[i] for i in side]
        apart = height / max(1, len(side))
        wanted = [apart * (k + 0.5) for k in range(len(side))]
        areas = _spread(canvas, group, wanted, left, height)
        for k, (i, area) in enumerate(zip(side, areas, strict=True)):
            edge, start = (area.x, heart.right) if left else (area.right, heart.x)
            from_middle = k - (len(side) - 1) / 2
            lane = heart.cy + from_middle * min(22, heart.h / (len(side) + 1))
            # who goes further turns nearer to the heart: cords never lie on each other
            middle = (edge + start) / 2 + abs(from_middle) * (-8 if left else 8)
            canvas.cord([(start, lane), (middle, lane), (middle, area.cy), (edge, area.cy)], bend=10)
            canvas.card(area, stacks[i], hem="left" if left else "right", tone="gold" if i % 2 else "action")
            canvas.diamond(edge, area.cy, 0, "gold" if i % 2 else "action", 7)
    canvas.medallion(heart)
    canvas.write(words, Area(heart.x + 20, heart.y + 20, heart.w - 40, heart.h - 40), anchor="middle", middle=True)
    return height


def hub_narrow(diagram: Diagram, canvas: Canvas) -> float:
    """The medallion above, its cord runs down beside the cards."""
    words = canvas.stack(canvas.width - 48, (diagram.centre, CENTRE))
    heart = Area(0, 0, canvas.width, max(words.height + 44, 60))
    shapes = canvas.shapes
    canvas.shapes = []
    tones = {i: "gold" if i % 2 else "action" for i in range(len(diagram.parts))}
    bottom = column(diagram, canvas, heart.bottom + 18, numbered=False, heads=False, tones=tones)
    first = canvas.cards[0].y + 26
    drawn, canvas.shapes = canvas.shapes, shapes
    canvas.cord([(RAIL, heart.bottom - 2), (RAIL, first)])
    canvas.shapes += drawn
    canvas.medallion(heart)
    canvas.write(words, Area(heart.x + 24, heart.y + 20, heart.w - 48, heart.h - 40), anchor="middle", middle=True)
    return bottom


def _tall(canvas: Canvas, stacks: list[Stack]) -> float:
    return sum(canvas.card_height(stack) + APART for stack in stacks) - APART


def _spread(canvas: Canvas, stacks: list[Stack], wanted: list[float], left: float, height: float) -> list[Area]:
    """Cards in a column as near to their wanted middles as they can without meeting."""
    heights = [canvas.card_height(stack) for stack in stacks]
    tops: list[float] = []
    for h, middle in zip(heights, wanted, strict=True):
        tops.append(max(middle - h / 2, tops[-1] + heights[len(tops) - 1] + APART if tops else 1))
    limit = height - 1
    for i in reversed(range(len(tops))):
        tops[i] = min(tops[i], limit - heights[i])
        limit = tops[i] - APART
    return [Area(left, top, SIDE, h) for top, h in zip(tops, heights, strict=True)]


def overlap(diagram: Diagram, canvas: Canvas, *, narrow: bool = False) -> float:
    """Two or three cloths that lie over each other; below them what each is, and what they share."""
    parts = diagram.parts
    count = len(parts)
    r = (92.0 if narrow else 132.0) if count == 2 else (88.0 if narrow else 124.0)
    x = canvas.width / 2
    if count == 2:
        away = r * 0.56
        y = r + 4
        hubs = [(x - away, y), (x + away, y)]
        lens, shared = (x, y), (2 * (r - away) * 0.72, r * 0.9)
        outer = [(hx + (r - away) * d, y) for (hx, _hy), d in zip(hubs, (-1, 1), strict=True)]
        room = (2 * away * 0.8, r)
        height = 2 * r + 8
    else:
        away = r * 0.58
        y = r + away + 4
        turns = [-90 - 360 / count * i for i in range(count)]
        hubs = [(x + away * cos(radians(t)), y + away * sin(radians(t))) for t in turns]
        lens, shared = (x, y), ((r - away) * 1.6, (r - away) * 1.15)
        outer = [(x + away * 1.78 * cos(radians(t)), y + away * 1.78 * sin(radians(t))) for t in turns]
        room = (r * 0.94, r * 0.62)
        height = max(hy for _hx, hy in hubs) + r + 4
    tones = [THREADS[i % len(THREADS)] for i in range(count)]
    for (hx, hy), tone in zip(hubs, tones, strict=True):
        canvas.shapes.append(Circle(hx, hy, r, Paint(tone, opacity=0.13)))
    for (hx, hy), tone in zip(hubs, tones, strict=True):
        canvas.shapes.append(Circle(hx, hy, r, Paint(stroke=tone, width=2.6)))
        canvas.shapes.append(Arc(hx, hy, r - 6, 0, 359.9, Paint(stroke=tone, width=1.4, dash=(5, 4))))
    labels = [_inside(canvas, part.label, room) for part in parts]
    named = all(labels) and count <= 3  # more than three can only be seen in a draft
    for i, ((ox, oy), stack) in enumerate(zip(outer, labels, strict=True)):
        if named and stack is not None:
            area = Area(ox - room[0] / 2, oy - stack.height / 2, room[0], stack.height)
            canvas.cards.append(area)
            canvas.write(stack, area, anchor="middle")
        else:
            canvas.diamond(ox, oy, i + 1, tones[i], 20)
    middle = _inside(canvas, diagram.centre, shared) if diagram.centre.strip() else None
    if middle is not None:
        canvas.write(middle, Area(lens[0] - shared[0] / 2, lens[1] - middle.height / 2, shared[0], middle.height),
                     anchor="middle")  # fmt: skip
    else:
        canvas.rosette(*lens, 20)
    legend = [(i, part) for i, part in enumerate(parts) if not named or part.text]
    shown = diagram.centre.strip() and middle is None
    return _legend(
        canvas, legend, diagram.centre if shown else "", height + 20, named=named, narrow=narrow or count > 3
    )


def _inside(canvas: Canvas, words: str, room: tuple[float, float]) -> Stack | None:
    """Words that fit into a place in a circle, or None."""
    stack = canvas.stack(room[0], (words, replace(TITLE, size=17, least=13.5, most_lines=3)))
    return None if stack.is_broken or stack.height > room[1] else stack


def _legend(canvas: Canvas, parts: list[tuple[int, Part]], centre: str, top: float, *, named: bool,
            narrow: bool) -> float:  # fmt: skip
    """What stands below the circles: their texts side by side, then what they share."""
    columns = 1 if narrow else max(1, len(parts))
    width = (canvas.width - 20 * (columns - 1)) / columns
    stacks = [canvas.part(width, part.label, part.text) for _i, part in parts]
    numbered = not named
    heights = [canvas.card_height(stack, numbered=numbered) for stack in stacks]
    if not narrow and heights:
        heights = [max(heights)] * len(heights)
    if numbered:
        top += DIAMOND
    y = top
    for k, ((i, _part), stack) in enumerate(zip(parts, stacks, strict=True)):
        x = 0.0 if narrow else k * (width + 20)
        area = Area(x, y, width, heights[k])
        canvas.card(area, stack, tone=THREADS[i % len(THREADS)], number=i + 1 if numbered else 0)
        if narrow:
            y += heights[k] + 16 + (DIAMOND if numbered else 0)
    if parts:
        y = canvas.cards[-1].bottom + 20
    if centre:
        stack = canvas.stack(canvas.width - 110, (centre, replace(CENTRE, size=17)))
        area = Area(0, y, canvas.width, stack.height + 2 * PAD)
        canvas.cards.append(area)
        canvas.shapes.append(Box(area, Paint("sunk"), 4))
        canvas.rosette(36, area.cy, 16)
        canvas.write(stack, Area(72, area.y, canvas.width - 90, area.h), middle=True)
        y = area.bottom + 20
    return y - 19
