"""The one way from HTML to PDF: embedded fonts, no file or address beyond them, silent faults made loud.

Knows fonts and pages, not what stands on them.
"""

import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from anyascii import anyascii
from django.conf import settings

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFontFace

FONTS = settings.NODE_MODULES / "@expo-google-fonts"
# Static fonts that cover Latin with all diacritics of the region, Cyrillic and Greek. The names are those of
# templates/pdf/base.html, which embeds the same files.
FACES = {
    "sans": "noto-sans/400Regular/NotoSans_400Regular.ttf",
    "sans-bold": "noto-sans/600SemiBold/NotoSans_600SemiBold.ttf",
    "serif": "source-serif-4/400Regular/SourceSerif4_400Regular.ttf",
    "serif-bold": "source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf",
}
FAULTS = ("No font this document has can draw", "Blocked by the resource policy")


class PdfError(Exception):
    """The document could not be drawn as it was meant."""


def html_to_pdf(html: str, *, underlay: bytes = b"") -> bytes:
    """The PDF of an HTML document; addresses of files in it are relative to the folder of the fonts.

    `underlay` is a PDF content stream in points from the lower left corner, drawn beneath the first page: for pictures
    that the renderer cannot draw itself. The same input gives the same bytes. Raises PdfError.
    """
    from reportlab import rl_config  # these cost over a second to import: only who draws pays
    from xhtml2pdf import pisa
    from xhtml2pdf.config.resources import ResourceAccessPolicy

    rl_config.invariant = 1
    output = BytesIO()
    with _listening() as faults:
        status = pisa.CreatePDF(
            html,
            dest=output,
            path=str(FONTS / "document.html"),
            encoding="utf-8",
            resource_policy=ResourceAccessPolicy.server(FONTS, allow_remote=False),
        )
    if status.err or faults:
        raise PdfError("; ".join(faults) or "xhtml2pdf reported errors, see the log.")
    return _with_underlay(output.getvalue(), underlay) if underlay else output.getvalue()


def drawable(text: str, face: str) -> str:
    """`text` as the font can draw it: letters it does not have in Latin instead, signs it does not have left out."""
    glyphs = _face(face).charToGlyph

    def draw(letter: str) -> str:
        if ord(letter) in glyphs:
            return letter
        return anyascii(letter) if unicodedata.category(letter)[0] in "LN" else ""

    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return " ".join("".join(map(draw, composed)).split())


def text_width(text: str, face: str, size: float) -> float:
    """Width of one line in points at `size` points."""
    font = _face(face)
    return sum(font.getCharWidth(ord(letter)) for letter in text) * size / 1000


def line_height(face: str, size: float) -> float:
    """Height of one line in points at `size` points; a smaller `line-height` in a style sheet has no effect."""
    font = _face(face)
    return (font.ascent - font.descent) * size / 1000


@cache
def _face(name: str) -> "TTFontFace":
    from reportlab.pdfbase.ttfonts import TTFontFace

    return TTFontFace(str(FONTS / FACES[name]))


def _with_underlay(pdf: bytes, underlay: bytes) -> bytes:
    """Put a content stream beneath the first page, marked as decoration for assistive technology."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    page = writer.pages[0]
    picture = DecodedStreamObject()
    picture.set_data(underlay)
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([FloatObject(side) for side in page.mediabox]),
            NameObject("/Resources"): DictionaryObject(),
        }
    )
    resources = page["/Resources"].get_object()
    pictures = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
    pictures[NameObject("/Underlay")] = writer._add_object(picture.flate_encode())
    drawing = DecodedStreamObject()
    drawing.set_data(b"/Artifact BMC q /Underlay Do Q EMC\n")
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(drawing), page.raw_get("/Contents")])
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


_faults: ContextVar[list[str] | None] = ContextVar("pdf_faults", default=None)


class _FaultHandler(logging.Handler):
    """Collects what xhtml2pdf only logs although the document is wrong then."""

    def emit(self, record: logging.LogRecord) -> None:
        collected, message = _faults.get(), record.getMessage()
        if collected is not None and any(fault in message for fault in FAULTS):
            collected.append(message)


logging.getLogger("xhtml2pdf").addHandler(_FaultHandler(level=logging.WARNING))


@contextmanager
def _listening() -> Iterator[list[str]]:
    collected: list[str] = []
    token = _faults.set(collected)
    try:
        yield collected
    finally:
        _faults.reset(token)
