"""Counting enrollments by organisation, course and month. Overviews sum the counts, whatever the number of learners.

Nothing is ever added to a count: whatever pair of organisation and course changed is counted anew, so that a run that
is lost or repeated does no harm. It knows nothing of who looks at them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from courses.enums import EnrollmentState
from courses.models import Enrollment, Tally, TallyRun

OVERLAP = timedelta(minutes=5)  # a transaction may commit that long after the moment it wrote down
FRESH = timedelta(minutes=1)
BATCH = 100  # organisations counted together
EVENTS = {"enrolled": "enrolled_at", "started": "started_at", "half": "half_at", "completed": "completed_at"}
COUNTED = [*EVENTS, "withdrawn"]

Pair = tuple[int, int]  # organisation, course
Key = tuple[int, int, date]


def count_tallies(*, now: datetime | None = None) -> datetime:
    """Count anew whatever changed since the last run; returns up to when everything is counted.

    Two at the same time: the second one leaves it to the first.
    """
    return _count(now or timezone.now(), everything=False)


def recount_tallies(*, now: datetime | None = None) -> datetime:
    """Count everything anew: for rows that were removed or moved past the services, and left no trace."""
    return _count(now or timezone.now(), everything=True)


def counted_until(*, now: datetime | None = None) -> datetime:
    """Up to when the tallies are true, counted first when that is over a minute ago."""
    now = now or timezone.now()
    run = TallyRun.objects.first()
    if run is not None and run.counted_until > now - FRESH:
        return run.counted_until
    return count_tallies(now=now)


@transaction.atomic
def _count(now: datetime, *, everything: bool) -> datetime:
    run = _claimed_run()
    if run is None:
        return TallyRun.objects.values_list("counted_until", flat=True).first() or now
    since = None if everything or run.pk is None else run.counted_until - OVERLAP
    by_organisation: dict[int, set[int]] = defaultdict(set)
    for organisation, course in _changed(since):
        by_organisation[organisation].add(course)
    organisations = sorted(by_organisation)
    for start in range(0, len(organisations), BATCH):
        batch = organisations[start : start + BATCH]
        _count_pairs({(organisation, course) for organisation in batch for course in by_organisation[organisation]})
    run.counted_until = now
    run.save()
    return now


def _claimed_run() -> TallyRun | None:
    """The row, locked, or a new one; None while somebody else counts."""
    rows = TallyRun.objects.order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        locked = rows.select_for_update(skip_locked=True).first()
        return locked if locked or rows.exists() else TallyRun()
    return rows.first() or TallyRun()


def _changed(since: datetime | None) -> set[Pair]:
    rows = Enrollment.objects.filter(organisation__isnull=False)
    if since is None:
        stored = Tally.objects.order_by().values_list("organisation_id", "course_id").distinct()
        return {*rows.order_by().values_list("organisation_id", "course_id").distinct(), *stored}
    return set(rows.filter(changed_at__gte=since).order_by().values_list("organisation_id", "course_id").distinct())


def _count_pairs(pairs: set[Pair]) -> None:
    """Five grouped queries for all pairs together; months in which nothing is left are removed."""
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    rows = Enrollment.objects.filter(
        organisation__in={organisation for organisation, _course in pairs}, course__in={course for _o, course in pairs}
    )
    for name, moment in EVENTS.items():
        _add(counts, pairs, name, rows, moment)
    # Leaving has no date of its own; nothing is written to an enrollment after it
    _add(counts, pairs, "withdrawn", rows.filter(state=EnrollmentState.WITHDRAWN), "last_activity_at")
    _store(pairs, counts)


def _add(counts: dict[Key, Counter[str]], pairs: set[Pair], name: str, rows: QuerySet[Enrollment], moment: str) -> None:
    found = (
        rows.filter(**{f"{moment}__isnull": False})
        .order_by()
        .values_list("organisation_id", "course_id", TruncMonth(moment, tzinfo=UTC))
        .annotate(number=Count("pk"))
    )
    for organisation, course, month, number in found:
        if (organisation, course) in pairs:
            counts[organisation, course, month.date()][name] = number


def _store(pairs: set[Pair], counts: dict[Key, Counter[str]]) -> None:
    stored = Tally.objects.filter(
        organisation__in={organisation for organisation, _course in pairs}, course__in={course for _o, course in pairs}
    )
    stale = []
    for pk, organisation, course, month, *numbers in stored.values_list(
        "pk", "organisation_id", "course_id", "month", *COUNTED
    ):
        if (organisation, course) not in pairs:
            continue
        counted = counts.get((organisation, course, month))
        if counted is None:
            stale.append(pk)
        elif numbers == [counted[name] for name in COUNTED]:
            del counts[organisation, course, month]  # as it stands already
    Tally.objects.filter(pk__in=stale).delete()
    Tally.objects.bulk_create(
        _tallies(counts.items()),
        update_conflicts=True,
        unique_fields=["organisation", "course", "month"],
        update_fields=COUNTED,
        batch_size=1000,
    )


def _tallies(counts: Iterable[tuple[Key, Counter[str]]]) -> list[Tally]:
    return [
        Tally(
            organisation_id=organisation,
            course_id=course,
            month=month,
            **{name: numbers[name] for name in COUNTED},
        )
        for (organisation, course, month), numbers in counts
    ]
