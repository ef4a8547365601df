"""Reads the glossary file: terms with their names in each language. Notes every mistake before it gives up.

Knows nothing of the CMS.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from courses.course_files.fields import Fields
from courses.course_files.findings import Findings
from courses.enums import TermDomain
from courses.errors import CourseFileError

NAME_LIMIT, MEANING_LIMIT = 120, 600


@dataclass(frozen=True)
class ParsedWord:
    """A term in one language. Empty `forms` or `meaning`: the file does not say."""

    language: str
    name: str
    forms: tuple[str, ...] = ()
    meaning: str = ""


@dataclass(frozen=True)
class ParsedTerm:
    key: str
    domain: str
    is_marked: bool
    words: tuple[ParsedWord, ...]


def parse_glossary(path: Path, *, languages: Collection[str]) -> list[ParsedTerm]:
    """The terms in `path`; raises CourseFileError with every finding. Each language of a term is one of `languages`."""
    findings = Findings()
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        findings.add(path.name, "", f"cannot be read: {error}")
        raise CourseFileError(findings) from error
    fields = Fields(content, file=path.name, place="", findings=findings)
    terms = [_term(fields, number, entry, languages) for number, entry in enumerate(fields.entries("terms"), 1)]
    fields.finish()
    seen: set[str] = set()
    for term in terms:
        if term.key in seen:
            findings.add(path.name, f"term {term.key}", "the key stands twice; give one of them another.")
        seen.add(term.key)
    if findings:
        raise CourseFileError(findings)
    return terms


def _term(glossary: Fields, number: int, entry: Any, languages: Collection[str]) -> ParsedTerm:
    name = entry.get("key") if isinstance(entry, dict) else None
    fields = Fields(entry, file=glossary.file, place=f"term {name or number}", findings=glossary.findings)
    term = ParsedTerm(
        key=fields.key(),
        domain=fields.one_of("domain", TermDomain.values),
        is_marked=fields.boolean("mark", default=True),
        words=tuple(_word(fields, language) for language in languages if language in fields.values),
    )
    if "en" not in fields.values:
        fields.note("`en` is missing; every term has an English name.")
    fields.finish()
    return term


def _word(term: Fields, language: str) -> ParsedWord:
    fields = term.within(language)
    forms = [" ".join(str(form).split()) for form in fields.entries("forms", required=False)]
    for form in forms:
        if not form or len(form) > NAME_LIMIT:
            fields.note(f"a form must have 1 to {NAME_LIMIT} letters.")
    word = ParsedWord(
        language=language,
        name=fields.text("name", limit=NAME_LIMIT),
        forms=tuple(forms),
        meaning=fields.text("meaning", limit=MEANING_LIMIT, required=language == "en"),
    )
    fields.finish()
    return word
