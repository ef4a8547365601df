"""A handbook as PDF: a woven cover, facts, contents, modules, answers, words and sources, with running heads.

Each module is drawn by itself, because the renderer slows down with the length of its input; then the parts are bound
and numbered. Knows what `handbook_content` gives, no models but those of pictures. The same content, the same pages.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

import segno
from anyascii import anyascii
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from lxml import html as lxml_html
from PIL import Image as Picture
from PIL import ImageDraw
from wagtail.images import get_image_model

from academy import weave
from academy.delivery.pdf import FACES, FONTS, drawable, html_to_pdf, text_width
from courses import diagrams
from courses.delivery.certificate_pdf import WITH_FOOTNOTE, frame_drawing
from courses.delivery.fitting import fit
from courses.delivery.handbook_content import Content
from courses.wording import footnote

if TYPE_CHECKING:
    from pypdf import PdfReader

# All measures in points.
PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
MARGIN, TEXT_WIDTH, TALLEST = 62.4, 470.0, 560.0
COVER_WIDTH = 400.0
PIXEL = 0.75  # what the renderer takes the sizes of pictures in
ADDRESS_LETTERS = 80  # on a line; the renderer breaks no word
PICTURE_PIXELS, DIAGRAM_DPI = 1200, 150
LANGUAGE_NAMES = dict(settings.LANGUAGES)
SIGNS = {"→": "›", "←": "‹", "✓": "·", "☐": "", "≥": ">=", "≤": "<="}  # for signs no font of ours has
SLANTED = re.compile(r"</?(?:i|em|cite)\b[^>]*>")  # Serbian and Macedonian would need other letters
LOCAL_LINK = re.compile(r'href="/')


@dataclass(frozen=True)
class Drawn:
    """`pages` counts them, the cover too."""

    pdf: bytes
    pages: int


@dataclass
class _Section:
    """A part of the book; `titles` are of its items, `starts` the page of each within the part, from 0."""

    heading: str
    reader: "PdfReader"
    titles: list[str]
    starts: list[int]

    @property
    def length(self) -> int:
        return len(self.reader.pages)


def draw_handbook(content: Content) -> Drawn:
    """Half a minute of work for a course of twenty lessons. Raises PdfError."""
    with translation.override(content.language):
        return _Book(content).draw()


class _Book:
    def __init__(self, content: Content) -> None:
        self.content = content
        palette = content.palette if content.palette in weave.PALETTES else "spruce"
        threads = weave.colours(palette)
        self.look = {"color": threads[1], "wash": threads[0], "site_name": settings.SITE_NAME, "content": content}
        self.footnote = footnote() if any(map(WITH_FOOTNOTE.search, content.strings)) else ""

    def draw(self) -> Drawn:
        cover = self._section("", "cover", {"title": self._cover_title()}, underlay=self._cloth())
        modules = [self._module(module) for module in self.content.modules]
        sections = [*modules, self._back()]
        blank = self._front([self._row(section, 0) for section in sections])
        start = cover.length + blank.length + 1
        rows = []
        for section in sections:
            rows.append(self._row(section, start))
            start += section.length
        return self._bind([cover, self._front(rows), *sections])

    # Parts --------------------------------------------------------------------------------------------------------

    def _section(
        self,
        heading: str,
        template: str,
        context: dict[str, Any],
        *,
        titles: list[str] | None = None,
        underlay: bytes = b"",
    ) -> _Section:
        from pypdf import PdfReader

        html = render_to_string(f"pdf/handbook/{template}.html", {**self.look, "pictures": {"box": _box()}, **context})
        reader = PdfReader(BytesIO(html_to_pdf(printable(html), underlay=underlay)))
        starts = [reader.get_destination_page_number(mark) or 0 for mark in _flat(reader.outline)] if titles else []
        return _Section(heading, reader, titles or [], starts)

    def _cover_title(self) -> Any:
        def measure(text: str, size: float) -> float:
            return text_width(text, "serif-bold", size)

        title = drawable(self.content.title, "serif-bold")
        return fit(title, width=COVER_WIDTH, lines=4, largest=46, smallest=20, measure=measure)

    def _cloth(self) -> bytes:
        return frame_drawing(self.content.motif, self.content.palette, upright=True)

    def _front(self, rows: list[list[dict[str, Any]]]) -> _Section:
        context = {
            "changed": date.fromisoformat(self.content.changed) if self.content.changed else None,
            "language_name": LANGUAGE_NAMES[self.content.language],
            "rows": [row for section in rows for row in section],
            "footnote": self.footnote,
            "qr": segno.make(self.content.url, error="m").png_data_uri(scale=5, border=0),
        }
        return self._section("", "front", context)

    def _module(self, module: dict[str, Any]) -> _Section:
        items = [{**item, "blocks": [_shown(block) for block in item.get("blocks", ())]} for item in module["items"]]
        titles = [item["title"] for item in items]
        heading = module["title"]
        if module["number"]:
            heading = translation.gettext("Module %(n)d") % {"n": module["number"]} + f" · {heading}"
        return self._section(heading, "module", {"module": {**module, "items": items}}, titles=titles)

    def _back(self) -> _Section:
        groups = groupby(self.content.answers, key=lambda answer: answer["place"])
        places = [{"place": place, "answers": list(answers)} for place, answers in groups]
        titles = []
        if places:
            titles.append(translation.gettext("Answers and explanations"))
        if self.content.terms:
            titles.append(translation.gettext("Glossary"))
        if self.content.sources:
            titles.append(translation.gettext("Sources"))
        sources = [{**source, "lines": _lines(source["url"])} for source in self.content.sources]
        context = {"places": places, "sources": sources, "footnote": self.footnote}
        return self._section(translation.gettext("Answers, words, sources"), "back", context, titles=titles)

    @staticmethod
    def _row(section: _Section, start: int) -> list[dict[str, Any]]:
        """Lines of the contents: the heading, then each title with its page when the part begins on page `start`."""
        lines = zip(section.titles, section.starts, strict=True)
        return [
            {"title": section.heading, "level": 0},
            *({"title": title, "page": start + place, "level": 1} for title, place in lines),
        ]

    # Binding ------------------------------------------------------------------------------------------------------

    def _bind(self, sections: list[_Section]) -> Drawn:
        from pypdf import PdfReader, PdfWriter

        writer = PdfWriter()
        heads: list[str] = []
        for section in sections:
            start = len(writer.pages)
            writer.append(section.reader, import_outline=False)
            heads += [section.heading] * section.length
            if section.titles:
                parent = writer.add_outline_item(title=section.heading, page_number=start)
                for title, place in zip(section.titles, section.starts, strict=True):
                    writer.add_outline_item(title=title, page_number=start + place, parent=parent)
        stamps = PdfReader(BytesIO(self._running_heads(heads)))
        for number, page in enumerate(writer.pages):
            if number:  # the cover has none
                page.merge_page(stamps.pages[number])
        for page in writer.pages:
            page.compress_content_streams()
        writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
        writer.add_metadata(
            {"/Title": self.content.title, "/Author": self.content.made_by, "/Producer": settings.SITE_NAME}
        )
        writer.root_object[_name("/Lang")] = _text(self.content.language)
        output = BytesIO()
        writer.write(output)
        return Drawn(output.getvalue(), len(heads))

    def _running_heads(self, heads: list[str]) -> bytes:
        from reportlab.pdfgen.canvas import Canvas

        font = _stamp_font()
        title = drawable(self.content.title, "sans")
        output = BytesIO()
        canvas = Canvas(output, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
        right = PAGE_WIDTH - MARGIN
        for number, head in enumerate(heads, 1):
            canvas.setFont(font, 8)
            canvas.setFillColor("#56625f")
            canvas.drawString(MARGIN, PAGE_HEIGHT - 48, _short(title, 210))
            canvas.drawRightString(right, PAGE_HEIGHT - 48, _short(drawable(head, "sans"), 240))
            canvas.drawString(MARGIN, 38, _short(drawable(settings.SITE_NAME, "sans"), 300))
            canvas.setFont(font, 10)
            canvas.setFillColor(self.look["color"])
            canvas.drawRightString(right, 38, str(number))
            canvas.setStrokeColor("#c98a1b")
            canvas.setLineWidth(0.8)
            canvas.line(MARGIN, PAGE_HEIGHT - 54, right, PAGE_HEIGHT - 54)
            canvas.showPage()
        canvas.save()
        return output.getvalue()


# Words ----------------------------------------------------------------------------------------------------------------


def printable(html: str) -> str:
    """HTML as our fonts can draw it: full addresses, upright letters, signs that they have."""
    html = LOCAL_LINK.sub(f'href="{settings.SITE_URL}/', SLANTED.sub("", html))
    return "".join(letter if letter in _glyphs() or letter.isspace() else _instead(letter) for letter in html)


def _instead(letter: str) -> str:
    if letter in SIGNS:
        return SIGNS[letter].replace("<", "&lt;").replace(">", "&gt;")
    return anyascii(letter).replace("<", "&lt;").replace(">", "&gt;").replace("&", "") if letter.isalnum() else ""


@cache
def _glyphs() -> frozenset[str]:
    """What every one of our faces can draw."""
    from reportlab.pdfbase.ttfonts import TTFontFace

    known = [set(TTFontFace(str(FONTS / file)).charToGlyph) for file in FACES.values()]
    return frozenset(map(chr, set.intersection(*known)))


def _lines(address: str) -> list[str]:
    return [address[start : start + ADDRESS_LETTERS] for start in range(0, len(address), ADDRESS_LETTERS)]


def _short(text: str, width: float) -> str:
    while text and text_width(text, "sans", 8) > width:
        text = text[:-2].rstrip() + "…"
    return text


# Pictures -------------------------------------------------------------------------------------------------------------


def _shown(block: dict[str, Any]) -> dict[str, Any]:
    """The block with what only drawing needs."""
    if block["kind"] in ("callout", "case"):
        pieces = list(_pieces(block["html"]))
        return {**block, "head": "".join(pieces[:1]), "rest": pieces[1:]}  # a heading never stands alone
    if block["kind"] == "table":
        return {**block, "has_head": any(block["head"])}
    if block["kind"] == "image":
        return {**block, "picture": _picture(block["image"])}
    if block["kind"] == "diagram":
        return {**block, "picture": _diagram(block)}
    return block


def _pieces(html: str) -> Iterator[str]:
    """Paragraphs and lists one by one."""
    for part in lxml_html.fragments_fromstring(html):
        yield part if isinstance(part, str) else lxml_html.tostring(part, encoding="unicode")


def _picture(pk: int) -> dict[str, Any] | None:
    image = get_image_model().objects.filter(pk=pk).first()
    if image is None:
        return None
    rendition = image.get_rendition(f"max-{PICTURE_PIXELS}x{PICTURE_PIXELS}|format-jpeg|jpegquality-80|bgcolor-fff")
    with rendition.file.open("rb") as file:
        return _placed(file.read(), "jpeg")


def _diagram(block: dict[str, Any]) -> dict[str, Any] | None:
    words = {name: block[name] for name in ("layout", "title", "alt", "centre", "across", "upward")}
    parts = tuple(diagrams.Part(node["label"], node["text"], node["lane"]) for node in block["nodes"])
    png = diagrams.png(diagrams.Diagram(parts=parts, **words), fonts=FONTS, width_mm=166, dpi=DIAGRAM_DPI)
    return _placed(png, "png")


def _placed(content: bytes, kind: str) -> dict[str, Any]:
    """As a data address, as wide as the text unless it would be too tall."""
    width, height = Picture.open(BytesIO(content)).size
    scale = min(TEXT_WIDTH / width, TALLEST / height)
    src = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    return {"src": src, "width": round(width * scale / PIXEL), "height": round(height * scale / PIXEL)}


@cache
def _box() -> str:
    """An empty box to tick."""
    image = Picture.new("L", (72, 72), 255)
    ImageDraw.Draw(image).rectangle((4, 4, 67, 67), outline=60, width=6)
    output = BytesIO()
    image.save(output, "PNG")
    return f"data:image/png;base64,{base64.b64encode(output.getvalue()).decode()}"


# PDF ------------------------------------------------------------------------------------------------------------------


def _flat(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


@cache
def _stamp_font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("HandbookSans", str(FONTS / FACES["sans"])))
    return "HandbookSans"


def _name(text: str) -> Any:
    from pypdf.generic import NameObject

    return NameObject(text)


def _text(text: str) -> Any:
    from pypdf.generic import TextStringObject

    return TextStringObject(text)
