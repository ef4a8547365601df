"""Amounts as people type them, with a comma or a point and with or without marks between thousands. Pure."""

import re
from decimal import Decimal

_GAPS = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")  # blanks of any width, and the Swiss mark
_PLAIN = re.compile(r"-?\d{1,40}(\.\d{1,40})?", re.ASCII)
_OTHER = {",": ".", ".": ","}


def read_amount(text: str, mark: str) -> Decimal | None:
    """The number that `text` says, None for a text that is none.

    Where comma and point both stand, the last is the decimal mark. One alone parts thousands when it stands more than
    once, or when three digits follow it and it is not `mark`, the decimal mark of the reader's language.
    """
    number = _GAPS.sub("", text.strip()).replace("\N{MINUS SIGN}", "-")
    decimal = _decimal_mark(number, mark)
    whole, *rest = number.split(decimal)
    thousands = _OTHER[decimal]
    if thousands in whole and not re.fullmatch(rf"-?\d{{1,3}}(\{thousands}\d{{3}})+", whole):
        return None
    plain = ".".join([whole.replace(thousands, ""), *rest])
    return Decimal(plain) if _PLAIN.fullmatch(plain) else None


def _decimal_mark(number: str, mark: str) -> str:
    comma, point = number.rfind(","), number.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    found = "," if comma >= 0 else "."
    if number.count(found) > 1:
        return _OTHER[found]
    parts_thousands = found != mark and re.fullmatch(rf"-?[1-9]\d{{0,2}}\{found}\d{{3}}", number)
    return _OTHER[found] if parts_thousands else found
