"""The library: the list of practices with facets, counts and search words; everything stands in the address."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academy.designations import footnote_for
from peer_exchange import library
from peer_exchange.library import Library, Wish
from peer_exchange.views import practice_facets
from peer_exchange.views.practice_cards import cards_of
from peer_exchange.views.practice_facets import asked

ON_A_PAGE = 24
NEAR = 3  # practices shown where none matches


@require_safe
def list_practices(request: HttpRequest) -> HttpResponse:
    shelf = library.current()
    wish = Wish.of(request.GET)
    page = Paginator(shelf.find(wish), ON_A_PAGE).get_page(request.GET.get("page"))
    cards = cards_of(page.object_list)
    context = facets_context(shelf, wish, "practices") | {
        "page": page,
        "cards": cards,
        "count": page.paginator.count,
        "sorts": practice_facets.sort_options(wish),
        "nearest": None if page.paginator.count else nearest(shelf, wish),
        "challenge_url": challenge_url(wish.words),
        "footnote": footnote_for(*practice_facets.labels_of("economy", shelf).values()),
    }
    return render(request, "peer_exchange/practices/list.html", context)


def facets_context(shelf: Library, wish: Wish, name: str) -> dict:
    """What facets, chips and links to the other views of the same choice need; `name` is that of this address."""
    query = asked(wish.pairs())

    def address(other: Wish) -> str:
        said = asked(other.pairs())
        return f"{reverse(name)}?{said}" if said else reverse(name)

    panels = practice_facets.panels(shelf, wish)
    return {
        "has_practices": bool(shelf.cards),
        "wish": wish,
        "panels": panels,
        "panel_ids": ",".join(f"#facet-{panel['name']}" for panel in panels),
        "chips": practice_facets.chips(shelf, wish, address),
        "query": query,
        "reset_url": reverse(name),
        "view_name": name,
        "list_url": _with(reverse("practices"), query),
        "map_url": _with(reverse("practice_map"), query),
    }


def nearest(shelf: Library, wish: Wish) -> dict | None:
    """`{without, number, url, cards}`: what shows without the choice that keeps most away."""
    found = shelf.nearest(wish)
    if found is None:
        return None
    facet, rows = found
    return {
        "without": practice_facets.chosen_words(shelf, wish, facet),
        "number": rows.bit_count(),
        "url": _with(reverse("practices"), asked(wish.without(facet).pairs())),
        "cards": cards_of(shelf.sorted(rows, wish.sort)[:NEAR]),
    }


def challenge_url(words: str) -> str:
    """Where a problem without a solution is posted, with the words she looked for."""
    return _with(reverse("challenge_new"), asked([("q", words)] if words else []))


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
