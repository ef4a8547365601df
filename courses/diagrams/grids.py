"""Layouts in two directions: matrix, tree, lanes."""

from dataclasses import replace

from courses.diagrams.canvas import AXIS, BODY, CENTRE, DIAMOND, PAD, TAG, TITLE, Canvas, Stack
from courses.diagrams.colours import GROUNDS, THREADS
from courses.diagrams.model import Diagram, Part, ends
from courses.diagrams.rows import column
from courses.diagrams.shapes import Area, Box, Line, Paint

AXIS_WIDTH = 112.0  # room for the words at the upward axis


def matrix(diagram: Diagram, canvas: Canvas) -> float:
    """Four cloths sewn together; the questions stand at the ends of two cords."""
    left = AXIS_WIDTH + 26 if diagram.upward.strip() else 26.0
    low, high = ends(diagram.upward)
    bottom = _fields(diagram, canvas, left, 8, 12)
    axis = left - 14
    canvas.cord([(axis, bottom + 14), (axis, 0)], head=True)
    canvas.cord([(axis, bottom + 14), (canvas.width - 1, bottom + 14)], head=True)
    canvas.diamond(axis, bottom + 14, 0, "gold", 9)
    room = axis - 16
    half = (bottom - 8) / 2
    if high:
        upper, lower = canvas.stack(room, (high, AXIS)), canvas.stack(room, (low, AXIS))
        canvas.write(upper, Area(0, 8, room, max(half, upper.height)), anchor="end")
        top = max(bottom - lower.height, 8 + upper.height + 8)
        canvas.write(lower, Area(0, top, room, lower.height), anchor="end")
        bottom = max(bottom, top + lower.height)
    elif low:
        words = canvas.stack(room, (low, AXIS))
        canvas.write(words, Area(0, 8, room, max(bottom - 8, words.height)), anchor="end", middle=True)
        bottom = max(bottom, words.height + 8)
    return _across(diagram, canvas, left, bottom + 32)


def matrix_narrow(diagram: Diagram, canvas: Canvas) -> float:
    """The same cloths at full width; the upward question stands above them."""
    top = 0.0
    low, high = ends(diagram.upward)
    left = 22.0
    if high:
        words = canvas.stack(canvas.width - left, (high, AXIS))
        canvas.write(words, Area(left, 0, canvas.width - left, words.height))
        top = words.height + 8
    elif low:
        words = canvas.stack(canvas.width - left, (low, AXIS))
        canvas.write(words, Area(left, 0, canvas.width - left, words.height))
        top = words.height + 8
    bottom = _fields(diagram, canvas, left, top + 6, 8, pad=10)
    canvas.cord([(9, bottom + 14), (9, top)], head=True)
    if high:
        words = canvas.stack(canvas.width - left, (low, AXIS))
        canvas.write(words, Area(left, bottom + 6, canvas.width - left, words.height))
        end = bottom + words.height + 18
        canvas.cord([(9, bottom + 8), (9, end)])
    else:
        end = bottom + 14
    canvas.cord([(9, end), (canvas.width - 1, end)], head=True)
    canvas.diamond(9, end, 0, "gold", 8)
    return _across(diagram, canvas, left, end + 14)


def _fields(diagram: Diagram, canvas: Canvas, left: float, top: float, gap: float, pad: float = PAD) -> float:
    """The four fields, parts being lower left, lower right, upper left, upper right. Returns their foot."""
    blank = Part("")
    lower_left, lower_right, upper_left, upper_right = (*diagram.parts, blank, blank, blank, blank)[:4]
    width = (canvas.width - left - gap) / 2
    tones = (("info", "success"), ("thread", "gold"))
    grounds = (("info-wash", "success-wash"), ("sunk", "gold-wash"))
    for row, pair in enumerate(((upper_left, upper_right), (lower_left, lower_right))):
        title = TITLE if pad == PAD else replace(TITLE, size=16, least=13.5)
        stacks = [canvas.stack(width - 2 * pad, (p.label, title), (p.text, replace(BODY, tone="ink"))) for p in pair]
        height = max(max(stack.height for stack in stacks) + 2 * pad + 14, 112)
        for k, stack in enumerate(stacks):
            area = Area(left + k * (width + gap), top, width, height)
            canvas.cards.append(area)
            canvas.shapes.append(Box(area, Paint(grounds[row][k]), 4))
            canvas.hem(area, "bottom" if row else "top", tones[row][k])
            offset = pad if row else pad + 6
            canvas.write(stack, Area(area.x + pad, area.y + offset, width - 2 * pad, height - offset - 8))
        middle = top + height + gap / 2
        top += height + gap
        if not row:
            seam = middle
    x = left + width + gap / 2
    canvas.rosette(x, seam, 13 if pad == PAD else 9)
    return top - gap


def _across(diagram: Diagram, canvas: Canvas, left: float, top: float) -> float:
    """The words of the axis across, at its two ends."""
    low, high = ends(diagram.across)
    if not low:
        return top - 4
    width = canvas.width - left
    if not high:
        words = canvas.stack(width, (low, AXIS))
        canvas.write(words, Area(left, top, width, words.height), anchor="middle")
        return top + words.height
    half = width / 2 - 8
    first, last = canvas.stack(half, (low, AXIS)), canvas.stack(half, (high, AXIS))
    canvas.write(first, Area(left, top, half, first.height))
    canvas.write(last, Area(left + width - half, top, half, last.height), anchor="end")
    return top + max(first.height, last.height)


def tree(diagram: Diagram, canvas: Canvas, *, narrow: bool = False) -> float:
    """The root at the left (above on small screens), branches at the right; those of a lane share a limb."""
    limbs = [(lane, [p for p in diagram.parts if p.lane == lane]) for lane in diagram.lanes]
    root_width = canvas.width if narrow else 172.0
    root = canvas.stack(root_width - 40, (diagram.centre, CENTRE))
    root_height = max(root.height + 44, 60)
    trunk = 18.0 if narrow else root_width + 26
    left = 40.0 if narrow else trunk + 34
    width = canvas.width - left
    top = root_height + 20 if narrow else 1.0
    joints: list[float] = []
    for number, (lane, parts) in enumerate(limbs):
        tone = THREADS[number % len(THREADS)] if len(limbs) > 1 else "action"
        inner = left
        if lane.strip():
            words = canvas.stack(width - 32, (lane, replace(TAG, size=15.5)))
            area = Area(left, top, width, words.height + 12)
            canvas.cards.append(area)
            canvas.shapes.append(Box(area, Paint(GROUNDS[tone]), 4))
            canvas.write(words, Area(left + 18, top + 6, width - 32, words.height))
            joints.append(area.cy)
            canvas.stitches([(trunk, area.cy), (left, area.cy)], tone="action", width=2.4)
            limb_top, top, inner = area.bottom, area.bottom + 10, left + 28
            canvas.diamond(left, area.cy, 0, tone, 9)
        last = top
        for part in parts:
            area, written = _branch(canvas, Area(inner, top, canvas.width - inner, 0), part, narrow=narrow)
            if inner > left:
                canvas.stitches([(left + 12, area.cy), (inner, area.cy)], tone=tone)
            else:
                joints.append(area.cy)
                canvas.stitches([(trunk, area.cy), (inner, area.cy)], tone="action", width=2.4)
            canvas.cards.append(area)
            canvas.shapes.append(Box(area, Paint("card", "line"), 4))
            canvas.hem(area, "left", tone)
            for stack, where in written:
                canvas.write(stack, where, middle=True)
            last, top = area.cy, area.bottom + 10
        if inner > left:
            canvas.stitches([(left + 12, limb_top), (left + 12, last)], tone=tone)
        top += 8
    bottom = top - 18
    height = max(bottom, root_height) + 2
    place = Area(0, 0 if narrow else (height - root_height) / 2, root_width, root_height)
    if narrow:
        canvas.cord([(trunk, place.bottom - 2), (trunk, joints[-1])])
    elif joints:
        canvas.cord([(place.right - 2, place.cy), (trunk, place.cy)])
        canvas.cord([(trunk, min(place.cy, joints[0])), (trunk, max(place.cy, joints[-1]))])
    for y in joints:
        canvas.diamond(trunk, y, 0, "action", 6)
    canvas.medallion(place)
    canvas.write(root, Area(place.x + 20, place.y + 18, place.w - 40, place.h - 36), anchor="middle", middle=True)
    return height


def _branch(canvas: Canvas, place: Area, part: Part, *, narrow: bool) -> tuple[Area, list[tuple[Stack, Area]]]:
    """The card of a branch and its words: label and text beside each other, one below the other where it is narrow."""
    inner = place.w - 2 * PAD
    y = place.y + PAD - 4
    if narrow or not part.text:
        stack = canvas.part(place.w, part.label, part.text)
        area = replace(place, h=stack.height + 2 * PAD - 8)
        return area, [(stack, Area(place.x + PAD, y, inner, stack.height))]
    first = inner * 0.4
    last = inner - first - PAD
    name, text = canvas.stack(first, (part.label, TITLE)), canvas.stack(last, (part.text, BODY))
    h = max(name.height, text.height)
    area = replace(place, h=h + 2 * PAD - 8)
    return area, [(name, Area(place.x + PAD, y, first, h)), (text, Area(place.x + 2 * PAD + first, y, last, h))]


def lanes(diagram: Diagram, canvas: Canvas) -> float:
    """One row per lane, time runs to the right; where that is too tight, one column per lane and time runs down."""
    names = diagram.lanes
    head, gap = 118.0, 10.0
    least = 132.0
    starts: list[float] = []
    ends_of: dict[str, float] = {}
    for part in diagram.parts:
        start = max(starts[-1] + 46 if starts else 0.0, ends_of.get(part.lane, 0.0))
        starts.append(start)
        ends_of[part.lane] = start + least + gap
    room = canvas.width - head - gap
    needed = max(ends_of.values()) - gap
    if needed > room:
        return _lanes_down(diagram, canvas) if len(names) <= 4 else lanes_narrow(diagram, canvas)
    stretch = room / needed
    top = 26.0
    canvas.cord([(head + gap, 9), (canvas.width - 1, 9)], head=True)
    for number, lane in enumerate(names):
        tone = THREADS[number % len(THREADS)]
        mine = [i for i, part in enumerate(diagram.parts) if part.lane == lane]
        stacks = {i: canvas.part(least * stretch, diagram.parts[i].label, diagram.parts[i].text) for i in mine}
        title = canvas.stack(head - 26, (lane, TAG))
        tallest = max(canvas.card_height(stack, numbered=True) for stack in stacks.values())
        height = max(tallest, title.height + 24) + DIAMOND + 14
        band = Area(0, top, canvas.width, height)
        canvas.shapes.append(Box(band, Paint(GROUNDS[tone]), 4))
        canvas.hem(Area(0, top, head, height), "left", tone)
        canvas.write(title, Area(16, top + 8, head - 26, height - 16), middle=True)
        for i in mine:
            x = head + gap + starts[i] * stretch
            area = Area(x, top + DIAMOND + 6, least * stretch - (8 if x + least * stretch > canvas.width - 8 else 0), 0)
            area = replace(area, h=height - DIAMOND - 14)
            stack = (
                stacks[i]
                if area.w > least * stretch - 1
                else canvas.part(area.w, diagram.parts[i].label, diagram.parts[i].text)
            )
            if canvas.card_height(stack, numbered=True) > area.h:
                area, stack = replace(area, w=least * stretch), stacks[i]
            canvas.stitches([(area.x + PAD + DIAMOND - 4, 12), (area.x + PAD + DIAMOND - 4, 24)], tone="thread")
            canvas.card(area, stack, tone=tone, number=i + 1)
        top += height + 8
    return top - 7


def _lanes_down(diagram: Diagram, canvas: Canvas) -> float:
    names = diagram.lanes
    left, gap = 30.0, 10.0
    width = (canvas.width - left - gap * (len(names) - 1)) / len(names)
    heads = [canvas.stack(width - 28, (lane, TAG)) for lane in names]
    height = max(stack.height for stack in heads) + 26
    free = [height + DIAMOND + 8] * len(names)
    top = 0.0
    cards: list[tuple[Area, Stack, int]] = []
    for part in diagram.parts:
        lane = names.index(part.lane)
        stack = canvas.part(width - 16, part.label, part.text)
        start = max(top + 40, free[lane])
        area = Area(left + lane * (width + gap) + 8, start, width - 16, canvas.card_height(stack, numbered=True))
        cards.append((area, stack, lane))
        free[lane], top = area.bottom + 12 + DIAMOND, start
    bottom = max(area.bottom for area, _stack, _lane in cards) + 10
    for lane, stack in enumerate(heads):
        tone = THREADS[lane % len(THREADS)]
        band = Area(left + lane * (width + gap), 0, width, bottom)
        canvas.shapes.append(Box(band, Paint(GROUNDS[tone]), 4))
        canvas.hem(replace(band, h=height), "top", tone)
        canvas.write(stack, Area(band.x + 14, 14, width - 28, height - 20), middle=True)
    canvas.cord([(9, height), (9, bottom)], head=True)
    for number, (area, stack, lane) in enumerate(cards, 1):
        canvas.card(area, stack, tone=THREADS[lane % len(THREADS)], number=number)
    for area, _stack, _lane in cards:
        canvas.shapes.append(Line(((5, area.y + 2), (13, area.y + 2)), Paint(stroke="action", width=1.6)))
    return bottom + 1


def lanes_narrow(diagram: Diagram, canvas: Canvas) -> float:
    """In the order of time, each card with the name and the colour of its lane."""
    names = diagram.lanes
    places = [names.index(part.lane) for part in diagram.parts]
    tones = {i: THREADS[place % len(THREADS)] for i, place in enumerate(places)}
    tags = {i: part.lane for i, part in enumerate(diagram.parts)}
    return column(diagram, canvas, tones=tones, tags=tags)
