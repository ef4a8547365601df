"""Which letters a person wants. Categories come from the rooms, through the service."""

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.models import User
from academy.services import letters


class LettersForm(forms.Form):
    """A tick for every sort of letters that can be stopped."""

    wanted = forms.MultipleChoiceField(
        label=_("Which letters do you want?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        categories = letters.categories()
        self.has_choices = bool(categories)
        self.fields["wanted"].choices = [(name, said(labels) or name) for name, labels in categories.items()]
        unwanted = letters.unwanted(user)
        self.fields["wanted"].initial = [name for name in categories if name not in unwanted]


def said(labels: list) -> str:
    """Several kinds of one sort in one line."""
    return " · ".join(str(label) for label in labels)
