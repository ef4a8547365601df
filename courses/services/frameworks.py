"""Results frameworks of an organisation: writing them down, copying one for the next year. Counting: `indicators`."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from academy.enums import Access
from academy.models import Organisation, User
from academy.services.access import record_access
from courses.errors import LearningError
from courses.models import Framework, Indicator
from courses.services.indicators import results_of

MOST = 30  # indicators of a framework; each costs queries


class TooManyIndicators(LearningError):
    message = _("A framework has 30 indicators at most. Take one out first, or begin a second framework.")


@transaction.atomic
def save_framework(
    organisation: Organisation, by: User, framework: Framework | None = None, **fields: Any
) -> Framework:
    """A new one, or new values of one."""
    row = framework or Framework(organisation=organisation, created_by=by)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    _note(row, by, "changed" if framework else "created")
    return row


@transaction.atomic
def delete_framework(framework: Framework, by: User) -> None:
    _note(framework, by, "deleted")
    framework.delete()


@transaction.atomic
def save_indicator(framework: Framework, by: User, indicator: Indicator | None = None, **fields: Any) -> Indicator:
    """A new one at the end, or new values of one. Raises TooManyIndicators."""
    row = indicator or Indicator(framework=framework)
    if indicator is None:
        mine = Indicator.objects.filter(framework=Framework.objects.select_for_update().get(pk=framework.pk))
        if mine.count() >= MOST:
            raise TooManyIndicators
        row.position = (mine.aggregate(last=Max("position"))["last"] or 0) + 1
    for name, value in fields.items():
        setattr(row, name, value)
    row.label = row.label or row.get_measure_display()
    row.save()
    _note(framework, by, "changed")
    return row


@transaction.atomic
def delete_indicator(indicator: Indicator, by: User) -> None:
    _note(indicator.framework, by, "changed")
    indicator.delete()


@transaction.atomic
def copy_framework(framework: Framework, by: User) -> Framework:
    """The same for the next year: what was reached becomes the baseline, targets stay to be thought over."""
    copy = Framework.objects.create(
        organisation=framework.organisation,
        title=next_title(framework.title, framework.starts_on.year),
        donor=framework.donor,
        note=framework.note,
        starts_on=next_year(framework.starts_on),
        ends_on=next_year(framework.ends_on + timedelta(days=1)) - timedelta(days=1),
        created_by=by,
    )
    for result in results_of(framework, {}):
        row = result.indicator
        Indicator.objects.create(
            framework=copy, position=row.position, label=row.label, measure=row.measure, breakdown=row.breakdown,
            course=row.course, approach=row.approach, target=row.target, baseline=result.actual,
        )  # fmt: skip
    _note(copy, by, "created")
    return copy


def next_title(title: str, year: int) -> str:
    """With the next year in it instead of this one, or behind it."""
    if str(year) in title:
        return title.replace(str(year), str(year + 1))
    return f"{title[:192]} ({year + 1})"


def next_year(day: date) -> date:
    """The same day of the next year; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def _note(framework: Framework, by: User, what: str) -> None:
    record_access(
        by, Access.CHANGED, "indicators", organisation=framework.organisation, framework=str(framework.uuid),
        what_changed=what,
    )  # fmt: skip
