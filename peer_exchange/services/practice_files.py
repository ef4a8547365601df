"""Brings practices from a file into the library: what is missing is added, what stands is left as people made it."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from academy.models import Approach, Organisation
from peer_exchange.enums import Funding, TargetGroup
from peer_exchange.models import Practice
from peer_exchange.services.practices import create_draft
from peer_exchange.services.publications import publish_practice

FIELDS = {
    "title", "result_line", "place", "economy", "latitude", "longitude", "population", "target_groups", "run_state",
    "start_year", "end_year", "problem", "solution", "results", "cost_note", "yearly_cost_band", "months_to_start",
    "funding", "funding_note", "documentation", "source_title", "source_url", "language",
}  # fmt: skip
LISTS = {"target_groups": TargetGroup.values, "funding": Funding.values}
OTHERS = {"slug", "organisation", "approach", "further_approaches", "partners", "lessons"}


class PracticeFileError(Exception):
    """The file cannot be loaded; the message names the entry and the remedy."""


def load_practices(file: Path, *, now: datetime | None = None) -> int:
    """Publish the practices that `file` names and the library does not have, in its order; returns how many.

    The file is a list of entries with the model's fields, `slug`, the keys of `organisation`, `approach` and
    `further_approaches`, `partners` as names and `lessons` as texts, which are our reading of the facts. They are
    public as Shared, without a check. Raises PracticeFileError.
    """
    return publish_missing(yaml.safe_load(file.read_text("utf-8")), now=now)


@transaction.atomic
def publish_missing(entries: list[dict[str, Any]], *, is_sample: bool = False, now: datetime | None = None) -> int:
    """The same for entries that were read already; `is_sample` marks them as invented."""
    known = set(Practice.objects.filter(slug__isnull=False).values_list("slug", flat=True))
    organisations = {row.key: row for row in Organisation.objects.all()}
    approaches = {row.key: row for row in Approach.objects.all()}
    added = 0
    for entry in entries:
        slug = str(entry.get("slug", ""))
        if slug in known:
            continue
        fields = _read(entry)
        practice = create_draft(
            None,
            **fields,
            is_sample=is_sample,
            now=now,
            organisation=_row(organisations, entry.get("organisation"), slug),
            approach=_row(approaches, entry.get("approach"), slug),
            further_approaches=[_row(approaches, key, slug) for key in entry.get("further_approaches", [])],
            parts={
                "partners": [{"name": name} for name in entry.get("partners", [])],
                "lessons": [{"text": text, "is_reading": not is_sample} for text in entry.get("lessons", [])],
            },
        )
        Practice.objects.filter(pk=practice.pk).update(slug=slug)
        publish_practice(practice, by=None, now=now)
        known.add(slug)
        added += 1
    return added


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


def _row(rows: dict[str, Any], key: str | None, slug: str) -> Any:
    if key is None:
        return None
    if key not in rows:
        raise PracticeFileError(f"{slug}: there is no {key} on this site; bring it in first, or correct the spelling.")
    return rows[key]
