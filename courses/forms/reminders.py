"""What an administrator fills in for a reminder: when, how many days, for which edition, and a line of her own."""

from collections.abc import Mapping
from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import ReminderKind
from courses.models import Edition, ReminderRule
from courses.wording import title_of_edition, titles_of

MOST_DAYS = {ReminderKind.DEADLINE: 60, ReminderKind.SILENCE: 90}


class ReminderForm(forms.ModelForm):
    """`editions` are those of the branch that can be chosen."""

    class Meta:
        model = ReminderRule
        fields = ["kind", "days", "edition", "words", "is_on"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "days": _("Before the date, or of silence; it does not matter when a module opens."),
            "edition": _("Without a choice it holds for everybody. In its edition, this one goes before the others."),
            "words": _("Stands in the letter as you write it, in one language: for example whom to call."),
        }
        labels = {"is_on": _("Send it")}

    def __init__(self, data=None, *, editions, instance: ReminderRule | None = None) -> None:
        super().__init__(data, instance=instance)
        self.fields["edition"].queryset = editions
        self.fields["edition"].empty_label = _("Everybody of the organisation")
        titles = titles_of(edition.course for edition in editions)
        self.fields["edition"].label_from_instance = partial(_edition_label, titles=titles)
        self.fields["kind"].choices = ReminderKind.choices
        self.fields["days"].required = False

    def clean(self):
        cleaned = super().clean() or {}
        kind, days = cleaned.get("kind"), cleaned.get("days")
        most = MOST_DAYS.get(kind)
        if most is None:
            cleaned["days"] = 1
        elif "days" not in self.errors and not (days and 1 <= days <= most):
            self.add_error("days", _("Write a number of days from 1 to %(most)d.") % {"most": most})
        return cleaned


def _edition_label(edition: Edition, titles: Mapping[int, str]) -> str:
    return f"{title_of_edition(edition, titles)} · {edition.starts_on.isoformat()}"
