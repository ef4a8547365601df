"""What peers said of a validated practice, as everybody may see it: points per criterion. Never who they are."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from peer_exchange.enums import REVIEWED_STATES, Criterion, ReviewState
from peer_exchange.models import Practice, PracticeReview
from peer_exchange.rules.rubric import MOST, WEIGHTS, outcome_of


def with_peers(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """These, with everything that `peers_record` reads; one query more, however many they are."""
    handed_in = PracticeReview.objects.filter(state=ReviewState.SUBMITTED).order_by("submitted_at", "pk")
    return practices.select_related("first_review").prefetch_related(Prefetch("reviews", handed_in))


def peers_record(practice: Practice) -> dict[str, Any] | None:
    """{"version", "percent", "points": {criterion: 0–3}} of the version that was judged; None while not validated."""
    if practice.state not in REVIEWED_STATES or practice.first_review is None:
        return None
    version = practice.first_review.version
    rows = [row for row in practice.reviews.all() if row.version == version and row.state == ReviewState.SUBMITTED]
    outcome = outcome_of([row.scores for row in sorted(rows, key=lambda row: (row.submitted_at, row.pk))])
    if outcome.percent is None:
        return None
    points = {name: float(outcome.points[name]) for name in WEIGHTS}
    return {"version": version, "percent": float(outcome.percent), "points": points}


def bars_of(peers: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """[{label, points, most, weight}], criterion by criterion; nothing while not validated."""
    if peers is None:
        return []
    return [
        {"label": Criterion(name).label, "points": peers["points"][name], "most": MOST, "weight": weight}
        for name, weight in WEIGHTS.items()
    ]
