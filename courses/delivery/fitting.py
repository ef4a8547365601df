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

    One line may have the largest size, several have three quarters of it at most. At the smallest size a word that is
    still wider than a line is broken anywhere, and there may be more lines: nothing ever runs off the page.
    """
    for allowed, most, least in ((1, largest, largest * 0.75), (lines, largest * 0.75, smallest)):
        size = most
        while size >= least:
            wrapped = wrap(text, width=width, size=size, measure=measure)
            if len(wrapped) <= allowed and all(measure(line, size) <= width for line in wrapped):
                return Fitted(size, tuple(_balanced(text, wrapped, width=width, size=size, measure=measure)))
            size -= 0.5
    broken = " ".join(_break_word(word, width=width, size=smallest, measure=measure) for word in text.split())
    return Fitted(smallest, tuple(wrap(broken, width=width, size=smallest, measure=measure)))


def wrap(text: str, *, width: float, size: float, measure: Measure) -> list[str]:
    """Lines of `text`, each as full as it can be; a word wider than the line stands alone."""
    lines: list[str] = []
    for word in filter(None, _WORDS.split(text.strip())):
        if lines and measure((lines[-1] + word).rstrip(), size) <= width:
            lines[-1] += word
        else:
            lines.append(word)
    return [line.rstrip() for line in lines]


def _balanced(text: str, wrapped: list[str], *, width: float, size: float, measure: Measure) -> list[str]:
    """As many lines as `wrapped`, of lengths as equal as the words allow."""
    best = wrapped
    while len(best) > 1:
        width = max(measure(line, size) for line in best) - 0.01
        narrower = wrap(text, width=width, size=size, measure=measure)
        if len(narrower) > len(wrapped) or any(measure(line, size) > width for line in narrower):
            break
        best = narrower
    return best


def _break_word(word: str, *, width: float, size: float, measure: Measure) -> str:
    parts, start = [], 0
    for end in range(1, len(word) + 1):
        if measure(word[start:end], size) > width and end - 1 > start:
            parts.append(word[start : end - 1])
            start = end - 1
    return " ".join([*parts, word[start:]])
