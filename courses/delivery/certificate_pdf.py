"""A certificate as PDF: A4 landscape in its woven frame, with a QR code that leads to its public check.

Reads the frozen row only. The same row gives the same bytes.
"""

import re
from functools import cache, partial
from typing import Any

import segno
from django.conf import settings
from django.core.cache import cache as store
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy import weave
from academy.delivery.pdf import drawable, html_to_pdf, text_width
from courses.delivery.fitting import fit, wrap
from courses.models import Certificate

KEEP_SECONDS = 3600

# All measures in points.
PAGE_WIDTH, PAGE_HEIGHT = 841.89, 595.28
STITCH = 3.1
ACROSS, DOWN = 29, 19  # figures of the frame
WIDTH = 640.0  # of the text
OUTCOMES_HEIGHT = 92.0
COLUMN_WIDTH = 306.0
LEADING = 1.32  # of the outcomes, as in the template
WITH_FOOTNOTE = re.compile(r"\b(Kosov|Косов)\w*\*", re.IGNORECASE)


def certificate_pdf(certificate: Certificate) -> bytes:
    """The PDF, from the cache when the same row was drawn within the hour."""
    key = f"certificate-pdf:{certificate.code}:{certificate.issued_at.timestamp()}"
    pdf = store.get(key)
    if pdf is None:
        pdf = draw_certificate(certificate)
        store.set(key, pdf, KEEP_SECONDS)
    return pdf


def draw_certificate(certificate: Certificate) -> bytes:
    with translation.override(certificate.language), timezone.override(None):
        html = render_to_string("pdf/certificate.html", sheet(certificate))
    return html_to_pdf(html, underlay=frame_drawing(certificate.motif, certificate.palette))


def check_url(certificate: Certificate, language: str | None = None) -> str:
    """The full address of the public check page, in the language of the certificate unless told otherwise."""
    with translation.override(language or certificate.language):
        return settings.SITE_URL + reverse("certificate", kwargs={"code": certificate.code})


def sheet(certificate: Certificate) -> dict[str, Any]:
    """What the template prints, each text in the size in which it fits."""
    headline = partial(text_width, face="serif-bold")
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
    printed = [title, issuer, *outcomes, *(row["role"] for row in signatories)]
    return {
        "certificate": certificate,
        "heading": {"name": drawable(certificate.name, "sans"), "course": drawable(certificate.course_title, "sans")},
        "color": weave.colours(certificate.palette if certificate.palette in weave.PALETTES else "spruce")[1],
        "issuer": issuer,
        "name": fit(name, width=WIDTH, lines=2, largest=36, smallest=11, measure=_measured(headline)),
        "second": fit(
            second, width=WIDTH, lines=1, largest=16, smallest=8, measure=_measured(partial(text_width, face="serif"))
        ),
        "title": fit(title, width=WIDTH, lines=2, largest=22, smallest=10, measure=_measured(headline)),
        "facts": _facts(certificate),
        "outcomes": _outcomes_that_fit(outcomes),
        "signatories": signatories,
        "url": url,
        "address": url.split("://", 1)[1].removesuffix(f"{certificate.code}/"),
        "qr": segno.make(url, error="m").png_data_uri(scale=5, border=0),
        "has_footnote": any(WITH_FOOTNOTE.search(text) for text in printed),
    }


def _facts(certificate: Certificate) -> list[str]:
    """Hours, day of completion, result and end of validity, as short phrases of the active language."""
    facts = [
        ngettext("%(n)d hour of study", "%(n)d hours of study", certificate.hours) % {"n": certificate.hours},
        _("completed on %(date)s") % {"date": date_format(timezone.localtime(certificate.completed_at))},
    ]
    if certificate.score is not None:
        percent = number_format(round(certificate.score))
        facts.append(_("result of the final test %(percent)s %%") % {"percent": percent})
    if certificate.expires_at:
        facts.append(_("valid until %(date)s") % {"date": date_format(timezone.localtime(certificate.expires_at))})
    return facts


def _measured(width_of):
    return lambda text, size: width_of(text, size=size)


def _outcomes_that_fit(outcomes: list[str]) -> dict[str, Any]:
    """Two columns of outcomes in the largest size that holds them all, else as many as fit in the smallest."""
    size = 9.5
    while True:
        columns, rest = _in_columns(outcomes, size)
        if not rest or size <= 7.5:
            return {"size": size, "rows": columns, "rest": rest}
        size -= 0.5


def _in_columns(outcomes: list[str], size: float) -> tuple[list[tuple[str, str]], int]:
    """Rows of two outcomes side by side while there is room, and how many outcomes found none."""

    def height(text: str) -> float:
        lines = wrap(text, width=COLUMN_WIDTH, size=size, measure=_measured(partial(text_width, face="sans")))
        return len(lines) * size * LEADING + 3

    rows: list[tuple[str, str]] = []
    used = 0.0
    for index in range(0, len(outcomes), 2):
        left, right = outcomes[index], outcomes[index + 1] if index + 1 < len(outcomes) else ""
        used += max(height(left), height(right))
        if used > OUTCOMES_HEIGHT:
            return rows, len(outcomes) - index
        rows.append((left, right))
    return rows, 0


@cache
def frame_drawing(motif: str, palette: str) -> bytes:
    """The woven frame as a PDF content stream, one path per thread; unknown names get the cloth of the house."""
    if motif not in weave.MOTIFS or palette not in weave.PALETTES:
        motif, palette = "diamonds", "spruce"
    rows = weave.frame_stitches(motif, ACROSS, DOWN)
    threads = weave.colours(palette)
    left = (PAGE_WIDTH - len(rows[0]) * STITCH) / 2
    top = (PAGE_HEIGHT + len(rows) * STITCH) / 2
    width, height, deep = len(rows[0]), len(rows), weave.BAND_ROWS
    parts = [
        f"q {STITCH} 0 0 {-STITCH} {left:.2f} {top:.2f} cm",
        f"{_rgb(threads[0])} rg 0 0 {width} {height} re {deep} {deep} {width - 2 * deep} {height - 2 * deep} re f*",
        "0.93 w",
    ]
    for thread in range(1, len(threads)):
        parts.append(f"{_rgb(threads[thread])} RG")
        parts += [f"{start} {y}.5 m {end} {y}.5 l" for y, row in enumerate(rows) for start, end in _runs(row, thread)]
        parts.append("S")
    inset = deep + 2
    parts.append(f"{_rgb(threads[3])} RG 0.3 w {inset} {inset} {width - 2 * inset} {height - 2 * inset} re S Q")
    return "\n".join(parts).encode()


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
