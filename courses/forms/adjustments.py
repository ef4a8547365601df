"""What one person shall be granted: a later deadline, more attempts, more time; always with a reason."""

from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.forms.editions import DayField
from courses.models import Adjustment

MOST_ATTEMPTS = 10
MOST_PERCENT = 300


class AdjustmentForm(forms.Form):
    """`quizzes` are (key, title) of the quizzes of her course; days are those of `zone`, of the reader without one."""

    kind = forms.ChoiceField(
        label=_("What is granted"),
        choices=Adjustment.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you grant.")},
    )
    day = DayField(label=_("New last day"), required=False, help_text=_("For a later deadline. It counts whole."))
    amount = forms.IntegerField(
        label=_("How much"),
        required=False,
        min_value=1,
        help_text=_("For attempts: how many more. For time: per cent on top, 25 makes 50 minutes of 40."),
    )
    quiz = forms.ChoiceField(label=_("In which quiz"), required=False, help_text=_("For attempts and time."))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It stands in the log and in the letter to her; write no diagnoses."),
        error_messages={"required": _("Say why, so that others understand it later.")},
    )

    def __init__(self, *args: Any, quizzes: list[tuple[str, str]], zone: tzinfo | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone or timezone.get_current_timezone()
        self.fields["quiz"].choices = [("", _("Every quiz of the course")), *quizzes]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, day, amount = cleaned.get("kind"), cleaned.get("day"), cleaned.get("amount")
        if kind == Adjustment.Kind.DEADLINE and "day" in cleaned:
            if day is None:
                self.add_error("day", _("Choose the new last day."))
            elif day < timezone.localdate(timezone=self.zone):
                self.add_error("day", _("This day is over. Choose today or a later day."))
        elif kind in (Adjustment.Kind.ATTEMPT, Adjustment.Kind.TIME) and "amount" in cleaned:
            most = MOST_ATTEMPTS if kind == Adjustment.Kind.ATTEMPT else MOST_PERCENT
            if amount is None:
                self.add_error("amount", _("Say how much."))
            elif amount > most:
                self.add_error("amount", _("At most %(most)d can be granted.") % {"most": most})
        return cleaned

    @property
    def deadline_at(self) -> datetime:
        """The moment the chosen day is over, in the zone of the form."""
        day = self.cleaned_data["day"] + timedelta(days=1)
        return datetime.combine(day, time(), tzinfo=self.zone)
