"""The library: the list of practices with facets, counts and search words; everything stands in the address."""

from functools import reduce

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academy.designations import footnote_for
from academy.folding import fold
from peer_exchange import library
from peer_exchange.enums import ChallengeState
from peer_exchange.library import SORTS, Library, Wish
from peer_exchange.models import Challenge
from peer_exchange.views import practice_facets
from peer_exchange.views.practice_cards import cards_of
from peer_exchange.views.practice_facets import asked

ON_A_PAGE = 24
NEAR = 3  # practices, and challenges, shown where no practice matches
WAYS = 6  # told of what could be left out


@require_safe
def list_practices(request: HttpRequest) -> HttpResponse:
    shelf = library.current()
    wish, unknown = practice_facets.understood(shelf, Wish.of(request.GET))
    page = Paginator(shelf.find(wish), ON_A_PAGE).get_page(request.GET.get("page"))
    cards = cards_of(page.object_list)
    context = facets_context(shelf, wish, "practices") | {
        "page": page,
        "cards": cards,
        "count": page.paginator.count,
        "sorts": practice_facets.sort_options(wish),
        "unknown": unknown,
        "footnote": footnote_for(*practice_facets.labels_of("economy", shelf).values()),
    }
    if not cards:
        context |= instead(shelf, wish)
    return shown_at(request, "peer_exchange/practices/list.html", context)


def shown_at(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """The page, at an address that can be handed on: without the empty fields that the form of the choices sends."""
    if request.headers.get("HX-Request"):
        response = render(request, template, context)
        response["HX-Push-Url"] = context["own_url"]
        return response
    has_empty_fields = request.GET.get("q") == "" or request.GET.get("sort") == SORTS[0]
    if has_empty_fields and not context["unknown"]:
        return redirect(context["own_url"])
    return render(request, template, context)


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
        "chosen": sum(panel["chosen"] for panel in panels),
        "reset_url": reverse(name),
        "own_url": address(wish),
        "feed_url": _with(reverse("practice_feed"), query),
        "data_url": _with(reverse("practice_data"), query),
        "list_url": _with(reverse("practices"), query),
        "map_url": _with(reverse("practice_map"), query),
    }


def instead(shelf: Library, wish: Wish) -> dict:
    """Where nothing is found: what comes nearest, who asked the same, and where to ask it."""
    words = fold(wish.words).split()
    rows = Challenge.objects.public().filter(state=ChallengeState.OPEN).matching(words) if words else []
    return {
        "nearest": nearest(shelf, wish),
        "challenges": rows[:NEAR],
        "challenge_url": _with(reverse("challenge_new"), asked(question_of(wish))),
    }


def nearest(shelf: Library, wish: Wish) -> dict | None:
    """`{ways: [{without, number, url}], cards}`: what shows without which choices, and practices of the first way."""
    ways = []
    found = shelf.relaxed(wish)[:WAYS]
    for gone, rows in found:
        rest = reduce(lambda left, choice: left.without(*choice), gone, wish)
        without = ", ".join(practice_facets.words_of(shelf, wish, *choice) for choice in gone)
        url = _with(reverse("practices"), asked(rest.pairs()))
        ways.append({"without": without, "number": rows.bit_count(), "url": url})
    return {"ways": ways, "cards": cards_of(shelf.sorted(found[0][1], wish.sort)[:NEAR])} if ways else None


def question_of(wish: Wish) -> list[tuple[str, str]]:
    """What of it a challenge can say too."""
    kept = {name: wish.chosen[name] for name in ("approach", "target") if name in wish.chosen}
    return Wish(wish.words, kept).pairs()


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
