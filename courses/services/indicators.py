"""Indicators for donors, computed from the platform's own records: aggregated in the database, nothing typed in.

A framework counts in the branch of its organisation, by the organisation that each record had on its day, from the
first moment of `starts_on` to the last of `ends_on` in the time zone of the site. A person counts once, whatever the
number of her courses; a record of somebody who deleted her account counts as one person. What rooms above courses
count, they plug into `academy.sockets.measures`.
"""

import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from academy import sockets
from academy.enums import Economy, OrganisationKind, Sex
from academy.models import Organisation
from courses.enums import Breakdown, EditionState, EnrollmentState, Measure
from courses.models import Certificate, Course, Edition, Enrollment, Framework, HandIn, Indicator

Groups = dict[str, Decimal]  # value of the breakdown ("" not said) → number
TOTAL = "total"
OF_PEOPLE = frozenset(Breakdown)
OF_EDITIONS = frozenset({Breakdown.KIND, Breakdown.ECONOMY, Breakdown.COURSE})
# by what each measure can be broken down
BREAKDOWNS: Mapping[str, frozenset[str]] = {
    Measure.PEOPLE_ENROLLED: OF_PEOPLE,
    Measure.PEOPLE_TRAINED: OF_PEOPLE,
    Measure.CERTIFICATES: OF_PEOPLE,
    Measure.EDITIONS_DELIVERED: OF_EDITIONS,
    Measure.COURSES_DELIVERED: OF_PEOPLE,
    Measure.MUNICIPALITIES_REACHED: frozenset({Breakdown.SEX, Breakdown.ECONOMY, Breakdown.COURSE}),
    Measure.COMPLETION_RATE: OF_PEOPLE,
    Measure.ASSIGNMENTS: OF_PEOPLE,
    Measure.PRACTICES: frozenset({Breakdown.KIND, Breakdown.ECONOMY}),
    Measure.ADOPTIONS: frozenset({Breakdown.KIND, Breakdown.ECONOMY}),
    Measure.EVENTS: frozenset({Breakdown.KIND, Breakdown.ECONOMY}),
    Measure.EVENT_PEOPLE: frozenset({Breakdown.SEX, Breakdown.KIND, Breakdown.ECONOMY}),
}
PLUGGED = frozenset({Measure.PRACTICES, Measure.ADOPTIONS, Measure.EVENTS, Measure.EVENT_PEOPLE})
EXPLAINED: Mapping[str, str | Promise] = {
    Measure.PEOPLE_ENROLLED: _("Different people who enrolled in a course in the period, each once."),
    Measure.PEOPLE_TRAINED: _("Different people who completed at least one course in the period, each once."),
    Measure.CERTIFICATES: _("Certificates of courses completed in the period; revoked ones are not counted."),
    Measure.EDITIONS_DELIVERED: _("Announced editions of these organisations whose last day was in the period."),
    Measure.COURSES_DELIVERED: _("Different courses that at least one person completed in the period."),
    Measure.MUNICIPALITIES_REACHED: _(
        "Different municipalities of whose staff, that of their units included, at least one person completed a course "
        "in the period."
    ),
    Measure.COMPLETION_RATE: _("Of all enrollments begun in the period, the share that was completed before its end."),
    Measure.ASSIGNMENTS: _("Assignments that learners handed in for the first time in the period."),
    Measure.PRACTICES: _("Good practices of these organisations published in the period."),
    Measure.ADOPTIONS: _("Adoptions of good practices by these organisations in the period."),
    Measure.EVENTS: _("Events of learning clusters that these organisations host, held in the period."),
    Measure.EVENT_PEOPLE: _(
        "Different people of these organisations who were at an event of a learning cluster in the period, each once."
    ),
}  # fmt: skip
NOT_YET = gettext_lazy("Counted once the practices library is in use.")
FIELDS = {
    Breakdown.SEX: "user__sex",
    Breakdown.KIND: "organisation__kind",
    Breakdown.ECONOMY: "organisation__economy",
    Breakdown.COURSE: "course_id",
}
CHOICES = {Breakdown.SEX: Sex, Breakdown.KIND: OrganisationKind, Breakdown.ECONOMY: Economy}


@dataclass(frozen=True)
class Scope:
    """What is counted: `starts_at` ≤ moment < `ends_at`, in the branch of `organisation`; course, approach narrow."""

    organisation: Organisation
    starts_on: date
    ends_on: date
    course_id: int | None = None
    approach_id: int | None = None

    @classmethod
    def of(cls, indicator: Indicator, framework: Framework) -> "Scope":
        return cls(
            framework.organisation, framework.starts_on, framework.ends_on, indicator.course_id, indicator.approach_id
        )

    @property
    def starts_at(self) -> datetime:
        return _midnight(self.starts_on)

    @property
    def ends_at(self) -> datetime:
        return _midnight(self.ends_on + timedelta(days=1))

    @property
    def branch(self) -> QuerySet[Organisation]:
        return Organisation.objects.within(self.organisation).order_by().values("pk")

    def narrowed(self, rows: QuerySet, course: str = "course") -> QuerySet:
        if self.course_id:
            rows = rows.filter(**{f"{course}_id": self.course_id})
        return rows.filter(**{f"{course}__approach": self.approach_id}) if self.approach_id else rows

    def within(self, moment: str) -> Q:
        return Q(**{f"{moment}__gte": self.starts_at, f"{moment}__lt": self.ends_at})


@dataclass(frozen=True)
class Row:
    label: str
    value: Decimal


@dataclass(frozen=True)
class Result:
    """`actual` and what it consists of; `note` where nothing can be counted yet."""

    indicator: Indicator
    actual: Decimal
    rows: list[Row] = field(default_factory=list)
    note: str | Promise = ""

    @property
    def is_percent(self) -> bool:
        return self.indicator.measure == Measure.COMPLETION_RATE

    @property
    def explained(self) -> str | Promise:
        return EXPLAINED[self.indicator.measure]

    @property
    def of_target(self) -> int | None:
        """Per cent of the target, rounded down; None without a target."""
        target = self.indicator.target
        return int(self.actual * 100 / target) if target else None


def results_of(framework: Framework, titles: Mapping[int, str], *, now: datetime | None = None) -> list[Result]:
    """Every indicator in its order. `titles` are {course: title} in the reader's language.

    The queries grow with the indicators, not with the people. Two indicators that ask the same are asked once.
    """
    now = now or timezone.now()
    known: dict[tuple, tuple[Groups, bool]] = {}
    found = []
    rows = framework.indicators.select_related("course", "approach").prefetch_related("approach__names")
    for indicator in rows:
        scope = Scope.of(indicator, framework)
        question = (indicator.measure, indicator.breakdown, scope.course_id, scope.approach_id)
        if question not in known:
            known[question] = numbers_of(indicator.measure, indicator.breakdown, scope, now=now)
        numbers, is_counted = known[question]
        found.append(
            Result(
                indicator,
                numbers.get(TOTAL, Decimal(0)),
                _labelled(numbers, indicator.breakdown, titles) if indicator.breakdown else [],
                "" if is_counted else NOT_YET,
            )
        )
    return found


def numbers_of(measure: str, breakdown: str, scope: Scope, *, now: datetime) -> tuple[Groups, bool]:
    """`{TOTAL: …, group: …}` and whether anything can be counted at all."""
    by = breakdown if breakdown in BREAKDOWNS[measure] else ""
    if measure in PLUGGED:
        counter = sockets.measures.get(measure)
        if counter is None:
            return {TOTAL: Decimal(0)}, False
        return {str(group): Decimal(number) for group, number in counter(scope, by).items()}, True
    return COUNTERS[Measure(measure)](scope, by, now), True


# The measures --------------------------------------------------------------------------------------------------------

PERSON = Coalesce("user_id", -F("pk"))


def _enrollments(scope: Scope) -> QuerySet[Enrollment]:
    return scope.narrowed(Enrollment.objects.filter(organisation__in=scope.branch)).order_by()


def _completions(scope: Scope) -> QuerySet[Enrollment]:
    return _enrollments(scope).filter(scope.within("completed_at"), state=EnrollmentState.COMPLETED)


def _people_enrolled(scope: Scope, by: str, now: datetime) -> Groups:
    return _counted(_enrollments(scope).filter(scope.within("enrolled_at")), by, Count(PERSON, distinct=True))


def _people_trained(scope: Scope, by: str, now: datetime) -> Groups:
    return _counted(_completions(scope), by, Count(PERSON, distinct=True))


def _courses(scope: Scope, by: str, now: datetime) -> Groups:
    return _counted(_completions(scope), by, Count("course", distinct=True))


def _certificates(scope: Scope, by: str, now: datetime) -> Groups:
    rows = Certificate.objects.unrevoked().filter(
        scope.within("completed_at"), enrollment__organisation__in=scope.branch
    )
    return _counted(scope.narrowed(rows, "enrollment__course").order_by(), by, Count("pk"), "enrollment__")


def _assignments(scope: Scope, by: str, now: datetime) -> Groups:
    rows = HandIn.objects.filter(scope.within("at"), number=1, submission__enrollment__organisation__in=scope.branch)
    rows = scope.narrowed(rows, "submission__enrollment__course").order_by()
    return _counted(rows, by, Count("pk"), "submission__enrollment__")


def _editions(scope: Scope, by: str, now: datetime) -> Groups:
    today = timezone.localtime(now, _zone()).date()
    rows = Edition.objects.filter(organisation__in=scope.branch, state=EditionState.PUBLISHED)
    rows = rows.filter(ends_on__gte=scope.starts_on, ends_on__lte=scope.ends_on, ends_on__lt=today)
    return _counted(scope.narrowed(rows).order_by(), by, Count("pk"))


def _rate(scope: Scope, by: str, now: datetime) -> Groups:
    rows = _enrollments(scope).filter(scope.within("enrolled_at"))
    done = rows.filter(state=EnrollmentState.COMPLETED, completed_at__lt=scope.ends_at)
    every, completed = _counted(rows, by, Count("pk")), _counted(done, by, Count("pk"))
    return {
        group: round(completed.get(group, Decimal(0)) * 100 / number, 1) for group, number in every.items() if number
    }


def _municipalities(scope: Scope, by: str, now: datetime) -> Groups:
    """Grouped by organisation in the database, then each led up to its municipality."""
    group = FIELDS[Breakdown(by)] if by and by != Breakdown.ECONOMY else "organisation_id"
    pairs = _completions(scope).values_list("organisation__path", group).distinct()
    reached = list(pairs)
    steplen = Organisation.steplen
    above = {path[:end] for path, _group in reached for end in range(steplen, len(path) + 1, steplen)}
    found = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY, path__in=above).order_by()
    economies = dict(found.values_list("path", "economy"))
    groups: dict[str, set[str]] = defaultdict(set, {TOTAL: set()})
    for path, value in reached:
        ends = range(len(path), 0, -steplen)
        town = next((path[:end] for end in ends if path[:end] in economies), None)
        if town is None:
            continue
        groups[TOTAL].add(town)
        if by:
            groups[economies[town] if by == Breakdown.ECONOMY else str(value or "")].add(town)
    return {name: Decimal(len(towns)) for name, towns in groups.items()}


COUNTERS = {
    Measure.PEOPLE_ENROLLED: _people_enrolled,
    Measure.PEOPLE_TRAINED: _people_trained,
    Measure.CERTIFICATES: _certificates,
    Measure.EDITIONS_DELIVERED: _editions,
    Measure.COURSES_DELIVERED: _courses,
    Measure.MUNICIPALITIES_REACHED: _municipalities,
    Measure.COMPLETION_RATE: _rate,
    Measure.ASSIGNMENTS: _assignments,
}


def _counted(rows: QuerySet, by: str, number: Count, prefix: str = "") -> Groups:
    """The total, and by group: people in several groups count in each, so that groups may sum up to more."""
    found = {TOTAL: Decimal(rows.aggregate(number=number)["number"])}
    if by:
        name = f"{prefix}{FIELDS[Breakdown(by)]}"
        # an unknown person and one who said nothing are one group: counted together, because numbers are distinct
        group = F(name) if by == Breakdown.COURSE else Coalesce(name, Value(""))
        for value, count in rows.values(group=group).annotate(number=number).values_list("group", "number"):
            found[str(value or "")] = Decimal(count)
    return found


# Words ---------------------------------------------------------------------------------------------------------------


def _labelled(numbers: Groups, breakdown: str, titles: Mapping[int, str]) -> list[Row]:
    """In the order of the enums, courses by title; what was not said comes last."""
    groups = {name: value for name, value in numbers.items() if name != TOTAL}
    if breakdown == Breakdown.COURSE:
        known = Course.objects.in_bulk([int(name) for name in groups if name])
        names = {str(pk): titles.get(pk, course.title) for pk, course in known.items()}
        order: Iterable[str] = sorted(names, key=lambda pk: names[pk])
    else:
        choices: Any = {Breakdown.SEX: Sex, Breakdown.KIND: OrganisationKind, Breakdown.ECONOMY: Economy}[
            Breakdown(breakdown)
        ]
        names = {str(choice.value): str(choice.label) for choice in choices}
        order = names
    rows = [Row(names[name], groups[name]) for name in order if name in groups]
    return [*rows, Row(gettext("Not said"), groups[""])] if "" in groups else rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=_zone())


def _zone() -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(settings.TIME_ZONE)
