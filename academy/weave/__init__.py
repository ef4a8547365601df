"""Woven pictures: the stepped geometric cloth shared from the Alps to Anatolia, drawn as SVG by pure functions.

Knows stitches and colours only: no Django, no request, no course. Everything is a grid of stitches; a motif is a
function ``(x, y) -> 0..4`` that names the thread of a stitch, 0 being the ground. Rows are drawn as strokes, one path
per thread, so a cover weighs one to three kilobytes compressed and prints sharply at any size.
"""

from academy.weave.cloth import (
    BAND_COLS,
    BAND_ROWS,
    COVER_COLS,
    COVER_ROWS,
    band_cols,
    band_svg,
    cover_svg,
    frame_stitches,
    mark_svg,
    medallion_stitches,
    ornament_svg,
    piece_bounds,
    ribbon_svg,
)
from academy.weave.files import palettes_css, static_files
from academy.weave.motifs import BANDS, MOTIFS, Motif
from academy.weave.palettes import DARK, DARK_PALETTES, PALETTES, Palette, colours, contrast, luminance

__all__ = [
    "BANDS",
    "BAND_COLS",
    "BAND_ROWS",
    "COVER_COLS",
    "COVER_ROWS",
    "DARK",
    "DARK_PALETTES",
    "MOTIFS",
    "PALETTES",
    "Motif",
    "Palette",
    "band_cols",
    "band_svg",
    "colours",
    "contrast",
    "cover_svg",
    "frame_stitches",
    "luminance",
    "mark_svg",
    "medallion_stitches",
    "ornament_svg",
    "palettes_css",
    "piece_bounds",
    "ribbon_svg",
    "static_files",
]
