"""A practice to be read by those who work on it: every field with its label, beside what is public where it differs.

For the preview, the check, the review and two texts that met. Templates get plain rows, never querysets.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from peer_exchange.enums import Funding, Offer, PopulationBand, Support, TargetGroup
from peer_exchange.forms.practice_help import LABELS
from peer_exchange.forms.practices import STEPS, TABLES, TITLES
from peer_exchange.models import Practice, PracticeUpload

HIDDEN = {"contact_email"}  # nobody reads it but who writes it
LISTS = {
    "target_groups": TargetGroup,
    "offers": Offer,
    "funding": Funding,
    "suitable_bands": PopulationBand,
    "support": Support,
}


@dataclass(frozen=True)
class Shown:
    """What a field holds: `text`, or `items` of a list, or `cells` of a table below `columns`. Empty is nothing.

    `files` are the uploads behind the rows of a table, where there are such.
    """

    text: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    files: tuple[PracticeUpload, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.items or self.cells)

    @property
    def rows(self) -> list[list[tuple[str, str]]]:
        """Of a table: each cell with the name of its column."""
        return [list(zip(self.columns, cells, strict=True)) for cells in self.cells]


@dataclass
class Line:
    name: str
    label: str
    now: Shown
    before: Shown | None = None  # of the public version, where it differs
    typed: str = ""  # a comment that was not sent yet

    @property
    def is_changed(self) -> bool:
        return self.before is not None


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[Line]

    @property
    def filled(self) -> list[Line]:
        """Those that hold something, or held something in the public version."""
        return [line for line in self.lines if line.now or line.is_changed]

    @property
    def empty(self) -> list[Line]:
        return [line for line in self.lines if not line.now and not line.is_changed]


def sections_of(draft: Practice, *, public: Practice | None = None) -> list[Section]:
    """All steps of the form, with what is public beside what differs from it."""
    sections = []
    for step, groups in STEPS.items():
        for heading, names in groups:
            lines = [_line(name, draft, public) for name in names if name not in HIDDEN]
            sections.append(Section(str(heading or TITLES[step]), lines))
    return sections


def shown(practice: Practice, name: str) -> Shown:
    """A field or table as words in the active language."""
    if name in TABLES:
        return _table(practice, name)
    if name in ("further_approaches", "courses"):
        return Shown(items=tuple(str(row) for row in getattr(practice, name).all()))
    if name == "sdg_targets":
        return Shown(items=tuple(practice.sdg_targets))
    if name in LISTS:
        return Shown(items=_labels(name, getattr(practice, name)))
    return Shown(text=_text(practice, name))


def label_of(name: str) -> str:
    """What the form calls a field or table."""
    if name in TABLES:
        return str(LABELS[name])
    label = str(LABELS.get(name) or Practice._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _line(name: str, draft: Practice, public: Practice | None) -> Line:
    now = shown(draft, name)
    before = shown(public, name) if public is not None else None
    return Line(name, label_of(name), now, before if before != now else None)


def _table(practice: Practice, relation: str) -> Shown:
    model, names = TABLES[relation]
    parts = list(getattr(practice, relation).all())
    columns = tuple(str(model._meta.get_field(name).verbose_name) for name in names)
    cells = tuple(tuple(_cell(part, name) for name in names) for part in parts)
    files = tuple(part.upload for part in parts if getattr(part, "upload", None))
    return Shown(columns=columns, cells=cells, files=files) if cells else Shown()


def _cell(part: Any, name: str) -> str:
    return ", ".join(_labels(name, getattr(part, name))) if name in LISTS else _text(part, name)


def _text(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Decimal):
        return number_format(value.normalize() if value % 1 else int(value), use_l10n=True, force_grouping=True)
    return getattr(value, "local_name", "") or str(value)


def _labels(name: str, values: list[str]) -> tuple[str, ...]:
    known = dict(LISTS[name].choices)
    return tuple(str(known.get(value, value)) for value in values)
