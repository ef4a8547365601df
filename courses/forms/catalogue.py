"""The filters of the catalogue: search words, approach, language, length."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue import LANGUAGE_NAMES, Card, Length, search


class CatalogueForm(forms.Form):
    """Built from the cards there are, so that no filter leads to an empty list by itself."""

    q = forms.CharField(label=_("Search words"), required=False, max_length=200)
    approach = forms.ChoiceField(label=_("Approach"), required=False)
    language = forms.ChoiceField(label=_("Can be read in"), required=False)
    length = forms.ChoiceField(label=_("Length"), required=False)

    def __init__(self, data, *, cards: Sequence[Card]) -> None:
        super().__init__(data)
        self.cards = cards
        approaches = dict(sorted({card.approach_key: card.approach for card in cards}.items(), key=lambda row: row[1]))
        languages = {code for card in cards for code in card.languages}
        self.fields["approach"].choices = [("", _("All approaches")), *approaches.items()]
        self.fields["language"].choices = [
            ("", _("All languages")),
            *[(code, name) for code, name in LANGUAGE_NAMES.items() if code in languages],
        ]
        self.fields["length"].choices = [("", _("Any length")), *Length.choices]

    @property
    def is_set(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def results(self) -> list[Card]:
        """The cards that match; a filter value that does not exist matches nothing but keeps the others usable."""
        self.is_valid()
        chosen = self.cleaned_data
        found = search(self.cards, chosen.get("q", ""))
        if self.errors:
            return []
        return [
            card
            for card in found
            if (not chosen["approach"] or card.approach_key == chosen["approach"])
            and (not chosen["language"] or chosen["language"] in card.languages)
            and (not chosen["length"] or card.length == chosen["length"])
        ]
