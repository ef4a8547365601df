"""What an administrator fills in for a results framework and for each of its indicators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.models import Approach
from courses.enums import Breakdown, Measure
from courses.models import Course, Framework, Indicator
from courses.services.indicators import BREAKDOWNS, PLUGGED
from courses.wording import titles_of


class FrameworkForm(forms.ModelForm):
    class Meta:
        model = Framework
        fields = ["title", "donor", "starts_on", "ends_on", "note"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "donor": _("Who asks for it, for example a programme."),
            "ends_on": _("The last day counts whole."),
        }

    def clean(self):
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The period ends before it begins. Choose a later day."))
        return cleaned


class IndicatorForm(forms.ModelForm):
    class Meta:
        model = Indicator
        fields = ["measure", "label", "breakdown", "course", "approach", "baseline", "target"]
        help_texts = {
            "label": _("As it stands in your agreement. Empty: the name of what is counted."),
            "breakdown": _(
                "A person may stand in several rows, such as those of two courses; the total counts her once."
            ),
            "baseline": _("Where you began. For a share, per cent."),
            "target": _("What you promised for the period. Empty: none."),
        }

    def __init__(self, data=None, *, instance: Indicator | None = None) -> None:
        super().__init__(data, instance=instance)
        self.fields["label"].required = False
        self.fields["measure"].choices = Measure.choices
        self.fields["breakdown"].choices = [("", _("Only the total")), *Breakdown.choices]
        courses = Course.objects.order_by("title")
        titles = titles_of(courses)
        self.fields["course"].queryset = courses
        self.fields["course"].label_from_instance = lambda row: titles[row.pk]
        self.fields["course"].empty_label = _("All courses")
        self.fields["approach"].queryset = Approach.objects.prefetch_related("names")
        self.fields["approach"].empty_label = _("All approaches")
        self.fields["baseline"].required = False
        self.fields["baseline"].min_value = 0

    def clean_baseline(self):
        return self.cleaned_data.get("baseline") or 0

    def clean(self):
        cleaned = super().clean() or {}
        measure, breakdown = cleaned.get("measure"), cleaned.get("breakdown")
        if measure in PLUGGED and cleaned.get("course"):
            self.add_error("course", _("Practices and events belong to no course. Choose all courses."))
        if measure and breakdown and breakdown not in BREAKDOWNS[measure]:
            self.add_error("breakdown", _("This cannot be broken down in that way. Choose another one, or the total."))
        return cleaned
