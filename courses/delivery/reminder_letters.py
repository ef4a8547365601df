"""The letter that reminds: what is said of each course, where she goes on, and her organisation's own line.

Written when it leaves: a course that she completed or left meanwhile, or went on with, is not named any more, and who
has left the organisation of the rule hears nothing of it. Plugged in by `courses.apps`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from academy.models import Letter, Membership
from academy.sockets import LetterKind, Written
from courses.delivery.next_steps import Next, next_step
from courses.enums import EnrollmentState, ReminderKind
from courses.models import Enrollment, ReminderRule
from courses.rules.reminders import last_day

KIND = CATEGORY = "reminders"


@dataclass(frozen=True)
class Line:
    """What is said of one course. `fact` is its date, `words` the organisation's own."""

    kind: str
    course: str
    sentence: str
    next_title: str
    url: str
    has_begun: bool
    date: str = ""
    words: str = ""


def write_reminder(letter: Letter) -> Written | None:
    wanted = {item["enrollment"]: item for item in letter.data["items"]}
    rows = Enrollment.objects.filter(pk__in=wanted, user=letter.user_id, state=EnrollmentState.ACTIVE)
    rows = rows.select_related("course", "organisation")
    rules = ReminderRule.objects.filter(pk__in=[item["rule"] for item in wanted.values()], is_on=True)
    bound = {row.pk: row for row in rules.select_related("organisation")}
    places = list(Membership.objects.current().filter(user=letter.user_id).values_list("organisation__path", flat=True))
    lines, organisation = [], None
    for row in rows.order_by("deadline_at", "pk"):
        item, rule = wanted[row.pk], bound.get(wanted[row.pk]["rule"])
        if rule is None or not any(path.startswith(rule.organisation.path) for path in places):
            continue
        about = datetime.fromisoformat(item["about"])
        if not _still_holds(row, item["kind"], about):
            continue
        organisation = organisation or row.organisation
        lines.append(line_of(rule, next_step(row, get_language()), about, item["count"], bool(row.started_at)))
    return written(lines, organisation) if lines else None


def _still_holds(row: Enrollment, kind: str, about: datetime) -> bool:
    if kind == ReminderKind.SILENCE:
        return row.last_activity_at <= about
    if kind == ReminderKind.DEADLINE:
        return about in (row.due_at, row.deadline_at) and about > timezone.now()
    return True


def line_of(rule: ReminderRule, following: Next, about: datetime, count: int, has_begun: bool) -> Line:
    """In the active language and time zone; `count` as in rules.reminders.Reminder."""
    return Line(
        kind=rule.kind,
        course=following.course,
        sentence=_sentence(rule.kind, about, count, has_begun),
        next_title=following.title,
        url=following.url,
        has_begun=has_begun,
        date=_day(about) if rule.kind == ReminderKind.DEADLINE else "",
        words=rule.words,
    )


def written(lines: Sequence[Line], organisation: Any) -> Written:
    return Written("reminder", {"subject": _subject(lines), "lines": lines, "organisation": organisation})


def _subject(lines: Sequence[Line]) -> str:
    first = lines[0]
    if len(lines) > 1:
        return ngettext("Your course: what comes next", "Your %(n)d courses: what comes next", len(lines)) % {
            "n": len(lines)
        }
    values = {"course": first.course, "date": first.date}
    if first.kind == ReminderKind.DEADLINE:
        return gettext("Until %(date)s: %(course)s") % values
    if first.kind == ReminderKind.RELEASE:
        return gettext("A new part is open: %(course)s") % values
    return (gettext("Go on with: %(course)s") if first.has_begun else gettext("Ready to begin: %(course)s")) % values


def _sentence(kind: str, about: datetime, count: int, has_begun: bool) -> str:
    if kind == ReminderKind.DEADLINE:
        left = (last_day(about, timezone.get_current_timezone()) - timezone.localdate()).days
        if left <= 0:
            return gettext("Today is the last day for the part that comes next.")
        text = ngettext(
            "The part that comes next should be done by %(date)s, that is in %(n)d day.",
            "The part that comes next should be done by %(date)s, that is in %(n)d days.",
            left,
        )
        return text % {"date": _day(about), "n": left}
    if kind == ReminderKind.RELEASE:
        return gettext("A new part of your course is open since %(date)s.") % {
            "date": date_format(timezone.localtime(about), "DATE_FORMAT")
        }
    if not has_begun:
        return gettext("You are enrolled and have not begun yet. The first step takes a few minutes.")
    text = ngettext(
        "You were here %(n)d day ago. Your results are kept; you can go on where you stopped.",
        "You were here %(n)d days ago. Your results are kept; you can go on where you stopped.",
        count,
    )
    return text % {"n": count}


def _day(moment: datetime) -> str:
    return date_format(last_day(moment, timezone.get_current_timezone()), "DATE_FORMAT")


LETTERS = {KIND: LetterKind(write_reminder, category=CATEGORY, label=_("Reminders of my courses"))}
