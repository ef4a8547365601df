"""What donors count of practices: those published, and those taken over. Plugged into the indicators of courses."""

from django.db.models import Count, F, QuerySet

from courses.enums import Breakdown
from courses.services.indicators import TOTAL, Scope
from peer_exchange.models import Adoption, Practice

FIELDS: dict[str, str] = {Breakdown.KIND: "organisation__kind", Breakdown.ECONOMY: "organisation__economy"}


def count_practices(scope: Scope, breakdown: str) -> dict[str, int]:
    """Public practices of these organisations, first published in the period; by their kind or economy."""
    rows = Practice.objects.public().filter(scope.within("first_published_at"), organisation__in=scope.branch)
    return _counted(rows.filter(approach=scope.approach_id) if scope.approach_id else rows, breakdown)


def count_adoptions(scope: Scope, breakdown: str) -> dict[str, int]:
    """Practices that these organisations took over, from the day on which they began to run."""
    rows = Adoption.objects.public().adopted().filter(organisation__in=scope.branch)
    rows = rows.filter(started_on__gte=scope.starts_on, started_on__lte=scope.ends_on)
    return _counted(rows.filter(practice__approach=scope.approach_id) if scope.approach_id else rows, breakdown)


def _counted(rows: QuerySet, breakdown: str) -> dict[str, int]:
    rows = rows.order_by()
    found = {TOTAL: rows.count()}
    if field := FIELDS.get(breakdown):
        found |= dict(rows.values(group=F(field)).annotate(number=Count("pk")).values_list("group", "number"))
    return found
