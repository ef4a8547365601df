"""The motifs: functions `(x, y) -> 0..4` that name the thread of a stitch, 0 being the ground. No colours here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Motif = Callable[[int, int], int]


def fold(n: int, half: int) -> int:
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
    u, v = fold(x, p), fold(y, p)
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
    d = fold(x + 3, 3) + abs(v - 15)
    return 4 if d == 0 else 2 if d == 1 else 0


def _rays(x: int, y: int) -> int:
    u, v = fold(x, 9), (y + 9) % 18
    if v >= 16:
        return (4 if x % 4 < 2 else 0) if v == 16 else 0
    if v == 15:
        return 1
    return (4, 4, 0, 3, 3, 2, 2, 1, 1, 0, 3, 3)[min((2 * u + (14 - v)) // 3, 11)]


def _waves(x: int, y: int) -> int:
    return (0, 1, 1, 2, 2, 3, 0, 3, 4, 4, 0, 2)[(y + fold(x, 8)) % 12]


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
    d = fold(x, p) + fold(y, p)
    return (3, 3, 0, 1, 1, 2, 2, 0, 4, 4, 0, 2, 2, 1, 1, 0, 3, 3, 3)[d]


def _bridges(x: int, y: int) -> int:
    u, v = fold(x, 20), (y + 14) % 28
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
BANDS: Mapping[str, Motif] = {
    "houses": _chart("...2 ..22 .222 2222 .333 .343 .331 .331 1111"),
    "routes": lambda x, y: (4, 3, 3, 1, 2, 0, 2, 4, 3)[fold(x, 4) + abs(y)],
    "combs": lambda x, y: 1 if y == -4 or (x % 4 == 0 and y < 3) else 3 if y == 4 or (x % 4 == 2 and y > -3) else 0,
    "rays": lambda x, y: (4, 4, 3, 3, 1, 1, 0)[min((2 * fold(x, 4) + 4 - y) // 2, 6)],
    "waves": lambda x, y: (0, 1, 1, 2, 3, 4)[(y + fold(x, 4)) % 6],
    "fields": lambda x, y: 3 if x % 8 == 4 else (1, 2)[y % 2] if (x + 4) // 8 % 2 else 4 if (x + y) % 4 == 0 else 0,
    "steps": lambda x, y: (1, 2, 0, 3)[(x // 2 + y // 2) % 4] if (x // 8 + y) % 9 else 4,
    "diamonds": lambda x, y: (4, 3, 0, 1, 2, 2, 0, 1, 3)[fold(x, 4) + abs(y)],
    "bridges": lambda x, y: _small_bridge(fold(x, 4), x, y),
    "trees": _chart("...4 ..11 .112 ..11 .112 1122 ...3 ...3 .444"),
}
