"""What is filled in about a challenge: the problem, and a practice that may answer it. It saves nothing."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.models import Approach, Organisation
from courses.forms.editions import language_choices
from peer_exchange.enums import TargetGroup
from peer_exchange.models import Challenge, Cluster, Practice

CODE = re.compile(r"\bGP-\d{4}-\d{4,}\b", re.IGNORECASE)
SLUG = re.compile(r"/practices/([-\w]+)")


class ChallengeForm(forms.ModelForm):
    """`organisations`: hers; `clusters`: where she may ask."""

    target_groups = forms.MultipleChoiceField(
        label=_("For whom"), choices=TargetGroup.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    ask_in = forms.ModelChoiceField(
        label=_("Ask it in a cluster too"), queryset=Cluster.objects.none(), required=False, empty_label=_("Nowhere")
    )

    class Meta:
        model = Challenge
        fields = ["title", "problem", "tried", "approach", "target_groups", "organisation", "language"]
        widgets = {"problem": forms.Textarea(attrs={"rows": 6}), "tried": forms.Textarea(attrs={"rows": 4})}
        labels = {"approach": _("Approach"), "organisation": _("Your municipality")}
        help_texts = {
            "problem": _("Who has the problem, how many, since when. Do not name people."),
            "organisation": _("It is shown. Leave it empty to ask without it."),
        }

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], clusters: Iterable[Cluster], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        places, rooms = [row.pk for row in organisations], [row.pk for row in clusters]
        self.fields["language"].choices = language_choices()
        self.fields["approach"].queryset = Approach.objects.prefetch_related("names")
        self.fields["approach"].label_from_instance = lambda row: row.name
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=places).prefetch_related("names")
        self.fields["organisation"].label_from_instance = lambda row: row.local_name
        self.fields["ask_in"].queryset = Cluster.objects.filter(pk__in=rooms).prefetch_related("texts")
        self.fields["ask_in"].label_from_instance = lambda row: row.local_title
        for name, rows in (("organisation", places), ("ask_in", rooms)):
            if not rows:
                del self.fields[name]


class AnswerForm(forms.Form):
    practice = forms.CharField(
        label=_("A practice that may help"),
        max_length=300,
        help_text=_("Its code, for example GP-2026-0012, or the address of its page."),
    )

    def clean_practice(self) -> Practice:
        """By its code or its address, of those in the library."""
        typed = self.cleaned_data["practice"]
        code, slug = CODE.search(typed), SLUG.search(typed)
        rows = Practice.objects.public()
        rows = rows.filter(code=code[0].upper()) if code else rows.filter(slug=slug[1] if slug else typed.strip())
        practice = rows.first()
        if practice is None:
            raise forms.ValidationError(_("There is no such practice in the library. Copy its code from its page."))
        return practice
