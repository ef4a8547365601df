"""Woven pictures: the stepped geometric cloth shared from the Alps to Anatolia, drawn as SVG by pure functions.

Knows stitches and colours only: no Django, no request, no course. Everything is a grid of stitches; a motif is a
function ``(x, y) -> 0..4`` that names the thread of a stitch, 0 being the ground. Rows are drawn as strokes, one path
per thread, so a cover weighs one to three kilobytes compressed and prints sharply at any size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

Motif = Callable[[int, int], int]
Palette = tuple[str, str, str, str, str]

COVER_COLS, COVER_ROWS = 72, 36
BAND_COLS, BAND_ROWS = 120, 11
DARK = "_dark"  # suffix of a palette's name for its dark-mode variant


def _fold(n: int, half: int) -> int:
    """Distance of ``n`` to the nearest multiple of ``2 * half``: 0 … half."""
    return abs((n + half) % (2 * half) - half)


def _chart(text: str, *, gap: int = 1, brick: bool = True) -> Motif:
    """A motif from a weaver's chart of its left half; ``.`` is ground, the last column is the axis of symmetry.

    With ``brick`` every other row of figures is shifted by half a figure.
    """
    rows = [[0 if c == "." else int(c) for c in line] for line in text.split()]
    full = [row + row[-2::-1] + [0] * gap for row in rows]
    width, height, axis = len(full[0]), len(full), len(rows[0]) - 1

    def stitch(x: int, y: int) -> int:
        line, v = divmod(y, height)
        shift = width // 2 if brick and line % 2 else 0
        return full[v][(x + axis + shift) % width]

    return stitch


def _routes(x: int, y: int) -> int:
    p = 11
    u, v = _fold(x, p), _fold(y, p)
    d = u + v
    if d <= 8:  # a stop: a diamond of rings
        return (4, 4, 3, 3, 1, 2, 1, 1, 3)[d]
    if d >= 2 * p - 6:  # a small stop between four large ones
        return (2, 2, 4, 4, 3, 3, 3)[2 * p - d]
    if abs(u - v) <= 1 and d < 2 * p - 7:  # the road between them
        return 0 if d % 3 == 0 else 2
    return 1 if (u % 4, v % 4) in {(3, 1), (1, 3)} and d == p + 1 else 0


def _combs(x: int, y: int) -> int:
    v, k = (y + 6) % 18, x % 6
    if v in (0, 1):
        return 1
    if v in (11, 12):
        return 3
    if v < 11:  # teeth that reach into each other
        if k in (0, 5) and v < 9:
            return 1
        return 3 if k in (2, 3) and v > 3 else 0
    d = _fold(x + 3, 3) + abs(v - 15)
    return 4 if d == 0 else 2 if d == 1 else 0


def _rays(x: int, y: int) -> int:
    u, v = _fold(x, 9), (y + 9) % 18
    if v >= 16:
        return (4 if x % 4 < 2 else 0) if v == 16 else 0
    if v == 15:
        return 1
    return (4, 4, 0, 3, 3, 2, 2, 1, 1, 0, 3, 3)[min((2 * u + (14 - v)) // 3, 11)]


def _waves(x: int, y: int) -> int:
    return (0, 1, 1, 2, 2, 3, 0, 3, 4, 4, 0, 2)[(y + _fold(x, 8)) % 12]


def _fields(x: int, y: int) -> int:
    w, h = 14, 11
    i, u = divmod(x + w // 2, w)
    j, v = divmod(y + h // 2, h)
    if u == 0 or v == 0:  # paths between the plots
        return 3
    if u in (1, w - 1) or v in (1, h - 1):
        return 0
    match (i + 2 * j) % 4:
        case 0:
            return 1 if v % 2 == 0 else 2
        case 1:
            return 2 if (u + v) % 4 in (0, 1) else 0
        case 2:
            d = abs(u - w // 2) + abs(v - (h - 1) // 2 - 1 + (v > h // 2))
            return (4, 4, 1, 1, 2, 0, 0)[min(d, 6)]
    return 1 if u % 3 == 0 else (4 if u % 3 == 1 and v % 3 == 0 else 0)


def _steps(x: int, y: int) -> int:
    return (0, 1, 1, 2, 0, 3, 4)[(x // 3 + (y // 2) * 1) % 7] if y % 18 not in (0, 1) else 1


def _diamonds(x: int, y: int) -> int:
    p = 9
    d = _fold(x, p) + _fold(y, p)
    return (3, 3, 0, 1, 1, 2, 2, 0, 4, 4, 0, 2, 2, 1, 1, 0, 3, 3, 3)[d]


def _bridges(x: int, y: int) -> int:
    u, v = _fold(x, 20), (y + 14) % 28
    if v >= 21:  # the river
        return ((3, 2, 3, 4, 3, 2, 3)[v - 21]) if (x + 3 * v) % 9 < 6 and v % 2 else 0
    deck = 4 + u // 3
    if v < deck:
        return 4 if (u, v) in {(19, 2), (20, 1), (20, 3)} else 3 if (u, v) == (20, 2) else 0
    if v == deck:
        return 1
    if v == deck + 1:
        return 4
    ring = (u / 13) ** 2 + ((21 - v) / 12) ** 2
    if ring < 1:
        return 0
    if ring < 1.32:
        return 3 if (u + v) % 3 else 1
    return 1 if v % 3 == 2 or (x // 2 + v // 3) % 3 == 0 else 2


_HOUSES = _chart(
    """
    .......2
    ......22
    .....222
    ....2222
    ...22222
    ..222222
    .2222222
    ...33333
    ...34333
    ...34333
    ...33331
    ...33311
    ...33311
    11111111
    """,
    gap=1,
)
_TREES = _chart(
    """
    .......4
    ......11
    .....112
    ......11
    .....112
    ....1122
    .....112
    ....1122
    ...11223
    ....1122
    ...11223
    ..112233
    .......3
    ..444443
    ........
    """,
    gap=2,
)

MOTIFS: Mapping[str, Motif] = {
    "houses": _HOUSES,
    "routes": _routes,
    "combs": _combs,
    "rays": _rays,
    "waves": _waves,
    "fields": _fields,
    "steps": _steps,
    "diamonds": _diamonds,
    "bridges": _bridges,
    "trees": _TREES,
}


def _small_bridge(u: int, x: int, y: int) -> int:
    if y > 1:
        return 3 if (x + 2 * y) % 8 < 5 else 0
    deck = u // 2 - 3
    if y <= deck:
        return 1 if y == deck else 0
    return 0 if u < (3, 3, 2, 1)[min(1 - y, 3)] else 2


# For ribbons and progress bands: the same figures in small, each eight columns wide, y from -4 to 4.
_BANDS: Mapping[str, Motif] = {
    "houses": _chart("...2 ..22 .222 2222 .333 .343 .331 .331 1111"),
    "routes": lambda x, y: (4, 3, 3, 1, 2, 0, 2, 4, 3)[_fold(x, 4) + abs(y)],
    "combs": lambda x, y: 1 if y == -4 or (x % 4 == 0 and y < 3) else 3 if y == 4 or (x % 4 == 2 and y > -3) else 0,
    "rays": lambda x, y: (4, 4, 3, 3, 1, 1, 0)[min((2 * _fold(x, 4) + 4 - y) // 2, 6)],
    "waves": lambda x, y: (0, 1, 1, 2, 3, 4)[(y + _fold(x, 4)) % 6],
    "fields": lambda x, y: 3 if x % 8 == 4 else (1, 2)[y % 2] if (x + 4) // 8 % 2 else 4 if (x + y) % 4 == 0 else 0,
    "steps": lambda x, y: (1, 2, 0, 3)[(x // 2 + y // 2) % 4] if (x // 8 + y) % 9 else 4,
    "diamonds": lambda x, y: (4, 3, 0, 1, 2, 2, 0, 1, 3)[_fold(x, 4) + abs(y)],
    "bridges": lambda x, y: _small_bridge(_fold(x, 4), x, y),
    "trees": _chart("...4 ..11 .112 ..11 .112 1122 ...3 ...3 .444"),
}

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


def _selvedge(x: int, y: int) -> int:
    """The firm edge of a cloth, three rows; ``y`` counts from the outside."""
    return (1, 3 if (x // 2) % 3 else 4, 1)[y]


def _paths(stitches: Iterable[Iterable[int]], threads: Palette | None, *, name: str = "w") -> str:
    """One stroked path per thread over a grid of stitches; 0 is left out. Without colours: classes only."""
    runs: dict[int, list[str]] = {}
    pens: dict[int, tuple[int, int]] = {}
    for y, row in enumerate(stitches):
        line = list(row)
        x = 0
        while x < len(line):
            thread, start = line[x], x
            while x < len(line) and line[x] == thread:
                x += 1
            if not thread:
                continue
            at_x, at_y = pens.get(thread, (0, 0))
            move = f"m{start - at_x} {y - at_y}".replace(" -", "-")
            runs.setdefault(thread, []).append(f"{move}h{x - start}")
            pens[thread] = (x, y)
    out = []
    for thread in sorted(runs):
        paint = f' stroke="{threads[thread]}"' if threads else f' class="{name}{thread}"'
        out.append(f'<path{paint} d="M0 .5{"".join(runs[thread])}"/>')
    return "".join(out)


@cache
def cover_svg(
    motif: str,
    palette: str,
    cols: int = COVER_COLS,
    rows: int = COVER_ROWS,
    *,
    selvedge: bool = True,
    open_edge: bool = False,
) -> str:
    """A cloth of ``cols`` × ``rows`` stitches as an SVG document, to be used as a decorative image.

    ``palette`` is a name of PALETTES or that name with ``_dark``; ``selvedge`` draws the firm edge above and below;
    ``open_edge`` leaves the left side unfinished, in steps, as on a loom, on a transparent ground.
    Raises KeyError for an unknown motif or palette, ValueError for a cloth without stitches.
    """
    if cols < 1 or rows < 1:
        raise ValueError("A cloth has at least one stitch.")
    stitch, threads = MOTIFS[motif], colours(palette)
    firm = selvedge and rows >= 12

    def at(x: int, y: int) -> int:
        edge = min(y, rows - 1 - y)
        if firm and edge < 3:
            return _selvedge(x, edge)
        if firm and edge == 3:
            return 0
        return stitch(x - cols // 2, y - rows // 2)

    def begins(y: int) -> int:
        """The first woven column of a row with an open edge: large stepped teeth."""
        return 4 + 2 * (_fold(y - rows // 2, 11) // 1) + (6 if _fold(y - rows // 2, 11) > 8 else 0)

    ground = f'<path fill="{threads[0]}" d="M0 0h{cols}v{rows}H0z"/>'
    grid = [[at(x, y) for x in range(cols)] for y in range(rows)]
    if open_edge:
        grid = [[0 if x < begins(y) else c for x, c in enumerate(row)] for y, row in enumerate(grid)]
        spans = "".join(f"M{begins(y)} {y}h{cols - begins(y)}v1H{begins(y)}z" for y in range(rows) if begins(y) < cols)
        loose = "".join(f"M0 {y}.5H{begins(y)}" for y in range(0, rows, 2))
        ground = f'<path stroke="{threads[2]}" stroke-width=".09" d="{loose}"/><path fill="{threads[0]}" d="{spans}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {cols} {rows}" width="{cols * 10}" height="{rows * 10}"'
        f' preserveAspectRatio="xMidYMid slice">{ground}'
        f'<g fill="none" stroke-width=".93">{_paths(grid, threads)}</g></svg>'
    )


def band_cols(total: int) -> int:
    """Columns of a band of ``total`` pieces: one figure a piece where that stays legible, never under three columns."""
    return 8 * total if 8 <= total <= 24 else max(BAND_COLS, 3 * total)


def piece_bounds(total: int, cols: int = BAND_COLS) -> list[int]:
    """Where each of ``total`` pieces of a band begins, and where the last ends: ``total + 1`` growing columns."""
    return [round(i * cols / total) for i in range(total + 1)]


def _band_motif(motif: str) -> Motif:
    """The small figure of ``motif``, moved so that a band begins with a whole one and its middle row is 0."""
    figure = _BANDS[motif]
    rise = 4 if motif in {"houses", "trees"} else 0  # charts count from their top row
    return lambda x, y: figure(x - 4, y + rise)


@cache
def band_svg(motif: str, palette: str, total: int, done: int, *, label: str = "") -> str:
    """Progress as a woven band, inline SVG: one piece of cloth per lesson, bare warp threads for what is left.

    The colours come from the class ``palette-<name>`` (static/css/palettes.css), so light and dark follow the page.
    The newest piece has the class ``weave__new``. Without ``label`` the picture is hidden from assistive technology,
    because a text always stands beside it. ``done`` is cut to 0 … ``total``. Raises KeyError for an unknown motif or
    palette and ValueError for a band without pieces.
    """
    if total < 1:
        raise ValueError("A band has at least one piece.")
    colours(palette)
    small = _band_motif(motif)
    done = max(0, min(done, total))
    cols = band_cols(total)
    bounds = piece_bounds(total, cols)
    woven = bounds[done]
    newest = bounds[done - 1] if done else 0

    def at(x: int, y: int) -> int:
        return 1 if y in (0, BAND_ROWS - 1) else small(x, y - BAND_ROWS // 2)

    def cloth(start: int, end: int) -> str:
        ground = f'<path class="w0" d="M{start} 0h{end - start}v{BAND_ROWS}H{start}z"/>'
        return ground + _paths(([at(x, y) if x >= start else 0 for x in range(end)] for y in range(BAND_ROWS)), None)

    parts = []
    if woven < cols:
        ends = set(bounds)
        warp = "".join(f"M{x}.5 1v{BAND_ROWS - 2}" for x in range(woven, cols) if x not in ends)
        parts.append(
            f'<path class="warp" d="{warp}"/>'
            f'<path class="beam" d="M{woven} .5H{cols}M{woven} {BAND_ROWS - 0.5}H{cols}"/>'
        )
    if newest:
        parts.append(cloth(0, newest))
    if done:
        parts.append(f'<g class="weave__new">{cloth(newest, woven)}</g>')
    role = f'role="img" aria-label="{_escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="weave palette-{palette}" viewBox="0 0 {cols} {BAND_ROWS}" preserveAspectRatio="none" {role}'
        f' focusable="false">{"".join(parts)}</svg>'
    )


@cache
def ornament_svg(palette: str = "spruce", size: int = 21, *, loose: bool = True) -> str:
    """A small woven diamond, inline SVG, for empty states and error pages; ``loose`` leaves some stitches out below."""
    colours(palette)
    half = size // 2

    def at(x: int, y: int) -> int:
        u, v = abs(x - half), abs(y - half)
        d = u + v
        if d > half:
            return 0
        if loose and y > half and (x * 7 + y * 3) % 11 < (y - half) // 2:
            return 0
        return (4, 3, 3, 1, 0, 2, 2, 1, 3, 0, 1)[d % 11]

    grid = [[at(x, y) for x in range(size)] for y in range(size)]
    return (
        f'<svg class="weave palette-{palette}" viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false">'
        f"{_paths(grid, None)}</svg>"
    )


def frame_stitches(motif: str, across: int, down: int) -> list[list[int | None]]:
    """A closed frame of cloth as rows of threads (None is the opening), with a figure more than `across` × `down` long.

    Eleven stitches deep, with a diamond in each corner; on the sides the figures look outwards. Raises KeyError for an
    unknown motif.
    """
    small = _band_motif(motif)
    deep, half = BAND_ROWS, BAND_ROWS // 2
    cols, rows = 8 * across + 1 + 2 * deep, 8 * down + 1 + 2 * deep

    def at(x: int, y: int) -> int | None:
        from_side, from_end = min(x, cols - 1 - x), min(y, rows - 1 - y)
        if min(from_side, from_end) >= deep:
            return None
        if from_side < deep and from_end < deep:
            d = abs(from_side - half) + abs(from_end - half)
            return 1 if min(from_side, from_end) == 0 else (3, 4, 4, 0, 1, 1, 2, 2, 0, 3, 3)[d]
        if from_end < deep:
            return 1 if from_end in (0, deep - 1) else small(x - deep, (y if y < deep else y - rows + deep) - half)
        return 1 if from_side in (0, deep - 1) else small(y - deep, from_side - half)

    return [[at(x, y) for x in range(cols)] for y in range(rows)]


def medallion_stitches(size: int = 21) -> list[list[int | None]]:
    """A woven diamond as rows of threads, None around it; ``size`` is odd."""
    half = size // 2
    rings = (4, 3, 3, 1, 0, 2, 2, 1, 3, 0, 1)

    def at(x: int, y: int) -> int | None:
        d = abs(x - half) + abs(y - half)
        return rings[d % len(rings)] if d <= half else None

    return [[at(x, y) for x in range(size)] for y in range(size)]


def ribbon_svg(palette: str, motif: str = "diamonds", cols: int = 16, rows: int = 9) -> str:
    """A narrow ribbon that repeats without a seam when ``cols`` is a multiple of its figure; for CSS backgrounds."""
    threads = colours(palette)
    small = _band_motif(motif)
    grid = [[small(x, y - rows // 2) for x in range(cols)] for y in range(rows)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {cols} {rows}" width="{cols * 4}" height="{rows * 4}">'
        f'<path fill="{threads[0]}" d="M0 0h{cols}v{rows}H0z"/>'
        f'<g fill="none" stroke-width=".93">{_paths(grid, threads)}</g></svg>'
    )


def mark_svg() -> str:
    """The brand mark: one woven diamond on a green ground."""
    size = 15
    threads: Palette = ("#0f4c4a", "#e6efe8", "#2f7f79", "#e0a03b", "#d9694f")
    rings = (3, 3, 4, 4, 0, 1, 1, 0, 0, 2, 0, 3, 3, 0, 4)
    grid = [[rings[abs(x - 7) + abs(y - 7)] for x in range(size)] for y in range(size)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="60" height="60">'
        f'<path fill="{threads[0]}" d="M0 0h{size}v{size}H0z"/>'
        f'<g fill="none" stroke-width=".95">{_paths(grid, threads)}</g></svg>'
    )


def palettes_css() -> str:
    """The style sheet that gives inline weaves their threads, light and dark: static/css/palettes.css."""
    lines = ["/* Written by `python -m academy.weave`; the colours live in academy/weave.py. */"]
    for name, light in PALETTES.items():
        dark = DARK_PALETTES[name]
        pairs = "; ".join(f"--w{i}: light-dark({a}, {b})" for i, (a, b) in enumerate(zip(light, dark, strict=True)))
        lines.append(f".palette-{name} {{ {pairs} }}")
    return "\n".join(lines) + "\n"


def static_files() -> dict[str, str]:
    """Path below static/ → contents of every file that this module writes."""
    files = {
        "css/palettes.css": palettes_css(),
        "img/mark.svg": mark_svg(),
    }
    for suffix in ("", DARK):
        files[f"img/ribbon{suffix}.svg"] = ribbon_svg("spruce" + suffix)
        files[f"img/hero{suffix}.svg"] = cover_svg("routes", "spruce" + suffix, 88, 56, selvedge=False, open_edge=True)
    return files


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


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


if __name__ == "__main__":
    root = Path(__file__).resolve().parent.parent / "static"
    for path, contents in static_files().items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(contents, encoding="utf-8")
