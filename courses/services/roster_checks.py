"""What the rows of a list of staff say, and what is wrong with them, in words that help to mend the file.

Nothing here asks whether an address has an account.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from academy import names
from academy.folding import fold
from academy.models import Organisation
from courses.rules.staff_columns import (
    fault_of_address,
    find_address,
    find_language,
    find_sex,
    nearest,
    organisation_key,
)

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
LONGEST = 160  # of a name and of a position
MOST_GUESSES = 50  # unknown names of organisations in one list for which a similar one is looked for
FORMULA = ("=", "+", "@")


@dataclass(frozen=True)
class Checked:
    """`values` are those of an Invitee plus `organisation` (pk or None); `error` is "" when nothing is wrong."""

    values: dict[str, Any]
    error: str


class Places:
    """The organisations of a branch by every name they have, in any script."""

    def __init__(self, branch: Organisation) -> None:
        self.meant: dict[str, str] = {}
        self.by_key: dict[str, set[int]] = {}
        self.shown: dict[str, str] = {}
        for row in Organisation.objects.within(branch).active().prefetch_related("names"):
            own = [row.name, row.acronym, row.key, *(other.name for other in row.names.all())]
            for name in filter(None, own):
                for key in {fold(name), organisation_key(name)}:
                    self.by_key.setdefault(key, set()).add(row.pk)
                    self.shown.setdefault(key, row.name)

    def find(self, name: str) -> tuple[int | None, str]:
        """(pk, "") or (None, what is wrong). The whole name counts more than its core."""
        for key in (fold(name), organisation_key(name)):
            found = self.by_key.get(key, set())
            if len(found) == 1:
                return next(iter(found)), ""
            if found:
                return None, _("“%(name)s” is the name of several organisations here. Write its full name.") % {
                    "name": name
                }
        meant = self._nearest(name)
        if meant:
            return None, _("The organisation “%(name)s” is not known here. Did you mean “%(meant)s”?") % {
                "name": name, "meant": meant,
            }  # fmt: skip
        return None, _(
            "The organisation “%(name)s” is not known here. Leave it empty, or write it as in your room."
        ) % {"name": name}

    def _nearest(self, name: str) -> str:
        """Looked for once per name, and for the first names only: it takes long where there are many organisations."""
        key = organisation_key(name)
        if key not in self.meant:
            self.meant[key] = nearest(name, self.shown) if len(self.meant) < MOST_GUESSES else ""
        return self.meant[key]


def check_rows(
    rows: Iterable[tuple[int, list[str]]], columns: Mapping[str, int], places: Places, *, language: str
) -> dict[int, Checked]:
    """{number of the row: what it says}. `language` is for rows that name none. An address that comes twice is an error
    in both rows.
    """
    checked: dict[int, Checked] = {}
    seen: dict[str, list[int]] = {}
    for number, cells in rows:
        texts = {field: cells[place] for field, place in columns.items() if place < len(cells)}
        row = _check(texts, places, language)
        checked[number] = row
        if row.values.get("email"):
            seen.setdefault(row.values["email"], []).append(number)
    for numbers in seen.values():
        for number in numbers if len(numbers) > 1 else ():
            others = ", ".join(str(other) for other in numbers[:5] if other != number)
            error = _("This address is in the list more than once: see row %(rows)s too.") % {"rows": others}
            row = checked[number]
            checked[number] = Checked(row.values, _joined([row.error, error]))
    return checked


def _check(texts: Mapping[str, str], places: Places, language: str) -> Checked:
    faults: list[str] = []
    email, fault = _address(texts.get("email", ""))
    faults.append(fault)
    own = names.tidy(texts.get("name", "") or f"{texts.get('first_name', '')} {texts.get('last_name', '')}")
    other = names.tidy(texts.get("name_other_script", ""))
    position = names.tidy(texts.get("position", ""))
    faults += [_fault_of_name(own), _fault_of_name(other)]
    if len(position) > LONGEST or position.startswith(FORMULA):
        faults.append(_("The position is too long or holds a formula. Write it in a few words."))
    spoken = find_language(texts.get("language", ""), LANGUAGES)
    if spoken is None:
        faults.append(
            _("The language “%(word)s” is not one of ours. Write for example %(examples)s.")
            % {"word": texts["language"][:40], "examples": ", ".join(LANGUAGES)}
        )
    sex = find_sex(texts.get("sex", ""))
    if sex is None:
        faults.append(_("“%(word)s” was not understood as sex. Write F or M, or leave it empty.") % {
            "word": texts["sex"][:40]
        })  # fmt: skip
    organisation = None
    if texts.get("organisation", "").strip():
        organisation, fault = places.find(texts["organisation"].strip()[:120])
        faults.append(fault)
    values = {
        "email": email,
        "name": own[:LONGEST],
        "name_other_script": other[:LONGEST],
        "position": position[:LONGEST],
        "sex": sex or "",
        "language": spoken or language,
        "organisation": organisation,
    }
    return Checked(values, _joined(faults))


def _address(text: str) -> tuple[str, str]:
    email = find_address(text)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            email = ""
        else:
            return email, ""
    sentences = {
        "missing": _("The e-mail address is missing."),
        "no_at": _("“%(text)s” is no e-mail address: the @ is missing."),
        "several": _("“%(text)s” holds more than one @. Write one address in each row."),
        "spaces": _("“%(text)s” holds a space. Take it out of the e-mail address."),
        "no_domain": _("“%(text)s” ends too early: after the @ comes a name with a dot, as in example.org."),
        "letters": _("“%(text)s” holds letters that e-mail addresses do not have. Write it in plain Latin letters."),
        "invalid": _("“%(text)s” is not a valid e-mail address. Check it letter by letter."),
    }
    return "", sentences[fault_of_address(text)] % {"text": text.strip()[:60]}


def _fault_of_name(name: str) -> str:
    if not name:
        return ""
    if len(name) > LONGEST:
        return _("The name is longer than %(n)d letters. Shorten it.") % {"n": LONGEST}
    if name.startswith((*FORMULA, "-")):
        return _("The name begins with “%(sign)s”. Write only the name.") % {"sign": name[0]}
    if names.has_refused_characters(name):
        return _("The name holds characters that cannot be printed. Type it again instead of pasting it.")
    return "" if names.has_letter(name) else _("The name holds no letters.")


def _joined(faults: Iterable[str]) -> str:
    return " ".join(fault for fault in faults if fault)[:300]
