"""What an administrator writes to a group. `uuid` names the message, so that it goes once."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Announcement


class AnnouncementForm(forms.ModelForm):
    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = Announcement
        fields = ["subject", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "text": _(
                "Plain text; line breaks stay, addresses that begin with https:// become links. It goes out as you "
                "write it, in one language."
            ),
        }

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())
