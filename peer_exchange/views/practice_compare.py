"""Two or three practices side by side."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from academy.designations import footnote_for
from peer_exchange import library
from peer_exchange.delivery.practice_record import record, with_record
from peer_exchange.enums import Offer, Participation
from peer_exchange.library import Card, Library
from peer_exchange.models import Practice
from peer_exchange.views.practice_cards import cards_of, place_name
from peer_exchange.views.practice_facets import HEADINGS, labels_of

LEAST, MOST = 2, 3
CODE = re.compile(r"GP-\d{4}-\d{4,6}")
# What is compared, in this order: of the facets, and of the words of the record.
FACTS = ("approach", "target", "population", "status", "year", "start", "cost", "funding", "evidence", "state")
WORDS = (
    ("problem", gettext_lazy("The problem")),
    ("solution", gettext_lazy("What was done")),
    ("results", gettext_lazy("Results so far")),
    ("cost_note", gettext_lazy("Cost, as the source says it")),
    ("staff", gettext_lazy("Staff")),
    ("premises", gettext_lazy("Premises and equipment")),
    ("after_donor", gettext_lazy("Who pays after the donor")),
    ("went_wrong", gettext_lazy("What went wrong, and how it was handled")),
    ("success_conditions", gettext_lazy("What it needs to succeed")),
    ("smallest_version", gettext_lazy("The smallest version")),
    ("not_suitable_when", gettext_lazy("Not suitable when")),
)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Codes that are not in the library, and more than three, are left aside, and it is said."""
    shelf = library.current()
    codes = list(dict.fromkeys(request.GET.getlist("code")))
    known = {card.code: card for card in shelf.cards}
    found = [known[code] for code in codes if code in known]
    cards = found[:MOST]
    gone = [code for code in codes if code not in known and CODE.fullmatch(code)]
    context: dict[str, Any] = {"is_enough": len(cards) >= LEAST, "is_cut": len(found) > MOST, "gone": gone}
    if context["is_enough"]:
        chosen = [card.code for card in cards]
        rows = {row.code: row for row in with_record(Practice.objects.public()).filter(code__in=chosen)}
        cards = [card for card in cards if card.code in rows]
        context |= {
            "cards": [
                row | {"contact_url": reverse("practice_contact", kwargs={"slug": card.slug})}
                for row, card in zip(cards_of(cards), cards, strict=True)
            ],
            "rows": [*facts(shelf, cards), *words([rows[card.code] for card in cards])],
            "footnote": footnote_for(*(place_name(card.place) for card in cards)),
        }
    return render(request, "peer_exchange/practices/compare.html", context)


def facts(shelf: Library, cards: list[Card]) -> list[dict]:
    """`[{heading, cells: [{texts, language}]}]`, without rows that say nothing of any."""
    found: list[dict] = []
    for facet in FACTS:
        labels = labels_of(facet, shelf)
        cells = [
            {"texts": [label for value, label in labels.items() if value in card.carried[facet]], "language": ""}
            for card in cards
        ]
        found.append({"heading": HEADINGS[facet], "cells": cells})
    return [row for row in found if any(cell["texts"] for cell in row["cells"])]


def words(practices: list[Practice]) -> list[dict]:
    language = get_language() or settings.LANGUAGE_CODE
    records = [(practice, record(practice, language)) for practice in practices]
    found: list[dict] = []
    for name, heading in WORDS:
        cells = []
        for practice, data in records:
            is_original = data[name] == getattr(practice, name)
            foreign = practice.language if is_original and practice.language != language else ""
            cells.append({"texts": data[name].splitlines(), "language": foreign})
        found.append({"heading": heading, "cells": cells})
    found.append({"heading": gettext_lazy("How far the target group takes part"), "cells": [
        {"texts": [Participation(data["participation"]).label] if data["participation"] else [], "language": ""}
        for _practice, data in records
    ]})  # fmt: skip
    found.append({"heading": gettext_lazy("What they offer"), "cells": [
        {"texts": [Offer(offer).label for offer in data["offers"]], "language": ""} for _practice, data in records
    ]})  # fmt: skip
    return [row for row in found if any(cell["texts"] for cell in row["cells"])]
