"""The single fields of a practice's form: lists as ticks, few choices as buttons, words with their counter."""

import re
from typing import Any

from django import forms
from django.db.models import DecimalField, QuerySet
from django.utils.translation import gettext_lazy as _

from academy.enums import OrganisationKind
from academy.models import Approach, Organisation
from peer_exchange.enums import (
    CostBand,
    Evidence,
    Funding,
    Offer,
    Participation,
    PopulationBand,
    RunState,
    Support,
    TargetGroup,
)
from peer_exchange.forms.amounts import AmountField, CurrencyField, MoneyField
from peer_exchange.forms.courses import offered_courses
from peer_exchange.forms.practice_help import HELP, LABELS
from peer_exchange.models import Practice

MOST_GROUPS = 4
MOST_APPROACHES = 2
_TARGET = re.compile(r"\d{1,2}\.[0-9a-d]{1,2}")


class Choices(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, most: int = 0, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.most = most

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        if self.most and len(chosen) > self.most:
            raise forms.ValidationError(
                _("Choose at most %(most)d; you chose %(found)d."),
                params={"most": self.most, "found": len(chosen)},
            )
        return chosen


class Targets(forms.CharField):
    """SDG targets, separated by commas or blanks: "1.3, 10.2"."""

    def prepare_value(self, value: Any) -> str:
        return ", ".join(value) if isinstance(value, list) else value or ""

    def to_python(self, value: Any) -> list[str]:
        targets = [part for part in re.split(r"[,;\s]+", super().to_python(value)) if part]
        if not all(_TARGET.fullmatch(target) for target in targets):
            raise forms.ValidationError(_("Write the numbers of the targets, for example 1.3, 10.2."))
        return list(dict.fromkeys(targets))


class Places(forms.ModelChoiceField):
    def label_from_instance(self, organisation: Organisation) -> str:
        return organisation.local_name


class Approaches(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> QuerySet:
        chosen = super().clean(value)
        if len(chosen) > MOST_APPROACHES:
            raise forms.ValidationError(_("Choose at most two further approaches."))
        return chosen


def _special(name: str) -> forms.Field | None:
    """Fields that are not what Django makes of the column."""
    lists = {
        "target_groups": (TargetGroup, MOST_GROUPS),
        "offers": (Offer, 0),
        "funding": (Funding, 0),
        "suitable_bands": (PopulationBand, 0),
        "support": (Support, 0),
    }
    if name in lists:
        choices, most = lists[name]
        return Choices(choices=choices.choices, most=most)
    radios = {"run_state": RunState, "participation": Participation, "evidence": Evidence, "yearly_cost_band": CostBand}
    if name in radios:
        coerce = int if name in ("participation", "evidence") else str
        return forms.TypedChoiceField(
            choices=[("", _("Not said")), *radios[name].choices], required=False, coerce=coerce,
            empty_value=None if coerce is int else "", widget=forms.RadioSelect,
        )  # fmt: skip
    if name == "currency":
        return CurrencyField(required=False)
    if name == "url":
        return forms.URLField(required=False, max_length=500, assume_scheme="https")
    if name == "sdg_targets":
        return Targets(required=False, max_length=200)
    if name == "organisation":
        places = Organisation.objects.active().filter(kind=OrganisationKind.MUNICIPALITY)
        return Places(places.order_by("economy", "name").prefetch_related("names"), required=False)
    if name == "approach":
        return forms.ModelChoiceField(Approach.objects.prefetch_related("names"), required=False)
    if name == "further_approaches":
        return Approaches(
            Approach.objects.prefetch_related("names"), required=False, widget=forms.CheckboxSelectMultiple
        )
    if name == "courses":
        return forms.ModelMultipleChoiceField(offered_courses(()), required=False, widget=forms.CheckboxSelectMultiple)
    return None


def field_of(model: type, name: str) -> forms.Field:
    """The field for a column of the record or of a table; never required, because a draft is written over days."""
    column = model._meta.get_field(name)
    if isinstance(column, DecimalField):
        field: forms.Field = MoneyField() if name == "amount" else AmountField()
    else:
        field = _special(name) or forms.fields_for_model(model, fields=[name])[name]
    field.required = False
    field.label = (LABELS.get(name) if model is Practice else None) or column.verbose_name
    field.label = str(field.label)[:1].upper() + str(field.label)[1:]
    field.help_text = HELP.get(name, "") if model is Practice else ""
    most = getattr(column, "max_length", None)
    field.widget.attrs.pop("maxlength", None)  # it would cut what is pasted without a word
    is_text = isinstance(field.widget, forms.TextInput | forms.Textarea) and not isinstance(field, CurrencyField)
    if most and is_text and most <= 1500:
        field.widget.attrs["data-most"] = most
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3 if (most or 0) <= 400 else 5
    return field
