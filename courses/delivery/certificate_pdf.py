"""A certificate as PDF: A4 landscape in its woven frame, with a QR code that leads to its public check.

Reads the frozen row only. The same row gives the same bytes.
"""

import logging
import re
from base64 import b64encode
from functools import cache
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.core.cache import cache as store
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from academy import weave
from academy.delivery.pdf import drawable, html_to_pdf, line_height, text_width
from courses.delivery.fitting import Measure, fit, wrap
from courses.models import Certificate
from courses.wording import wording_of

logger = logging.getLogger(__name__)

KEEP_SECONDS = 3600

# All measures in points.
PAGE_WIDTH, PAGE_HEIGHT = 841.89, 595.28
STITCH = 3.1
ACROSS, DOWN = 29, 19  # figures of the frame
SMALL_STITCH, MEDALLION_GAP = 1.6, 9.0
WIDTH = 640.0  # of the text; the sizes below are those of templates/pdf/certificate.html
LOGO_WIDTH, LOGO_HEIGHT = 132.0, 36.0
ROOM = 174.0  # for name, title and outcomes together
GAP = 4.0  # above names and titles
COLUMN_WIDTH, ROW_GAP = 304.0, 3.0  # of the outcomes
WITH_FOOTNOTE = re.compile(r"\b(Kosov|Косов)\w*\*", re.IGNORECASE)


def certificate_pdf(certificate: Certificate) -> bytes:
    """The PDF, from the cache when the same row was drawn within the hour."""
    key = f"certificate-pdf:{certificate.code}:{certificate.issued_at.timestamp()}"
    pdf = store.get(key)
    if pdf is None:
        pdf = draw_certificate(certificate)
        store.set(key, pdf, KEEP_SECONDS)
    return pdf


def draw_certificate(certificate: Certificate, *, is_sample: bool = False) -> bytes:
    """`is_sample`: of nobody, marked as such, and without a way to check it."""
    with translation.override(certificate.language), timezone.override(None):
        html = render_to_string("pdf/certificate.html", sheet(certificate) | {"is_sample": is_sample})
    return html_to_pdf(html, underlay=frame_drawing(certificate.motif, certificate.palette))


def check_url(certificate: Certificate, language: str | None = None) -> str:
    """The full address of the public check page, in the language of the certificate unless told otherwise."""
    with translation.override(language or certificate.language):
        return settings.SITE_URL + reverse("certificate", kwargs={"code": certificate.code})


def sheet(certificate: Certificate) -> dict[str, Any]:
    """What the template prints, each text in the size in which it fits."""
    name = drawable(certificate.name, "serif-bold")
    second = drawable(certificate.name_other_script, "serif")
    title = drawable(certificate.course_title, "serif-bold")
    outcomes = [drawable(outcome, "sans") for outcome in certificate.outcomes]
    signatories = [
        {"name": drawable(row["name"], "sans-bold"), "role": drawable(row["role"], "sans")}
        for row in certificate.signatories
    ]
    issuer = drawable(certificate.issuer, "sans-bold")
    url = check_url(certificate)
    fitted_name = fit(name, width=WIDTH, lines=2, largest=34, smallest=11, measure=_measure("serif-bold"))
    fitted_second = fit(second, width=WIDTH, lines=1, largest=14, smallest=8, measure=_measure("serif"))
    fitted_title = fit(title, width=WIDTH, lines=2, largest=20, smallest=10, measure=_measure("serif-bold"))
    room = ROOM - sum(
        len(text.lines) * line_height("serif-bold", text.size) + GAP
        for text in (fitted_name, fitted_second, fitted_title)
        if text.lines
    )
    printed = [title, issuer, *outcomes, *(row["role"] for row in signatories)]
    return {
        "certificate": certificate,
        "heading": {"name": drawable(certificate.name, "sans"), "course": drawable(certificate.course_title, "sans")},
        "color": weave.colours(certificate.palette if certificate.palette in weave.PALETTES else "spruce")[1],
        "issuer": issuer,
        "logo": _logo(certificate.logo),
        "name": fitted_name,
        "second": fitted_second,
        "title": fitted_title,
        "words": certificate.wording or wording_of(certificate),
        "outcomes": _outcomes_that_fit(outcomes, room),
        "signatories": signatories,
        "url": url,
        "address": url.split("://", 1)[1].removesuffix(f"{certificate.code}/"),
        "qr": segno.make(url, error="m").png_data_uri(scale=5, border=0),
        "has_footnote": any(WITH_FOOTNOTE.search(text) for text in printed),
    }


def _logo(name: str) -> dict[str, Any] | None:
    """`{data, width, height}` in points, as large as there is room for; None without one, or when its file is gone."""
    if not name:
        return None
    try:
        with default_storage.open(name) as file:
            content = file.read()
        with Image.open(BytesIO(content), formats=("PNG",)) as picture:
            width, height = picture.size
    except OSError:
        logger.error("The logo %s of a certificate cannot be read.", name)
        return None
    scale = min(LOGO_WIDTH / width, LOGO_HEIGHT / height)
    return {
        "data": f"data:image/png;base64,{b64encode(content).decode()}",
        "width": round(width * scale, 1),
        "height": round(height * scale, 1),
    }


def _measure(face: str) -> Measure:
    return lambda text, size: text_width(text, face, size)


def _outcomes_that_fit(outcomes: list[str], room: float) -> dict[str, Any]:
    """Two columns of outcomes in the largest size that holds them all, else as many as fit in the smallest."""
    for size in (9.5, 9.0, 8.5, 8.0, 7.5):
        rows, rest = _in_columns(outcomes, size, room)
        if not rest:
            return {"size": size, "rows": rows, "rest": 0}
    return {"size": size, "rows": rows, "rest": rest}


def _in_columns(outcomes: list[str], size: float, room: float) -> tuple[list[tuple[str, str]], int]:
    """Rows of two outcomes side by side while there is room, and how many outcomes found none."""

    def height(text: str) -> float:
        return (
            len(wrap(text, width=COLUMN_WIDTH, size=size, measure=_measure("sans"))) * line_height("sans", size)
            + ROW_GAP
        )

    rows: list[tuple[str, str]] = []
    for index in range(0, len(outcomes), 2):
        left, right = outcomes[index], outcomes[index + 1] if index + 1 < len(outcomes) else ""
        room -= max(height(left), height(right))
        if room < 0:
            return rows, len(outcomes) - index
        rows.append((left, right))
    return rows, 0


@cache
def frame_drawing(motif: str, palette: str, *, upright: bool = False) -> bytes:
    """The woven frame and the medallion above the text as a PDF content stream; unknown names get the house's cloth.

    On A4 landscape, or upright for a cover.
    """
    if motif not in weave.MOTIFS or palette not in weave.PALETTES:
        motif, palette = "diamonds", "spruce"
    frame, medallion, threads = (
        weave.frame_stitches(motif, *((DOWN, ACROSS) if upright else (ACROSS, DOWN))),
        weave.medallion_stitches(),
        weave.colours(palette),
    )
    width, height = len(frame[0]) * STITCH, len(frame) * STITCH
    page_width, page_height = (PAGE_HEIGHT, PAGE_WIDTH) if upright else (PAGE_WIDTH, PAGE_HEIGHT)
    left, bottom = (page_width - width) / 2, (page_height - height) / 2
    inset = (weave.BAND_ROWS + 2) * STITCH
    size = len(medallion) * SMALL_STITCH
    parts = [
        *_cloth(frame, threads, STITCH, left, bottom + height),
        f"q {_rgb(threads[3])} RG 0.9 w",
        f"{left + inset:.2f} {bottom + inset:.2f} {width - 2 * inset:.2f} {height - 2 * inset:.2f} re S Q",
        *_cloth(medallion, threads, SMALL_STITCH, (page_width - size) / 2, bottom + height - inset - MEDALLION_GAP),
    ]
    return "\n".join(parts).encode()


def _cloth(rows: list[list[int | None]], threads: weave.Palette, stitch: float, left: float, top: float) -> list[str]:
    """Drawing operators for rows of stitches, one path per thread, the ground first and without gaps."""
    parts = [f"q {stitch} 0 0 {-stitch} {left:.2f} {top:.2f} cm {_rgb(threads[0])} rg"]
    for y, row in enumerate(rows):
        woven = [None if thread is None else 1 for thread in row]
        parts += [f"{start} {y} {end - start} 1 re" for start, end in _runs(woven, 1)]
    parts.append("f 0.93 w")
    for thread in range(1, len(threads)):
        parts.append(f"{_rgb(threads[thread])} RG")
        parts += [f"{start} {y}.5 m {end} {y}.5 l" for y, row in enumerate(rows) for start, end in _runs(row, thread)]
        parts.append("S")
    return [*parts, "Q"]


def _runs(row: list[int | None], thread: int) -> list[tuple[int, int]]:
    """Where stitches of `thread` begin and end in a row."""
    runs, start = [], None
    for x, stitch in enumerate([*row, None]):
        if stitch == thread and start is None:
            start = x
        elif stitch != thread and start is not None:
            runs.append((start, x))
            start = None
    return runs


def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))
