"""What a browser posts for a practice, step by step: fields, and tables that grow. It saves nothing.

Everything may be empty, because a draft is written over days; what is there must be well formed. What is well formed is
kept even when something beside it is not.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from peer_exchange.forms.courses import offered_courses
from peer_exchange.forms.practice_fields import field_of
from peer_exchange.forms.practice_help import EXAMPLES, HELP, LABELS
from peer_exchange.models import (
    Practice,
    PracticeCost,
    PracticeDocument,
    PracticeImage,
    PracticeIndicator,
    PracticeLesson,
    PracticePartner,
    PracticeStep,
)

MOST_ROWS = 50

# step → groups of (heading, fields and tables in their order)
STEPS: dict[str, list[tuple[Any, list[str]]]] = {
    "result": [("", ["title", "result_line", "language", "organisation", "place", "economy"])],
    "people": [
        ("", ["target_groups", "approach", "further_approaches", "run_state", "start_year", "end_year"]),
    ],
    "story": [("", ["problem", "solution", "results", "no_data_reason"])],
    "case": [
        (_("Purpose"), ["objectives", "legal_basis"]),
        (_("How it was done"), ["steps", "partners", "participation", "participation_note"]),
        (
            _("Money and people"),
            [
                "costs",
                "yearly_cost_band",
                "cost_note",
                "funding",
                "after_donor",
                "staff",
                "premises",
                "months_to_start",
            ],
        ),
        (_("Results and evidence"), ["indicators", "evidence"]),
        (_("What others should know"), ["went_wrong", "lessons", "success_conditions"]),
        (
            _("Would it fit elsewhere?"),
            ["smallest_version", "not_suitable_when", "suitable_bands", "sdg_targets", "courses"],
        ),
    ],
    "contact": [
        (_("Whom to ask"), ["contact_name", "contact_role", "contact_email", "offers"]),
        (_("Documents and pictures"), ["documents", "images"]),
    ],
}
TITLES = {
    "result": _("The result in one line"),
    "people": _("For whom, and how"),
    "story": _("What happened"),
    "case": _("The full case"),
    "contact": _("Contact, files, sending"),
}
# table → (model, its columns in their order)
TABLES: dict[str, tuple[type, tuple[str, ...]]] = {
    "steps": (PracticeStep, ("what", "who", "when", "duration")),
    "partners": (PracticePartner, ("name", "support", "note")),
    "costs": (PracticeCost, ("label", "kind", "amount", "currency", "year", "source")),
    "indicators": (
        PracticeIndicator, ("name", "unit", "baseline", "baseline_on", "latest", "latest_on", "source"),
    ),
    "lessons": (PracticeLesson, ("text",)),
    "documents": (PracticeDocument, ("title", "kind", "language", "licence", "url")),
    "images": (PracticeImage, ("alt", "credit", "has_consent")),
}  # fmt: skip
# Tables whose rows begin with an upload, or for documents with a link: nobody adds an empty picture.
GROWING = frozenset(TABLES) - {"images"}


class StepForm(forms.Form):
    """The fields of one step, filled with the draft or with what was posted."""

    use_required_attribute = False

    def __init__(self, step: str, draft: Practice, data: QueryDict | None = None) -> None:
        names = [name for _heading, names in STEPS[step] for name in names if name not in TABLES]
        initial = {name: _value(draft, name) for name in names}
        super().__init__(data, initial=initial)
        for name in names:
            self.fields[name] = field_of(Practice, name)
        if "courses" in self.fields:
            self.fields["courses"].queryset = offered_courses(draft.courses.all())
        if draft.version and "organisation" in self.fields:
            self.fields["organisation"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start_year"), cleaned.get("end_year")
        if start and end and end < start:
            self.add_error("end_year", _("It cannot end before it began. Check both years."))
        return cleaned

    @property
    def kept(self) -> dict[str, Any]:
        """What is well formed, by name."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        if not found.get("language", "?"):
            del found["language"]  # a text always has one
        return found

    def differs(self, name: str, draft: Practice) -> bool:
        """Whether what was typed is not what this draft holds."""
        return self.fields[name].has_changed(_value(draft, name), self[name].data)


def _value(draft: Practice, name: str) -> Any:
    if name in ("further_approaches", "courses"):
        return [row.pk for row in getattr(draft, name).all()]
    return getattr(draft, Practice._meta.get_field(name).attname)


class RowForm(forms.Form):
    """A row of a table; one without any words is blank and is left out."""

    use_required_attribute = False
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, relation: str, number: int, *, data: QueryDict | None = None, part: Any = None) -> None:
        model, names = TABLES[relation]
        initial = {name: getattr(part, name) for name in names} | {"key": part.key} if part else {}
        if part is not None and getattr(part, "upload", None) is not None:
            initial["upload"] = part.upload.uuid
        super().__init__(data, prefix=f"{relation}-{number}", initial=initial)
        self.names, self.number, self.part = names, number, part
        for name in names:
            field = field_of(model, name)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 1
            self.fields[name] = field

    @property
    def cells(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    @property
    def is_blank(self) -> bool:
        """Whether only what has a value by itself, a choice or a tick, is filled in, and no file stands behind it."""
        values = [self.data.get(self.add_prefix(name), "") for name in (*self._texts, "upload")]
        return not any(value.strip() for value in values)

    @property
    def _texts(self) -> list[str]:
        choosing = (forms.Select, forms.CheckboxInput, forms.CheckboxSelectMultiple)
        return [name for name in self.names if not isinstance(self.fields[name].widget, choosing)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        main = self._texts[0]
        if not cleaned.get(main) and main not in self.errors:
            self.add_error(main, _("Say this too, or empty the whole row."))
        if "has_consent" in self.fields and not cleaned.get("has_consent"):
            self.add_error("has_consent", _("Tick this, or empty the row: without consent no picture is shown."))
        if "credit" in self.fields and not cleaned.get("credit"):
            self.add_error("credit", _("Say whose picture it is."))
        for name in ("kind", "licence", "language"):
            if name in self.fields and not cleaned.get(name):
                self.add_error(name, _("Choose one."))
        if cleaned.get("amount") is not None and not cleaned.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Say in which currency, for example EUR."))
        if "url" in self.fields and not cleaned.get("url") and not cleaned.get("upload"):
            self.add_error("url", _("Give the link, or upload the file below."))
        return cleaned


class Table:
    """The rows of one table. `rows` are forms; `values` what can be kept; `is_valid` whether all of it can."""

    def __init__(self, relation: str, draft: Practice, data: QueryDict | None = None, *, grows: bool = False) -> None:
        self.relation = relation
        self.model, self.names = TABLES[relation]
        self.label = LABELS.get(relation) or self.model._meta.verbose_name_plural
        self.help = HELP.get(relation, "")
        self.example = EXAMPLES.get(relation, "")
        self.can_grow = relation in GROWING
        standing = {str(part.key): part for part in getattr(draft, relation).all()}
        if data is None:
            self.rows = [RowForm(relation, number, part=part) for number, part in enumerate(standing.values())]
        else:
            self.rows = [
                RowForm(relation, number, data=data, part=standing.get(data.get(f"{relation}-{number}-key", "")))
                for number in range(_count(data, relation))
            ]
        self.filled = [row for row in self.rows if not row.is_bound or not row.is_blank]
        if self.can_grow and len(self.rows) < MOST_ROWS and (grows or not self.rows):
            self.rows.append(RowForm(relation, len(self.rows)))

    @property
    def headings(self) -> list[str]:
        return [self[0][name].label for name in self.names] if self.rows else []

    def __getitem__(self, number: int) -> RowForm:
        return self.rows[number]

    @property
    def size(self) -> int:
        return len(self.rows)

    def is_valid(self) -> bool:
        return all(row.is_valid() for row in self.filled)

    def values(self, uploads: dict[str, Any]) -> list[dict[str, Any]]:
        """Rows for `save_draft`; `uploads` are those of the practice by their uuid. Only of a valid table."""
        return list(self._values(uploads))

    def _values(self, uploads: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for row in self.filled:
            cleaned = dict(row.cleaned_data)
            upload = uploads.get(str(cleaned.pop("upload") or ""))
            if self.relation == "images" and upload is None:
                continue
            if self.relation in ("images", "documents"):
                cleaned["upload"] = upload
            yield cleaned


def _count(data: QueryDict, relation: str) -> int:
    raw = data.get(f"{relation}-rows", "")
    return min(int(raw), MOST_ROWS) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 0


def tables_of(step: str) -> list[str]:
    return [name for _heading, names in STEPS[step] for name in names if name in TABLES]


def step_of(name: str) -> str:
    """The step on which a field or table stands."""
    return next(step for step, groups in STEPS.items() if any(name in names for _heading, names in groups))
