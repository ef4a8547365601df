"""The search field and the filter of the glossary."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import TermDomain
from courses.glossary import Entry, search


class GlossaryForm(forms.Form):
    q = forms.CharField(
        label=_("Find a word"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    domain = forms.ChoiceField(label=_("Field"), required=False, choices=[("", _("All fields")), *TermDomain.choices])

    def __init__(self, data, *, entries: Sequence[Entry]) -> None:
        super().__init__(data)
        self.entries = entries

    @property
    def is_set(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def results(self) -> list[Entry]:
        """The entries that match; a field that does not exist matches nothing."""
        self.is_valid()
        if self.errors:
            return []
        found = search(self.entries, self.cleaned_data["q"])
        domain = self.cleaned_data["domain"]
        return [entry for entry in found if not domain or entry.domain == domain]
