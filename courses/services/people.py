"""The list of an organisation's people: which enrollments, in which order, from where on. Reads only.

A page begins at a cursor (the values of the row before it), so that the hundredth page costs what the first one does.
Who may see it is decided before: the caller hands in the organisations of the branch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    DateTimeField,
    DecimalField,
    F,
    Field,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.translation import gettext_lazy as _

from academy.folding import fold
from courses.enums import LearnerStatus
from courses.models import Certificate, Enrollment
from courses.models.enrollment import NO_SCORE
from courses.rules.standing import SILENCE, status_of

PER_PAGE = 50
COUNTED = 10_000  # more are "more than"
CHUNK = 1_000
WORDS = 6  # of a search
LAST_ACTIVE = {"week": timedelta(days=7), "month": timedelta(days=30)}
SILENT_FOR = {"silent": SILENCE, "silent_month": timedelta(days=30)}
ACTIVITIES = {
    "week": _("In the last 7 days"),
    "month": _("In the last 30 days"),
    "silent": _("None for 14 days"),
    "silent_month": _("None for 30 days"),
}


SHOWN = (
    "uuid", "state", "percent", "score", "organisation_id", "sort_name", "enrolled_at", "last_activity_at",
    "started_at", "behind_at", "deadline_at", "completed_at", "user__name", "user__name_other_script", "user__email",
    "course__key", "course__title", "edition__title", "edition__starts_on",
)  # fmt: skip


class Sort(NamedTuple):
    """`column` and the primary key decide; both downward when `down`."""

    column: str
    down: bool


SORTS = {
    "name": Sort("sort_name", False),
    "name-down": Sort("sort_name", True),
    "activity": Sort("last_activity_at", True),
    "activity-up": Sort("last_activity_at", False),
    "progress": Sort("percent", True),
    "progress-up": Sort("percent", False),
    "score": Sort("ranked_score", True),
    "score-up": Sort("ranked_score", False),
}


@dataclass(frozen=True)
class PeopleFilter:
    """What is asked for, as the address and an export carry it; empty means everything. `organisation` is its key."""

    q: str = ""
    course: str = ""
    organisation: str = ""
    edition: str = ""
    status: str = ""
    activity: str = ""
    sort: str = "name"

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "PeopleFilter":
        known = {row.name for row in fields(cls)}
        return cls(**{name: str(value) for name, value in data.items() if name in known})

    def as_json(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def is_set(self) -> bool:
        return any(value for name, value in asdict(self).items() if name != "sort")


@dataclass(frozen=True)
class Page:
    """`before` and `after` are the cursors of the pages beside it, empty where there is none."""

    rows: list[Enrollment] = field(default_factory=list)
    before: str = ""
    after: str = ""


def people(organisation_ids: Sequence[int], wanted: PeopleFilter, *, now: datetime) -> QuerySet[Enrollment]:
    """The enrollments of these organisations that meet the filter, in no order yet.

    `wanted.organisation` is not looked at: it has narrowed `organisation_ids` already.
    """
    rows = Enrollment.objects.filter(organisation__in=organisation_ids)
    for word in fold(wanted.q).split()[:WORDS]:
        rows = rows.filter(Q(sort_name__startswith=word) | Q(sort_name__contains=f" {word}"))
    if wanted.course:
        rows = rows.filter(course__key=wanted.course)
    if wanted.edition:
        rows = rows.filter(edition__uuid=wanted.edition) if _is_uuid(wanted.edition) else rows.none()
    rows = rows.standing_as(wanted.status, now=now) if wanted.status else rows.standing()
    if wanted.activity in LAST_ACTIVE:
        rows = rows.filter(last_activity_at__gte=now - LAST_ACTIVE[wanted.activity])
    elif wanted.activity in SILENT_FOR:
        rows = rows.filter(last_activity_at__lt=now - SILENT_FOR[wanted.activity])
    return rows


def page_of(
    rows: QuerySet[Enrollment], sort_name: str, *, after: str = "", before: str = "", are_few: bool = False
) -> Page:
    """The page behind or before a cursor, the first one without; a cursor that makes no sense is none. Of few rows all
    are sorted, instead of looking for them through the whole list in its order.
    """
    sort = SORTS.get(sort_name, SORTS["name"])
    point = _read(sort, after or before)
    backward = bool(before) and not after and point is not None
    found = list(_from(rows, sort, point, backward=backward, are_few=are_few)[: PER_PAGE + 1])
    has_more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if backward:
        found.reverse()
    if not found:
        return Page()
    has_before = has_more if backward else point is not None
    has_after = True if backward else has_more
    return Page(
        rows=found,
        before=_written(sort, found[0]) if has_before else "",
        after=_written(sort, found[-1]) if has_after else "",
    )


def count_people(rows: QuerySet[Enrollment]) -> int:
    """Exact up to COUNTED; one more stands for "more than that"."""
    return rows.order_by()[: COUNTED + 1].count()


def looked_up(rows: QuerySet[Enrollment]) -> tuple[QuerySet[Enrollment], int]:
    """The same rows, by their keys where there are no more than COUNTED, and their number as `count_people` has it: for
    those that words of a name find, which an index answers at once.
    """
    found = list(rows.order_by().values_list("pk", flat=True)[: COUNTED + 1])
    return rows if len(found) > COUNTED else Enrollment.objects.filter(pk__in=found), len(found)


def chunks_of(rows: QuerySet[Enrollment], sort_name: str, *, size: int = CHUNK) -> Iterator[list[Enrollment]]:
    """All rows in their order, chunk after chunk, each a query of its own: memory stays the same."""
    sort = SORTS.get(sort_name, SORTS["name"])
    point = None
    while chunk := list(_from(rows, sort, point, backward=False)[:size]):
        yield chunk
        point = (getattr(chunk[-1], sort.column), chunk[-1].pk)


def status_now(row: Enrollment, now: datetime) -> LearnerStatus:
    return LearnerStatus(
        status_of(
            state=row.state, started_at=row.started_at, behind_at=row.behind_at, deadline_at=row.deadline_at, now=now
        )
    )


def certificates_of(rows: Sequence[Enrollment]) -> dict[int, Certificate]:
    """{enrollment: its valid certificate}, one query."""
    found = Certificate.objects.unrevoked().filter(enrollment__in=[row.pk for row in rows])
    return {row.enrollment_id: row for row in found.only("code", "enrollment_id", "issued_at", "expires_at")}


# Cursors ----------------------------------------------------------------------------------------------------------

FIELDS: dict[str, Field] = {
    "sort_name": TextField(),
    "last_activity_at": DateTimeField(),
    "percent": IntegerField(),
    "ranked_score": DecimalField(max_digits=5, decimal_places=2),
}


class _Pair(Func):
    """Two values compared as one, as an index holds them."""

    template = "(%(expressions)s)"
    output_field = BooleanField()


def _from(
    rows: QuerySet[Enrollment], sort: Sort, point: tuple[Any, int] | None, *, backward: bool, are_few: bool = False
) -> QuerySet[Enrollment]:
    if sort.column == "ranked_score":
        rows = rows.annotate(ranked_score=Coalesce("score", Value(NO_SCORE)))
    down = sort.down != backward
    if point is not None:
        here = _Pair(F(sort.column), F("pk"))
        there = _Pair(Value(point[0], output_field=FIELDS[sort.column]), Value(point[1]))
        rows = rows.filter(LessThan(here, there) if down else GreaterThan(here, there))
    rows = rows.select_related("user", "course", "edition").only(*SHOWN)
    column: F | Coalesce = F(sort.column)
    if are_few:
        column = Coalesce(column, column)  # no index is in this order
    return rows.order_by(column.desc(), "-pk") if down else rows.order_by(column.asc(), "pk")


def _written(sort: Sort, row: Enrollment) -> str:
    value = getattr(row, sort.column)
    return f"{row.pk}~{value.isoformat() if isinstance(value, datetime) else value}"


def _read(sort: Sort, cursor: str) -> tuple[Any, int] | None:
    pk, _tilde, text = cursor.partition("~")
    if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        return None
    try:
        return _value(sort.column, text), int(pk)
    except (ValueError, InvalidOperation):
        return None


def _value(column: str, text: str) -> Any:
    if column == "last_activity_at":
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("a moment without its zone")
        return moment
    if column == "percent":
        return min(max(int(text), -1), 101)
    if column == "ranked_score":
        number = Decimal(text)
        if not number.is_finite() or abs(number) > 1000:
            raise ValueError("not a score")
        return number
    return text.replace("\x00", "")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
