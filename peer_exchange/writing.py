"""What people write, as a small safe subset of HTML: kept clean, cleaned again when shown. Knows no rows and no views.

Text is kept as `clean_html` or `html_of_plain` leaves it: paragraphs, bold, emphasis, lists, quotes, links, pictures of
our own, mentions. A mention is `<span data-mention="uuid of a person">@Name</span>`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from uuid import UUID

import nh3
from django.utils.safestring import SafeString, mark_safe

from academy.folding import fold

FILES = "/clusters/files/"  # our own pictures, by the uuid of their attachment
MOST_LETTERS = 20_000  # of one text
LONGEST_HTML = 200_000  # what is read at all

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "img", "span"}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "span": {"data-mention", "lang"},
    **{tag: {"lang"} for tag in ("p", "li", "blockquote")},
}
_SILENT = {"script", "style", "title", "xml", "noscript", "template", "iframe", "object", "textarea", "select", "math"}
_SILENT |= {"svg", "noembed", "noframes", "xmp", "plaintext"}
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_VALUES = {
    ("a", "href"): re.compile(r"(?:https?://[^\s/?#]|mailto:)[^\s\\]*", re.IGNORECASE),
    ("img", "src"): re.compile(rf"{FILES}{_UUID}/"),
    ("img", "width"): re.compile(r"[1-9]\d{0,4}"),
    ("img", "height"): re.compile(r"[1-9]\d{0,4}"),
    ("span", "data-mention"): re.compile(_UUID),
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
# Control characters, and those that turn the direction of what follows
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ue000-\ue002]")
_RENAMED = [
    (re.compile(r"<(/?)b(?=[\s>/])", re.IGNORECASE), r"<\1strong"),
    (re.compile(r"<(/?)i(?=[\s>/])", re.IGNORECASE), r"<\1em"),
    (re.compile(r"<h[1-6](?=[\s>/])[^<>]*>", re.IGNORECASE), "<p><strong>"),
    (re.compile(r"</h[1-6]\s*>", re.IGNORECASE), "</strong></p>"),
    (re.compile(r"<(/?)(?:div|section|article|tr|pre|figure)(?=[\s>/])", re.IGNORECASE), r"<\1p"),
    (re.compile(r"</t[dh]\s*>", re.IGNORECASE), " "),
]
_EMPTY = re.compile(r"<(p|strong|em|li|ul|ol|blockquote|span)(?: [^<>]*)?>(?:\s|&nbsp;|<br>)*</\1>")
_OPEN_PICTURE = re.compile(r"<img(?![^<>]* src=)[^<>]*>")
_WRAPPER = re.compile(r"<(/?)(a|span)(?: ([^<>]*))?>")  # of which only those with a meaning stay
_SAYS_SOMETHING = {"a": "href=", "span": "="}
_MOST_QUOTES = 3  # in each other, of a plain field
_DEEPEST = 8  # empty elements in each other that are taken away
_LEADING_BREAKS = re.compile(r"(<(?:p|li|blockquote)(?: [^<>]*)?>)(?:\s|&nbsp;|<br>)+")
_BLOCK = re.compile(r"<(?:p|ul|ol|blockquote)[ >]")
_MENTION = re.compile(rf'<span data-mention="({_UUID})"[^<>]*>([^<>]*)</span>')
_SPAN = re.compile(r'</?span(?: [a-z-]+="[^"]*")*>')
_PICTURE = re.compile(rf'<img[^<>]* src="{FILES}({_UUID})/"[^<>]*>')
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]'’”]")


def _keep(tag: str, name: str, value: str) -> str | None:
    if name == "lang":
        return value if _LANGUAGE.fullmatch(value) else None
    wanted = _VALUES.get((tag, name))
    return value if wanted is None or wanted.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_SILENT,
    attributes=_ATTRIBUTES,
    attribute_filter=_keep,
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener",
)


def clean_html(html: str) -> str:
    """What of `html` is kept, whoever wrote it: the subset and nothing else. Cleaned text stays as it is."""
    text = _UNSEEN.sub("", html[:LONGEST_HTML]).replace("\r\n", "\n")
    for pattern, replacement in _RENAMED:
        text = pattern.sub(replacement, text)
    text = _CLEANER.clean(text)
    text = _unwrapped(_OPEN_PICTURE.sub("", text))
    for _pass in range(_DEEPEST):
        text = _LEADING_BREAKS.sub(r"\1", _EMPTY.sub("", text))
    text = text.strip()
    if text and not _BLOCK.search(text):
        text = f"<p>{text}</p>"
    return text


def _unwrapped(text: str) -> str:
    """Clean `text` without links that lead nowhere and spans that say nothing; their words stay."""
    kept: list[bool] = []

    def keep(match: re.Match[str]) -> str:
        if match[1]:
            return match[0] if kept and kept.pop() else ""
        kept.append(_SAYS_SOMETHING[match[2]] in (match[3] or ""))
        return match[0] if kept[-1] else ""

    return _WRAPPER.sub(keep, text)


def html_of_plain(text: str) -> str:
    """The subset for a plain field: an empty line parts paragraphs, "- " and "1. " make lists, "> " quotes, addresses
    become links.
    """
    return clean_html(_blocks(text))


def _blocks(text: str, depth: int = 0) -> str:
    text = _UNSEEN.sub("", text[:LONGEST_HTML]).replace("\r\n", "\n").replace("\r", "\n")
    parts = []
    kind, lines = "", []
    for line in [*text.split("\n"), ""]:
        found = _kind_of(line)
        if found != kind and lines:
            parts.append(_block(kind, lines, depth))
            lines = []
        kind = found
        if found:
            lines.append(line)
    return "".join(parts)


_STARTS = {
    "ul": re.compile(r"\s*[-*•]\s+"),
    "ol": re.compile(r"\s*\d{1,3}[.)]\s+"),
    "blockquote": re.compile(r"\s*>\s?"),
}


def _kind_of(line: str) -> str:
    if not line.strip():
        return ""
    return next((kind for kind, start in _STARTS.items() if start.match(line)), "p")


def _block(kind: str, lines: list[str], depth: int) -> str:
    if kind == "p":
        return f"<p>{'<br>'.join(_linked(line) for line in lines)}</p>"
    rest = [_STARTS[kind].sub("", line, count=1) for line in lines]
    if kind == "blockquote":
        if depth == _MOST_QUOTES:
            return f"<p>{'<br>'.join(_linked(line) for line in rest)}</p>"
        return f"<blockquote>{_blocks(chr(10).join(rest), depth + 1)}</blockquote>"
    return f"<{kind}>{''.join(f'<li>{_linked(line)}</li>' for line in rest)}</{kind}>"


def _linked(line: str) -> str:
    place, parts = 0, []
    for match in _ADDRESS.finditer(line):
        parts += [escape(line[place : match.start()]), f'<a href="{escape(match[0])}">{escape(match[0])}</a>']
        place = match.end()
    return "".join([*parts, escape(line[place:].strip() if not place else line[place:])])


def render(body: str) -> SafeString:
    """A kept text on a page. Whatever stands in the database, nothing but the subset comes out."""
    return mark_safe(clean_html(body or ""))


def quote_of(body: str) -> str:
    """A kept text as a quotation to begin an answer with; quotations inside it are left out."""
    without = re.sub(r"<blockquote.*</blockquote>", "", body, flags=re.DOTALL)
    text = plain_of(without)
    return f"<blockquote>{html_of_plain(text)}</blockquote>" if text else ""


class _Plain(HTMLParser):
    """Collects the words, blocks parted by an empty line, as `html_of_plain` reads them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.lists: list[int | None] = []
        self.quotes = 0
        self.href = ""
        self.link = ""

    def _line(self, prefix: str = "", *, gap: bool = False) -> None:
        marks = self._marks()
        bare = self.lines[-1].replace(">", "").strip(" ")
        if bare:
            if gap:
                self.lines.append(marks.rstrip())
            self.lines.append("")
        self.lines[-1] = marks + prefix

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "blockquote":
            self._end_block()
            self.quotes += 1
            self._line()
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
            self._line(gap=len(self.lists) == 1)
        elif tag == "li":
            count = self.lists[-1] if self.lists else None
            if count is not None:
                self.lists[-1] = count + 1
            self._line("- " if count is None else f"{count + 1}. ")
        elif tag == "p" and not self.lists:
            self._line(gap=True)
        elif tag == "br":
            self.lines.append(self._marks())
        elif tag == "a":
            self.href, self.link = values.get("href") or "", ""
        elif tag == "img" and values.get("alt"):
            self.lines[-1] += f"[{values['alt']}]"

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._end_block()
            self.quotes = max(0, self.quotes - 1)
            self.lines[-1] = self._marks()
        elif tag in ("ul", "ol"):
            if self.lists:
                self.lists.pop()
            if not self.lists:
                self._end_block()
        elif tag == "p" and not self.lists:
            self._end_block()
        elif tag == "a":
            if self.href and self.href != self.link.strip():
                self.lines[-1] += f" ({self.href.removeprefix('mailto:')})"
            self.href = ""

    def _end_block(self) -> None:
        if self.lines[-1].replace(">", "").strip():
            self.lines += (
                ["", self._marks()] if self.quotes < 2 else ["> " * min(self.quotes - 1, _MOST_QUOTES), self._marks()]
            )

    def _marks(self) -> str:
        return "> " * min(self.quotes, _MOST_QUOTES)

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data)
        self.lines[-1] += words
        if self.href:
            self.link += words


def plain_of(body: str) -> str:
    """The words of a kept text, for a plain field, a letter, a preview; `html_of_plain` reads it back."""
    parser = _Plain()
    parser.feed(body or "")
    parser.close()
    lines = [line.replace("\xa0", " ").rstrip() for line in parser.lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def excerpt_of(body: str, length: int = 240) -> str:
    """The beginning of its words in one line, cut at a word. Quotations are left out unless there is nothing else."""
    without = re.sub(r"<blockquote.*?</blockquote>", "", body or "", flags=re.DOTALL)
    words = " ".join(plain_of(without).split()) or " ".join(plain_of(body).split())
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def folded(body: str) -> str:
    """The words of a kept text as the search folds them."""
    return fold(plain_of(body))


def mentions_in(body: str) -> set[UUID]:
    """The people whom a kept text names; whether they belong to its cluster is asked by who keeps it."""
    return {UUID(match[1]) for match in _MENTION.finditer(body)}


def set_mentions(body: str, names: Mapping[UUID, str]) -> str:
    """`body` with every mention saying `@` and the name of the person; mentions of others become plain words."""

    def name(match: re.Match[str]) -> str:
        person = UUID(match[1])
        return f"\ue000{person}\ue001{escape(names[person], quote=False)}\ue002" if person in names else match[2]

    text = _SPAN.sub("", _MENTION.sub(name, body))
    return text.replace("\ue000", '<span data-mention="').replace("\ue001", '">@').replace("\ue002", "</span>")


def replace_mention(body: str, person: UUID, words: str) -> str:
    """`body` with `words` where it mentions this person."""
    return _MENTION.sub(lambda match: escape(words, quote=False) if UUID(match[1]) == person else match[0], body)


def find_mentions(body: str, names: Mapping[UUID, str]) -> str:
    """`body` with "@Name" in its words made a mention, for text that comes from a plain field."""
    pattern = _names(tuple(sorted({escape(name, quote=False) for name in names.values()}, key=len, reverse=True)))
    if pattern is None or "@" not in body:
        return body
    by_name = {escape(name, quote=False).casefold(): person for person, name in names.items()}

    def mention(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        return f'<span data-mention="{by_name[match[1].casefold()]}">@{match[1]}</span>'

    return pattern.sub(mention, body)


@lru_cache(maxsize=64)
def _names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Tags and whole mentions are stepped over; a name counts where no letter goes before or comes after."""
    if not names:
        return None
    choices = "|".join(re.escape(name) for name in names)
    return re.compile(rf"<span .*?</span>|<a .*?</a>|<[^>]*>|(?<!\w)@({choices})(?!\w)", re.IGNORECASE)


def pictures_in(body: str) -> set[UUID]:
    """The attachments that a kept text shows."""
    return {UUID(match[1]) for match in _PICTURE.finditer(body)}


def without_pictures(body: str, unwanted: set[UUID]) -> str:
    """`body` without the pictures of these attachments."""
    return _PICTURE.sub(lambda match: "" if UUID(match[1]) in unwanted else match[0], body)
