"""A practice as PDF, A4 portrait: the brief on two pages, or the full record. Knows what it is given, no records."""

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

import segno
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from PIL import Image, ImageOps

from academy import weave
from academy.delivery.pdf import drawable, html_to_pdf

LAYOUT = 2  # raise it when the look changes: files drawn before are drawn anew
BAR_WIDTH, SHORT_BAR = 300, 180  # points
PICTURE_WIDTH, PICTURE_HEIGHT = 300, 220  # points, at most
PICTURE_PIXELS = 1000
PIXEL = 0.75  # what the renderer takes the sizes of pictures in
BRIEF_PAGES = 2
SHORTER = (900, 700, 560, 450, 360, 280, 200, 140)  # letters of a paragraph of a brief that is too long


@dataclass(frozen=True)
class Bar:
    """`length` in percent; `tone` is before, latest or cost."""

    tone: str
    length: float


@dataclass(frozen=True)
class Piece:
    """A paragraph with the bars that stand below it.

    With a `figure` text, bar and figure share a line. `picture` is the name of a file in the storage, above the text.
    """

    text: str
    is_heading: bool = False
    is_small: bool = False
    bars: tuple[Bar, ...] = ()
    figure: str = ""
    picture: str = ""


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
    motif: str
    place: str
    note: str = ""
    is_brief: bool = False
    cut_note: str = ""
    warnings: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The same for two sheets that print the same."""
        return sha256(json.dumps([LAYOUT, asdict(self)], default=str).encode()).hexdigest()


def draw_practice(sheet: Sheet) -> bytes:
    """A brief is shortened as little as makes it fit its two pages. Raises PdfError."""
    pdf = html_to_pdf(_html(sheet, 0))
    if not sheet.is_brief or pages_of(pdf) <= BRIEF_PAGES:
        return pdf
    low, high = 0, len(SHORTER) - 1  # halving: a drawing takes a third of a second
    while low < high:
        middle = (low + high) // 2
        drawn = html_to_pdf(_html(sheet, SHORTER[middle]))
        if pages_of(drawn) <= BRIEF_PAGES:
            pdf, high = drawn, middle
        else:
            low = middle + 1
    return pdf if pages_of(pdf) <= BRIEF_PAGES else html_to_pdf(_html(sheet, SHORTER[-1]))


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
                        "look": "named" if piece.is_heading else "small" if piece.is_small else "said",
                        "bars": [_cells(bar, SHORT_BAR if piece.figure else BAR_WIDTH) for bar in piece.bars],
                        "figure": drawable(piece.figure, "sans"),
                        "picture": _picture(piece.picture) if piece.picture else None,
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


def _cells(bar: Bar, width: int) -> list[dict[str, str]]:
    """The bar as cells of a table, because the renderer draws no SVG."""
    filled = round(width * bar.length / 100)
    cells = [{"tone": bar.tone, "width": str(filled)}, {"tone": "rest", "width": str(width - filled)}]
    return [cell for cell in cells if cell["width"] != "0"]


def _picture(name: str) -> dict[str, Any] | None:
    """As a data address; None for a file that is lost or no picture any more."""
    try:
        with default_storage.open(name) as file:
            picture = ImageOps.exif_transpose(Image.open(file)).convert("RGB")
    except OSError:
        return None
    picture.thumbnail((PICTURE_PIXELS, PICTURE_PIXELS))
    output = BytesIO()
    picture.save(output, "JPEG", quality=80)
    scale = min(PICTURE_WIDTH / picture.width, PICTURE_HEIGHT / picture.height)
    return {
        "src": f"data:image/jpeg;base64,{base64.b64encode(output.getvalue()).decode()}",
        "width": str(round(picture.width * scale / PIXEL)),
        "height": str(round(picture.height * scale / PIXEL)),
    }
