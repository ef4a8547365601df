"""The field in which people write: plain without JavaScript, a light editor with it; its value is safe HTML.

The editor sends a second value, `<name>_html`; without it the words of the plain field count. Words that were not
touched keep the form that they had.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peer_exchange import writing


class WritingWidget(forms.Textarea):
    """Its value is safe HTML; `templates/peer_exchange/_editor.html` draws it. `tools` are the addresses for mentions
    and pictures, which a form gives once it knows its cluster.
    """

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"rows": 8, "maxlength": writing.MOST_LETTERS, **(attrs or {})})

    def format_value(self, value: Any) -> str:
        return writing.plain_of(value or "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        if (html := data.get(f"{name}_html")) is not None:
            return writing.clean_html(html)
        plain = data.get(name)
        if plain is None:
            return None
        before = data.get(f"{name}_before", "")
        if before and _same(writing.plain_of(before), plain):
            return writing.clean_html(before)
        return writing.html_of_plain(plain)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_html" not in data


class WritingField(forms.CharField):
    """Clean HTML of at most `writing.MOST_LETTERS` letters."""

    widget = WritingWidget
    default_error_messages = {
        "required": _("Write a few words first."),
        "long": _("This is too long. Make it shorter, or attach it as a file."),
    }

    def clean(self, value: Any) -> str:
        body = writing.clean_html(value or "")
        plain = writing.plain_of(body)
        if self.required and not plain and not writing.pictures_in(body):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(plain) > writing.MOST_LETTERS:
            raise forms.ValidationError(self.error_messages["long"], code="long")
        return body


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()
