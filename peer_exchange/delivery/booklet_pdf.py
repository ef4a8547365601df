"""Briefs of several practices bound into one PDF: a woven cover, contents with page numbers, running heads.

Knows what it is given, no records. The briefs come as PDF files and stay as they are.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format

from academy import weave
from academy.delivery.pdf import FACES, FONTS, drawable, html_to_pdf, text_width
from courses.delivery.certificate_pdf import frame_drawing
from courses.delivery.fitting import fit
from peer_exchange.models import LICENCE

if TYPE_CHECKING:
    from pypdf import PdfReader

LAYOUT = 1  # raise it when the look changes
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 595.28, 841.89, 57.0
COVER_WIDTH, HEAD_WIDTH = 400.0, 400.0
FONT = "BookletSans"


@dataclass(frozen=True)
class Booklet:
    """`digests` are those of its briefs; `note` is the footnote of a designation that stands in one of them."""

    title: str
    day: date
    language: str
    digests: tuple[str, ...]
    palette: str
    motif: str
    note: str = ""

    @property
    def digest(self) -> str:
        """The same for two booklets that print the same."""
        printed = json.dumps([LAYOUT, settings.SITE_NAME, settings.SITE_URL, asdict(self)], default=str)
        return sha256(printed.encode()).hexdigest()


@dataclass(frozen=True)
class Entry:
    title: str
    place: str
    code: str
    pdf: bytes


def draw_booklet(booklet: Booklet, entries: list[Entry]) -> bytes:
    """In the active language. Raises PdfError."""
    from pypdf import PdfReader, PdfWriter

    readers = [PdfReader(BytesIO(entry.pdf)) for entry in entries]
    title = {"title": _cover_title(booklet), "count": len(entries)}
    cover = _section("cover", booklet, title, underlay=frame_drawing(booklet.motif, booklet.palette, upright=True))
    contents = _contents(booklet, entries, [0] * len(entries))
    starts, page = [], len(cover.pages) + len(contents.pages) + 1
    for reader in readers:
        starts.append(page)
        page += len(reader.pages)
    contents = _contents(booklet, entries, starts)
    writer = PdfWriter()
    for reader in (cover, contents, *readers):
        writer.append(reader, import_outline=False)
    for entry, start in zip(entries, starts, strict=True):
        writer.add_outline_item(title=entry.title, page_number=start - 1)
    stamps = PdfReader(BytesIO(_running_heads(booklet, len(writer.pages))))
    for number, sheet in enumerate(writer.pages):
        if number:  # the cover has none
            sheet.merge_page(stamps.pages[number])
        sheet.compress_content_streams()
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    return _written(writer, booklet)


def _section(template: str, booklet: Booklet, context: dict[str, Any], *, underlay: bytes = b"") -> "PdfReader":
    from pypdf import PdfReader

    look = {
        "booklet_title": drawable(booklet.title, "serif-bold"),
        "color": weave.colours(booklet.palette if booklet.palette in weave.PALETTES else "spruce")[1],
        "site_name": drawable(settings.SITE_NAME, "sans-bold"),
        "address": settings.SITE_URL,
        "day": drawable(date_format(booklet.day), "sans"),
        "licence": LICENCE,
        "note": drawable(booklet.note, "sans"),
    }
    html = render_to_string(f"pdf/practice_booklet_{template}.html", {**look, **context})
    return PdfReader(BytesIO(html_to_pdf(html, underlay=underlay)))


def _contents(booklet: Booklet, entries: list[Entry], starts: list[int]) -> "PdfReader":
    rows = [
        {
            "title": drawable(entry.title, "sans-bold"),
            "place": drawable(" · ".join(filter(None, (entry.place, entry.code))), "sans"),
            "page": start,
        }
        for entry, start in zip(entries, starts, strict=True)
    ]
    return _section("contents", booklet, {"rows": rows})


def _cover_title(booklet: Booklet) -> Any:
    def measure(text: str, size: float) -> float:
        return text_width(text, "serif-bold", size)

    title = drawable(booklet.title, "serif-bold")
    return fit(title, width=COVER_WIDTH, lines=4, largest=44, smallest=20, measure=measure)


def _running_heads(booklet: Booklet, pages: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    title = drawable(booklet.title, "sans")
    while text_width(title, "sans", 8) > HEAD_WIDTH:
        title = title[:-2].rstrip() + "…"
    output = BytesIO()
    canvas = Canvas(output, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    for number in range(1, pages + 1):
        canvas.setFont(_font(), 8)
        canvas.setFillColor("#56625f")
        canvas.drawString(MARGIN, PAGE_HEIGHT - 34, title)
        canvas.setFont(_font(), 10)
        canvas.drawRightString(PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 34, str(number))
        canvas.showPage()
    canvas.save()
    return output.getvalue()


@cache
def _font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont(FONT, str(FONTS / FACES["sans"])))
    return FONT


def _written(writer: Any, booklet: Booklet) -> bytes:
    from pypdf.generic import NameObject, TextStringObject

    writer.add_metadata({"/Title": booklet.title, "/Author": settings.SITE_NAME, "/Producer": settings.SITE_NAME})
    writer.root_object[NameObject("/Lang")] = TextStringObject(booklet.language)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
