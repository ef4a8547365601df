"""What a card and a full case still need. Pure: it knows names of fields, neither models nor the words for them.

`facts` maps each field to its value; of a table, to the number of its rows. Empty is "", None, 0, [] or missing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]

LEAST_LESSONS = 3
_DIGIT = re.compile(r"\d")


def _any_of(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: any(bool(facts.get(name)) for name in names)


def _all_of(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: all(bool(facts.get(name)) for name in names)


def _has_number(facts: Facts) -> bool:
    """Results with at least one number, or the reason why there is none yet."""
    results = facts.get("results") or ""
    return bool(results) and (bool(_DIGIT.search(results)) or bool(facts.get("no_data_reason")))


# What a card needs: the ten fields of tier A, each named by the field to go to.
CARD: dict[str, Callable[[Facts], bool]] = {
    "title": _all_of("title"),
    "result_line": _all_of("result_line"),
    "organisation": lambda facts: bool(facts.get("organisation") or (facts.get("place") and facts.get("economy"))),
    "target_groups": _all_of("target_groups"),
    "approach": _all_of("approach"),
    "run_state": _all_of("run_state", "start_year"),
    "problem": _all_of("problem"),
    "solution": _all_of("solution"),
    "results": _has_number,
    "contact_email": _all_of("contact_name", "contact_email"),
}
# What a full case needs beside the card. What went wrong is among them on purpose.
FULL: dict[str, Callable[[Facts], bool]] = {
    "objectives": _all_of("objectives"),
    "steps": _all_of("steps"),
    "partners": _all_of("partners"),
    "participation": lambda facts: facts.get("participation") is not None,
    "costs": _any_of("costs", "cost_note"),
    "indicators": _all_of("indicators"),
    "evidence": lambda facts: facts.get("evidence") is not None,
    "went_wrong": _all_of("went_wrong"),
    "success_conditions": _all_of("success_conditions"),
    "lessons": lambda facts: (facts.get("lessons") or 0) >= LEAST_LESSONS,
    "smallest_version": _all_of("smallest_version"),
    "not_suitable_when": _all_of("not_suitable_when"),
    "suitable_bands": _all_of("suitable_bands"),
    "after_donor": _all_of("after_donor"),
}


@dataclass(frozen=True)
class Completeness:
    """The fields that are still missing, in the order of the form."""

    missing_card: tuple[str, ...]
    missing_full: tuple[str, ...]

    @property
    def card_total(self) -> int:
        return len(CARD)

    @property
    def card_done(self) -> int:
        return len(CARD) - len(self.missing_card)

    @property
    def full_total(self) -> int:
        return len(FULL)

    @property
    def full_done(self) -> int:
        return len(FULL) - len(self.missing_full)

    @property
    def is_card(self) -> bool:
        return not self.missing_card

    @property
    def is_full(self) -> bool:
        """A full case: the card and everything that a peer must be able to read."""
        return self.is_card and not self.missing_full


def completeness_of(facts: Facts) -> Completeness:
    return Completeness(
        tuple(name for name, is_there in CARD.items() if not is_there(facts)),
        tuple(name for name, is_there in FULL.items() if not is_there(facts)),
    )
