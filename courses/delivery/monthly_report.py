"""The monthly report by mail: an organisation's numbers of a month beside those of the month before.

Read from the tallies when it leaves; only while the recipient still runs the organisation. Plugged in by
`courses.apps`.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.models import Letter, Organisation
from academy.sockets import LetterKind, Written
from courses.enums import LearnerStatus
from courses.models import Course, Enrollment, Tally
from courses.wording import titles_of

KIND = CATEGORY = "monthly_report"
MOST_COURSES = 8


def write_report(letter: Letter) -> Written | None:
    organisations = Organisation.objects.run_by(letter.user).filter(is_active=True).prefetch_related("names")
    organisation = organisations.filter(pk=letter.data["organisation"]).first()
    if organisation is None:
        return None
    return Written("monthly_report", report_of(organisation, date.fromisoformat(letter.data["month"])))


def report_of(organisation: Organisation, month: date, *, now: datetime | None = None) -> dict:
    """What the letter says, in the active language. Nine queries, whatever the size of the branch."""
    now = now or timezone.now()
    before = (month - timedelta(days=1)).replace(day=1)
    branch = Organisation.objects.within(organisation).order_by().values("pk")
    tallies = Tally.objects.filter(organisation__in=branch).order_by()
    sums = {
        row["month"]: row
        for row in tallies.filter(month__in=[month, before])
        .values("month")
        .annotate(new=Sum("enrolled"), begun=Sum("started"), done=Sum("completed"))
    }
    here, there = (sums.get(key, {"new": 0, "begun": 0, "done": 0}) for key in (month, before))
    rows = Enrollment.objects.filter(organisation__in=branch).order_by()
    courses = tallies.filter(month=month).values("course").annotate(new=Sum("enrolled"), done=Sum("completed"))
    names = (("new", gettext("New enrollments")), ("begun", gettext("Begun")), ("done", gettext("Courses completed")))
    return {
        "organisation": organisation,
        "name": organisation.local_name,
        "month": date_format(month, "YEAR_MONTH_FORMAT"),
        "month_before": date_format(before, "YEAR_MONTH_FORMAT"),
        "figures": [_figure(label, here[key], there[key]) for key, label in names],
        "behind": rows.standing_as(LearnerStatus.BEHIND, now=now).values("user").distinct().count(),
        "overdue": rows.standing_as(LearnerStatus.OVERDUE, now=now).values("user").distinct().count(),
        "courses": _named(courses.order_by("-done", "-new", "course__title")[:MOST_COURSES]),
        "url": settings.SITE_URL + reverse("organisation", kwargs={"organisation": organisation.key}),
    }


def _named(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each with the `title` of its course."""
    numbers = list(rows)
    titles = titles_of(Course.objects.filter(pk__in=[row["course"] for row in numbers]))
    return [row | {"title": titles[row["course"]]} for row in numbers]


def _figure(label: str, here: int, there: int) -> dict:
    difference = here - there
    if not difference:
        change = gettext("as many as in the month before")
    elif difference > 0:
        change = gettext("%(n)d more than in the month before") % {"n": difference}
    else:
        change = gettext("%(n)d fewer than in the month before") % {"n": -difference}
    return {"label": label, "value": here, "change": change}


LETTERS = {
    KIND: LetterKind(write_report, category=CATEGORY, label=_("The monthly report of an organisation that I run"))
}
