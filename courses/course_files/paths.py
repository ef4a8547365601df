"""Reads the file of a learning path. Pure: whether its courses exist, `services.path_files` finds out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from academy.weave import MOTIFS, PALETTES
from courses.course_files.fields import Fields
from courses.course_files.findings import Findings
from courses.course_files.markdown import MarkdownReader
from courses.errors import CourseFileError
from courses.rules.paths import OrderFault, faults_of_order

REMEDIES = {
    OrderFault.TWICE: "the course stands on the path already; remove one of the two.",
    OrderFault.ON_ITSELF: "a course does not build on itself; name an earlier one or write null.",
    OrderFault.ON_LATER: "builds_on names a later course; move that one up or name an earlier one.",
    OrderFault.OUTSIDE: "builds_on names a course that is not on the path; add it further up or write null.",
}


@dataclass(frozen=True)
class ParsedPathItem:
    course: str
    builds_on: str
    why: str


@dataclass(frozen=True)
class ParsedPath:
    """`description` is rich text; `items` are in the recommended order."""

    file: str
    key: str
    slug: str
    language: str
    title: str
    summary: str
    description: str
    audience: str
    made_by: str
    cover_motif: str
    cover_palette: str
    has_certificate: bool
    certificate_months: int | None
    outcomes: tuple[str, ...]
    items: tuple[ParsedPathItem, ...]


def parse_path(file: Path) -> ParsedPath:
    """Read the path in `file`; raise CourseFileError with every finding at once."""
    findings = Findings()
    fields = Fields(_yaml(file, findings), file=file.name, place="", findings=findings)
    cover, certificate = fields.within("cover"), fields.within("certificate")
    items = tuple(_item(fields, number, entry) for number, entry in enumerate(fields.entries("courses"), 1))
    path = ParsedPath(
        file=file.name,
        key=fields.key(),
        slug=fields.key("slug"),
        language=fields.text("language", limit=10),
        title=fields.text("title", limit=255),
        summary=fields.text("summary", limit=300),
        description=_rich_text(fields, file),
        audience=fields.text("audience", limit=1000, required=False),
        made_by=fields.text("made_by", limit=255, required=False),
        cover_motif=cover.one_of("motif", MOTIFS),
        cover_palette=cover.one_of("palette", PALETTES),
        has_certificate=certificate.boolean("issue", default=True),
        certificate_months=certificate.number_or_none("months_valid"),
        outcomes=tuple(_outcome(fields, number, text) for number, text in enumerate(fields.entries("outcomes"), 1)),
        items=items,
    )
    if len(items) < 2:
        fields.note("a path has at least two courses; add one.")
    for place, fault in faults_of_order([(item.course, item.builds_on or None) for item in items]).items():
        findings.add(file.name, f"course {items[place].course}", REMEDIES[fault])
    for part in (cover, certificate, fields):
        part.finish()
    if findings:
        raise CourseFileError(findings)
    return path


def _yaml(file: Path, findings: Findings) -> Any:
    try:
        return yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        findings.add(file.name, "", f"this file cannot be read: {error}")
        raise CourseFileError(findings) from error


def _rich_text(fields: Fields, file: Path) -> str:
    text = fields.get("description") or ""
    if not isinstance(text, str):
        fields.note("`description` must be text; write `description: |` and the paragraphs below it.")
        return ""
    reader = MarkdownReader(text, file=file.name, folder=file.parent, first_line=1, findings=fields.findings)
    return reader.rich_text(headings=True)


def _outcome(path: Fields, number: int, text: Any) -> str:
    return Fields({"text": text}, file=path.file, place=f"outcome {number}", findings=path.findings).text(
        "text", limit=300
    )


def _item(path: Fields, number: int, entry: Any) -> ParsedPathItem:
    fields = Fields(entry, file=path.file, place=f"course {number}", findings=path.findings)
    item = ParsedPathItem(
        course=fields.key("course"),
        builds_on=fields.text("builds_on", limit=80, required=False),
        why=fields.text("why", limit=300),
    )
    fields.finish()
    return item
