"""What donors count of events: those held, and the people who were there. Plugged into the indicators of courses."""

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Coalesce

from courses.enums import Breakdown
from courses.services.indicators import TOTAL, Scope
from peer_exchange.enums import EventAttendance
from peer_exchange.models import Event, EventPlace

OF_HOST: dict[str, str] = {Breakdown.KIND: "cluster__host__kind", Breakdown.ECONOMY: "cluster__host__economy"}
THEIRS = "event__cluster__members"  # of the cluster: where its people work, as they joined
OF_PEOPLE: dict[str, str] = {
    Breakdown.SEX: "user__sex",
    Breakdown.KIND: f"{THEIRS}__organisation__kind",
    Breakdown.ECONOMY: f"{THEIRS}__organisation__economy",
}


def count_events(scope: Scope, breakdown: str) -> dict[str, int]:
    """Of clusters that these organisations host, over and not cancelled; by the kind or economy of the host."""
    rows = Event.objects.held().past().filter(scope.within("ends_at"), cluster__host__in=scope.branch)
    rows = rows.filter(cluster__approach=scope.approach_id) if scope.approach_id else rows
    return _counted(rows, Count("pk"), OF_HOST.get(breakdown, ""))


def count_people(scope: Scope, breakdown: str) -> dict[str, int]:
    """Who was noted as present, each once, by the organisation for which she joined the cluster."""
    members = {f"{THEIRS}__user": F("user"), f"{THEIRS}__organisation__in": scope.branch}
    rows = EventPlace.objects.filter(scope.within("event__ends_at"), attendance=EventAttendance.ATTENDED, **members)
    rows = rows.filter(event__cluster__approach=scope.approach_id) if scope.approach_id else rows
    return _counted(rows, Count("user", distinct=True), OF_PEOPLE.get(breakdown, ""))


def _counted(rows: QuerySet, number: Count, field: str) -> dict[str, int]:
    rows = rows.order_by()
    found = {TOTAL: rows.aggregate(number=number)["number"]}
    if field:
        groups = rows.values(group=Coalesce(F(field), Value("")))
        found |= dict(groups.annotate(number=number).values_list("group", "number"))
    return found
