"""The filters of the list of people and the period of the overview: GET forms, everything in the address."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from academy.models import Organisation
from courses.enums import LearnerStatus
from courses.rules.periods import CHOICES, USUAL, Period, period_of
from courses.services.people import ACTIVITIES, SORTS, PeopleFilter

SELECTED = mark_safe(" selected")
SORT_LABELS = {
    "name": _("Name, A to Z"),
    "name-down": _("Name, Z to A"),
    "activity": _("Last activity, newest first"),
    "activity-up": _("Last activity, oldest first"),
    "progress": _("Progress, most first"),
    "progress-up": _("Progress, least first"),
    "score": _("Score, best first"),
    "score-up": _("Score, lowest first"),
}
PERIODS = {
    "days": _("The last 30 days"),
    "month": _("This month"),
    "3": _("The last 3 months"),
    "6": _("The last 6 months"),
    "12": _("The last 12 months"),
    "year": _("This year"),
    "all": _("The whole time"),
}


class LongSelect(forms.Select):
    """Hundreds of organisations, written at once: Django's own renders a template for each option."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if str(key) in chosen else "", label) for key, label in self.choices),
        )
        return format_html(
            '<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), options
        )


class PeopleForm(forms.Form):
    """`courses` and `editions` are [(key, label)] that the branch has; organisations stand indented like the tree, by
    `names`, {primary key: name}, where the caller has them already.
    """

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("Any"))])
    course = forms.ChoiceField(label=_("Course"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False, widget=LongSelect)
    edition = forms.ChoiceField(label=_("Edition"), required=False, widget=LongSelect)
    activity = forms.ChoiceField(
        label=_("Last activity"), required=False, choices=[("", _("At any time")), *ACTIVITIES.items()]
    )
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=list(SORT_LABELS.items()))

    def __init__(
        self,
        data,
        *,
        branch: Sequence[Organisation],
        names: Mapping[int, str] | None = None,
        courses: Sequence[tuple[str, str]],
        editions: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        top = branch[0].depth if branch else 1
        self.fields["status"].choices = [("", _("Any")), *LearnerStatus.choices]
        self.fields["course"].choices = [("", _("All courses")), *courses]
        self.fields["edition"].choices = [("", _("All editions")), *editions]
        self.fields["organisation"].choices = [
            ("", _("All of them")),
            *[(row.key, f"{'— ' * (row.depth - top)}{names[row.pk] if names else row.local_name}") for row in branch],
        ]
        if not editions:
            del self.fields["edition"]
        if len(branch) < 2:
            del self.fields["organisation"]

    def wanted(self) -> PeopleFilter:
        """What is asked for; a value that does not exist is left out, the others count."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        chosen["sort"] = chosen["sort"] if chosen["sort"] in SORTS else "name"
        return PeopleFilter.from_json(chosen)


class MonthField(forms.Field):
    """A month as 2026-03; browsers without a month picker take the text."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"})

    def to_python(self, value) -> date | None:
        if not value:
            return None
        try:
            return datetime.strptime(str(value).strip(), "%Y-%m").date()
        except ValueError as error:
            raise forms.ValidationError(_("Write the month as year and number, for example 2026-03.")) from error


class PeriodForm(forms.Form):
    """Either a period by its name, or months of one's own choice."""

    period = forms.ChoiceField(label=_("Period"), required=False, choices=list(PERIODS.items()))
    since = MonthField(label=_("or from month"), required=False)
    until = MonthField(label=_("until month"), required=False)

    def chosen(self, today: date) -> Period:
        self.is_valid()
        name = self.cleaned_data.get("period") or USUAL
        return period_of(
            name if name in CHOICES else USUAL,
            today=today,
            first=self.cleaned_data.get("since"),
            last=self.cleaned_data.get("until"),
        )
