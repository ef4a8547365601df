"""Folding of text: one spelling for search and for short answers, whatever script, case or diacritics. Pure.

`fold("Дневни Центар") == fold("dnevni centar")`, `fold("Shkodër") == fold("shkoder")`.
"""

import re

from anyascii import anyascii

# One spelling for the sounds that Cyrillic transliteration and local Latin alphabets write differently.
_DIGRAPHS = (
    ("dzh", "dz"),
    ("ts", "c"),
    ("kh", "h"),
    ("sh", "s"),
    ("ch", "c"),
    ("zh", "z"),
    ("dj", "d"),
    ("gj", "g"),
    ("kj", "k"),
)
_SEPARATORS = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower-case ASCII words separated by single spaces; empty when `text` holds no letter or digit."""
    folded = anyascii(text.replace("\x00", " ")).casefold().replace("'", "").replace("`", "")
    for long, short in _DIGRAPHS:
        folded = folded.replace(long, short)
    return _SEPARATORS.sub(" ", folded).strip()
