"""What a diagram says, before anybody draws it: its words and how many parts each layout takes. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# layout → (fewest, most) parts; docs/course-files.md says the same to authors
PARTS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "flow": (3, 7),
        "cycle": (3, 7),
        "ladder": (3, 7),
        "hub": (3, 8),
        "matrix": (4, 4),
        "timeline": (3, 8),
        "tree": (3, 10),
        "overlap": (2, 3),
        "funnel": (3, 6),
        "lanes": (4, 12),
    }
)
NEEDS_CENTRE = frozenset({"hub", "tree"})
NEEDS_AXES = frozenset({"matrix"})
NEEDS_LANES = frozenset({"lanes"})
ORDERED = frozenset({"flow", "cycle", "ladder", "timeline", "funnel", "lanes"})  # their parts have an order


@dataclass(frozen=True)
class Part:
    label: str
    text: str = ""
    lane: str = ""


@dataclass(frozen=True)
class Diagram:
    """`layout` is a key of PARTS. What a layout does not use is left aside; too few or too many parts are drawn too."""

    layout: str
    parts: tuple[Part, ...]
    title: str = ""
    alt: str = ""
    centre: str = ""
    across: str = ""
    upward: str = ""

    @property
    def lanes(self) -> tuple[str, ...]:
        """The lanes in the order in which they appear."""
        return tuple(dict.fromkeys(part.lane for part in self.parts))


def ends(question: str) -> tuple[str, str]:
    """The two ends of an axis, from "low → high"; without exactly one arrow the whole question and nothing."""
    low, arrow, high = question.partition("→")
    if not arrow or "→" in high or not low.strip() or not high.strip():
        return question.strip(), ""
    return low.strip(), high.strip()
