"""Words into a width: wrapped into even lines, made smaller in steps, and broken only when nothing else helps."""

from collections.abc import Callable
from dataclasses import dataclass

Measure = Callable[[str, str, float], float]  # (face, text, size) → width

HYPHEN = "-"


@dataclass(frozen=True)
class Style:
    """How words of a kind are set; sizes go down by half units from `size` to `least`."""

    face: str
    tone: str
    size: float
    least: float
    leading: float
    most_lines: int = 99  # with more lines they are set smaller, if that helps


@dataclass(frozen=True)
class Block:
    """Words that are wrapped: `width` and `height` are what they take."""

    lines: tuple[str, ...]
    size: float
    leading: float
    width: float
    style: Style
    is_broken: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading

    @property
    def first_baseline(self) -> float:
        return (self.leading - self.size) / 2 + 0.82 * self.size


def fit(text: str, width: float, style: Style, measure: Measure) -> Block:
    """`text` in lines of at most `width`; its height is free. Blank text gives no lines."""
    words = text.split()
    size = style.size
    while True:

        def wide(line: str, size: float = size) -> float:
            return measure(style.face, line, size)

        fits = all(wide(word) <= width for word in words)
        lines = _wrap(words, width, wide) if fits else []
        if (fits and len(lines) <= style.most_lines) or size <= style.least:
            break
        size = max(style.least, size - 0.5)
    if not fits:
        words = [piece for word in words for piece in _pieces(word, width, wide)]
        lines = _wrap(words, width, wide)
    lines = _even(words, lines, width, wide)
    widest = max(map(wide, lines), default=0)
    return Block(tuple(lines), size, size * style.leading, widest, style, is_broken=not fits)


def _wrap(words: list[str], width: float, wide: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and wide(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def _even(words: list[str], lines: list[str], width: float, wide: Callable[[str], float]) -> list[str]:
    """As many lines, of more equal length, so that no single word stands alone at the end."""
    if len(lines) < 2:
        return lines
    low, high, best = max(map(wide, words)), width, lines
    for _step in range(7):
        middle = (low + high) / 2
        tried = _wrap(words, middle, wide)
        if len(tried) <= len(lines):
            best, high = tried, middle
        else:
            low = middle
    return best


def _pieces(word: str, width: float, wide: Callable[[str], float]) -> list[str]:
    """A word that is too long for a line, cut with hyphens; never less than one letter a line."""
    pieces = []
    while wide(word) > width and len(word) > 1:
        cut = len(word) - 1
        while cut > 1 and wide(word[:cut] + HYPHEN) > width:
            cut -= 1
        pieces.append(word[:cut] + HYPHEN)
        word = word[cut:]
    return [*pieces, word]
