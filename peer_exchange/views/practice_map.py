"""The map of practices, drawn by the server, and the same practices as a list beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import dist

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from academy.designations import footnote
from academy.enums import Economy
from academy.folding import fold
from peer_exchange import library
from peer_exchange.library import Card, Place, Wish
from peer_exchange.maps import NAMES_AT, Region, region
from peer_exchange.views.practice_cards import place_name, practice_address
from peer_exchange.views.practice_facets import asked
from peer_exchange.views.practices import challenge_url, facets_context, nearest

LISTED = 200  # practices beside the map
LINES = 300  # of adoptions
LEAST = 320  # units that the window is wide, at least
NEAREST = 60  # … when somebody wants to see more of a place
MARGIN = 0.12  # of the window, around what was found
APART = 36  # so many markers fit beside one another
AT = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{2,4})")


Placed = tuple[Card, tuple[int, int]]  # a card and its point on the map


@dataclass(frozen=True)
class Window:
    """What of the map is shown, in its units."""

    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.x} {self.y} {self.width} {self.height}"

    @property
    def address(self) -> str:
        return f"{self.x}.{self.y}.{self.width}"

    def shows(self, point: tuple[int, int]) -> bool:
        return self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height


@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    shelf = library.current()
    wish = Wish.of(request.GET)
    found = shelf.find(wish)
    ground = region()
    placed = [(card, point) for card in found if (point := point_of(card.place))]
    whole = window_around([point for _card, point in placed], ground)
    window = window_asked(request.GET.get("at", ""), ground) or whole
    inside = [(card, point) for card, point in placed if window.shows(point)]
    listed = [card for card, _point in inside][:LISTED]
    pairs = wish.pairs()
    placeless = [card for card in found if point_of(card.place) is None]
    context = facets_context(shelf, wish, "practice_map") | {
        "count": len(found),
        "window": window,
        "whole_url": "?" + asked(pairs) if window != whole else "",
        "land": ground,
        "names": names_on(window),
        "type_size": round(window.width / 62, 1),
        "radius": round(window.width / 75, 1),
        "markers": markers(inside, listed, window, ground, pairs),
        "lines": lines(inside),
        "groups": groups(listed),
        "placeless": lines_of(placeless[:LISTED]),
        "unlisted": len(inside) - len(listed),
        "nearest": None if found else nearest(shelf, wish),
        "challenge_url": challenge_url(wish.words),
        "footnote": footnote(),
        "source": ground.source,
    }
    return render(request, "peer_exchange/practices/map.html", context)


def point_of(place: Place) -> tuple[int, int] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return region().place(place.latitude, place.longitude)


def window_around(points: Sequence[tuple[int, int]], ground: Region, *, least: int = LEAST) -> Window:
    """With a margin, in the shape of the region and inside it; the whole region for no point."""
    if not points:
        return Window(0, 0, ground.width, ground.height)
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    shape = ground.height / ground.width
    width = max(right - left, (bottom - top) / shape, least) * (1 + 2 * MARGIN)
    return _inside((left + right) / 2, (top + bottom) / 2, width, ground)


def window_asked(text: str, ground: Region) -> Window | None:
    """Of the address: "left.top.width"."""
    said = AT.fullmatch(text)
    if said is None:
        return None
    x, y, width = (int(number) for number in said.groups())
    return _inside(x + width / 2, y + width * ground.height / ground.width / 2, max(width, NEAREST), ground)


def _inside(x: float, y: float, width: float, ground: Region) -> Window:
    width = min(round(width), ground.width)
    height = round(width * ground.height / ground.width)
    left = min(max(round(x - width / 2), 0), ground.width - width)
    top = min(max(round(y - height / 2), 0), ground.height - height)
    return Window(left, top, width, height)


def names_on(window: Window) -> list[dict]:
    """The names of the economies whose middle is shown."""
    found = []
    for code, (latitude, longitude) in NAMES_AT.items():
        point = region().place(latitude, longitude)
        if point and window.shows(point):
            found.append({"x": point[0], "y": point[1], "name": Economy(code).label})
    return found


def markers(
    inside: Sequence[Placed],
    listed: Sequence[Card],
    window: Window,
    ground: Region,
    pairs: list[tuple[str, str]],
) -> list[dict]:
    """`[{x, y, number, label, url}]`: practices that would touch are one marker with their number.

    One practice leads to its page, several of one place to their place in the list, those of several places nearer.
    """
    seen = {card.code for card in listed}
    found = []
    for held in gathered(inside, window.width / APART):
        cards, points = [card for card, _point in held], [point for _card, point in held]
        places = {card.place.name: place_name(card.place) for card in cards}
        nearer = window_around(points, ground, least=NEAREST)
        if len(cards) == 1:
            url, label = practice_address(cards[0]), f"{cards[0].title}, {place_name(cards[0].place)}"
        else:
            is_near = len(set(points)) == 1 or nearer.width >= window.width
            is_beside = is_near and cards[0].code in seen
            url = f"#{anchor(cards[0].place)}" if is_beside else "?" + asked([*pairs, ("at", nearer.address)])
            number = ngettext("%(n)d practice", "%(n)d practices", len(cards)) % {"n": len(cards)}
            label = f"{number}: {'; '.join(sorted(places.values(), key=fold)[:4])}"
        x, y = points[0]
        found.append({"x": x, "y": y, "number": len(cards), "label": label, "url": url})
    return sorted(found, key=lambda marker: (marker["x"], marker["y"]))


def gathered(inside: Sequence[Placed], apart: float) -> list[list[Placed]]:
    """Each with those that lie nearer than `apart` to the first of its group; looks only at neighbouring squares."""
    squares: dict[tuple[int, int], list[list[Placed]]] = {}
    found: list[list[Placed]] = []
    for card, point in inside:
        column, row = int(point[0] / apart), int(point[1] / apart)
        near = (
            group
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for group in squares.get((x, y), ())
            if dist(group[0][1], point) < apart
        )
        group = next(near, None)
        if group is None:
            group = []
            squares.setdefault((column, row), []).append(group)
            found.append(group)
        group.append((card, point))
    return found


def lines(inside: Sequence[Placed]) -> list[dict]:
    """From each practice to the municipalities that adopted it: `[{path, x, y, label}]`."""
    found = []
    for card, (x, y) in inside:
        for place in card.adopters:
            if point := point_of(place):
                bend_x, bend_y = (x + point[0]) // 2, (y + point[1]) // 2 - abs(x - point[0]) // 5
                label = gettext("%(practice)s, adopted in %(place)s") % {
                    "practice": card.title,
                    "place": place_name(place),
                }
                path = f"M{x},{y}Q{bend_x},{bend_y} {point[0]},{point[1]}"
                found.append({"path": path, "x": point[0], "y": point[1], "label": label})
    return found[:LINES]


def groups(cards: Sequence[Card]) -> list[dict]:
    """By economy, then by place: `[{economy, places: [{id, name, practices}]}]`."""
    tree: dict[str, dict[str, list[Card]]] = {}
    for card in cards:
        tree.setdefault(card.place.economy, {}).setdefault(card.place.name, []).append(card)
    found: list[dict] = []
    for code, places in tree.items():
        rows: list[dict] = [
            {"id": anchor(held[0].place), "name": held[0].place.local_name, "practices": lines_of(held)}
            for held in places.values()
        ]
        economy = str(Economy(code).label) if code else gettext("Elsewhere")
        found.append({"economy": economy, "places": sorted(rows, key=lambda row: fold(row["name"]))})
    return sorted(found, key=lambda group: fold(group["economy"]))


def lines_of(cards: Sequence[Card]) -> list[dict]:
    language = get_language()
    return [
        {
            "title": card.title,
            "url": practice_address(card),
            "language": card.shown_language if card.shown_language != language else "",
        }
        for card in cards
    ]


def anchor(place: Place) -> str:
    """The id of a place in the list."""
    return f"place-{place.economy}-{fold(place.name).replace(' ', '-')}"
