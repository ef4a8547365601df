"""The log in plain sentences, for administrators and for the person whom it concerns. What records are called comes
from the rooms, through `academy.sockets.access_words`.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from academy import sockets
from academy.enums import Access
from academy.models import AccessRecord, User

WORDS = {
    "membership": _("the membership"),
    "role": _("the role"),
    "position": _("the position"),
    "organisation": _("the organisation"),
    "staff": _("the list of staff"),
}


def lines_of(found: Iterable[dict[str, Any]], reader: User) -> list[dict[str, Any]]:
    """`[{at, times, text, record}]` of rows as `AccessRecord.objects.by_day` has them; two queries."""
    rows = list(found)
    records = AccessRecord.objects.select_related("actor", "person").in_bulk([row["newest"] for row in rows])
    return [
        {"at": row["last"], "times": row["times"], "text": sentence(record, reader), "record": record}
        for row in rows
        if (record := records.get(row["newest"])) is not None
    ]


def sentence(record: AccessRecord, reader: User | None = None) -> str:
    """Who did what; to `reader` herself it says "you". The record comes with actor and person."""
    names: dict[str, Any] = {"actor": _actor(record), "what": word_for(record.what)}
    if record.person_id is not None:
        if reader is not None and record.person_id == reader.pk:
            return _about_you(record.access) % names
        return _about_person(record.access) % (names | {"person": record.person})
    if record.count is not None:
        return _about_many(record.access, record.count) % (names | {"n": record.count})
    return _about_none(record.access) % names


def word_for(what: str) -> str:
    """A room that is gone left records behind: they keep their bare name."""
    word = WORDS.get(what) or sockets.access_words.get(what)
    return str(word) if word else gettext("records (%(name)s)") % {"name": what}


def _actor(record: AccessRecord) -> str:
    return str(record.actor) if record.actor else gettext("Somebody who has left")


def _about_you(access: str) -> str:
    return {
        Access.VIEWED: gettext("%(actor)s looked at %(what)s about you."),
        Access.EXPORTED: gettext("%(actor)s exported %(what)s about you."),
    }.get(access, gettext("%(actor)s changed %(what)s about you."))


def _about_person(access: str) -> str:
    return {
        Access.VIEWED: gettext("%(actor)s looked at %(what)s of %(person)s."),
        Access.EXPORTED: gettext("%(actor)s exported %(what)s of %(person)s."),
    }.get(access, gettext("%(actor)s changed %(what)s of %(person)s."))


def _about_many(access: str, n: int) -> str:
    return {
        Access.VIEWED: ngettext(
            "%(actor)s looked at %(what)s, %(n)s person.", "%(actor)s looked at %(what)s, %(n)s people.", n
        ),
        Access.EXPORTED: ngettext(
            "%(actor)s exported %(what)s, %(n)s person.", "%(actor)s exported %(what)s, %(n)s people.", n
        ),
    }.get(access, ngettext("%(actor)s changed %(what)s, %(n)s person.", "%(actor)s changed %(what)s, %(n)s people.", n))


def _about_none(access: str) -> str:
    return {
        Access.VIEWED: gettext("%(actor)s looked at %(what)s."),
        Access.EXPORTED: gettext("%(actor)s exported %(what)s."),
    }.get(access, gettext("%(actor)s changed %(what)s."))
