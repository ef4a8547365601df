"""A results framework as PDF, A4 portrait, under the logo of the organisation. Knows what it is given, no records."""

from base64 import b64encode
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from academy.branding import branding_of
from academy.delivery.pdf import drawable, html_to_pdf
from academy.models import Organisation

BAR_WIDTH = 300  # points
BAR_PARTS = ("actual", "baseline", "target")
LOGO_HEIGHT, LOGO_WIDTH = 44, 150  # points


def draw_framework(sheet: dict[str, Any], organisation: Organisation) -> bytes:
    """`sheet` as `views.organisation.indicator_rows.sheet_of` gives it, in the active language. Raises PdfError."""
    values = _printed(sheet)
    for row in values["rows"]:
        row["cells"] = _cells(row["bar"])
    context = values | {"logo": _logo(organisation), "today": timezone.localdate()}
    return html_to_pdf(render_to_string("pdf/organisation/framework.html", context))


def _cells(bar: dict[str, str]) -> list[dict[str, str]]:
    """The bar as cells of a table, because the renderer draws no SVG: filled up to the actual number."""
    actual = float(bar["actual"])
    filled = round(BAR_WIDTH * actual / 100)
    tone = "reached" if bar["is_reached"] else "filled"
    cells = [{"tone": tone, "width": str(filled)}, {"tone": "rest", "width": str(BAR_WIDTH - filled)}]
    return [cell for cell in cells if cell["width"] != "0"]


def _logo(organisation: Organisation) -> dict[str, str] | None:
    """`{src, width, height}` in points; None without a logo, or when its file is gone."""
    image = branding_of(organisation).logo
    if image is None:
        return None
    try:
        with image.file.open("rb") as file:
            data = file.read()
    except OSError:
        return None
    scale = min(LOGO_HEIGHT / image.height, LOGO_WIDTH / image.width)
    return {
        "src": f"data:image/png;base64,{b64encode(data).decode()}",
        "width": f"{image.width * scale:.0f}",
        "height": f"{image.height * scale:.0f}",
    }


def _printed(value: Any) -> Any:
    """Every text in it as the fonts can draw it."""
    if isinstance(value, str):
        return drawable(value, "sans")
    if isinstance(value, dict):
        return {name: _printed(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_printed(part) for part in value]
    return value
