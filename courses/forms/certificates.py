"""What people in the CMS fill in to revoke a certificate or to issue it anew."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.models import Certificate


def _length(field: str) -> int | None:
    return Certificate._meta.get_field(field).max_length


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=_length("revoked_reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands on the public check page and in the letter to the person."),
    )


class ReissueForm(RevokeForm):
    name = forms.CharField(label=_("Name"), max_length=_length("name"))
    name_other_script = forms.CharField(
        label=_("Name in a second script"), max_length=_length("name_other_script"), required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    field_order = ["name", "name_other_script", "language", "reason"]


class SendAgainForm(forms.Form):
    """Asks only for the click."""
