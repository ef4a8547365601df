"""What is filled in about an output of a municipality. It saves nothing."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from academy.models import Organisation
from courses.forms.editions import DayField, language_choices
from peer_exchange.enums import OutputKind
from peer_exchange.models import Cluster, Output


class OutputForm(forms.ModelForm):
    due_on = DayField(label=_("Due on"), required=False)
    url = forms.URLField(label=_("Link"), required=False, max_length=200, assume_scheme="https")
    is_done = forms.BooleanField(label=_("It is done"), required=False)

    field_order = ["organisation", "kind", "title", "language", "due_on", "url", "note", "is_done"]

    class Meta:
        model = Output
        fields = ["organisation", "kind", "title", "language", "due_on", "url", "note"]
        widgets = {"kind": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking_part = set(cluster.members.joined().values_list("organisation", flat=True)) - {None}
        if self.instance.pk:
            taking_part.add(self.instance.organisation_id)
            self.fields["is_done"].initial = self.instance.done_at is not None
        else:
            self.fields["language"].initial = get_language()
        self.fields["organisation"].queryset = (
            Organisation.objects.filter(pk__in=taking_part).order_by("name").prefetch_related("names")
        )
        self.fields["organisation"].label_from_instance = lambda row: row.local_name
        self.fields["organisation"].label = _("Municipality or organisation")
        self.fields["organisation"].empty_label = "–"
        self.fields["kind"].choices = OutputKind.choices
        self.fields["language"].choices = language_choices()

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
