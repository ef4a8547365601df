"""What is filled in about an event: its facts, why it is cancelled, who was there, how it was, what came of it.

It saves nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from academy import time_zones
from academy.models.user import validate_time_zone
from courses.forms.editions import ClockField, DayField, language_choices
from peer_exchange.enums import EventAttendance, EventPlaceState
from peer_exchange.forms.writing import WritingField
from peer_exchange.models import Cluster, Event, EventPlace, EventReport
from peer_exchange.services.event_places import MOST_OTHERS


class EventForm(forms.ModelForm):
    """Day and times in the zone of the event; `values` has them as moments."""

    day = DayField(label=_("Day"))
    begins = ClockField(label=_("Begins at"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Only when it lasts longer than one day."))
    ends = ClockField(label=_("Ends at"))
    languages = forms.MultipleChoiceField(label=_("Languages spoken"), widget=forms.CheckboxSelectMultiple)
    join_url = forms.URLField(
        label=_("Link to join"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Shown to people who take part only."),
    )
    about = WritingField(label=_("What it is about"), required=False)

    field_order = [
        "title", "kind", "language", "day", "begins", "last_day", "ends", "time_zone", "place", "join_url", "capacity",
        "languages", "interpretation", "about", "agenda", "speakers", "preparation",
    ]  # fmt: skip

    class Meta:
        model = Event
        fields = [
            "title", "kind", "language", "time_zone", "place", "join_url", "capacity", "interpretation", "about",
            "agenda", "speakers", "preparation",
        ]  # fmt: skip
        widgets = {
            "agenda": forms.Textarea(attrs={"rows": 5}),
            "speakers": forms.Textarea(attrs={"rows": 3}),
            "preparation": forms.Textarea(attrs={"rows": 3}),
            "kind": forms.RadioSelect,
        }
        help_texts = {
            "interpretation": _("Between which languages, and how: whispered, by headset."),
            "preparation": _("What people bring or read before. The reminders repeat it."),
            "speakers": _("One per line: name, what she does, where."),
        }

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cluster = cluster
        if self.instance.pk is None:
            first = (cluster.languages or [cluster.language])[0]
            self.initial = {
                "time_zone": cluster.time_zone, "language": cluster.language, "languages": [first],
                "kind": "webinar", **self.initial,
            }  # fmt: skip
        else:
            starts, ends = (moment.astimezone(self.instance.zone) for moment in self._moments())
            self.initial |= {"day": starts.date(), "begins": starts.time(), "ends": ends.time()}
            self.initial["languages"] = self.instance.languages
            if ends.date() != starts.date():
                self.initial["last_day"] = ends.date()
        self.fields["kind"].choices = [choice for choice in self.fields["kind"].choices if choice[0]]
        self.fields["languages"].choices = language_choices()
        self.fields["language"].choices = language_choices()
        zone = self.instance.time_zone if self.instance.pk else cluster.time_zone
        self.fields["time_zone"].widget = forms.Select(choices=time_zones.choices(zone))
        self.fields["time_zone"].help_text = _("Of the place, or of the host. Everybody also sees her own time.")

    def _moments(self) -> tuple[datetime, datetime]:
        return self.instance.starts_at, self.instance.ends_at

    def clean_time_zone(self) -> str:
        """Before the moments are made of it."""
        validate_time_zone(self.cleaned_data["time_zone"])
        return self.cleaned_data["time_zone"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("place") and not cleaned.get("join_url") and "join_url" not in self.errors:
            self.add_error("place", _("Say where it is: a place, a link to join, or both."))
        day, begins, ends = (cleaned.get(name) for name in ("day", "begins", "ends"))
        if not (day and begins and ends and cleaned.get("time_zone")):
            return cleaned
        self.moments = {}
        for name, clock, on in (("begins", begins, day), ("ends", ends, cleaned.get("last_day") or day)):
            moment = datetime.combine(on, clock, tzinfo=Event(time_zone=cleaned["time_zone"]).zone)
            if not time_zones.exists(moment):
                self.add_error(name, _("This time does not exist that day: the clocks go forward. Choose another."))
            self.moments[name] = moment
        if cleaned.get("last_day") and cleaned["last_day"] < day:
            self.add_error("last_day", _("The last day is before the first. Choose a later day."))
        elif self.moments["ends"] <= self.moments["begins"]:
            self.add_error("ends", _("It ends before it begins. Choose a later time."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the services take."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in (*self.Meta.fields, "languages")}
        return values | {"starts_at": self.moments["begins"], "ends_at": self.moments["ends"]}


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it does not take place"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence; it stands in the letter to everybody who takes part."),
    )


class FeedbackForm(forms.ModelForm):
    """How useful it was, and her words."""

    usefulness = forms.TypedChoiceField(
        label=_("How useful was it for your work?"),
        coerce=int,
        choices=[
            (5, _("5: I change something in my work")),
            (4, _("4: very useful")),
            (3, _("3: useful in part")),
            (2, _("2: little")),
            (1, _("1: not at all")),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = EventPlace
        fields = ["usefulness", "feedback"]
        widgets = {"feedback": forms.Textarea(attrs={"rows": 4})}
        labels = {"feedback": _("What you take with you, what was missing")}


class ReportForm(forms.ModelForm):
    """What came out of an event, for members."""

    text = WritingField(label=_("What happened, and what we learned"))

    class Meta:
        model = EventReport
        fields = ["text", "agreed", "language"]
        widgets = {"agreed": forms.Textarea(attrs={"rows": 4})}
        labels = {"agreed": _("What was agreed")}
        help_texts = {"agreed": _("One point per line: who does what until when.")}

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()
        if self.instance.pk is None:
            self.initial.setdefault("language", language)


class AttendanceForm:
    """Ticks of who was there. `states` is {pk of the person: state, None to take a note back}: only what differs from
    the ticks that the page showed, so that two people with two phones do not undo each other.

    `going` are those who take part: unless ticked, they count as missing once the list is closed.
    """

    def __init__(self, places: Iterable[EventPlace], data: QueryDict) -> None:
        ticked, shown = _numbers(data.getlist("there")), _numbers(data.get("shown", "").split(","))
        self.states: dict[int, EventAttendance | None] = dict.fromkeys(ticked - shown, EventAttendance.ATTENDED)
        self.states |= dict.fromkeys(shown - ticked)
        if "close" in data:
            going = {place.user_id for place in places if place.state == EventPlaceState.GOING}
            attended = {place.user_id for place in places if place.attendance == EventAttendance.ATTENDED}
            there = (attended | ticked) - (shown - ticked)
            self.states |= dict.fromkeys(going - there, EventAttendance.MISSED)
        others = data.get("other_people", "")
        self.other_people = min(int(others), MOST_OTHERS) if others.isdecimal() and len(others) < 8 else None


def _numbers(values: Iterable[str]) -> set[int]:
    return {int(value) for value in values if value.isdecimal() and len(value) < 19}
