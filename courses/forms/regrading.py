"""The reason that learners read when a mark of theirs was corrected."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RegradingForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Learners read it beside their corrected mark: say what was wrong with the key."),
    )
