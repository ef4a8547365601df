"""Codes of certificates: unguessable, easy to read aloud, forgiving to type. Pure.

Crockford's base 32 (digits and capitals without I, L, O, U): 16 characters carry 80 random bits.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4

# What people type instead: look-alikes, also from a Cyrillic or Turkish keyboard.
_MEANT = str.maketrans("OILİОАВЕКМНРСТХЈЅ", "0111" + "0" + "ABEKMHPCTXJS")
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—_.·]+")


def new_code() -> str:
    """A fresh code in groups of four: `7K3M-9QXA-…`."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def canonical_code(typed: str) -> str | None:
    """The code a person meant, whatever case, spaces or look-alikes she typed; None when it cannot be one."""
    letters = _SEPARATORS.sub("", typed[:100]).upper().translate(_MEANT)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return _grouped(letters)


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))
