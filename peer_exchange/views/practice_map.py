"""The map of practices, drawn by the server, and the same practices as a list beside it."""

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from academy.designations import footnote
from academy.enums import Economy
from academy.folding import fold
from peer_exchange import library
from peer_exchange.library import Card, Place, Wish
from peer_exchange.maps import NAMES_AT, Point, Region, region
from peer_exchange.maps.lettering import Box, Name, around, name_of_land, name_of_place, points_of_land
from peer_exchange.maps.markers import gathered
from peer_exchange.maps.windows import NEAREST, Window, window_around, window_asked
from peer_exchange.views.practice_cards import place_name, practice_address
from peer_exchange.views.practice_facets import asked, understood
from peer_exchange.views.practices import facets_context, instead, shown_at

LISTED = 200  # practices beside the map
LINES = 300  # of adoptions
NAMED = 4  # places that the label of a marker names
# So many fit into the width of the map, which is 736 pixels at least: what is touched is 24 wide or more.
MARKERS, LETTERS, SMALL_LETTERS = 29, 54, 60

Spots = Mapping[Point, Sequence[Card]]  # the practices of each place that is shown


@require_safe
def show_map(request: HttpRequest) -> HttpResponse:
    shelf = library.current()
    wish, unknown = understood(shelf, Wish.of(request.GET))
    found = shelf.find(wish)
    ground = region()
    points = [(card, point_of(card.place)) for card in found]
    placed = [(card, point) for card, point in points if point is not None]
    whole = window_around([point for _card, point in placed], ground)
    window = window_asked(request.GET.get("at", ""), ground) or whole
    inside = [(card, point) for card, point in placed if window.shows(point)]
    spots: dict[Point, list[Card]] = {}
    for card, point in inside:
        spots.setdefault(point, []).append(card)
    listed = [card for card, _point in inside][:LISTED]
    placeless = [card for card, point in points if point is None]
    marked = markers(spots, listed, window, ground, wish.pairs())
    context = facets_context(shelf, wish, "practice_map") | {
        "unknown": unknown,
        "count": len(found),
        "shown": len(inside),
        "window": window,
        "whole_url": "?" + asked(wish.pairs()) if window != whole else "",
        "is_part": window.width < ground.width,
        "land": ground,
        "names": names_on(window, ground, marked),
        "type_size": window.width / LETTERS,
        "small_type": window.width / SMALL_LETTERS,
        "small": window.width / MARKERS / 3.4,
        "radius": window.width / MARKERS / 2.3,
        "touch": window.width / MARKERS / 2,
        "markers": marked,
        "lines": lines(spots),
        "groups": groups(listed),
        "placeless": lines_of(placeless[:LISTED]),
        "unlisted": len(inside) - len(listed),
        "footnote": footnote(),
        "source": ground.source,
    }
    if not found:
        context |= instead(shelf, wish)
    return shown_at(request, "peer_exchange/practices/map.html", context)


def point_of(place: Place) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    return region().place(place.latitude, place.longitude)


def names_on(window: Window, ground: Region, marked: Iterable[dict]) -> list[dict]:
    """`[{name, is_place}]`: of every economy that is seen; then of places, where there is room beside their marker."""
    touch = window.width / MARKERS / 2
    taken: list[Box] = [around((marker["x"], marker["y"]), touch) for marker in marked]
    found: list[dict] = []

    def write(name: Name | None, *, is_place: bool) -> None:
        if name is not None:
            taken.append(name.box)
            found.append({"name": name, "is_place": is_place})

    for code, (latitude, longitude) in NAMES_AT.items():
        points = points_of_land(code, ground.place(latitude, longitude), window, ground)
        write(name_of_land(str(Economy(code).label), points, window.width / LETTERS, taken, window), is_place=False)
    for marker in marked:
        if marker["place"]:
            point = marker["x"], marker["y"]
            size = window.width / SMALL_LETTERS
            write(name_of_place(marker["place"], point, touch, size, taken, window), is_place=True)
    return found


def markers(
    spots: Spots, listed: Iterable[Card], window: Window, ground: Region, pairs: list[tuple[str, str]]
) -> list[dict]:
    """`[{x, y, number, label, place, url}]`: places that would touch are one marker, at that with most practices.

    One practice leads to its page, several of one place to their place in the list, those of several places nearer.
    """
    seen = {card.code for card in listed}
    most_first = sorted(spots, key=lambda point: (-len(spots[point]), point))
    found = []
    for points in gathered(most_first, window.width / MARKERS):
        cards = [card for point in points for card in spots[point]]
        places = {card.place.name: card.place for card in cards}
        nearer = window_around(points, ground, least=NEAREST)
        if len(cards) == 1:
            url, label = practice_address(cards[0]), f"{cards[0].title}, {place_name(cards[0].place)}"
        else:
            is_near = len(points) == 1 or nearer.width >= window.width
            is_beside = is_near and cards[0].code in seen
            url = f"#{anchor(cards[0].place)}" if is_beside else "?" + asked([*pairs, ("at", nearer.address)])
            number = ngettext("%(n)d practice", "%(n)d practices", len(cards)) % {"n": len(cards)}
            label = f"{number}: {'; '.join(sorted(map(place_name, places.values()), key=fold)[:NAMED])}"
            if len(places) > NAMED:
                label += " …"
        place = cards[0].place.local_name if len(places) == 1 else ""
        x, y = points[0]
        found.append({"x": x, "y": y, "number": len(cards), "label": label, "place": place, "url": url})
    return sorted(found, key=lambda marker: (marker["y"], marker["x"]))


def lines(spots: Spots) -> list[dict]:
    """From each practice to the municipalities that adopted it: `[{path, x, y, label}]`."""
    found = []
    for (x, y), cards in spots.items():
        for card in cards:
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
    """By economy, then by place: `[{economy, number, places: [{id, name, practices}]}]`."""
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
        number = sum(len(held) for held in places.values())
        rows.sort(key=lambda row: fold(row["name"]))
        found.append({"economy": economy, "number": number, "places": rows})
    return sorted(found, key=lambda group: fold(group["economy"]))


def lines_of(cards: Sequence[Card]) -> list[dict]:
    language = get_language()
    return [
        {
            "title": card.title,
            "url": practice_address(card),
            "language": card.shown_language if card.shown_language != language else "",
            "adopters": [place_name(place) for place in card.adopters],
        }
        for card in cards
    ]


def anchor(place: Place) -> str:
    """The id of a place in the list."""
    return f"place-{place.economy}-{fold(place.name).replace(' ', '-')}"
