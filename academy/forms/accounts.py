"""What a person fills in about herself: sign-up, sign-in, profile, deletion. Forms check; services change."""

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from academy import names, sockets, time_zones
from academy.models import User


class PersonNameField(forms.CharField):
    """A name in any script, as it shall stand on a certificate."""

    default_error_messages = {
        "letters": _("Write your name with letters."),
        "characters": _("Your name holds characters that cannot be printed. Type it again instead of pasting it."),
    }

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("max_length", names.MAX_LENGTH)
        super().__init__(**kwargs)

    def to_python(self, value: object) -> str:
        return names.tidy(super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and names.has_refused_characters(value):
            raise ValidationError(self.error_messages["characters"], code="characters")
        if value and not names.has_letter(value):
            raise ValidationError(self.error_messages["letters"], code="letters")


class SignupForm(allauth_forms.SignupForm):
    """E-mail, name, password once, language. A known address gets the same answer as a new one."""

    name = PersonNameField(
        label=_("Your name"),
        help_text=_("As it shall stand on your certificate. You can write it in any script."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Your language"),
        choices=settings.LANGUAGES,
        help_text=_("For the pages and for our letters to you."),
    )
    field_order = ["name", "email", "password1", "language"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.fields["email"].label = _("Your e-mail address")
        self.fields["email"].help_text = _("We send a link to it, to make sure that it is yours.")
        for name in ("email", "password1"):
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean(self) -> dict:
        cleaned = super().clean()
        if "password1" not in self.errors and cleaned.get("password1"):
            try:
                validate_password(
                    cleaned["password1"], User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
                )
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def try_save(self, request: HttpRequest):
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])  # takes as long as for a new address
        return super().try_save(request)


class LoginForm(allauth_forms.LoginForm):
    """Sign-in; without the tick the session ends with the browser."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your e-mail address")
        self.fields["remember"].label = _("Keep me signed in on this device")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ProfileForm(forms.ModelForm):
    name = PersonNameField(
        label=_("Name"),
        help_text=_("As it shall stand on your certificates. Certificates already issued keep the name they carry."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    name_other_script = PersonNameField(
        label=_("Name in a second script"),
        help_text=User._meta.get_field("name_other_script").help_text,
        required=False,
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Deadlines and dates are shown in it."))

    class Meta:
        model = User
        fields = ["name", "name_other_script", "language", "time_zone", "sex"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones.choices(self.instance.time_zone)


class DeleteAccountForm(forms.Form):
    """The password again, and what shall stay; every room offers its own choices."""

    keep = forms.MultipleChoiceField(
        label=_("What shall stay?"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("So that nobody else deletes your account from a device you left open."),
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        choices = [choice for _room, plug in sockets.personal_data for choice in plug.choices(user).items()]
        if choices:
            self.fields["keep"].choices = choices
        else:
            del self.fields["keep"]

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password

    @property
    def choices(self) -> frozenset[str]:
        return frozenset(self.cleaned_data.get("keep", []))
