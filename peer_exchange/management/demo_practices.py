"""Practices of a demonstration, the full case among them, who took them over, and a challenge: read from
`content/demo/practices.yaml`.

Everything is invented and says so. No letter about it ever leaves.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from academy import site_version
from academy.folding import fold
from academy.models import Approach, Organisation
from peer_exchange.enums import ADOPTED_STAGES
from peer_exchange.management.demo_case import add_case, people_of
from peer_exchange.models import Adoption, Challenge, Practice
from peer_exchange.services.practice_files import publish_missing

Row = Mapping[str, Any]


@transaction.atomic
def load_demo_practices(file: Path, *, now: datetime) -> int:
    """Make what is missing; returns how many rows. A case whose people are missing is public without their reviews.

    Raises PracticeFileError.
    """
    story = yaml.safe_load(file.read_text("utf-8"))
    cases = {row["practice"]: row for row in story["cases"]}
    added = sum(_practice(entry, cases.get(entry["slug"]), now) for entry in story["practices"])
    places = {row.key: row for row in Organisation.objects.filter(is_sample=True)}
    for row in story["adoptions"]:
        added += _adopt(row, places[row["organisation"]], now)
    for row in story["challenges"]:
        added += _challenge(row, places[row["organisation"]], now)
    site_version.bump_on_commit(Practice.site_part)
    return added


def _practice(entry: dict[str, Any], case: Row | None, now: datetime) -> int:
    people = people_of(case) if case is not None else None
    if case is None or people is None:
        return publish_missing([entry], is_sample=True, now=now)
    if Practice.objects.filter(slug=entry["slug"]).exists():
        return 0
    add_case(entry, case, people, now=now)
    return 1


def _adopt(row: Row, place: Organisation, now: datetime) -> bool:
    begun = now - timedelta(days=row["ago"])
    fields = {
        name: value for name, value in row.items() if name not in ("practice", "organisation", "ago", "confirmed")
    }
    _adoption, is_new = Adoption.objects.get_or_create(
        practice=Practice.objects.get(slug=row["practice"]),
        organisation=place,
        defaults={
            **fields,
            "is_sample": True,
            "created_at": begun,
            "started_on": begun.date() if row["stage"] in ADOPTED_STAGES else None,
            "confirmed_at": now if row.get("confirmed") else None,
        },
    )
    return is_new


def _challenge(row: Row, place: Organisation, now: datetime) -> bool:
    names = ("title", "problem", "tried", "target_groups")
    _row, is_new = Challenge.objects.get_or_create(
        slug=row["slug"],
        defaults={
            **{name: row[name] for name in names},
            "organisation": place,
            "approach": Approach.objects.filter(key=row["approach"]).first(),
            "language": "en",
            "folded": fold(" ".join([row["title"], row["problem"], row["tried"]])),
            "is_sample": True,
            "created_at": now - timedelta(days=row["ago"]),
        },
    )
    return is_new
