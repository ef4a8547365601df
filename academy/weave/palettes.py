"""The palettes, for light and for dark surroundings, and the contrast of two colours. No stitches here."""

from __future__ import annotations

import re
from collections.abc import Mapping

Palette = tuple[str, str, str, str, str]

DARK = "_dark"  # suffix of a palette's name for its dark-mode variant

PALETTES: Mapping[str, Palette] = {
    # ground, deep, middle, warm, bright: first for light surroundings, then for dark ones
    "clay": ("#f4e5cb", "#7a2e2e", "#c4513a", "#dc9a37", "#2f5d62"),
    "spruce": ("#e6efe8", "#0f4c4a", "#2f7f79", "#e0a03b", "#c4513a"),
    "violet": ("#f1e9dd", "#46376a", "#7d62a3", "#c4513a", "#e0a03b"),
    "saffron": ("#fbf0d6", "#a93f27", "#dc9a37", "#e8c163", "#0f4c4a"),
    "river": ("#e3edf2", "#16405b", "#2f6f95", "#7fb2cc", "#e0a03b"),
    "meadow": ("#eef0e0", "#3a5427", "#6b8b3d", "#dc9a37", "#b5452c"),
    "slate": ("#efeae1", "#1f3a4d", "#4a7086", "#c4513a", "#e0a03b"),
    "madder": ("#f1e6e6", "#6b1f3d", "#a3476b", "#e0a03b", "#2f5d62"),
    "walnut": ("#f2e8da", "#4d3423", "#8e6238", "#cf9140", "#35706b"),
    "juniper": ("#e5ecee", "#23405a", "#2f7f79", "#b5452c", "#d9b36a"),
}
DARK_PALETTES: Mapping[str, Palette] = {
    "clay": ("#2b1c18", "#c0604a", "#a2412e", "#c98a35", "#4f8a8c"),
    "spruce": ("#142826", "#4d9c94", "#28706a", "#c98f38", "#b8553f"),
    "violet": ("#221c2e", "#8a72b3", "#5f4b86", "#b8553f", "#c98f38"),
    "saffron": ("#2c2013", "#bd5a3c", "#b97d29", "#cfa64d", "#3f8781"),
    "river": ("#12232e", "#4a8bb0", "#2a5f80", "#7aa9c0", "#c98f38"),
    "meadow": ("#1d2415", "#86a552", "#55702f", "#c98f38", "#b8553f"),
    "slate": ("#1a252c", "#6b93a9", "#3d6177", "#b8553f", "#c98f38"),
    "madder": ("#2a1721", "#b8638a", "#863655", "#c98f38", "#4f8a8c"),
    "walnut": ("#271d15", "#a97b4c", "#74502f", "#c98f38", "#4b8c86"),
    "juniper": ("#16242c", "#5b8aa6", "#2c6d68", "#b8553f", "#bf9a56"),
}


def colours(palette: str) -> Palette:
    """The five colours of a palette, ``name`` or ``name_dark``. Raises KeyError for any other."""
    if palette.endswith(DARK):
        return DARK_PALETTES[palette.removesuffix(DARK)]
    return PALETTES[palette]


def _channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 … 1 (WCAG 2.2, definition "relative luminance"). Raises ValueError."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"Not a colour of the form #rrggbb: {colour!r}")
    red, green, blue = (_channel(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours, 1 … 21 (WCAG 2.2, definition "contrast ratio"); symmetric."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
