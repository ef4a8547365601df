"""The footnote that belongs to a designation wherever it is shown. Pure."""

import re

from django.utils.translation import gettext

MARKED = re.compile(r"(Kosov|Косов|kosov|косов)\w*\*")


def footnote() -> str:
    """Of Kosovo*, in the active language."""
    return gettext(
        "* This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 "
        "and the ICJ Opinion on the Kosovo declaration of independence."
    )


def footnote_for(*texts: str) -> str:
    """The footnote when one of the texts needs it, else nothing."""
    return footnote() if any(MARKED.search(text) for text in texts) else ""
