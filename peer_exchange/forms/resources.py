"""What is filled in about a resource, and the filter above the shelf. It saves nothing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.forms.editions import language_choices
from peer_exchange.enums import ResourceKind
from peer_exchange.errors import PeerError
from peer_exchange.models import Cluster, Event, Resource
from peer_exchange.services.attachment_files import ACCEPTED, MOST_BYTES, check_file


class ResourceForm(forms.ModelForm):
    """A document brings its file, a link and a recording their address."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=200,
        help_text=_("For a document: PDF, Word, Excel, PowerPoint, OpenDocument, a picture or text, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    url = forms.URLField(
        label=_("Link"), required=False, max_length=200, assume_scheme="https",
        help_text=_("For a link or a recording."),
    )  # fmt: skip
    event = forms.ModelChoiceField(
        Event.objects.none(), label=_("From which event"), required=False, empty_label=_("From no event"),
        to_field_name="uuid",
    )  # fmt: skip

    field_order = ["kind", "title", "file", "url", "about", "language", "event"]

    class Meta:
        model = Resource
        fields = ["kind", "title", "about", "language"]
        widgets = {"kind": forms.RadioSelect, "about": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ResourceKind.choices
        self.fields["language"].choices = language_choices()
        self.fields["event"].queryset = cluster.events.published().order_by("-starts_at")
        self.initial = {"kind": ResourceKind.DOCUMENT, "language": cluster.language, **self.initial}
        self.data_of_file = b""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file, url = cleaned.get("file"), cleaned.get("url")
        if cleaned.get("kind") == ResourceKind.DOCUMENT:
            if not file and "file" not in self.errors:
                self.add_error("file", _("Choose the file."))
            elif file:
                self._read(file)
            cleaned["url"] = ""
        elif cleaned.get("kind") and not url and "url" not in self.errors:
            self.add_error("url", _("Write its address, beginning with https://."))
        return cleaned

    def _read(self, file: Any) -> None:
        self.data_of_file = file.read(MOST_BYTES + 1)
        try:
            check_file(self.data_of_file, file.name)
        except PeerError as error:
            self.add_error("file", ValidationError(str(error.message)))


class ShelfFilterForm(forms.Form):
    """What is wrong in it filters nothing."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    event = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All kinds")), *ResourceKind.choices]
        names = [choice for choice in language_choices() if choice[0] in languages]
        self.fields["language"].choices = [("", _("All languages")), *names]

    def wanted(self) -> dict[str, Any]:
        """What to filter by; only what was chosen rightly."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
