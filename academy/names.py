"""A person's name as it may stand on a certificate, in any script. Pure: no Django, no words on screen."""

import unicodedata

MAX_LENGTH = 160
# Joiners are letters' glue in some scripts; every other invisible or control character is refused.
_ALLOWED_INVISIBLE = frozenset("\u200c\u200d")
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def tidy(text: str) -> str:
    """One spelling for the same name: composed characters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def has_refused_characters(name: str) -> bool:
    """Control characters, direction overrides and the like: they would break or falsify a printed name."""
    return any(
        unicodedata.category(character) in _REFUSED_CATEGORIES and character not in _ALLOWED_INVISIBLE
        for character in name
    )


def has_letter(name: str) -> bool:
    return any(unicodedata.category(character).startswith("L") for character in name)
