"""What resembles a question before it is asked: topics of the clusters that she reads, and practices of the library."""

from collections.abc import Sequence
from operator import itemgetter

from django.http import HttpRequest

from academy.folding import fold
from peer_exchange import library
from peer_exchange.library import Card
from peer_exchange.models import Cluster
from peer_exchange.views.discussion_search import similar_topics, stems_of
from peer_exchange.views.practice_cards import place_name, practice_address

MOST = 5  # topics and practices together
FOR_PRACTICES = 2  # of these, where topics would fill all


def similar_to(request: HttpRequest, cluster: Cluster, title: str) -> dict[str, list[dict]]:
    """`{topics, practices}`, each as `_similar.html` takes them; empty where nothing resembles it."""
    practices = similar_practices(title)
    topics = similar_topics(request, cluster, title)[: MOST - min(len(practices), FOR_PRACTICES)]
    found = {"topics": topics, "practices": practices[: MOST - len(topics)]}
    return found if topics or practices else {}


def similar_practices(title: str) -> list[dict]:
    """Those whose title, with the one-line result, shares words with this title, the likest first; no query."""
    stems = stems_of(title)
    needed = 1 if len(stems) < 3 else 2
    near = [card for card in library.current().cards if _shared(stems, card.folded) >= needed]
    ranked = sorted(((_likeness(stems, card), card) for card in near), key=itemgetter(0), reverse=True)
    found = [card for (in_title, in_both), card in ranked if in_title and in_both >= needed]
    return [
        {
            "title": card.title,
            "url": practice_address(card),
            "language": card.shown_language,
            "result_line": card.result_line,
            "place": place_name(card.place),
        }
        for card in found[:MOST]
    ]


def _likeness(stems: Sequence[str], card: Card) -> tuple[int, int]:
    """How many of them stand in its title, in whatever language, and in title and result together."""
    titles, results = (fold(" ".join(texts)) for texts in zip(*card.titles.values(), strict=True))
    return _shared(stems, f" {titles}"), _shared(stems, f" {titles} {results}")


def _shared(stems: Sequence[str], words: str) -> int:
    return sum(f" {stem}" in words for stem in stems)
