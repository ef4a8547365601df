"""Practices in lists: what a card shows in the active language."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language

from academy.enums import Economy
from peer_exchange.enums import CostBand, Documentation, PopulationBand, PracticeState
from peer_exchange.library import Card, Place

_MARKED = frozenset({PracticeState.VALIDATED, PracticeState.EXEMPLARY})


def practice_address(card: Card) -> str:
    return reverse("practice", kwargs={"slug": card.slug})


def place_name(place: Place) -> str:
    """Municipality and economy, or what is known of them."""
    economy = str(Economy(place.economy).label) if place.economy else ""
    return ", ".join(filter(None, (place.local_name, economy)))


def bands(card: Card, facet: str, scale: type[PopulationBand | CostBand]) -> list[str]:
    return [str(step.label) for step in scale if step in card.carried[facet]]


def cards_of(cards: Iterable[Card]) -> list[dict]:
    """As `peer_exchange/practices/_card.html` takes them. `language` is empty where it is that of the page."""
    page_language = get_language()
    return [
        {
            "code": card.code,
            "url": practice_address(card),
            "title": card.title,
            "result_line": card.result_line,
            "language": card.shown_language if card.shown_language != page_language else "",
            "place": place_name(card.place),
            "facts": [*bands(card, "population", PopulationBand), *bands(card, "cost", CostBand)],
            "approach": card.approach.local_name if card.approach else "",
            "motif": card.approach.motif if card.approach else "",
            "palette": card.approach.palette if card.approach else "",
            "state": PracticeState(card.state).label if card.state in _MARKED else "",
            "is_short_note": card.documentation == Documentation.MENTION,
            "is_sample": card.is_sample,
            "adopted": len(card.adopters),
        }
        for card in cards
    ]
