"""How a branch learns, as a picture: figures, who needs help, a funnel, months, courses × organisations. Reads only.

Everything but the few who need help now, and what happened in the last days, comes from tallies; the number of queries
is the same for any branch.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import get_language

from academy.models import Organisation
from courses.catalogue import cards
from courses.enums import EnrollmentState, LearnerStatus
from courses.models import Course, Edition, Enrollment, Invitation, Tally
from courses.rules.periods import Days, Period, months_of
from courses.services.tallies import EVENTS, counted_until

NUMBERS = ("enrolled", "started", "half", "completed", "withdrawn")
EDITIONS = 5


@dataclass
class Numbers:
    enrolled: int = 0
    started: int = 0
    half: int = 0
    completed: int = 0
    withdrawn: int = 0

    @property
    def staying(self) -> int:
        """Enrolled and not left again."""
        return max(self.enrolled - self.withdrawn, 0)

    @property
    def percent(self) -> int | None:
        """Completed of those who stay, rounded down; None where nobody is."""
        return min(100 * self.completed // self.staying, 100) if self.staying else None

    def add(self, other: "Numbers") -> None:
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Line:
    """A row of the heat table: an organisation with all below it, or `organisation` itself alone."""

    organisation: Organisation
    is_itself: bool
    by_course: dict[int, Numbers]
    total: Numbers


@dataclass
class Overview:
    """`period` numbers are what happened in the period, `before` in the one before it (or None), `until` everything
    up to its end, for the funnel and the heat table.
    """

    period: Period
    counted_until: datetime
    in_period: Numbers
    before: Numbers | None
    until: Numbers
    months: list[tuple[date, Numbers]]
    courses: list[tuple[int, str, str]]  # id, key, title
    lines: list[Line]
    invited: int
    waiting: dict[LearnerStatus, int]
    editions: list[Edition] = field(default_factory=list)
    joined: list[Edition] = field(default_factory=list)  # of others, with people of the branch; each with `ours`

    @property
    def is_empty(self) -> bool:
        """Nobody ever enrolled."""
        return not self.until.enrolled and not self.lines


def overview_of(
    organisation: Organisation, branch: Sequence[Organisation], period: Period, *, now: datetime | None = None
) -> Overview:
    """`branch` is the organisation and all below it in the order of the tree."""
    now = now or timezone.now()
    until = counted_until(now=now)
    ids = [row.pk for row in branch]
    coming = Edition.objects.coming(today=timezone.localdate(now)).select_related("course")
    coming = coming.order_by("starts_on", "pk")
    tallies = Tally.objects.filter(organisation__in=ids).order_by()
    sums = {name: Sum(name) for name in NUMBERS}
    by_month = {
        month: Numbers(*numbers)
        for month, *numbers in tallies.values("month").annotate(**sums).values_list("month", *NUMBERS)
    }
    until_then = tallies.filter(month__lte=period.last).values("organisation_id", "course_id").annotate(**sums)
    cells = {
        (organisation, course): Numbers(*numbers)
        for organisation, course, *numbers in until_then.values_list("organisation_id", "course_id", *NUMBERS)
    }
    in_period, before = _compared(ids, by_month, period)
    courses = _courses({course for _organisation, course in cells})
    return Overview(
        period=period,
        counted_until=until,
        in_period=in_period,
        before=before,
        until=_summed(by_month, Period(None, period.last)),
        months=[(month, by_month.get(month, Numbers())) for month in months_of(period, min(by_month, default=None))],
        courses=courses,
        lines=_lines(organisation, branch, cells),
        invited=_invited(ids),
        waiting=_waiting(ids, now),
        editions=list(coming.filter(organisation__in=ids)[:EDITIONS]),
        joined=list(coming.joined_from(ids)[:EDITIONS]),
    )


def course_titles(language: str) -> dict[int, str]:
    """{course: its title in this language}, of those that are published."""
    return {card.course_id: card.title for card in cards(language)}


def _compared(ids: list[int], by_month: dict[date, Numbers], period: Period) -> tuple[Numbers, Numbers | None]:
    """What happened in the period, and in the one before it."""
    if period.days is not None:
        return _counted(ids, period.days)
    return _summed(by_month, period), _summed(by_month, period.before) if period.before else None


def _counted(ids: list[int], days: Days) -> tuple[Numbers, Numbers]:
    """Of these days and of those before them, in the active time zone: one query, over the enrollments that changed."""
    begin, middle, end = (_midnight(day) for day in (days.before.first, days.first, days.last + timedelta(days=1)))
    rows = Enrollment.objects.filter(organisation__in=ids, changed_at__gte=begin).order_by()
    conditions = {
        f"{name}_{number}": Q(**{f"{moment}__gte": since, f"{moment}__lt": until})
        for name, moment in {**EVENTS, "withdrawn": "last_activity_at"}.items()
        for number, (since, until) in enumerate([(middle, end), (begin, middle)])
    }
    left = Q(state=EnrollmentState.WITHDRAWN)
    found = rows.aggregate(
        **{
            name: Count("pk", filter=wanted & left if name.startswith("withdrawn") else wanted)
            for name, wanted in conditions.items()
        }
    )
    here, there = (Numbers(*(found[f"{name}_{number}"] for name in NUMBERS)) for number in range(2))
    return here, there


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _summed(by_month: dict[date, Numbers], period: Period) -> Numbers:
    total = Numbers()
    for month, numbers in by_month.items():
        if period.holds(month):
            total.add(numbers)
    return total


def _courses(ids: set[int]) -> list[tuple[int, str, str]]:
    titles = course_titles(get_language() or "en")
    rows = Course.objects.filter(pk__in=ids).values_list("pk", "key", "title")
    return sorted(((pk, key, titles.get(pk, title)) for pk, key, title in rows), key=lambda row: row[2])


def _lines(
    organisation: Organisation, branch: Sequence[Organisation], cells: dict[tuple[int, int], Numbers]
) -> list[Line]:
    """One row for each organisation of the next level with its own branch, and one for `organisation` itself."""
    length = len(organisation.path) + Organisation.steplen
    heads = {row.path: row for row in branch if len(row.path) == length}
    head_of = {row.pk: heads.get(row.path[:length], organisation) for row in branch}
    lines: dict[int, Line] = {}
    for (organisation_id, course_id), numbers in cells.items():
        head = head_of[organisation_id]
        line = lines.setdefault(head.pk, Line(head, head.pk == organisation.pk, defaultdict(Numbers), Numbers()))
        line.by_course[course_id].add(numbers)
        line.total.add(numbers)
    return [lines[row.pk] for row in branch if row.pk in lines]


def _invited(ids: list[int]) -> int:
    """Asked by letter and not in yet."""
    rows = Invitation.objects.filter(organisation__in=ids, accepted_at__isnull=True, revoked_at__isnull=True)
    return rows.count()


def _waiting(ids: list[int], now: datetime) -> dict[LearnerStatus, int]:
    """How many are not started, behind and overdue at this moment: one query that an index answers alone."""
    active = Enrollment.objects.filter(organisation__in=ids, state=EnrollmentState.ACTIVE)
    in_time = Q(deadline_at__isnull=True) | Q(deadline_at__gt=now)
    found = active.order_by().aggregate(
        overdue=Count("organisation", filter=Q(deadline_at__lte=now)),
        not_started=Count("organisation", filter=in_time & Q(started_at__isnull=True)),
        behind=Count("organisation", filter=in_time & Q(started_at__isnull=False, behind_at__lte=now)),
    )
    return {LearnerStatus(name): number for name, number in found.items()}
