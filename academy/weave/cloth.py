"""Drawing: from a motif and a palette to an SVG, one stroked path per thread. It writes no file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from academy.weave.motifs import BANDS, MOTIFS, Motif, fold
from academy.weave.palettes import Palette, colours

COVER_COLS, COVER_ROWS = 72, 36
BAND_COLS, BAND_ROWS = 120, 11


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
        return 4 + 2 * (fold(y - rows // 2, 11) // 1) + (6 if fold(y - rows // 2, 11) > 8 else 0)

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
    figure = BANDS[motif]
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


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
