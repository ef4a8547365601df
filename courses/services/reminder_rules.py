"""The reminder rules of an organisation: making, changing, switching, deleting. Who is reminded: `reminders`."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from academy.enums import Access
from academy.models import Organisation, User
from academy.services.access import record_access
from courses.enums import ReminderKind
from courses.errors import LearningError
from courses.models import ReminderRule

# What one click gives: a week and a day before each date, every module that opens, silence of ten days.
USUAL = ((ReminderKind.DEADLINE, 7), (ReminderKind.DEADLINE, 1), (ReminderKind.RELEASE, 1), (ReminderKind.SILENCE, 10))


class RuleExists(LearningError):
    message = _("There is this reminder already. Change that one, or choose another number of days.")


def save_rule(organisation: Organisation, by: User, rule: ReminderRule | None = None, **fields: Any) -> ReminderRule:
    """A new rule, or new values of one. Raises RuleExists."""
    row = rule or ReminderRule(organisation=organisation, created_by=by)
    for name, value in fields.items():
        setattr(row, name, value)
    if row.kind == ReminderKind.RELEASE:
        row.days = 1  # it has none; so that there is one such rule at most
    try:
        with transaction.atomic():
            row.save()
            _note(row, by, "changed" if rule else "created")
    except IntegrityError as error:
        raise RuleExists from error
    return row


@transaction.atomic
def switch_rule(rule: ReminderRule, by: User, *, is_on: bool) -> None:
    """Twice called, no change."""
    if ReminderRule.objects.filter(pk=rule.pk, is_on=not is_on).update(is_on=is_on):
        _note(rule, by, "switched on" if is_on else "switched off")


@transaction.atomic
def delete_rule(rule: ReminderRule, by: User) -> None:
    _note(rule, by, "deleted")
    rule.delete()


@transaction.atomic
def add_usual_rules(organisation: Organisation, by: User) -> int:
    """Those that most organisations want, as far as they are not there; returns how many are new."""
    mine = ReminderRule.objects.filter(organisation=organisation, edition=None)
    known = set(mine.values_list("kind", "days"))
    missing = [(kind, days) for kind, days in USUAL if (kind, days) not in known]
    for kind, days in missing:
        save_rule(organisation, by, kind=kind, days=days)
    return len(missing)


def _note(rule: ReminderRule, by: User, what: str) -> None:
    record_access(
        by, Access.CHANGED, "reminder", organisation=rule.organisation, kind=str(rule.kind), days=rule.days,
        what_changed=what,
    )  # fmt: skip
