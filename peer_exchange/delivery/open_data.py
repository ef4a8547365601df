"""The public library as files for machines: CSV, JSON, GeoJSON, and the dictionary that says what stands in them.

Made of `practice_record.record`, row by row: memory stays the same however many practices there are. Never in it:
e-mail addresses, drafts, people who did not name themselves on the page.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.delivery.table_files import guarded
from peer_exchange import enums
from peer_exchange.delivery.adoption_record import adoptions_record, with_adoptions
from peer_exchange.delivery.peers_record import peers_record, with_peers
from peer_exchange.delivery.practice_record import FACTS, record, with_record
from peer_exchange.models import Practice
from peer_exchange.practice_words import PARTS, WORDS

AT_ONCE = 100  # practices in memory
EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"https?://\S+")
LEFT_OUT = "[…]"  # where an address stood
# column → what it holds; those of the record that are not here are fields of the model and say so themselves
MEANINGS: dict[str, Any] = {
    "code": _("Its code; it never changes."),
    "uuid": _("Its identifier for machines; it never changes."),
    "slug": _("The last part of its address."),
    "version": _("How often it was published."),
    "state": _("How far it was checked: shared, validated by peers, or exemplary."),
    "licence": _("Under which licence you may use it."),
    "published": _("When it was published first."),
    "updated": _("When this version was published."),
    "confirmed": _("When its people last said that it is true."),
    "validated": _("When peers validated it."),
    "exemplary_year": _("The year in which it was named exemplary."),
    "needs_update": _("Since when something in it is known to be out of date."),
    "latitude": _("Degrees north, as text."),
    "longitude": _("Degrees east, as text."),
    "contact_name": _("Whom to ask; write through the page of the practice."),
    "organisation": _("The key of the municipality on this site."),
    "municipality": _("The name of the municipality, or the place."),
    "approach": _("The key of its main approach."),
    "further_approaches": _("The keys of further approaches."),
    "courses": _("The keys of courses that teach it."),
    "clusters": _("The addresses of clusters that talk about it."),
    "related": _("The codes of related practices."),
    "authors": _("Who wrote it, as far as they are named on the page."),
    "translations": _("Languages into which its words are translated."),
    "steps": _("The table of steps: what, who, when, duration."),
    "partners": _("The table of partners: name, kind of support, note."),
    "costs": _("The table of costs: kind, label, amount, currency, year, source."),
    "indicators": _("The table of indicators: name, unit, baseline and latest with their dates, source."),
    "lessons": _(
        "The lessons; is_reading marks those that are a reading of the source, not a statement of its people."
    ),
    "documents": _("The reusable documents: kind, title, language, licence, link or file."),
    "images": _("The pictures: what they show, whose they are."),
    "peers": _(
        "What peers gave a validated practice: the version they read, 0 to 3 per criterion, percent in all, and the "
        "municipalities in which they work."
    ),
    "adoptions": _(
        "The municipalities that take it over: stage, what they changed, cost, result, why it stopped; confirmed_by is "
        "origin (who wrote the practice) or association (one above the municipality, or the editors)."
    ),
    "is_sample": _("True: invented, for demonstration."),
}
# In the order of the record.
COLUMNS = (
    "code", "uuid", "slug", "version", "state", "licence", "published", "updated", "confirmed", "validated",
    "exemplary_year", "needs_update", *WORDS, *FACTS, "organisation", "municipality", "approach", "further_approaches",
    "courses", "clusters", "related", "authors", "translations", *PARTS, "peers", "adoptions",
)  # fmt: skip
VALUES: dict[str, Any] = {
    "state": enums.PracticeState,
    "target_groups": enums.TargetGroup,
    "run_state": enums.RunState,
    "offers": enums.Offer,
    "participation": enums.Participation,
    "yearly_cost_band": enums.CostBand,
    "funding": enums.Funding,
    "evidence": enums.Evidence,
    "suitable_bands": enums.PopulationBand,
    "documentation": enums.Documentation,
}


def rows_of(pks: Sequence[int] | None) -> Iterator[dict[str, Any]]:
    """Every public practice, or those of them with these keys, by code; words as they were written."""
    practices = Practice.objects.public().order_by("code")
    if pks is not None:
        practices = practices.filter(pk__in=pks)
    for practice in with_peers(with_adoptions(with_record(practices))).iterator(chunk_size=AT_ONCE):
        told = {"peers": peers_record(practice), "adoptions": adoptions_record(practice)}
        yield _without_addresses(record(practice) | told)


def csv_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One line per practice; lists and tables as JSON inside the cell, nothing as an empty cell.

    A cell that a spreadsheet would work out as a formula begins with an apostrophe.
    """
    yield "\ufeff" + _csv_line(COLUMNS)
    for row in rows:
        yield _csv_line([_cell(row[name]) for name in COLUMNS])


def json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One array of objects."""
    yield "["
    separator = "\n"
    for row in rows:
        yield separator + _json(row)
        separator = ",\n"
    yield "\n]\n"


def geojson_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A FeatureCollection of those that have a position; everything else of the record as properties."""
    yield '{"type": "FeatureCollection", "features": ['
    separator = "\n"
    for row in rows:
        if row["latitude"] is None or row["longitude"] is None:
            continue
        point = {"type": "Point", "coordinates": [float(row["longitude"]), float(row["latitude"])]}
        yield separator + _json({"type": "Feature", "id": row["code"], "geometry": point, "properties": row})
        separator = ",\n"
    yield "\n]}\n"


def dictionary() -> list[dict[str, Any]]:
    """What every column holds: [{"name", "meaning", "values": [(value, label)]}]."""
    fields = {field.name: field for field in Practice._meta.get_fields() if hasattr(field, "verbose_name")}
    return [
        {
            "name": name,
            "meaning": MEANINGS[name] if name in MEANINGS else fields[name].verbose_name,
            "values": VALUES[name].choices if name in VALUES else [],
        }
        for name in COLUMNS
    ]


def _without_addresses(value: Any) -> Any:
    """The same without e-mail addresses that somebody wrote into a text."""
    if isinstance(value, str):
        return value if LINK.fullmatch(value) else EMAIL.sub(LEFT_OUT, value)
    if isinstance(value, list):
        return [_without_addresses(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_addresses(each) for name, each in value.items()}
    return value


def _cell(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value if _is_number(value) else guarded(value)
    return _json(value)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII) is not None


def _csv_line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
