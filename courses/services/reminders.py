"""Reminders: whose turn it is on a morning, putting their letters into the outbox, and the rules of an organisation.

`rules.reminders` decides for one enrollment; here is which rules bind it. A rule reaches the people of its organisation
and of all below it who still belong there. Of one kind, the rules of the edition go before those of the organisation,
and those of a nearer organisation before those of one above it. Rules that are off are as if they were not there.

A person gets at most one letter a day, named `reminder/<user>/<day>`, whatever the number of her courses: a second run,
or a worker that dies in between, changes nothing. What was said before is read from her earlier letters.
"""

import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from academy.models import Letter, Membership, Organisation, Unsubscription, User
from academy.services.letters import LetterRow, queue_letters
from courses.delivery.reminder_letters import CATEGORY, KIND
from courses.enums import EditionState, EnrollmentState, ReminderKind
from courses.models import Enrollment, ModuleDates, ReminderRule
from courses.rules import reminders as rule

# Hours of her morning at which she is looked at: the later ones make good what a worker missed at the first.
MORNING = frozenset({8, 9, 10})
BATCH = 500  # people looked at together
REMEMBERED = timedelta(days=rule.LONGEST_SILENCE + 30)
LONGEST_AHEAD = 60  # days before a deadline, at most


@dataclass(frozen=True)
class Item:
    """What a letter says of one course."""

    enrollment: Enrollment
    reminder: rule.Reminder

    def as_json(self) -> dict[str, Any]:
        found = self.reminder
        return {
            "enrollment": self.enrollment.pk, "rule": found.rule.key, "kind": str(found.rule.kind),
            "days": found.rule.days, "about": found.about.isoformat(), "count": found.count,
        }  # fmt: skip


@dataclass(frozen=True)
class Due:
    """Somebody's turn: one letter, `day` is hers."""

    user: User
    day: date
    items: list[Item] = field(default_factory=list)


def send_reminders(*, now: datetime | None = None) -> int:
    """Letters to everybody for whom it is morning; returns how many are new. May be called at any time, any often."""
    now = now or timezone.now()
    book = RuleBook.of_all()
    if not book.rules:
        return 0
    count = 0
    for batch in _batches(_reachable(book), book, now, zones=zones_at_morning(now)):
        rows = [
            LetterRow(due.user.pk, _key(due.user.pk, due.day), {
                "day": due.day.isoformat(), "items": [item.as_json() for item in due.items],
            })
            for due in batch
        ]  # fmt: skip
        count += queue_letters(KIND, rows)
    return count


def due_today(organisation: Organisation, *, now: datetime | None = None) -> tuple[list[Due], bool]:
    """Whose turn it would be today in this branch, of the first BATCH that could be; and whether more could be.

    A constant number of queries. Who got her letter today already is not among them.
    """
    now = now or timezone.now()
    book = RuleBook.of_all()
    if not book.rules:
        return [], False
    branch = Organisation.objects.within(organisation).order_by().values("pk")
    people = _people(_candidates(_reachable(book).filter(organisation__in=branch), book, now), 0)
    return _due(people, _reachable(book).filter(organisation__in=branch), book, now), len(people) >= BATCH


def letters_by_day(organisation: Organisation, *, days: int = 14, now: datetime | None = None) -> dict[date, int]:
    """How many reminders people of the branch got, by day of their calendars; the newest day first."""
    since = (now or timezone.now()) - timedelta(days=days)
    branch = Organisation.objects.within(organisation).order_by().values("pk")
    people = Enrollment.objects.filter(organisation__in=branch, user__isnull=False).values("user")
    letters = Letter.objects.filter(kind=KIND, created_at__gte=since, dropped_at__isnull=True, user__in=people)
    by_day = letters.order_by().values(day=KT("data__day")).annotate(n=Count("pk"))
    return {date.fromisoformat(row["day"]): row["n"] for row in by_day.order_by("-day")}


def zones_at_morning(now: datetime) -> list[str]:
    """The time zones in which it is morning."""
    return [name for name, zone in _zones().items() if now.astimezone(zone).hour in MORNING]


class RuleBook:
    """Rules that are on; which of them bind whom."""

    def __init__(self, rules: Iterable[ReminderRule]) -> None:
        self.rules = list(rules)
        self._by_path: dict[str, list[ReminderRule]] = defaultdict(list)
        for row in self.rules:
            self._by_path[row.organisation.path].append(row)

    @classmethod
    def of_all(cls) -> "RuleBook":
        rows = ReminderRule.objects.filter(is_on=True, organisation__is_active=True).select_related("organisation")
        return cls(rows.order_by("organisation__path", "kind", "days"))

    @property
    def paths(self) -> list[str]:
        """Of their organisations, without those below another one."""
        found: list[str] = []
        for path in sorted(self._by_path):
            if not found or not path.startswith(found[-1]):
                found.append(path)
        return found

    def days(self, kind: ReminderKind) -> list[int]:
        return [row.days for row in self.rules if row.kind == kind]

    def binding(self, path: str, edition_id: int | None, works_at: Iterable[str]) -> list[rule.Rule]:
        """For an enrollment of the organisation at `path`, of somebody who belongs to those at `works_at` now."""
        steps = range(len(path), 0, -Organisation.steplen)
        nearest_first = [
            rows
            for end in steps
            if (rows := self._by_path.get(path[:end])) and any(place.startswith(path[:end]) for place in works_at)
        ]
        found: list[rule.Rule] = []
        for kind in ReminderKind:
            for_edition = [[r for r in rows if r.edition_id and r.edition_id == edition_id] for rows in nearest_first]
            for_all = [[r for r in rows if r.edition_id is None] for rows in nearest_first]
            for rows in [*for_edition, *for_all]:
                if chosen := [row for row in rows if row.kind == kind]:
                    found += [rule.Rule(row.kind, row.days, row.pk) for row in chosen]
                    break
        return found


# Whose turn it is ------------------------------------------------------------------------------------------------


def _reachable(book: RuleBook) -> QuerySet[Enrollment]:
    """Those of organisations with rules, of people who may get letters."""
    branches = Q(pk__in=[])
    for path in book.paths:
        branches |= Q(path__startswith=path)
    organisations = Organisation.objects.filter(branches).order_by().values("pk")
    return Enrollment.objects.filter(
        state=EnrollmentState.ACTIVE, organisation__in=organisations, user__is_active=True
    ).order_by()


def _candidates(rows: QuerySet[Enrollment], book: RuleBook, now: datetime) -> QuerySet[Enrollment]:
    """Those that some rule could mean, by columns of the row: a little too many, never too few."""
    wanted = Q(pk__in=[])
    if days := book.days(ReminderKind.DEADLINE):
        until = now + timedelta(days=max(days) + 2)
        wanted |= Q(due_at__gt=now, due_at__lte=until) | Q(deadline_at__gt=now, deadline_at__lte=until)
    if days := book.days(ReminderKind.SILENCE):
        wanted |= Q(last_activity_at__lte=now - timedelta(days=min(days) - 1), last_activity_at__gt=now - REMEMBERED)
    if book.days(ReminderKind.RELEASE):
        wanted |= Q(edition__in=_opened(now).order_by().values("edition"))
    return rows.filter(wanted)


def _batches(rows: QuerySet[Enrollment], book: RuleBook, now: datetime, *, zones: list[str]) -> Iterator[list[Due]]:
    """By the key of the person from the index `enrollment_of_user`, so that memory and locks stay small."""
    candidates, last_pk = _candidates(rows, book, now).filter(user__time_zone__in=zones), 0
    while people := _people(candidates, last_pk):
        last_pk = people[-1]
        yield _due(people, rows, book, now)


def _people(candidates: QuerySet[Enrollment], last_pk: int) -> list[int]:
    later = candidates.filter(user_id__gt=last_pk).order_by("user_id")
    return list(later.values_list("user_id", flat=True).distinct()[:BATCH])


def _due(people: list[int], rows: QuerySet[Enrollment], book: RuleBook, now: datetime) -> list[Due]:
    """Six queries, whatever the number of people."""
    unwanted = Unsubscription.objects.filter(category=CATEGORY, user__in=people).values_list("user_id", flat=True)
    people = sorted(set(people) - set(unwanted))
    enrollments: dict[int, list[Enrollment]] = defaultdict(list)
    found = rows.filter(user__in=people).select_related("user", "organisation", "edition", "course")
    for row in found.order_by("user_id", "deadline_at", "pk"):
        if row.user_id is not None:
            enrollments[row.user_id].append(row)
    letters: dict[int, list[dict[str, Any]]] = defaultdict(list)
    earlier = Letter.objects.filter(kind=KIND, user__in=people, created_at__gt=now - REMEMBERED).order_by()
    for user_id, data in earlier.values_list("user_id", "data"):
        letters[user_id].append(data)
    works_at: dict[int, list[str]] = defaultdict(list)
    current = Membership.objects.current().filter(user__in=people).order_by()
    for user_id, path in current.values_list("user_id", "organisation__path"):
        works_at[user_id].append(path)
    openings: dict[int, list[datetime]] = defaultdict(list)
    editions = {row.edition_id for mine in enrollments.values() for row in mine if row.edition_id}
    for edition_id, moment in _opened(now).filter(edition__in=editions).values_list("edition_id", "opens_at"):
        if moment is not None:
            openings[edition_id].append(moment)
    return [
        due
        for user_id in people
        if (due := _turn(enrollments[user_id], letters[user_id], works_at[user_id], openings, book, now))
    ]


def _turn(
    mine: list[Enrollment],
    letters: list[dict[str, Any]],
    works_at: list[str],
    openings: dict[int, list[datetime]],
    book: RuleBook,
    now: datetime,
) -> Due | None:
    if not mine:
        return None
    user = mine[0].user
    assert user is not None, "rows are chosen by their people"
    zone = _zones()[user.time_zone]
    today = now.astimezone(zone).date()
    if any(data["day"] == today.isoformat() for data in letters):
        return None
    items = []
    for row in mine:
        if row.organisation is None:
            continue
        bound = book.binding(row.organisation.path, row.edition_id, works_at)
        facts = facts_of(row, openings.get(row.edition_id, []) if row.edition_id else [])
        reminder = rule.reminder_of(facts, bound, _said(letters, row.pk), now=now, zone=zone)
        if reminder is not None:
            items.append(Item(row, reminder))
    return Due(user, today, items) if items else None


def facts_of(row: Enrollment, openings: Iterable[datetime] = ()) -> rule.Facts:
    """The row comes with its edition."""
    edition = row.edition if row.edition and row.edition.state != EditionState.CANCELLED else None
    return rule.Facts(
        is_active=row.state == EnrollmentState.ACTIVE,
        begins_at=max(row.enrolled_at, edition.opens_at) if edition else row.enrolled_at,
        last_activity_at=row.last_activity_at,
        due=tuple(moment for moment in (row.due_at, row.deadline_at) if moment),
        openings=tuple(openings) if edition else (),
    )


def _said(letters: list[dict[str, Any]], enrollment_pk: int) -> list[rule.Said]:
    return [
        rule.Said(item["kind"], datetime.fromisoformat(item["about"]), item["days"], date.fromisoformat(data["day"]))
        for data in letters
        for item in data["items"]
        if item["enrollment"] == enrollment_pk
    ]


def _opened(now: datetime) -> QuerySet[ModuleDates]:
    return ModuleDates.objects.filter(opens_at__lte=now, opens_at__gt=now - timedelta(days=rule.NEWS + 1))


def _key(user_pk: int, day: date) -> str:
    return f"reminder/{user_pk}/{day.isoformat()}"


@cache
def _zones() -> dict[str, zoneinfo.ZoneInfo]:
    return {name: zoneinfo.ZoneInfo(name) for name in zoneinfo.available_timezones()}
