"""The public record of a practice as plain data: what open data, citations, versions and printed forms are made of.

The one list of what is public. Never in it: the contact's address, who wrote what when, drafts, comments of a check.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from peer_exchange.enums import Visibility
from peer_exchange.models import LICENCE, Practice, PracticeVersion
from peer_exchange.practice_words import PARTS, WORDS, translated

# Facts: the same in every language.
FACTS = (
    "language",
    "economy",
    "latitude",
    "longitude",
    "population",
    "target_groups",
    "run_state",
    "start_year",
    "end_year",
    "contact_name",
    "offers",
    "participation",
    "months_to_start",
    "yearly_cost_band",
    "funding",
    "evidence",
    "suitable_bands",
    "sdg_targets",
    "documentation",
    "source_title",
    "source_url",
    "is_sample",
)


def with_record(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """These, with everything that `record` reads: a constant number of queries, however many they are."""
    return practices.select_related("approach", "organisation").prefetch_related(
        *PARTS, "documents__upload", "images__upload", "further_approaches", "courses", "clusters", "related",
        "authors__user", "translations",
    )  # fmt: skip


def record(practice: Practice, language: str | None = None) -> dict[str, Any]:
    """Every public field and part of the version in force, as JSON knows it (numbers of money as text, days as ISO).

    With `language` the words stand in it where a published translation is up to date, else as they were written. Empty
    is "" or None or []: not documented. `practice` should come from `with_record`.
    """
    words = translated(practice, language)
    data: dict[str, Any] = {
        "code": practice.code,
        "uuid": str(practice.uuid),
        "slug": practice.slug,
        "version": practice.version,
        "state": practice.state,
        "licence": LICENCE,
        "published": _plain(practice.first_published_at),
        "updated": _plain(practice.last_published_at),
        "confirmed": _plain(practice.confirmed_at),
        "validated": _plain(practice.validated_at),
        "exemplary_year": practice.exemplary_year,
        "needs_update": _plain(practice.needs_update_at),
    }
    data |= {name: words.get(name, getattr(practice, name)) for name in WORDS}
    data |= {name: _plain(getattr(practice, name)) for name in FACTS}
    data["organisation"] = practice.organisation.key if practice.organisation else None
    data["municipality"] = practice.organisation.name if practice.organisation else practice.place
    data["approach"] = practice.approach.key if practice.approach else None
    data["further_approaches"] = [approach.key for approach in practice.further_approaches.all()]
    data["courses"] = [course.key for course in practice.courses.all()]
    data["clusters"] = [row.slug for row in practice.clusters.all() if row.visibility != Visibility.HIDDEN]
    data["related"] = [other.code for other in practice.related.all() if other.code and other.live]
    data["authors"] = [author.user.name for author in practice.authors.all() if author.is_named and author.user]
    data["translations"] = sorted(row.language for row in practice.translations.all() if row.published_at)
    for relation in PARTS:
        rows = getattr(practice, relation).all()
        data[relation] = [_part(relation, part, words) for part in rows if getattr(part, "has_consent", True)]
    return data


def public_record(practice: Practice) -> dict[str, Any]:
    """Of the version in force, as it was published."""
    return PracticeVersion.objects.values_list("content", flat=True).get(practice=practice, number=practice.version)


def _part(relation: str, part: Any, words: Mapping[str, str]) -> dict[str, Any]:
    names, facts = PARTS[relation]
    row: dict[str, Any] = {"key": str(part.key)}
    for name in names:
        row[name] = words.get(f"{relation}.{part.key}.{name}", getattr(part, name))
    row |= {name: _plain(getattr(part, name)) for name in facts}
    if relation in ("documents", "images"):
        row["upload"] = str(part.upload.uuid) if part.upload else None
        row["file_name"] = part.upload.name if part.upload else ""
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
