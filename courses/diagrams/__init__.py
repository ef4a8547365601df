"""Diagrams drawn from words, so that they are translated with the lesson and print in handbooks.

`draw` lays words out in plain shapes, `svg` writes them for the screen, `png` for paper. Pure: it knows neither Django
nor the blocks of a lesson.
"""

from courses.diagrams.colours import PRINT
from courses.diagrams.drawing import LAYOUTS, NARROW, WIDE, draw
from courses.diagrams.faces import measure_print, measure_screen
from courses.diagrams.model import NEEDS_AXES, NEEDS_CENTRE, NEEDS_LANES, ORDERED, PARTS, Diagram, Part
from courses.diagrams.png import png
from courses.diagrams.reading import Reading, read
from courses.diagrams.shapes import Drawing
from courses.diagrams.svg import svg

__all__ = [
    "LAYOUTS",
    "NARROW",
    "NEEDS_AXES",
    "NEEDS_CENTRE",
    "NEEDS_LANES",
    "ORDERED",
    "PARTS",
    "PRINT",
    "WIDE",
    "Diagram",
    "Drawing",
    "Part",
    "Reading",
    "draw",
    "measure_print",
    "measure_screen",
    "png",
    "read",
    "svg",
]
