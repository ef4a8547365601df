"""The facets of the library as a page shows them: panels of choices with counts, and what is chosen.

Knows words and addresses; which practices match is known by `peer_exchange.library`.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext_lazy

from academy.enums import Economy
from peer_exchange.enums import (
    PUBLIC_STATES,
    CostBand,
    Evidence,
    Funding,
    PopulationBand,
    PracticeState,
    RunState,
    StartBand,
    TargetGroup,
)
from peer_exchange.library import YES, Library, Wish

# Panels in their order: name, heading, the facets in it, and whether it stands open from the beginning.
PANELS = (
    ("approach", gettext_lazy("Approach"), ("approach",), True),
    ("target", gettext_lazy("For whom"), ("target",), False),
    ("economy", gettext_lazy("Economy"), ("economy",), True),
    ("population", gettext_lazy("Size of the municipality"), ("population",), True),
    ("cost", gettext_lazy("Running cost of a year"), ("cost",), True),
    ("start", gettext_lazy("From decision to start"), ("start",), False),
    ("funding", gettext_lazy("Who pays"), ("funding",), False),
    ("evidence", gettext_lazy("Evidence"), ("evidence",), False),
    ("state", gettext_lazy("Checked by peers"), ("state",), False),
    ("status", gettext_lazy("Does it run"), ("status",), False),
    ("taking", gettext_lazy("For taking it over"), ("documents", "adopted", "visits"), False),
    ("language", gettext_lazy("Language"), ("language",), False),
    ("year", gettext_lazy("Since"), ("year",), False),
)
HEADINGS = {facet: heading for _name, heading, within, _is_open in PANELS for facet in within}
SORT_LABELS = {
    "newest": gettext_lazy("Newest first"),
    "title": gettext_lazy("By title"),
    "state": gettext_lazy("Validated first"),
    "adopted": gettext_lazy("Most adopted first"),
}
SCALES = frozenset({"population", "cost", "start", "evidence", "state", "status"})
YEAR = re.compile(r"(19|20)\d\d")
_FROM_ENUMS: dict[str, list[tuple[Any, Any]]] = {
    "target": TargetGroup.choices,
    "economy": Economy.choices,
    "population": PopulationBand.choices,
    "cost": CostBand.choices,
    "start": StartBand.choices,
    "evidence": Evidence.choices,
    "state": [(state.value, state.label) for state in PracticeState if state in PUBLIC_STATES],
    "status": RunState.choices,
    "funding": Funding.choices,
    "language": settings.LANGUAGES,
    "documents": [(YES, gettext_lazy("Documents to reuse"))],
    "adopted": [(YES, gettext_lazy("Adopted by others"))],
    "visits": [(YES, gettext_lazy("Offers a visit"))],
}


def labels_of(facet: str, library: Library) -> dict[str, str]:
    """`{value: label}` in the order of the panel, in the active language."""
    if facet == "approach":
        approaches = sorted(library.approaches.values(), key=lambda approach: approach.position)
        return {approach.key: approach.local_name for approach in approaches}
    if facet == "year":
        return {year: year for year in sorted(library.index.values["year"], reverse=True)}
    return {str(value): str(label) for value, label in _FROM_ENUMS[facet]}


def understood(library: Library, wish: Wish) -> tuple[Wish, list[str]]:
    """The wish without the values that its facets do not have, and these; what no practice carries is kept."""
    known, unknown = {}, []
    for facet, values in wish.chosen.items():
        labels = labels_of(facet, library)
        said = [value for value in values if value in labels or (facet == "year" and YEAR.fullmatch(value))]
        unknown += [value for value in values if value not in said]
        if said:
            known[facet] = tuple(said)
    return Wish(wish.words, known, wish.sort), unknown


def panels(library: Library, wish: Wish) -> list[dict]:
    """`[{name, heading, is_open, chosen, options: [{facet, value, label, number, is_chosen, id}]}]`.

    Of open lists what practices carry and what is chosen, of scales every step; `chosen` counts the choices of a panel.
    """
    counts = library.counts(wish)
    found = []
    for name, heading, within, is_open in PANELS:
        options = [
            {
                "facet": facet,
                "value": value,
                "label": label,
                "number": counts[facet].get(value, 0),
                "is_chosen": value in wish.chosen.get(facet, ()),
                "id": f"{facet}-{value}",
            }
            for facet in within
            for value, label in labels_of(facet, library).items()
            if facet in SCALES or value in counts[facet] or value in wish.chosen.get(facet, ())
        ]
        if options:
            chosen = sum(option["is_chosen"] for option in options)
            found.append(
                {"name": name, "heading": heading, "is_open": is_open or chosen, "chosen": chosen, "options": options}
            )
    return found


def chips(library: Library, wish: Wish, address: Callable[[Wish], str]) -> list[dict]:
    """What is chosen, each with the address without it: `[{label, url}]`."""
    found = [{"label": f"“{wish.words}”", "url": address(wish.without("q"))}] if wish.words else []
    for facet, values in wish.chosen.items():
        labels = labels_of(facet, library)
        found += [{"label": labels.get(value, value), "url": address(wish.without(facet, value))} for value in values]
    return found


def words_of(library: Library, wish: Wish, facet: str, value: str | None) -> str:
    """Of a choice, in quotation marks; None stands for everything chosen in the facet, "q" for the words."""
    if facet == "q":
        return f"“{value or wish.words}”"
    labels = labels_of(facet, library)
    return ", ".join(f"“{labels.get(each, each)}”" for each in ([value] if value else wish.chosen[facet]))


def sort_options(wish: Wish) -> list[dict]:
    return [{"value": name, "label": label, "is_chosen": name == wish.sort} for name, label in SORT_LABELS.items()]


def asked(pairs: Iterable[tuple[str, str]]) -> str:
    """The query of an address, without the question mark."""
    return urlencode(list(pairs))
