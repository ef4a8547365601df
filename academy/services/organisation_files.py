"""Brings organisations from a file into the tree: what is missing is added, what stands is left as people made it."""

from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from academy.enums import Economy, OrganisationKind
from academy.models import Organisation
from academy.services.organisations import add_organisation

FIELDS = {
    "key", "kind", "name", "acronym", "economy", "latitude", "longitude", "population", "population_year", "website",
    "is_sample",
}  # fmt: skip


class OrganisationFileError(Exception):
    """The file cannot be loaded; the message names the entry and the remedy."""


@transaction.atomic
def load_organisations(file: Path) -> int:
    """Add the organisations that `file` names and the tree does not have; returns how many.

    The file is a list of entries with the model's fields, `names` {language: name} and `below`, the key of the one
    above, which stands before it or in the tree. Raises OrganisationFileError.
    """
    known = {row.key: row for row in Organisation.objects.all()}
    added = 0
    for entry in yaml.safe_load(file.read_text("utf-8")):
        fields, names, below = _read(entry)
        if fields["key"] in known:
            continue
        if below is not None and below not in known:
            raise OrganisationFileError(f"{fields['key']}: there is no organisation {below}; write it above this one.")
        parent = known[below] if below is not None else None
        try:
            known[fields["key"]] = add_organisation(parent, names=names, **fields)
        except ValidationError as error:
            raise OrganisationFileError(f"{fields['key']}: {'; '.join(error.messages)}") from error
        added += 1
    return added


def _read(entry: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str], str | None]:
    fields = dict(entry)
    names, below = fields.pop("names", {}), fields.pop("below", None)
    key = fields.get("key", "?")
    if unknown := fields.keys() - FIELDS:
        raise OrganisationFileError(f"{key}: {', '.join(sorted(unknown))} is not known here; correct the spelling.")
    if fields.get("kind") not in OrganisationKind.values or not fields.get("name"):
        raise OrganisationFileError(f"{key}: give it a `name` and a `kind` of {', '.join(OrganisationKind.values)}.")
    if fields.get("economy", Economy.AL) not in Economy.values:
        raise OrganisationFileError(f"{key}: `economy` must be one of {', '.join(Economy.values)}.")
    return fields, names, below
