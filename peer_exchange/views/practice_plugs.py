"""What the library shows on pages of others: navigation, home, search."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext

from academy.designations import footnote_for
from academy.folding import fold
from peer_exchange import library
from peer_exchange.library import Wish
from peer_exchange.models import Challenge
from peer_exchange.views.practice_cards import cards_of, place_name, practice_address

AT_HOME = 4
FOUND = 20  # at most, on the search page
SUMMARY = 200  # letters of a problem


def navigation(request: HttpRequest) -> list[dict]:
    return [{"label": gettext("Practices"), "url": reverse("practices")}]


def home_section(request: HttpRequest) -> dict | None:
    """The newest of different approaches, as long as there are such; what is invented comes last."""
    shelf = library.current()
    if not shelf.cards:
        return None
    firsts = list({card.approach.key if card.approach else "": card for card in reversed(shelf.cards)}.values())
    firsts.sort(key=lambda card: card.published_at, reverse=True)
    others = [card for card in shelf.cards if card not in firsts]
    chosen = sorted(firsts + others, key=lambda card: card.is_sample)[:AT_HOME]
    cards = cards_of(chosen)
    return {
        "template": "peer_exchange/practices/_home_section.html",
        "cards": cards,
        "number": len(shelf.cards),
        "url": reverse("practices"),
        "map_url": reverse("practice_map"),
        "footnote": footnote_for(*(card["place"] for card in cards)),
    }


def search_practices(request: HttpRequest, query: str) -> dict:
    shelf = library.current()
    cards = shelf.find(Wish(query, {})) if query.strip() else []
    return {
        "heading": gettext("Practices"),
        "results": [
            {
                "title": card.title,
                "url": practice_address(card),
                "summary": card.result_line,
                "language": card.shown_language,
                "context": place_name(card.place),
            }
            for card in cards[:FOUND]
        ],
    }


def search_challenges(request: HttpRequest, query: str) -> dict:
    """What others ask for; the open ones first."""
    words = fold(query).split()
    rows = Challenge.objects.public().matching(words) if words else Challenge.objects.none()
    rows = rows.select_related("organisation").prefetch_related("organisation__names")
    return {
        "heading": gettext("Challenges"),
        "results": [
            {
                "title": row.title,
                "url": reverse("challenge", kwargs={"slug": row.slug}),
                "summary": Truncator(row.problem).chars(SUMMARY),
                "language": row.language,
                "context": row.organisation.local_name if row.organisation else "",
            }
            for row in rows.order_by("-state", "-created_at", "-pk")[:FOUND]
        ],
    }
