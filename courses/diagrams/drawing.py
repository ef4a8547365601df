"""From words to shapes: which composition a layout has on wide and on narrow surfaces."""

from collections.abc import Callable
from functools import partial

from courses.diagrams import grids, rounds, rows
from courses.diagrams.canvas import Canvas
from courses.diagrams.fitting import Measure
from courses.diagrams.model import Diagram
from courses.diagrams.shapes import Drawing

WIDE, NARROW = 720.0, 340.0  # widths of the two compositions

Composition = Callable[[Diagram, Canvas], float]

LAYOUTS: dict[str, tuple[Composition, Composition]] = {
    "flow": (rows.flow, rows.column),
    "cycle": (rounds.cycle, rounds.cycle_narrow),
    "ladder": (rows.ladder, partial(rows.ladder, narrow=True)),
    "hub": (rounds.hub, rounds.hub_narrow),
    "matrix": (grids.matrix, grids.matrix_narrow),
    "timeline": (rows.timeline, partial(rows.column, numbered=False)),
    "tree": (grids.tree, partial(grids.tree, narrow=True)),
    "overlap": (rounds.overlap, partial(rounds.overlap, narrow=True)),
    "funnel": (rows.funnel, partial(rows.funnel, narrow=True)),
    "lanes": (grids.lanes, grids.lanes_narrow),
}


def draw(diagram: Diagram, measure: Measure, *, narrow: bool = False) -> Drawing:
    """The diagram in plain shapes, WIDE or NARROW units wide and as high as its words need.

    `measure(face, text, size)` gives the width of a line. Words never leave their places, parts never overlap.
    Raises KeyError for an unknown layout, ValueError without parts.
    """
    compose = LAYOUTS[diagram.layout][narrow]
    if not diagram.parts:
        raise ValueError("A diagram has parts.")
    canvas = Canvas(NARROW if narrow else WIDE, measure)
    return canvas.finish(compose(diagram, canvas))
