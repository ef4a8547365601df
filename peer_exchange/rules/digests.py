"""A short fingerprint of a text: tells whether a translation still belongs to the words it translates."""

import hashlib


def digest_of(text: str) -> str:
    """The same words give the same 16 hexadecimal digits; blanks around them and kinds of line breaks do not count."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return hashlib.sha256(lines.encode()).hexdigest()[:16]
