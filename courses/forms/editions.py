"""What is filled in about an edition: settings, dates of modules, sessions, attendance. It saves nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from academy import time_zones
from academy.models import Membership, Organisation, User
from courses.enums import AttendanceState
from courses.models import Course, Edition, LiveSession
from courses.rules.release import Period
from courses.wording import titles_of

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]  # what a date field of a browser sends, and what people type
MOST_FACILITATORS = 10


class DayField(forms.DateField):
    """A day; browsers show their own calendar, and typing 2.2.2027 works without one."""

    default_error_messages = {"invalid": _("Write the day like 2027-02-28 or 28.02.2027.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=DAY_FORMATS, widget=widget, **kwargs)


class ClockField(forms.TimeField):
    default_error_messages = {"invalid": _("Write the time like 09:30.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%H.%M"], widget=widget, **kwargs)


def language_choices() -> list[tuple[str, str | Promise]]:
    return [(code, get_language_info(code)["name_translated"]) for code, _name in settings.LANGUAGES]


class EditionForm(forms.ModelForm):
    """`runs` says whether she runs the organisation: only then she chooses it, the course and who facilitates.

    `facilitators` holds the people after a successful check.
    """

    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), help_text=_("It counts whole."))
    facilitator_emails = forms.CharField(
        label=_("Facilitators"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Their e-mail addresses, one per line. They must belong to an organisation that you run."),
    )

    field_order = [
        "course", "organisation", "title", "language", "starts_on", "ends_on", "time_zone", "seats", "entry",
        "is_for_branch_only", "facilitator_emails", "needs_acceptance", "note",
    ]  # fmt: skip

    class Meta:
        model = Edition
        fields = [
            "course", "organisation", "title", "language", "starts_on", "ends_on", "time_zone", "seats", "entry",
            "is_for_branch_only", "needs_acceptance", "note",
        ]  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 5}), "entry": forms.RadioSelect}

    def __init__(self, *args: Any, user: User, organisations: Any, runs: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.organisations = user, organisations
        self.facilitators: list[User] | None = None
        is_new = self.instance.pk is None
        if not runs:
            for name in ("course", "organisation", "is_for_branch_only", "facilitator_emails"):
                del self.fields[name]
        else:
            self.fields["organisation"].queryset = organisations
            self.fields["organisation"].required = not user.is_superuser
            self.fields["organisation"].empty_label = "–" if user.is_superuser else None
            self.fields["organisation"].label_from_instance = lambda row: "\u2003" * (row.depth - 1) + row.local_name
            self.fields["course"].queryset = Course.objects.filter(is_open=True)
            if not is_new:
                people = self.instance.facilitators.order_by("email")
                self.fields["facilitator_emails"].initial = "\n".join(person.email for person in people)
                self.fields["course"].queryset = Course.objects.filter(pk=self.instance.course_id)
                self.fields["course"].disabled = True
            titles = titles_of(self.fields["course"].queryset)
            self.fields["course"].label_from_instance = lambda row: titles[row.pk]
        self.fields["language"].choices = language_choices()
        self.fields["time_zone"].widget = forms.Select(choices=time_zones.choices(self.instance.time_zone))
        self.fields["entry"].label = _("How people come in")

    def clean_facilitator_emails(self) -> str:
        """The same answer for a stranger and for an address that nobody has here."""
        typed = [line.strip() for line in self.cleaned_data["facilitator_emails"].replace(",", "\n").split("\n")]
        wanted = list(dict.fromkeys(email.lower() for email in typed if email))
        if len(wanted) > MOST_FACILITATORS:
            raise ValidationError(_("At most %(most)d people can facilitate.") % {"most": MOST_FACILITATORS})
        found = {person.email.lower(): person for person in self._eligible(wanted)}
        if missing := [email for email in wanted if email not in found]:
            raise ValidationError(
                gettext("Nobody in an organisation that you run has this address: %(emails)s. Invite the person first.")
                % {"emails": ", ".join(missing)}
            )
        self.facilitators = [found[email] for email in wanted]
        return "\n".join(wanted)

    def _eligible(self, emails: Sequence[str]) -> Any:
        people = User.objects.filter(is_active=True, email__in=emails)
        if self.user.is_superuser:
            return people
        branch = Organisation.objects.run_by(self.user).order_by().values("pk")
        staff = Membership.objects.current().filter(organisation__in=branch).values("user")
        known = {self.user.pk}
        if self.instance.pk:
            known |= set(self.instance.facilitators.values_list("pk", flat=True))
        return people.filter(pk__in=staff) | people.filter(pk__in=known)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first. Choose a later day."))
        if "organisation" in self.fields and "organisation" in cleaned and cleaned["organisation"] is None:
            cleaned["is_for_branch_only"] = False  # of nobody's branch: it is open to everybody
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the services take."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "facilitator_emails"}
        if self.instance.pk:
            values.pop("course", None)
        if self.facilitators is not None:
            values["facilitators"] = self.facilitators
        return values


class ModuleDatesForm:
    """First and last day of each module, as days of the edition. `rows` for the template, `periods` when it is right.

    `modules` are those of an outline; `typed` comes back as it was.
    """

    def __init__(
        self,
        edition: Edition,
        modules: Sequence[Any],
        data: QueryDict | None = None,
        *,
        suggested: Sequence[tuple[date, date]] = (),
    ) -> None:
        self.edition = edition
        self.errors: dict[UUID, str] = {}
        self.periods: dict[UUID, Period] = {}
        self.rows: list[dict[str, Any]] = []
        known = {row.module_key: row for row in edition.module_dates.all()}
        for number, module in enumerate(modules):
            names = {"opens": f"opens-{module.key}", "due": f"due-{module.key}"}
            if data is not None:
                typed = {side: data.get(name, "").strip() for side, name in names.items()}
                self._read(module.key, typed)
            elif suggested:
                typed = {side: day.isoformat() for side, day in zip(("opens", "due"), suggested[number], strict=True)}
            else:
                typed = self._kept(known.get(module.key))
            self.rows.append({"module": module, "names": names, "typed": typed, "error": ""})
        self.show(self.errors)

    def show(self, errors: Mapping[UUID, str]) -> None:
        self.errors = dict(errors)
        for row in self.rows:
            row["error"] = self.errors.get(row["module"].key, "")

    def _kept(self, row: Any) -> dict[str, str]:
        zone = self.edition.zone
        opens = row.opens_at.astimezone(zone).date().isoformat() if row and row.opens_at else ""
        due = (row.due_at.astimezone(zone) - timedelta(seconds=1)).date().isoformat() if row and row.due_at else ""
        return {"opens": opens, "due": due}

    def _read(self, key: UUID, typed: Mapping[str, str]) -> None:
        field = DayField(required=False)
        try:
            opens, due = field.clean(typed["opens"]), field.clean(typed["due"])
        except ValidationError as error:
            self.errors[key] = error.messages[0]
            return
        zone = self.edition.zone
        self.periods[key] = Period(
            datetime.combine(opens, time(), tzinfo=zone) if opens else None,
            datetime.combine(due + timedelta(days=1), time(), tzinfo=zone) if due else None,
        )


class SessionForm(forms.ModelForm):
    """Day and times in the zone of the edition; `values` has them as moments."""

    day = DayField(label=_("Day"))
    begins = ClockField(label=_("Begins at"))
    ends = ClockField(label=_("Ends at"))
    join_url = forms.URLField(
        label=_("Link to join"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Shown to people of the edition only."),
    )
    field_order = ["title", "day", "begins", "ends", "place", "join_url", "agenda"]

    class Meta:
        model = LiveSession
        fields = ["title", "place", "join_url", "agenda"]
        widgets = {"agenda": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        zone_note = _("In the time zone of the edition: %(zone)s.") % {"zone": edition.time_zone}
        self.fields["begins"].help_text = zone_note
        if self.instance.pk:
            starts, ends = (
                moment.astimezone(edition.zone) for moment in (self.instance.starts_at, self.instance.ends_at)
            )
            self.initial |= {"day": starts.date(), "begins": starts.time(), "ends": ends.time()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, begins, ends = (cleaned.get(name) for name in ("day", "begins", "ends"))
        if not (day and begins and ends):
            return cleaned
        for name, clock in (("begins", begins), ("ends", ends)):
            if not time_zones.exists(datetime.combine(day, clock, tzinfo=self.edition.zone)):
                self.add_error(name, _("This time does not exist that day: the clocks go forward. Choose another."))
        if ends <= begins:
            self.add_error("ends", _("It ends before it begins. Choose a later time."))
        if not self.edition.starts_on <= day <= self.edition.ends_on:
            self.add_error("day", _("This day lies outside the edition. Choose a day from its first to its last."))
        return cleaned

    def values(self) -> dict[str, Any]:
        cleaned, zone = self.cleaned_data, self.edition.zone
        return {
            "title": cleaned["title"],
            "agenda": cleaned["agenda"],
            "place": cleaned["place"],
            "join_url": cleaned["join_url"],
            "starts_at": datetime.combine(cleaned["day"], cleaned["begins"], tzinfo=zone),
            "ends_at": datetime.combine(cleaned["day"], cleaned["ends"], tzinfo=zone),
        }


class CopyForm(forms.Form):
    starts_on = DayField(label=_("First day of the copy"), help_text=_("All other dates move along."))


class AttendanceForm:
    """One choice per person; `states` is {pk of the enrollment: state, None to take a note back}."""

    def __init__(self, people: Sequence[int], data: QueryDict) -> None:
        self.states: dict[int, AttendanceState | None] = {}
        for pk in people:
            value = data.get(f"person-{pk}")
            if value in AttendanceState.values:
                self.states[pk] = AttendanceState(value)
            elif value == "":
                self.states[pk] = None


class RequestForm(forms.Form):
    """Why she wants to take part."""

    message = forms.CharField(
        label=_("Why would you like to take part?"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who decides reads it. A sentence or two is enough."),
    )
