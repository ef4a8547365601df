"""Layouts along one line: steps, levels, dates, and from many to few."""

from courses.diagrams.canvas import BODY, DIAMOND, PAD, TAG, TITLE, Canvas, Stack
from courses.diagrams.model import Diagram
from courses.diagrams.shapes import Area, Box, Paint, Polygon

GAP = 30.0
RAIL = 20.0  # where the thread of a column runs
INDENT = 48.0


def flow(diagram: Diagram, canvas: Canvas) -> float:
    """Cards in a row, joined by a cord; in two rows when one would be too tight."""
    parts = diagram.parts
    columns = _columns(diagram, canvas)
    width = (canvas.width - GAP * (columns - 1)) / columns
    top = DIAMOND + 4
    for start in range(0, len(parts), columns):
        row = parts[start : start + columns]
        stacks = [canvas.part(width, part.label, part.text) for part in row]
        height = max(canvas.card_height(stack, numbered=True) for stack in stacks)
        for i, stack in enumerate(stacks):
            x = i * (width + GAP)
            if i:
                canvas.cord([(x - GAP + 2, top + 34), (x - 3, top + 34)], head=True)
            canvas.card(Area(x, top, width, height), stack, number=start + i + 1)
        if start + columns < len(parts):  # the thread goes back to the beginning of the next row
            turn = top + height + 22
            right = len(row) * (width + GAP) - GAP - 24
            canvas.cord([(right, top + height), (right, turn), (19 + DIAMOND - 8, turn), (19 + DIAMOND - 8, turn + 20)],
                        head=True, bend=12)  # fmt: skip
            top = turn + 28 + DIAMOND
        else:
            top += height
    return top + 1


def _columns(diagram: Diagram, canvas: Canvas) -> int:
    """As many as fit without small letters and tall cards, at most five."""
    count = columns = len(diagram.parts)
    for columns in range(min(count, 5), 2, -1):
        width = (canvas.width - GAP * (columns - 1)) / columns
        stacks = [canvas.part(width, part.label, part.text) for part in diagram.parts]
        calm = all(block.size == block.style.size for stack in stacks for _top, block in stack.blocks)
        if calm and max(stack.height for stack in stacks) <= 190:
            break
    rows = -(-count // columns)
    return -(-count // rows)


def column(diagram: Diagram, canvas: Canvas, top: float = 0, *, numbered: bool = True, heads: bool = True,
           tones: dict[int, str] | None = None, tags: dict[int, str] | None = None) -> float:  # fmt: skip
    """Small screens: cards one below the other, the thread runs along their left through the numbers."""
    width = canvas.width - INDENT
    places: list[tuple[Area, Stack]] = []
    for i, part in enumerate(diagram.parts):
        tag = (tags or {}).get(i, "")
        stack = canvas.stack(width - 2 * PAD - 4, (tag, TAG), (part.label, TITLE), (part.text, BODY))
        area = Area(INDENT, top, width, max(canvas.card_height(stack), 2 * DIAMOND + 16))
        places.append((area, stack))
        top = area.bottom + 14
    rows = [area.y + 26 for area, _stack in places]
    canvas.cord([(RAIL, rows[0]), (RAIL, rows[-1])])
    for i, (area, stack) in enumerate(places):
        tone = (tones or {}).get(i, "action")
        canvas.stitches([(RAIL + DIAMOND, rows[i]), (INDENT, rows[i])], tone=tone)
        canvas.card(area, stack, hem="left", tone=tone)
        if heads and i and rows[i] - rows[i - 1] > 60:
            canvas.arrow(RAIL, rows[i] - DIAMOND - 4, 0, 1)
        canvas.diamond(RAIL, rows[i], i + 1 if numbered else 0, tone, DIAMOND if numbered else 8)
    return top - 14 + 1


def ladder(diagram: Diagram, canvas: Canvas, *, narrow: bool = False) -> float:
    """Levels as a stair, the first part at the foot; a cord climbs along it."""
    parts = diagram.parts
    count = len(parts)
    step = 9.0 if narrow else min(44.0, 220 / count)
    left = 44.0
    top = 0.0
    treads: list[Area] = []
    for level in range(count, 0, -1):
        part = parts[level - 1]
        x = left + (level - 1) * step
        width = canvas.width - x
        if narrow:
            stack = canvas.part(width, part.label, part.text)
            height = canvas.card_height(stack)
        else:
            height = _beside(canvas, width, part.label, part.text, None, 0)
        area = Area(x, top, width, height)
        treads.append(area)
        canvas.shapes.append(Box(Area(x - 6, top, 6, height), Paint("action")))
        if narrow:
            canvas.card(area, stack, hem="left")
        else:
            canvas.cards.append(area)
            _beside(canvas, width, part.label, part.text, area, level)
        top = area.bottom + 8
    treads.reverse()
    for level, area in enumerate(treads, 1):
        y = area.cy
        if level > 1:
            below = treads[level - 2]
            start, end = (below.x - 24, below.cy - DIAMOND - 2), (area.x - 22 - DIAMOND, y)
            corner = (start[0], end[1])
            canvas.cord([start, corner, end] if step > 30 else [start, (area.x - 24, y + DIAMOND)], bend=10)
    for level, area in enumerate(treads, 1):
        canvas.diamond(area.x - 24, area.cy, level)
    return top - 8 + 1


def _beside(canvas: Canvas, width: float, label: str, text: str, area: Area | None, level: int) -> float:
    """A tread: its label at the left, its text at the right. Without `area` only measured. Returns the height."""
    inner = width - 2 * PAD - 6
    first = inner * 0.4 if text else inner
    name = canvas.stack(first, (label, TITLE))
    body = canvas.stack(inner - first - PAD if text else 0, (text, BODY)) if text else canvas.stack(inner)
    height = max(name.height, body.height) + 2 * PAD - 6
    height = max(height, 2 * DIAMOND + 12)
    if area is not None:
        canvas.shapes.append(Box(area, Paint("card", "line"), 4))
        canvas.hem(area, "left", "action")
        x, y, h = area.x + PAD + 6, area.y + PAD - 3, area.h - 2 * PAD + 6
        canvas.write(name, Area(x, y, first, h), middle=True)
        if text:
            canvas.write(body, Area(x + first + PAD, y, inner - first - PAD, h), middle=True)
    return height


def timeline(diagram: Diagram, canvas: Canvas) -> float:
    """A cord with diamonds; cards hang above and below it in turn, so that each has the place of two."""
    parts = diagram.parts
    count = len(parts)
    pitch = canvas.width / (count + 1)
    width = min(2 * pitch - 16, 240)
    stacks = [canvas.part(width, part.label, part.text) for part in parts]
    heights = [canvas.card_height(stack) for stack in stacks]
    above = max(heights[0::2])
    line = above + 34
    below = max(heights[1::2], default=0)
    for i, stack in enumerate(stacks):
        x = pitch * (i + 1)
        left = min(max(0, x - width / 2), canvas.width - width)
        upper = i % 2 == 0
        y = line - 34 - heights[i] if upper else line + 34
        canvas.stitches([(x, line), (x, line - 34 if upper else line + 34)], tone="action")
        canvas.card(Area(left, y, width, heights[i]), stack, hem="bottom" if upper else "top")
    canvas.cord([(0, line), (canvas.width - 1, line)], head=True)
    for i in range(count):
        canvas.diamond(pitch * (i + 1), line, 0, "gold" if i % 2 else "action", 10)
    return line + 34 + below + 1


def funnel(diagram: Diagram, canvas: Canvas, *, narrow: bool = False) -> float:
    """A cloth that narrows from many threads to few; each piece says at its side what it is."""
    parts = diagram.parts
    count = len(parts)
    widest, least = (88.0, 34.0) if narrow else (270.0, 64.0)
    left = widest + (16 if narrow else 44)
    width = canvas.width - left
    centre = widest / 2
    top = 2.0
    for i, part in enumerate(parts):
        stack = canvas.stack(width, (part.label, TITLE), (part.text, BODY), gap=3)
        height = max(stack.height + 20, 62)
        a = widest - (widest - least) * i / count
        b = widest - (widest - least) * (i + 1) / count
        steps = max(2, round(height / 12))
        half = [(a - (a - b) * k / steps) / 2 for k in range(steps)]
        rise = height / steps
        right = [(centre + half[k], top + j * rise) for k in range(steps) for j in (k, k + 1)]
        outline = [*right, *[(2 * centre - x, y) for x, y in reversed(right)]]
        canvas.shapes.append(Polygon(tuple(outline), Paint("wash", "action", 1.6)))
        pitch = 9.0 if narrow else 13.0
        threads = int((b / 2 - 6) // pitch)
        for k in range(-threads, threads + 1):
            x = centre + k * pitch
            canvas.stitches([(x, top + 3), (x, top + height - 3)], tone="gold" if k % 3 == 0 else "action", width=1.2)
        canvas.diamond(centre, top + height / 2, i + 1)
        area = Area(left, top, width, height)
        canvas.cards.append(area)
        canvas.write(stack, area, middle=True)
        y = top + height / 2
        canvas.stitches([(centre + half[steps // 2] + 5, y), (left - 8, y)], tone="thread")
        top += height + 10
    return top - 9
