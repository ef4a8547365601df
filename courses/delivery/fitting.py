"""Text into a space: the size and the lines in which it fits. Pure; how wide a text is, the caller says."""

import re
from collections.abc import Callable
from dataclasses import dataclass

Measure = Callable[[str, float], float]  # (text, size) → width in points
_WORDS = re.compile(r"(?<=-)(?=\w)|(?<= )")  # a line may end after a hyphen or a space


@dataclass(frozen=True)
class Fitted:
    size: float
    lines: tuple[str, ...]


def fit(text: str, *, width: float, lines: int, largest: float, smallest: float, measure: Measure) -> Fitted:
    """The largest size at which `text` needs no more than `lines` lines of `width` points.

    One line is preferred as long as it may have three quarters of the largest size. At the smallest size a word that is
    still wider than a line is broken anywhere, and there may be more lines: nothing ever runs off the page.
    """
    for allowed, least in ((1, largest * 0.75), (lines, smallest)):
        size = largest
        while size >= least:
            wrapped = wrap(text, width=width, size=size, measure=measure)
            if len(wrapped) <= allowed and all(measure(line, size) <= width for line in wrapped):
                return Fitted(size, tuple(wrapped))
            size -= 0.5
    broken = " ".join(_break_word(word, width=width, size=smallest, measure=measure) for word in text.split())
    return Fitted(smallest, tuple(wrap(broken, width=width, size=smallest, measure=measure)))


def wrap(text: str, *, width: float, size: float, measure: Measure) -> list[str]:
    """Lines of `text`, each as full as it can be; a word wider than the line stands alone."""
    lines: list[str] = []
    for word in _WORDS.split(text.strip()):
        if lines and measure((lines[-1] + word).rstrip(), size) <= width:
            lines[-1] += word
        else:
            lines.append(word)
    return [line.rstrip() for line in lines]


def _break_word(word: str, *, width: float, size: float, measure: Measure) -> str:
    parts, start = [], 0
    for end in range(1, len(word) + 1):
        if measure(word[start:end], size) > width and end - 1 > start:
            parts.append(word[start : end - 1])
            start = end - 1
    return " ".join([*parts, word[start:]])
