"""Lists and overviews of an organisation as PDF, A4 landscape. Knows what it is given, no models."""

import base64
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from academy.delivery.pdf import drawable, html_to_pdf

INK, BAR_HEIGHT = "#0f4c4a", 18
ROWS_TOGETHER = 60  # the renderer slows down with the length of its input
MOST_ROWS = 1_000  # beyond it nobody reads a PDF; the page says where the rest is


def write_list(
    path: Path, *, facts: dict[str, Any], head: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]
) -> None:
    """`facts` are title, organisation, summary lines and a note; `widths` per cent of the columns."""
    parts = [rows[start : start + ROWS_TOGETHER] for start in range(0, len(rows), ROWS_TOGETHER)] or [[]]
    pdfs = [
        _drawn(
            "people",
            {
                **_printed(facts),
                "head": list(zip(_printed(list(head)), widths, strict=True)),
                "rows": _printed([list(row) for row in part]),
                "is_first": number == 0,
            },
        )
        for number, part in enumerate(parts)
    ]
    bind(path, pdfs)


def write_overview(path: Path, facts: dict[str, Any]) -> None:
    path.write_bytes(_drawn("overview", {**_printed(facts), "funnel": _with_bars(facts["funnel"])}))


def bind(path: Path, pdfs: Sequence[bytes]) -> None:
    """Several PDFs one behind the other."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for pdf in pdfs:
        writer.append(BytesIO(pdf))
    with path.open("wb") as file:
        writer.write(file)


def _with_bars(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**_printed(step), "bar": _bar(step["width"])} for step in steps]


def _bar(width: int) -> str:
    """A bar so many pixels wide, as a picture: the renderer draws no empty boxes."""
    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (width, BAR_HEIGHT), INK).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def _drawn(template: str, context: dict[str, Any]) -> bytes:
    return html_to_pdf(render_to_string(f"pdf/organisation/{template}.html", context))


def _printed(value: Any) -> Any:
    """Every text in it as the fonts can draw it."""
    if isinstance(value, str):
        return drawable(value, "sans")
    if isinstance(value, dict):
        return {name: _printed(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printed(part) for part in value]
    return value
