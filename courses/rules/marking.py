"""Marks the terms of the glossary where they stand first in a text. Pure; reads HTML, never writes it anew.

The result is the same HTML, letter for letter, with marks put in between. Headings, links, code, buttons, captions,
heads of tables, forms and pictures stay as they are.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Inside these nothing is marked.
QUIET_TAGS = frozenset(
    {
        "a", "abbr", "audio", "button", "caption", "cite", "code", "details", "dt", "figcaption", "figure", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "pre", "script", "select", "style", "summary", "svg",
        "textarea", "th", "video",
    }
)  # fmt: skip
QUIET_CLASSES = frozenset({"block-title", "case__kind", "case__source", "callout__kind", "meta"})
VOID_TAGS = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
SPACES = re.compile(r"\s+")

Mark = Callable[[str, str], str]  # (key of the term, the word as the text has it, HTML) → HTML


@dataclass(frozen=True)
class Word:
    """A term as a text may use it: `forms` are all its spellings."""

    key: str
    forms: tuple[str, ...]


@dataclass
class Marker:
    """Marks a lesson stretch by stretch: each term once, `limit` terms at most. `found` are their keys, in order."""

    words: Iterable[Word]
    mark: Mark
    limit: int = 12
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        forms = {_same(form): word.key for word in self.words for form in word.forms}
        self._keys = forms
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        pattern = "|".join(r"\s+".join(re.escape(part) for part in form.split()) for form in longest_first)
        self._pattern = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE) if pattern else None

    def marked(self, html: str) -> str:
        """`html` with marks; the same when nothing is to be marked."""
        if self._pattern is None or len(self.found) >= self.limit:
            return html
        parts, end = [], 0
        for start, text in _texts(html):
            for match in self._pattern.finditer(text):
                key = self._keys.get(_same(match.group()))
                if key is None or key in self.found or len(self.found) >= self.limit:
                    continue
                self.found.append(key)
                parts += [html[end : start + match.start()], self.mark(key, match.group())]
                end = start + match.end()
        return "".join([*parts, html[end:]])


def find_terms(html: str, words: Sequence[Word]) -> list[str]:
    """The keys of all terms in `html`, in the order in which they come."""
    marker = Marker(words, lambda key, word: word, limit=len(words))
    marker.marked(html)
    return marker.found


def _same(form: str) -> str:
    """One spelling for a form, whatever the capitals and spaces; the Turkish dotted capital too."""
    return SPACES.sub(" ", form.casefold().replace("i̇", "i")).strip()


def _texts(html: str) -> list[tuple[int, str]]:
    """Where text that may be marked stands: (offset in `html`, text as it is written there)."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return reader.texts


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.texts: list[tuple[int, str]] = []
        self._open: list[tuple[str, bool]] = []  # tag, and whether it keeps quiet
        self._lines = [0]
        for match in re.finditer("\n", html):
            self._lines.append(match.end())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID_TAGS:
            return
        classes = set((dict(attrs).get("class") or "").split())
        self._open.append((tag, tag in QUIET_TAGS or bool(classes & QUIET_CLASSES)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<path/>` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _is_quiet in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not any(is_quiet for _tag, is_quiet in self._open):
            line, column = self.getpos()
            self.texts.append((self._lines[line - 1] + column, data))
