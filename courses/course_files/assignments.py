"""`assignment.yaml` → a parsed assignment: what is asked, part by part. Knows nothing of other files of the course."""

from typing import Any

from courses.course_files.fields import Fields
from courses.course_files.markdown import MarkdownReader
from courses.course_files.parsed import ParsedAssignment, ParsedPart
from courses.enums import PartKind

COLUMNS = range(2, 7)
CHOICES = range(2, 11)


def read_assignment(fields: Fields, brief: MarkdownReader) -> ParsedAssignment:
    """`fields` are those of the whole file, `brief` reads what stands under `brief`."""
    fields.asked.add("brief")
    if not brief.lines:
        fields.note("`brief` is missing; write what to do and with whom to talk.")
    parts = [_part(fields, number, entry) for number, entry in enumerate(fields.entries("parts"), 1)]
    assignment = ParsedAssignment(
        file=fields.file,
        key=fields.key(),
        slug=fields.key("slug"),
        title=fields.text("title", limit=255),
        summary=fields.text("summary", limit=300),
        minutes=fields.number("minutes"),
        needs_acceptance=fields.boolean("needs_acceptance", default=False),
        brief=brief.rich_text(headings=True),
        links=tuple(brief.links),
        text="\n".join(brief.lines),
        first_line=brief.first_line,
        parts=tuple(parts),
    )
    fields.finish()
    return assignment


def _part(parent: Fields, number: int, entry: Any) -> ParsedPart:
    key = entry.get("key") if isinstance(entry, dict) else None
    fields = Fields(entry, file=parent.file, place=f"part {key or number}", findings=parent.findings)
    kind = fields.one_of("kind", PartKind.values)
    part = ParsedPart(
        key=fields.key(),
        kind=kind,
        label=fields.text("label", limit=300),
        help=fields.text("help", limit=600, required=False),
        example=fields.lines("example", limit=2000),
        is_required=fields.boolean("required", default=True),
        columns=_texts(fields, "columns", COLUMNS) if kind == PartKind.TABLE else (),
        rows=fields.number("rows", default=4, high=30) if kind == PartKind.TABLE else 4,
        choices=_texts(fields, "choices", CHOICES) if kind == PartKind.CHOICE else (),
    )
    fields.finish()
    return part


def _texts(fields: Fields, name: str, wanted: range) -> tuple[str, ...]:
    texts = tuple(" ".join(str(entry).split()) for entry in fields.entries(name))
    if texts and len(texts) not in wanted:
        fields.note(f"`{name}` has {len(texts)} entries; give {wanted.start} to {wanted.stop - 1}.")
    if any(not text or len(text) > 200 for text in texts):
        fields.note(f"every entry of `{name}` is a text of at most 200 characters; correct them.")
    if len(set(texts)) < len(texts):
        fields.note(f"two entries of `{name}` read the same; say what differs.")
    return texts
