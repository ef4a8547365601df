"""The form of an assignment page in the CMS: refuses templates that nobody could fill in. It must not know the models.

A key that is left empty is made from the question, so that authors need not think of one.
"""

from typing import Any

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

LONGEST_KEY = 50
MOST_COLUMNS = 12


class AssignmentPageForm(WagtailAdminPageForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for form in [*self.formsets["parts"].forms, self.formsets["parts"].empty_form]:
            form.fields["key"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parts = self.formsets["parts"]
        if parts.is_bound:
            parts.is_valid()
            self._check_parts()
        return cleaned

    def _check_parts(self) -> None:
        seen: dict[str, int] = {}
        number = 0
        forms = self.formsets["parts"].forms
        given = {form.cleaned_data.get("key") for form in forms if hasattr(form, "cleaned_data")}
        for form in forms:
            values = getattr(form, "cleaned_data", None)
            if not values or values.get("DELETE") or (form.instance.pk is None and not form.has_changed()):
                continue
            number += 1
            if "key" not in form.errors and not values.get("key"):
                values["key"] = form.instance.key = _free_key(values.get("label", ""), number, given)
                given.add(values["key"])
            key = values.get("key", "")
            if key in seen:
                text = _("Part %(number)d has this key already; give each part a key of its own.")
                form.add_error("key", text % {"number": seen[key]})
            seen.setdefault(key, number)
            columns, choices = _lines(values.get("columns")), _lines(values.get("choices"))
            if values.get("kind") == "table" and not columns:
                form.add_error("columns", _("A table needs columns: write the name of each on a line of its own."))
            if values.get("kind") == "table" and len(columns) > MOST_COLUMNS:
                text = _("At most %(most)d columns fit on a page; join some of them.")
                form.add_error("columns", text % {"most": MOST_COLUMNS})
            if values.get("kind") == "choice" and len(choices) < 2:
                form.add_error("choices", _("Write at least two choices, each on a line of its own."))


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _free_key(label: str, number: int, taken: set[str | None]) -> str:
    stem = slugify(anyascii(label))[: LONGEST_KEY - 4].strip("-") or f"part-{number}"
    key, count = stem, 2
    while key in taken:
        key, count = f"{stem}-{count}", count + 1
    return key
