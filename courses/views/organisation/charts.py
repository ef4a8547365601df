"""Numbers of months as bars: where each stands and how tall it is, for the SVG in the template. Pure arithmetic."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format

from courses.services.overviews import Numbers

WIDTH, HEIGHT = 720, 260  # units of the drawing
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 14, 34
LABELS = 12  # under the axis, at most
MAJOR = 3  # every third label
LINES = 4


def bars(months: Sequence[tuple[date, Numbers]]) -> dict:
    """Two bars for each month, lines of a scale with round numbers, and the same as rows of a table."""
    most = max((max(row.enrolled, row.completed) for _month, row in months), default=0)
    step = _round_step(most)
    top = step * LINES
    room = (WIDTH - LEFT - RIGHT) / max(len(months), 1)
    bar = min(room * 0.36, 26)
    every = -(-len(months) // LABELS) or 1
    columns = []
    for number, (month, row) in enumerate(months):
        middle = LEFT + room * (number + 0.5)
        columns.append(
            {
                "middle": _shown(middle),
                "label": date_format(month, "M y") if number % every == 0 else "",
                "is_minor": (number // every) % MAJOR != 0,  # not written on a phone
                "bars": [
                    _bar("enrolled", middle - bar - 1, bar, row.enrolled, top),
                    _bar("completed", middle + 1, bar, row.completed, top),
                ],
            }
        )
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "base": HEIGHT - BOTTOM,
        "label_y": HEIGHT - 10,
        "lines": [{"y": _shown(_y(step * n, top)), "value": step * n} for n in range(LINES + 1)],
        "columns": columns,
        "rows": [
            [date_format(month, "F Y"), row.enrolled, row.started, row.half, row.completed] for month, row in months
        ],
        "is_empty": most == 0,
    }


def _bar(name: str, x: float, width: float, value: int, top: int) -> dict:
    y = _y(value, top)
    return {
        "name": name,
        "x": _shown(x),
        "y": _shown(y),
        "width": _shown(width),
        "height": _shown(HEIGHT - BOTTOM - y),
        "value": value,
    }


def _y(value: int, top: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top


def _round_step(most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … of which LINES reach `most`."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if size * factor * LINES >= most:
                return size * factor
        size *= 10


def _shown(number: float) -> str:
    """For SVG: a dot whatever the language."""
    return f"{number:.1f}"
