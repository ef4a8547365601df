"""Brings practices from a file into the library: what is missing is added, what stands is left as people made it."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from academy.models import Approach, Organisation, User
from peer_exchange.enums import Funding, Offer, PopulationBand, TargetGroup
from peer_exchange.models import Practice
from peer_exchange.practice_words import PARTS
from peer_exchange.services.practices import PART_MODELS, create_draft
from peer_exchange.services.publications import publish_practice

FIELDS = {
    "title", "result_line", "place", "economy", "latitude", "longitude", "population", "target_groups", "run_state",
    "start_year", "end_year", "problem", "solution", "results", "contact_name", "contact_role", "contact_email",
    "offers", "legal_basis", "objectives", "participation", "participation_note", "staff", "premises", "cost_note",
    "yearly_cost_band", "months_to_start", "funding", "funding_note", "after_donor", "evidence", "went_wrong",
    "success_conditions", "smallest_version", "not_suitable_when", "suitable_bands", "sdg_targets", "documentation",
    "source_title", "source_url", "language",
}  # fmt: skip
LISTS = {
    "target_groups": TargetGroup.values,
    "offers": Offer.values,
    "funding": Funding.values,
    "suitable_bands": PopulationBand.values,
}
TABLES = ("steps", "partners", "costs", "indicators", "lessons")
SHORT = {"partners": "name", "lessons": "text"}  # a row of these may be one text
OTHERS = {"slug", "organisation", "approach", "further_approaches", *TABLES}


class PracticeFileError(Exception):
    """The file cannot be loaded; the message names the entry and the remedy."""


def load_practices(file: Path, *, now: datetime | None = None) -> int:
    """Publish the practices that `file` names and the library does not have, in its order; returns how many.

    The file is a list of entries as `draft_from` takes them. They are public as Shared, without a check. Raises
    PracticeFileError.
    """
    return publish_missing(yaml.safe_load(file.read_text("utf-8")), now=now)


@transaction.atomic
def publish_missing(entries: list[dict[str, Any]], *, is_sample: bool = False, now: datetime | None = None) -> int:
    """The same for entries that were read already; `is_sample` marks them as invented."""
    known = set(Practice.objects.filter(slug__isnull=False).values_list("slug", flat=True))
    added = 0
    for entry in entries:
        slug = str(entry.get("slug", ""))
        if slug in known:
            continue
        publish_practice(draft_from(entry, is_sample=is_sample, now=now), by=None, now=now)
        known.add(slug)
        added += 1
    return added


def draft_from(
    entry: dict[str, Any], *, by: User | None = None, is_sample: bool = False, now: datetime | None = None
) -> Practice:
    """The draft that an entry describes, with its address; `by` is its author.

    An entry has the model's fields, `slug`, the keys of `organisation`, `approach` and `further_approaches`, and the
    tables of a full case as lists of rows: of partners a name will do, of lessons a text. Lessons of what is no sample
    are our reading of the facts. Raises PracticeFileError.
    """
    fields = _read(entry)
    slug = entry["slug"]
    parts = {name: _table(entry, name) for name in TABLES}
    parts["lessons"] = [{"is_reading": not is_sample} | row for row in parts["lessons"]]
    draft = create_draft(
        by,
        **fields,
        is_sample=is_sample,
        now=now,
        organisation=_row(Organisation, entry.get("organisation"), slug),
        approach=_row(Approach, entry.get("approach"), slug),
        further_approaches=[_row(Approach, key, slug) for key in entry.get("further_approaches", [])],
        parts=parts,
    )
    Practice.objects.filter(pk=draft.pk).update(slug=slug)
    return draft


def _read(entry: dict[str, Any]) -> dict[str, Any]:
    """Its own fields, checked."""
    slug = entry.get("slug")
    if not slug:
        raise PracticeFileError(f"{entry.get('title', '?')}: give it a `slug`; it is its address for ever.")
    if unknown := entry.keys() - FIELDS - OTHERS:
        raise PracticeFileError(f"{slug}: {', '.join(sorted(unknown))} is not known here; correct the spelling.")
    fields = {name: value for name, value in entry.items() if name in FIELDS}
    for name in {"latitude", "longitude"} & fields.keys():
        fields[name] = Decimal(str(fields[name]))
    for name, values in LISTS.items():
        if wrong := set(fields.get(name, ())) - set(values):
            raise PracticeFileError(f"{slug}: `{name}` does not know {', '.join(sorted(wrong))}.")
    fields.setdefault("language", "en")
    try:
        Practice(**fields).clean_fields(exclude={"created_by"})
    except ValidationError as error:
        raise PracticeFileError(f"{slug}: {'; '.join(error.messages)}") from error
    return fields


def _table(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of one table, checked."""
    words, facts = PARTS[name]
    rows = []
    for number, said in enumerate(entry.get(name, []), 1):
        values = said if isinstance(said, dict) else {SHORT.get(name, ""): said}
        here = f"{entry['slug']}: `{name}`, row {number}"
        if unknown := values.keys() - {*words, *facts}:
            raise PracticeFileError(f"{here}: {', '.join(sorted(unknown)) or 'a text alone'} is not known here.")
        part = PART_MODELS[name](**values)
        try:
            part.clean_fields(exclude={"practice"})
        except ValidationError as error:
            raise PracticeFileError(f"{here}: {'; '.join(error.messages)}") from error
        rows.append({field: getattr(part, field) for field in values})
    return rows


def _row(model: type[Approach] | type[Organisation], key: str | None, slug: str) -> Any:
    if key is None:
        return None
    row = model.objects.filter(key=key).first()
    if row is None:
        raise PracticeFileError(f"{slug}: there is no {key} on this site; bring it in first, or correct the spelling.")
    return row
