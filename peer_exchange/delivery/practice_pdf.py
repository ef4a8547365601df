"""A practice as PDF, A4 portrait: the brief on two pages, or the full record. Knows what it is given, no records."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import segno
from django.template.loader import render_to_string

from academy import weave
from academy.delivery.pdf import drawable, html_to_pdf

LAYOUT = 1  # raise it when the look changes: files drawn before are drawn anew
BAR_WIDTH = 300  # points
BRIEF_PAGES = 2
SHORTER = (0, 700, 450, 280, 160)  # letters of a paragraph of the brief, until it fits its pages; 0 is all


@dataclass(frozen=True)
class Bar:
    """`length` in percent; `tone` is before, latest or cost."""

    tone: str
    length: float


@dataclass(frozen=True)
class Piece:
    """A paragraph with the bars that stand below it."""

    text: str
    is_heading: bool = False
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class Part:
    title: str
    pieces: list[Piece]
    is_warning: bool = False


@dataclass(frozen=True)
class Sheet:
    """`answers` are (question, lines); all in the active language. `cut_note` is printed where a text was shortened."""

    title: str
    kicker: str
    lead: str
    marks: list[str]
    answers: list[tuple[str, list[str]]]
    parts: list[Part]
    address: str
    citation: str
    palette: str
    note: str = ""
    is_brief: bool = False
    cut_note: str = ""
    warnings: list[str] = field(default_factory=list)


def draw_practice(sheet: Sheet) -> bytes:
    """A brief is shortened until it fits its two pages. Raises PdfError."""
    if not sheet.is_brief:
        return html_to_pdf(_html(sheet, 0))
    for most in SHORTER:
        pdf = html_to_pdf(_html(sheet, most))
        if pages_of(pdf) <= BRIEF_PAGES:
            break
    return pdf


def pages_of(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)


def _html(sheet: Sheet, most: int) -> str:
    return render_to_string("pdf/practice.html", _printed(sheet, most))


def _printed(sheet: Sheet, most: int) -> dict[str, Any]:
    """Every text as the fonts can draw it, none longer than `most`."""
    cut = False

    def draw(text: str) -> str:
        nonlocal cut
        if most and len(text) > most:
            cut = True
            text = text[:most].rsplit(" ", 1)[0] + " …"
        return drawable(text, "sans")

    return {
        "sheet": sheet,
        "title": drawable(sheet.title, "serif-bold"),
        "kicker": drawable(sheet.kicker, "sans-bold"),
        "lead": drawable(sheet.lead, "sans"),
        "marks": drawable(" · ".join(sheet.marks), "sans"),
        "answers": list(_pairs([(question, [draw(line) for line in lines]) for question, lines in sheet.answers])),
        "parts": [
            {
                "title": drawable(part.title, "serif-bold"),
                "is_warning": part.is_warning,
                "pieces": [
                    {
                        "lines": [draw(line) for line in piece.text.splitlines() if line.strip()],
                        "is_heading": piece.is_heading,
                        "bars": [_cells(bar) for bar in piece.bars],
                    }
                    for piece in part.pieces
                ],
            }
            for part in sheet.parts
        ],
        "citation": drawable(sheet.citation, "sans"),
        "note": drawable(sheet.note, "sans"),
        "warnings": [drawable(text, "sans-bold") for text in sheet.warnings],
        "cut_note": drawable(sheet.cut_note, "sans") if cut else "",
        "color": weave.colours(sheet.palette if sheet.palette in weave.PALETTES else "spruce")[1],
        "qr": segno.make(sheet.address, error="m").png_data_uri(scale=5, border=0),
    }


def _pairs(answers: list[tuple[str, list[str]]]) -> Iterator[list[tuple[str, list[str]]]]:
    """Rows of two."""
    for start in range(0, len(answers), 2):
        yield [*answers[start : start + 2], ("", [])][:2]


def _cells(bar: Bar) -> list[dict[str, str]]:
    """The bar as cells of a table, because the renderer draws no SVG."""
    filled = round(BAR_WIDTH * bar.length / 100)
    cells = [{"tone": bar.tone, "width": str(filled)}, {"tone": "rest", "width": str(BAR_WIDTH - filled)}]
    return [cell for cell in cells if cell["width"] != "0"]
