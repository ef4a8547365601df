"""What is filled in about an adoption: the wish to try, how far it is, the answer to a follow-up. It saves nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.models import Organisation
from peer_exchange.enums import AdoptionStage
from peer_exchange.errors import ReasonMissing
from peer_exchange.forms.amounts import CurrencyField, MoneyField
from peer_exchange.models import Adoption, Cluster

NOWHERE = _("Nowhere, only to the people of the practice")


class TryForm(forms.Form):
    """`organisations`: her municipalities; `clusters`: where she may ask."""

    organisation = forms.ModelChoiceField(label=_("Your municipality"), queryset=Organisation.objects.none())
    message = forms.CharField(
        label=_("What would you like to know?"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The people of the practice get it by letter, with your name, and answer to your e-mail address."),
    )  # fmt: skip
    cluster = forms.ModelChoiceField(
        label=_("Ask it in a cluster too"), queryset=Cluster.objects.none(), required=False, empty_label=NOWHERE
    )

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], clusters: Iterable[Cluster], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        places, rooms = list(organisations), list(clusters)
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[row.pk for row in places])
        self.fields["organisation"].label_from_instance = lambda row: row.local_name
        self.fields["organisation"].empty_label = None
        if rooms:
            self.fields["cluster"].queryset = Cluster.objects.filter(pk__in=[row.pk for row in rooms])
            self.fields["cluster"].label_from_instance = lambda row: row.local_title
            self.initial.setdefault("cluster", rooms[0].pk)
        else:
            del self.fields["cluster"]
        if places:
            self.initial.setdefault("organisation", places[0].pk)


class _StageForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = AdoptionStage.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        has_no_reason = not cleaned.get("stopped_reason", "").strip() and "stopped_reason" not in self.errors
        if cleaned.get("stage") == AdoptionStage.STOPPED and has_no_reason:
            self.add_error("stopped_reason", ReasonMissing.message)
        return cleaned

    def _post_clean(self) -> None:
        """The row is the service's: a form that was refused must not leave it changed."""


class ReportForm(_StageForm):
    """All that may be told of an adoption, whenever there is something to tell."""

    evidence_url = forms.URLField(label=_("Link to a proof"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Adoption
        fields = [
            "stage", "stopped_reason", "started_on", "changed", "result", "evidence", "evidence_url", "cost_amount",
            "cost_currency", "cost_note", "help_received",
        ]  # fmt: skip
        widgets = {
            "stage": forms.RadioSelect,
            "started_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "stopped_reason": forms.Textarea(attrs={"rows": 3}),
            "changed": forms.Textarea(attrs={"rows": 4}),
            "result": forms.Textarea(attrs={"rows": 3}),
            "help_received": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes = {"cost_amount": MoneyField, "cost_currency": CurrencyField}
        help_texts = {
            "stopped_reason": _("Only when it stopped. Others read it and learn from it."),
            "changed": _("What you do otherwise than the practice describes, and why."),
            "result": _("How many people, since when; what is different now."),
            "cost_currency": _("Three letters, for example EUR, ALL, MKD."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        has_no_currency = not cleaned.get("cost_currency") and "cost_currency" not in self.errors
        if cleaned.get("cost_amount") is not None and has_no_currency:
            self.add_error("cost_currency", _("Say in which currency, for example EUR."))
        return cleaned


class FollowUpForm(_StageForm):
    """Two questions; the reason only when it stopped."""

    needs = forms.CharField(
        label=_("What would help you now?"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The people of the practice read it."),
    )  # fmt: skip

    class Meta:
        model = Adoption
        fields = ["stage", "stopped_reason"]
        labels = {"stage": _("How far are you?")}
        widgets = {"stage": forms.RadioSelect, "stopped_reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"stopped_reason": _("Only when it stopped. Others read it and learn from it.")}
