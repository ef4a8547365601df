"""Where a practice lies, as a small map beside its facts: itself, its economy, and who took it over."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

from academy.models import Organisation
from peer_exchange.maps import region
from peer_exchange.models import Practice

SHAPE = 1.6  # width by height
LEAST = 380  # units that the map is wide
MARGIN = 1.2
RING = re.compile(r"M([-\d]+),([-\d]+)l([-\d, ]+)z")
ELSEWHERE = ""


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


@dataclass(frozen=True)
class Land:
    """One outline; `code` is of its economy, ELSEWHERE for the land around the region."""

    code: str
    path: str
    box: Box


def map_of(practice: Practice, adopters: Iterable[Organisation] = ()) -> dict[str, Any] | None:
    """For `_place.html`; numbers are written as SVG has them. None where not even the economy is known."""
    point = _point(practice.latitude, practice.longitude)
    own = [land for land in _lands() if land.code and land.code == practice.economy]
    if point is None and not own:
        return None
    others = [found for place in adopters if (found := _point(place.latitude, place.longitude)) is not None]
    window = _window([*([point] if point else ()), *others, *_corners(own)])
    width = window.right - window.left
    seen = [land for land in _lands() if land.box.meets(window)]
    return {
        "view_box": f"{window.left:.0f} {window.top:.0f} {width:.0f} {window.bottom - window.top:.0f}",
        "around": "".join(land.path for land in seen if land.code == ELSEWHERE),
        "lands": [land.path for land in seen if land.code not in (ELSEWHERE, practice.economy)],
        "own": "".join(land.path for land in own),
        "marker": {"x": str(point[0]), "y": str(point[1])} if point else None,
        "adopters": [{"x": str(x), "y": str(y), "path": _line(point, (x, y))} for x, y in others] if point else [],
        "radius": f"{width / 48:.1f}",
        "small": f"{width / 70:.1f}",
        "url": f"{reverse('practice_map')}?economy={practice.economy}" if practice.economy else reverse("practice_map"),
    }


def _point(latitude: Any, longitude: Any) -> tuple[int, int] | None:
    if latitude is None or longitude is None:
        return None
    return region().place(float(latitude), float(longitude))


def _corners(lands: list[Land]) -> list[tuple[float, float]]:
    """Of the largest outline."""
    if not lands:
        return []
    box = max((land.box for land in lands), key=lambda box: (box.right - box.left) * (box.bottom - box.top))
    return [(box.left, box.top), (box.right, box.bottom)]


def _window(corners: list[tuple[float, float]]) -> Box:
    """Around these, in the shape of the picture, inside the region as far as it goes."""
    ground = region()
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    width = max(max(xs) - min(xs), (max(ys) - min(ys)) * SHAPE, LEAST) * MARGIN
    width = min(width, ground.width, ground.height * SHAPE)
    height = width / SHAPE
    left = min(max((min(xs) + max(xs) - width) / 2, 0), ground.width - width)
    top = min(max((min(ys) + max(ys) - height) / 2, 0), ground.height - height)
    return Box(left, top, left + width, top + height)


def _line(start: tuple[int, int], end: tuple[int, int]) -> str:
    bend_x, bend_y = (start[0] + end[0]) // 2, (start[1] + end[1]) // 2 - abs(start[0] - end[0]) // 5
    return f"M{start[0]},{start[1]}Q{bend_x},{bend_y} {end[0]},{end[1]}"


@cache
def _lands() -> tuple[Land, ...]:
    ground = region()
    return tuple(
        land for code, path in (*ground.economies.items(), (ELSEWHERE, ground.others)) for land in _rings(code, path)
    )


def _rings(code: str, path: str) -> Iterable[Land]:
    """Each ring of a path like "M433,582l0,-4 1,-7z" with the box around it."""
    for ring in RING.finditer(path):
        x, y = int(ring[1]), int(ring[2])
        xs, ys = [x], [y]
        for step in ring[3].split():
            dx, dy = step.split(",")
            x, y = x + int(dx), y + int(dy)
            xs.append(x)
            ys.append(y)
        yield Land(code, ring[0], Box(min(xs), min(ys), max(xs), max(ys)))
