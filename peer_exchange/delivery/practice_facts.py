"""What the page and the prints of a practice show, as plain rows in the reader's language. Templates get no querysets.

`record` is the public record (`delivery.practice_record`): of a version in force, or of a draft for its authors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext

from academy.designations import footnote_for
from academy.models import Approach
from peer_exchange.enums import (
    PUBLIC_STATES,
    REVIEWED_STATES,
    CostKind,
    Documentation,
    DocumentKind,
    Evidence,
    Funding,
    Licence,
    Offer,
    Participation,
    PopulationBand,
    Support,
    TargetGroup,
)
from peer_exchange.models import Practice, PracticeUpload
from peer_exchange.practice_words import Word, Words, originals_in
from peer_exchange.rules import pictures
from peer_exchange.rules.still_running import not_confirmed_since

# What a full case says in words, in the order of the page: heading of the section, then its fields.
STORY = ("problem", "solution", "results", "no_data_reason")
CASE = (
    "objectives", "legal_basis", "participation_note", "staff", "premises", "cost_note", "funding_note", "after_donor",
    "went_wrong", "success_conditions", "smallest_version", "not_suitable_when",
)  # fmt: skip
# Fields and tables whose absence is worth a question to those who know.
ASKED = (
    "problem", "solution", "results", "objectives", "legal_basis", "steps", "partners", "participation", "staff",
    "costs", "indicators", "funding", "after_donor", "evidence", "went_wrong", "success_conditions", "lessons",
    "smallest_version", "not_suitable_when", "documents",
)  # fmt: skip


@dataclass(frozen=True)
class CostRow:
    label: Word
    amount: str  # with its currency, as people write it; empty when none is known
    length: float  # of the bar, in percent; 0 for none
    year: str
    source: Word


@dataclass(frozen=True)
class CostGroup:
    """Amounts of one kind in one currency: they share a scale with that currency only."""

    title: str
    rows: list[CostRow]


@dataclass(frozen=True)
class Change:
    """An indicator. `before` and `latest` are as people write them; the lengths are 0 where there is no picture."""

    name: Word
    unit: Word
    before: str
    before_on: Word
    latest: str
    latest_on: Word
    before_length: float
    latest_length: float
    source: Word

    @property
    def has_picture(self) -> bool:
        return bool(self.before_length or self.latest_length)


def labels(enum: Any, values: Iterable[Any] | None) -> list[str]:
    known = dict(enum.choices)
    return [str(known[value]) for value in values or () if value in known]


def label(enum: Any, value: Any) -> str:
    return str(dict(enum.choices).get(value, ""))


def figure(value: Decimal | str | int | None) -> str:
    """A number as people write it in the active language; empty for none."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    whole = number == number.to_integral_value()
    return number_format(int(number) if whole else number.normalize(), use_l10n=True, force_grouping=True)


def body_of(practice: Practice, record: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """What page, preview and prints have in common; `missing` are names of what nobody documented yet."""
    today = timezone.localdate()
    approaches = _approaches(practice, record)
    organisation = practice.organisation
    municipality = organisation.local_name if organisation else words.field("place").text
    answers = answers_of(practice, words)
    case = case_of(practice, record, words, today=today.year)
    _fill_files(case)
    first = practice.first_published_at
    return {
        "practice": practice,
        "words": words,
        "title": words.field("title"),
        "municipality": municipality,
        "answers": answers,
        "case": case,
        "approach": approaches[0] if approaches else None,
        "further_approaches": approaches[1:],
        "marks": marks_of(practice),
        "unconfirmed": not_confirmed_since(
            practice.confirmed_at.date() if practice.confirmed_at else None, first.date(), today
        ) if first else None,
        "missing": missing_of(practice, record),
        "footnote": footnote_for(municipality, answers["economy"], *originals_in(record).values()),
        "in_original": words.language != practice.language and not words.translated,
    }  # fmt: skip


def marks_of(practice: Practice) -> dict[str, Any]:
    """How sure one can be of it: its state, its evidence and how well it is documented."""
    return {
        "state": practice.get_state_display() if practice.state in PUBLIC_STATES else "",
        "is_reviewed": practice.state in REVIEWED_STATES,
        "evidence": str(Evidence(practice.evidence).label) if practice.evidence is not None else "",
        "evidence_level": practice.evidence,
        "documentation": str(Documentation(practice.documentation).label),
        "run_state": practice.get_run_state_display() if practice.run_state else "",
    }


def case_of(practice: Practice, record: Mapping[str, Any], words: Words, *, today: int) -> dict[str, Any]:
    """Everything below the first screen; a part that holds nothing is empty. `today` is a year."""
    steps = [
        {"number": number, **{name: words.part("steps", row, name) for name in ("what", "who", "when", "duration")}}
        for number, row in enumerate(record.get("steps", ()), 1)
    ]
    return {
        **{name: words.field(name) for name in (*STORY, *CASE)},
        "steps": steps,
        "moments": pictures.moments(
            practice.start_year, practice.end_year, [step["when"].text for step in steps], today=today
        ),
        "partners": [
            {
                "name": words.part("partners", row, "name"),
                "note": words.part("partners", row, "note"),
                "support": labels(Support, row.get("support")),
            }
            for row in record.get("partners", ())
        ],
        "costs": costs_of(record, words),
        "indicators": [_change(row, words) for row in record.get("indicators", ())],
        "lessons": [
            {"text": words.part("lessons", row, "text"), "is_reading": row.get("is_reading")}
            for row in record.get("lessons", ())
        ],
        "documents": [
            {
                "title": words.part("documents", row, "title"),
                "kind": label(DocumentKind, row.get("kind")),
                "language": row.get("language", ""),
                "licence": label(Licence, row.get("licence")),
                "url": row.get("url", ""),
                "upload": row.get("upload"),
            }
            for row in record.get("documents", ())
        ],
        "images": [
            {
                "alt": words.part("images", row, "alt"),
                "credit": words.part("images", row, "credit"),
                "upload": row["upload"],
            }
            for row in record.get("images", ())
            if row.get("upload")
        ],
        "participation": label(Participation, practice.participation),
        "funding": labels(Funding, practice.funding),
        "evidence": label(Evidence, practice.evidence),
        "sdg_targets": practice.sdg_targets,
    }


def costs_of(record: Mapping[str, Any], words: Words) -> list[CostGroup]:
    """Set-up, then running, then what the source calls otherwise; each by currency. Nothing is added up."""
    rows = record.get("costs", ())
    known = [(row, Decimal(row["amount"])) for row in rows if row.get("amount") not in (None, "")]
    drawn = pictures.bars((row.get("currency", ""), amount) for row, amount in known)
    lengths = {row["key"]: bar.length for (row, _amount), bar in zip(known, drawn, strict=True)}
    groups: dict[tuple[str, str], list[CostRow]] = {}
    for kind in CostKind:
        for row in rows:
            if row.get("kind") == kind:
                groups.setdefault((kind.label, row.get("currency", "")), []).append(_cost(row, words, lengths))
    return [
        CostGroup(
            gettext("%(kind)s, in %(currency)s") % {"kind": kind, "currency": currency} if currency else kind, made
        )
        for (kind, currency), made in groups.items()
    ]


def _cost(row: Mapping[str, Any], words: Words, lengths: Mapping[str, float]) -> CostRow:
    amount = figure(row.get("amount"))
    return CostRow(
        label=words.part("costs", row, "label"),
        amount=f"{amount} {row.get('currency', '')}".strip() if amount else "",
        length=lengths.get(row["key"], 0),
        year=str(row.get("year") or ""),
        source=words.part("costs", row, "source"),
    )


def _change(row: Mapping[str, Any], words: Words) -> Change:
    values = [Decimal(row[name]) if row.get(name) not in (None, "") else None for name in ("baseline", "latest")]
    drawn = pictures.change(values[0], values[1])
    return Change(
        name=words.part("indicators", row, "name"),
        unit=words.part("indicators", row, "unit"),
        before=figure(values[0]),
        before_on=words.part("indicators", row, "baseline_on"),
        latest=figure(values[1]),
        latest_on=words.part("indicators", row, "latest_on"),
        before_length=drawn[0].length if drawn else 0,
        latest_length=drawn[1].length if drawn else 0,
        source=words.part("indicators", row, "source"),
    )


def answers_of(practice: Practice, words: Words) -> dict[str, Any]:
    """The first screen: what changed, for whom, where, at what cost, would it fit, whom to ask."""
    return {
        "result_line": words.field("result_line"),
        "results": words.field("results"),
        "no_data_reason": words.field("no_data_reason"),
        "target_groups": labels(TargetGroup, practice.target_groups),
        "place": words.field("place"),
        "economy": str(practice.get_economy_display()) if practice.economy else "",
        "population": figure(practice.population),
        "cost_band": str(practice.get_yearly_cost_band_display()) if practice.yearly_cost_band else "",
        "cost_note": words.field("cost_note"),
        "months": practice.months_to_start,
        "bands": labels(PopulationBand, practice.suitable_bands),
        "smallest_version": words.field("smallest_version"),
        "not_suitable_when": words.field("not_suitable_when"),
        "contact_name": practice.contact_name,
        "contact_role": words.field("contact_role"),
        "offers": labels(Offer, practice.offers),
    }


def missing_of(practice: Practice, record: Mapping[str, Any]) -> list[str]:
    """Names of what nobody documented yet."""
    known = {name: bool(record.get(name)) for name in ("steps", "partners", "indicators", "lessons", "documents")}
    known["costs"] = bool(record.get("costs") or practice.cost_note or practice.yearly_cost_band)
    known["funding"] = bool(practice.funding or practice.funding_note)
    known["participation"] = practice.participation is not None or bool(practice.participation_note)
    known["evidence"] = practice.evidence is not None
    return [name for name in ASKED if not (known[name] if name in known else getattr(practice, name))]


def _approaches(practice: Practice, record: Mapping[str, Any]) -> list[Approach]:
    """Its own first."""
    own = practice.approach.key if practice.approach else ""
    keys = [key for key in (own, *record.get("further_approaches", ())) if key]
    found = {row.key: row for row in Approach.objects.filter(key__in=keys).prefetch_related("names")} if keys else {}
    return [found[key] for key in keys if key in found]


def _fill_files(case: dict[str, Any]) -> None:
    """Rows of documents and pictures get their file; pictures without one are left out."""
    wanted = [row["upload"] for row in (*case["documents"], *case["images"]) if row["upload"]]
    files = {str(row.uuid): row for row in PracticeUpload.objects.filter(uuid__in=wanted)} if wanted else {}
    for row in (*case["documents"], *case["images"]):
        row["file"] = files.get(row["upload"])
    case["images"] = [row for row in case["images"] if row["file"]]
