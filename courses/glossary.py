"""The glossary as people read it in a language: every term once, the same for everybody.

Read model over `Term`, built once per language and version of the site. It knows neither pages nor lessons.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.utils.html import format_html

from academy import site_version
from academy.folding import fold
from courses.models import Term
from courses.rules.alphabets import first_letter, sort_key
from courses.rules.marking import Marker, Word

LANGUAGE_NAMES = dict(settings.LANGUAGES)
FALLBACK = "en"


@dataclass(frozen=True)
class Translation:
    """The name of a term in another language."""

    language: str
    language_name: str
    name: str


@dataclass(frozen=True)
class Entry:
    """A term for the reader of a language. `language` is that of the name, `meaning_language` that of the meaning."""

    key: str
    name: str
    language: str
    forms: tuple[str, ...]
    meaning: str
    meaning_language: str
    domain: str
    is_marked: bool
    letter: str
    others: tuple[Translation, ...]

    @property
    def anchor(self) -> str:
        return f"term-{self.key}"

    @cached_property
    def folded(self) -> str:
        return f" {fold(' '.join([self.name, *self.forms, *(other.name for other in self.others)]))}"

    def explains(self, language: str) -> bool:
        """To readers of a lesson in `language`."""
        return self.is_marked and self.language == self.meaning_language == language and bool(self.meaning)

    def matches(self, words: Iterable[str]) -> bool:
        """Each of the folded `words` begins a word of its name, in whatever language."""
        return all(f" {word}" in self.folded for word in words)


def entries(language: str) -> tuple[Entry, ...]:
    """All terms in the order of that language's alphabet. One query, or none."""
    version = site_version.current()
    return _build(language) if version is None else _remembered(language, version)


def find(keys: Iterable[str], language: str) -> list[Entry]:
    """The entries of these keys, in the order of the alphabet."""
    wanted = set(keys)
    return [entry for entry in entries(language) if entry.key in wanted]


def marker(language: str) -> Marker:
    """Marks a lesson in `language`: everyday words and those without a meaning in it stay as they are."""
    words = [Word(entry.key, entry.forms) for entry in entries(language) if entry.explains(language)]
    return Marker(words, lambda key, word: _mark(key, word, language))


def _mark(key: str, word: str, language: str) -> str:
    """`word` is HTML already."""
    link = format_html('<a class="term" href="/{}/glossary/#term-{}" aria-describedby="word-{}">', language, key, key)
    return f"{link}{word}</a>"


def search(found: Iterable[Entry], query: str) -> list[Entry]:
    """Those that a query finds, whatever its script, case or accents; all of them for an empty query."""
    words = fold(query).split()
    if query.strip() and not words:
        return []
    return [entry for entry in found if entry.matches(words)]


@lru_cache(maxsize=32)
def _remembered(language: str, version: int) -> tuple[Entry, ...]:
    return _build(language)


def _build(language: str) -> tuple[Entry, ...]:
    rows: dict[str, dict[str, Term]] = {}
    for row in Term.objects.select_related("locale"):
        rows.setdefault(row.key, {})[row.locale.language_code] = row
    found = [_entry(key, versions, language) for key, versions in rows.items()]
    return tuple(sorted(found, key=lambda entry: (sort_key(entry.name, language), entry.key)))


def _entry(key: str, versions: dict[str, Term], language: str) -> Entry:
    own = language if language in versions else FALLBACK if FALLBACK in versions else next(iter(versions))
    row = versions[own]
    explained = own if row.meaning or FALLBACK not in versions else FALLBACK
    return Entry(
        key=key,
        name=row.name,
        language=own,
        forms=row.words,
        meaning=versions[explained].meaning,
        meaning_language=explained,
        domain=row.domain,
        is_marked=row.is_marked,
        letter=first_letter(row.name, language),
        others=tuple(
            Translation(code, name, versions[code].name)
            for code, name in LANGUAGE_NAMES.items()
            if code in versions and code != own
        ),
    )
