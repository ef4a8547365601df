"""What is filled in to invite people, and by who was invited. It saves nothing and asks no account by its address."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from academy.enums import MembershipRole, Sex
from academy.forms.accounts import PersonNameField
from academy.models import Organisation, User
from courses.enums import EditionState
from courses.models import Course, Edition
from courses.rules.staff_columns import FIELDS
from courses.rules.staff_lists import MAX_BYTES
from courses.wording import title_of_edition, titles_of

LINK_DAYS = 365

FIELD_LABELS = {
    "email": _("E-mail address"),
    "name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "name_other_script": _("Name in a second script"),
    "position": _("Position"),
    "organisation": _("Municipality or organisation"),
    "language": _("Language"),
    "sex": _("Sex"),
}


class AimField(forms.ChoiceField):
    """To what people are invited; `clean` returns (course, edition), both None for the organisation alone."""

    def __init__(self, *, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Invite to"))
        super().__init__(required=False, **kwargs)
        today = timezone.localdate()
        editions = Edition.objects.enrollable_by(user).filter(ends_on__gte=today).exclude(state=EditionState.CANCELLED)
        self._courses = {f"course:{row.key}": row for row in Course.objects.filter(is_open=True)}
        self._editions = {f"edition:{row.uuid}": row for row in editions.select_related("course")}
        titles = titles_of([*self._courses.values(), *(row.course for row in self._editions.values())])
        courses = [(key, titles[row.pk]) for key, row in self._courses.items()]
        self.choices = [
            ("", _("The organisation only, no course yet")),
            (_("Editions, with dates"), [(key, _said(row, titles)) for key, row in self._editions.items()]),
            (_("Courses, at one's own pace"), sorted(courses, key=lambda choice: choice[1])),
        ]

    def clean(self, value: str) -> tuple[Course | None, Edition | None]:
        key = super().clean(value)
        return self._courses.get(key), self._editions.get(key)


def _said(edition: Edition, titles: Mapping[int, str]) -> str:
    return f"{title_of_edition(edition, titles)} ({edition.starts_on:%d.%m.%Y})"


class OrganisationField(forms.ModelChoiceField):
    """One of the branch, the lower ones indented."""

    def __init__(self, branch: list[Organisation], **kwargs: Any) -> None:
        self._depth = branch[0].depth
        pks = [row.pk for row in branch]
        rows = Organisation.objects.filter(pk__in=pks).prefetch_related("names")
        super().__init__(queryset=rows, empty_label=None, to_field_name="key", **kwargs)

    def label_from_instance(self, row: Organisation) -> str:
        return "\u00a0\u00a0\u00a0" * (row.depth - self._depth) + row.local_name


class InvitePersonForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send the invitation there. Only who reads its mail can accept."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the e-mail address of the person.")},
    )
    name = PersonNameField(label=_("Name"), required=False, help_text=_("She can change it when she accepts."))
    position = forms.CharField(label=_("Position"), required=False, max_length=160)
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=settings.LANGUAGES, help_text=_("The letter comes in it.")
    )

    def __init__(self, *args: Any, user: User, branch: list[Organisation], governs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aim"] = AimField(user=user)
        self.fields["organisation"] = OrganisationField(branch, label=_("Where the person works"))
        self.fields["organisation"].initial = branch[0].key
        self.fields["language"].initial = get_language()
        if governs:
            self.fields["role"] = forms.ChoiceField(
                label=_("Role"),
                choices=MembershipRole.choices,
                initial=MembershipRole.MEMBER,
                help_text=_("Administrators and coordinators see how everybody in the organisation learns."),
            )
        order = ["email", "name", "position", "aim", "organisation", "language", "role"]
        self.order_fields([name for name in order if name != "organisation" or len(branch) > 1])
        if len(branch) == 1:
            del self.fields["organisation"]


class LinkForm(forms.Form):
    note = forms.CharField(
        label=_("What it is for"), max_length=200, required=False, help_text=_("For you, to tell links apart.")
    )
    limit = forms.IntegerField(
        label=_("People at most"), min_value=1, max_value=1000, initial=30, help_text=_("Nobody comes in after that.")
    )
    last_day = forms.DateField(
        label=_("Valid until"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day like 2027-02-28 or 28.02.2027.")},
        help_text=_("The last day counts whole."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aim"] = AimField(user=user)
        self.fields["last_day"].initial = timezone.localdate() + timedelta(days=14)
        self.order_fields(["aim", "limit", "last_day", "note"])

    def clean_last_day(self):
        day, today = self.cleaned_data["last_day"], timezone.localdate()
        if day < today:
            raise ValidationError(_("This day is over. Choose today or a later one."))
        if day > today + timedelta(days=LINK_DAYS):
            raise ValidationError(_("A link is valid for a year at most. Choose an earlier day."))
        return day

    @property
    def expires_at(self) -> datetime:
        """The moment the last day is over, in the zone of who makes the link."""
        day = self.cleaned_data["last_day"] + timedelta(days=1)
        return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The list"),
        help_text=_("XLSX or CSV, at most 5 MB and 5,000 rows. One row for each person."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,text/csv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the invitations"),
        choices=settings.LANGUAGES,
        help_text=_("For everybody whose row names no other language."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aim"] = AimField(user=user)
        self.fields["language"].initial = get_language()
        self.order_fields(["file", "aim", "language"])

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("This file is too large: at most 5 MB. Take pictures and other sheets out of it."))
        return file


class ColumnsForm(forms.Form):
    """For each field the column that holds it."""

    def __init__(self, *args: Any, headings: list[str], columns: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(place), heading or gettext("Column %(n)d") % {"n": place + 1})
            for place, heading in enumerate(headings)
        ]
        for name in FIELDS:
            field = forms.ChoiceField(
                label=FIELD_LABELS[name],
                choices=[("", _("— not in the list —")), *choices],
                required=name == "email",
                error_messages={"required": _("Choose the column that holds the e-mail addresses.")},
            )
            field.initial = str(columns[name]) if name in columns else ""
            self.fields[name] = field

    @property
    def columns(self) -> dict[str, int]:
        return {name: int(place) for name, place in self.cleaned_data.items() if place}


class InvitationFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or address"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("open", _("Open")),
            ("accepted", _("Accepted")),
            ("expired", _("Expired")),
            ("revoked", _("Revoked")),
        ],
    )


class AcceptForm(forms.Form):
    """A newcomer accepts: name, password, language, and sex if she wants to say it. What the invitation says of her is
    shown to her first; her name in a second script is asked only when it names one.
    """

    name = PersonNameField(
        label=_("Your name"),
        help_text=_("As it shall stand on your certificate. You can write it in any script."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    name_other_script = PersonNameField(
        label=FIELD_LABELS["name_other_script"],
        required=False,
        help_text=User._meta.get_field("name_other_script").help_text,
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        help_text=_("At least ten characters; a sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(
        label=_("Your language"), choices=settings.LANGUAGES, help_text=_("For the pages and for our letters to you.")
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("", "—"), *Sex.choices],
        help_text=User._meta.get_field("sex").help_text,
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        if not self.initial.get("name_other_script"):
            del self.fields["name_other_script"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("password"):
            try:
                validate_password(cleaned["password"], User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
