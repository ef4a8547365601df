"""The two faces of diagrams and how wide their letters are, without opening a font."""

import unicodedata
from functools import cache, lru_cache

from anyascii import anyascii

LABEL, TEXT = "label", "text"

# Below the folder of the font packages (academy.delivery.pdf.FONTS): the static files that paper embeds, too.
FACES = {
    LABEL: "source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf",
    TEXT: "noto-sans/400Regular/NotoSans_400Regular.ttf",
}
UNKNOWN = 1000  # an emoji, a sign of another script: as wide as high
SCREEN_SLACK = 1.1  # the screen's own sans is up to nine per cent wider than Noto Sans, a substitute serif too


@cache
def _table(face: str) -> dict[str, int]:
    from courses.diagrams.widths import WIDTHS

    table: dict[str, int] = {}
    code = 0
    for token in WIDTHS[face].split():
        if token.endswith(":"):
            code = int(token[:-1], 16)
            continue
        if token != "0":
            table[chr(code)] = int(token)
        code += 1
    return table


@lru_cache(maxsize=4096)
def _thousandths(face: str, text: str) -> int:
    table = _table(face)
    return sum(table.get(letter, 0 if unicodedata.combining(letter) else UNKNOWN) for letter in text)


def measure_print(face: str, text: str, size: float) -> float:
    """Width of one line where the faces themselves are at hand."""
    return _thousandths(face, text) * size / 1000


def measure_screen(face: str, text: str, size: float) -> float:
    """Width of one line on a screen, which may show another font: a little too much rather than too little."""
    return _thousandths(face, text) * size * SCREEN_SLACK / 1000


def drawable(text: str) -> str:
    """`text` as both faces can draw it: other letters in Latin instead, signs they do not have left out."""
    label, plain = _table(LABEL), _table(TEXT)

    def draw(letter: str) -> str:
        if letter in label and letter in plain:
            return letter
        if letter == "→":
            return "–"
        return anyascii(letter) if unicodedata.category(letter)[0] in "LN" else ""

    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return " ".join("".join(map(draw, composed)).split())
