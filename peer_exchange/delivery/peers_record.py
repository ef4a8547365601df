"""What peers said of a validated practice, as everybody may see it: points per criterion, and where they work.

Never who they are, nor which of them said what.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from peer_exchange.enums import REVIEWED_STATES, Criterion, ReviewState
from peer_exchange.models import Practice, PracticeReview
from peer_exchange.rules.rubric import MOST, WEIGHTS, outcome_of


def with_peers(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """These, with everything that `peers_record` reads; two queries more, however many they are."""
    return practices.select_related("first_review").prefetch_related(_handed_in())


def peers_record(practice: Practice) -> dict[str, Any] | None:
    """{"version", "percent", "points": {criterion: 0–3}, "municipalities": [name]} of the version that was judged.

    None while not validated.
    """
    rows = _reviews(practice)
    outcome = outcome_of([row.scores for row in rows])
    if outcome.percent is None:
        return None
    return {
        "version": rows[0].version,
        "percent": float(outcome.percent),
        "points": {name: float(outcome.points[name]) for name in WEIGHTS},
        "municipalities": sorted({row.organisation.name for row in rows if row.organisation}),
    }


def reviewed_from(practice: Practice) -> list[str]:
    """The municipalities of its reviewers, in the active language; nothing while not validated."""
    return sorted({row.organisation.local_name for row in _reviews(practice) if row.organisation})


def bars_of(peers: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """[{label, points, most, weight}], criterion by criterion; nothing while not validated."""
    if peers is None:
        return []
    return [
        {"label": Criterion(name).label, "points": peers["points"][name], "most": MOST, "weight": weight}
        for name, weight in WEIGHTS.items()
    ]


def _reviews(practice: Practice) -> list[PracticeReview]:
    if practice.state not in REVIEWED_STATES or practice.first_review is None:
        return []
    prefetch_related_objects([practice], _handed_in())  # does nothing after `with_peers`
    return [row for row in practice.reviews.all() if row.version == practice.first_review.version]


def _handed_in() -> Prefetch:
    rows = PracticeReview.objects.filter(state=ReviewState.SUBMITTED).order_by("submitted_at", "pk")
    return Prefetch("reviews", rows.select_related("organisation").prefetch_related("organisation__names"))
