"""The same diagram as lists and tables of words, for who does not see the picture or would rather read."""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.diagrams.model import ORDERED, Diagram, Part, ends


@dataclass(frozen=True)
class Limb:
    """Parts that belong together; `name` is their lane, "" for all that have none."""

    name: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Reading:
    """`is_ordered`: the parts have an order. `axes` are the ends across (left, right) and upward (bottom, top), where
    both questions name two ends; `fields` are then the rows of the matrix from above, each with its end."""

    limbs: Sequence[Limb]
    is_ordered: bool
    axes: Sequence[str] = ()
    fields: Sequence[tuple[str, Sequence[Part]]] = ()


def read(diagram: Diagram) -> Reading:
    """How the words of `diagram` are listed."""
    ordered = diagram.layout in ORDERED
    if diagram.layout == "tree":
        limbs = [Limb(lane, [part for part in diagram.parts if part.lane == lane]) for lane in diagram.lanes]
        return Reading(limbs, ordered)
    limbs = [Limb("", diagram.parts)]
    across, upward = ends(diagram.across), ends(diagram.upward)
    if diagram.layout == "matrix" and len(diagram.parts) == 4 and across[1] and upward[1]:
        return Reading(limbs, ordered, across, ((upward[1], diagram.parts[2:]), (upward[0], diagram.parts[:2])))
    return Reading(limbs, ordered)
