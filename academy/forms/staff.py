"""What the CMS asks about people: inviting, editing, one's own name. Passwords are never typed for others."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.users import forms as wagtail_forms

from academy import time_zones
from academy.forms.accounts import PersonNameField
from academy.models import User
from academy.services.people import tell_name


class _PersonForm(wagtail_forms.UserForm):
    """Wagtail's form without the fields that our user has not; only administrators make administrators."""

    first_name = None
    last_name = None
    email = forms.EmailField(label=_("E-mail address"))
    name = PersonNameField(label=_("Name"), help_text=_("As it shall stand on certificates."))
    name_other_script = PersonNameField(
        label=_("Name in a second script"),
        help_text=User._meta.get_field("name_other_script").help_text,
        required=False,
    )

    password_enabled = False
    password_required = False

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_superuser"].disabled = not by.is_superuser

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(User._meta.get_field("email").error_messages["unique"], code="unique")
        return email


class InvitationForm(_PersonForm):
    class Meta:
        model = User
        fields = ["email", "name", "name_other_script", "language", "is_superuser", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonForm(_PersonForm):
    time_zone = forms.ChoiceField(label=_("Time zone"))
    send_link = forms.BooleanField(
        label=_("Send a link to set a new password"),
        required=False,
        help_text=_("For people who lost the first letter. The present password works until she sets another."),
    )

    class Meta:
        model = User
        fields = [
            "email", "name", "name_other_script", "language", "time_zone", "is_active", "is_superuser", "groups",
        ]  # fmt: skip
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args, editing_self: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones.choices(self.instance.time_zone)
        if editing_self:
            del self.fields["is_active"]
            del self.fields["is_superuser"]

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        if commit:
            tell_name(user)
        return user


class OwnNameForm(forms.ModelForm):
    """The name panel of the account page of the CMS."""

    name = PersonNameField(label=_("Name"))

    class Meta:
        model = User
        fields = ["name"]

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        if commit:
            tell_name(user)
        return user
