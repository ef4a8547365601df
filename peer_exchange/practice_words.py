"""The words of a practice in the language of the reader: a published translation, where it still fits its original.

What has none stands as it was written, and says in which language. A path names a text: see `PracticeText`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html

from peer_exchange.models import Practice, PracticeText
from peer_exchange.rules.digests import digest_of

# Words: they can be translated, and the search finds a record by them.
WORDS = (
    "title",
    "result_line",
    "place",
    "problem",
    "solution",
    "results",
    "no_data_reason",
    "contact_role",
    "legal_basis",
    "objectives",
    "participation_note",
    "staff",
    "premises",
    "cost_note",
    "funding_note",
    "after_donor",
    "went_wrong",
    "success_conditions",
    "smallest_version",
    "not_suitable_when",
)
# Of each table of a full case: its words, then its facts.
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "steps": (("what", "who", "when", "duration"), ()),
    "partners": (("name", "note"), ("support",)),
    "costs": (("label", "source"), ("kind", "amount", "currency", "year")),
    "indicators": (("name", "unit", "baseline_on", "latest_on", "source"), ("baseline", "latest")),
    "lessons": (("text",), ("is_reading",)),
    "documents": (("title",), ("kind", "language", "licence", "url")),
    "images": (("alt", "credit"), ()),
}


@dataclass(frozen=True)
class Word:
    """A text to be read; `language` is empty where it stands in that of the page."""

    text: str
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def mark(self) -> str:
        """The attribute that tells its language, ready for a tag: `<p{{ word.mark }}>`."""
        return format_html(' lang="{}"', self.language) if self.language else ""


@dataclass(frozen=True)
class Words:
    """Of a practice in one language. `translated` is {path: text} of what stands in it."""

    practice: Practice
    language: str
    translated: Mapping[str, str]

    def field(self, name: str) -> Word:
        return self.at(name, getattr(self.practice, name))

    def part(self, relation: str, row: Mapping[str, Any], name: str) -> Word:
        """Of a row of a table as the public record has it, in its original."""
        return self.at(f"{relation}.{row['key']}.{name}", row.get(name, ""))

    def at(self, path: str, original: str) -> Word:
        if not original or self.language == self.practice.language:
            return Word(original)
        if text := self.translated.get(path):
            return Word(text)
        return Word(original, self.practice.language)


def words_of(practice: Practice, language: str, originals: Mapping[str, str]) -> Words:
    """`originals` is {path: text} of the version that is shown; reads `translations` of the practice."""
    row = _row_in(practice, language)
    return Words(practice, language, _fitting(row, originals) if row is not None and row.published_at else {})


def translated(practice: Practice, language: str | None) -> dict[str, str]:
    """{path: text} of the published translation, without what no longer fits its original."""
    if language is None:
        return {}
    row = _row_in(practice, language)
    return _fitting(row, dict(originals(practice))) if row is not None and row.published_at else {}


def is_fresh(row: PracticeText, path: str, original: str) -> bool:
    """Whether the translation has this text, and it was made from these words."""
    return bool(row.texts.get(path)) and row.sources.get(path) == digest_of(original)


def originals(practice: Practice) -> Iterator[tuple[str, str]]:
    """(path, text) of everything with words in it, in the order of the record; see `PracticeText` for paths."""
    for name in WORDS:
        if text := getattr(practice, name):
            yield name, text
    for relation, (names, _facts) in PARTS.items():
        for part in getattr(practice, relation).all():
            for name in names:
                if text := getattr(part, name):
                    yield f"{relation}.{part.key}.{name}", text


def originals_in(record: Mapping[str, Any]) -> dict[str, str]:
    """The same of a public record as plain data, in its original language."""
    found = {name: record[name] for name in WORDS if record.get(name)}
    for relation, (names, _facts) in PARTS.items():
        for row in record.get(relation, ()):
            found |= {f"{relation}.{row['key']}.{name}": row[name] for name in names if row.get(name)}
    return found


def _fitting(row: PracticeText, texts: Mapping[str, str]) -> dict[str, str]:
    return {path: row.texts[path] for path, original in texts.items() if is_fresh(row, path, original)}


def _row_in(practice: Practice, language: str) -> PracticeText | None:
    if language == practice.language:
        return None
    return next((row for row in practice.translations.all() if row.language == language), None)
