"""What the columns of a list of staff mean: fields guessed from headings in any of the languages, and the words people
write for languages and sexes. Pure.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from academy.folding import fold

# In the order in which they are asked for; e-mail is the only one that a list must have.
FIELDS = (
    "email", "name", "first_name", "last_name", "name_other_script", "position", "organisation", "language", "sex",
)  # fmt: skip

# Words of headings in the nine languages, compared as `fold` writes them; the first field that knows a heading gets it.
HEADINGS: dict[str, tuple[str, ...]] = {
    "email": (
        "e-mail", "email", "mail", "e-mail address", "email address", "posta elektronike", "adresa e-mail", "e-pošta",
        "e-mail adresa", "email adresa", "elektronska pošta", "adresa e-pošte", "имејл", "е-пошта", "е-маил",
        "електронска пошта", "имейл", "електронна поща", "e-posta", "eposta", "e-posta adresi", "adresa de e-mail",
        "poștă electronică", "мејл", "мейл", "имејл адреса", "имейл адрес", "e-mail adresi", "emaili",
    ),
    "name_other_script": (
        "name in a second script", "second script", "name in cyrillic", "name in latin", "emri në alfabetin tjetër",
        "ime na drugom pismu", "ime ćirilicom", "ime latinicom", "име на другом писму", "име ћирилицом",
        "име латиницом", "име на второ писмо", "име на кирилица", "име на латиница", "diğer yazıyla ad",
        "numele în altă scriere", "emri në shkrimin tjetër",
    ),
    "first_name": (
        "first name", "given name", "forename", "emri i parë", "име (лично)", "собствено име", "лично име", "prenume",
        "prenumele", "vorname", "lično ime",
    ),
    "last_name": (
        "last name", "surname", "family name", "mbiemri", "mbiemër", "prezime", "презиме", "фамилия", "фамилно име",
        "soyadı", "soyad", "nume de familie",
    ),
    "name": (
        "name", "full name", "name and surname", "participant", "employee", "emri", "emër", "emri dhe mbiemri",
        "emër mbiemër", "emri mbiemri", "ime", "ime i prezime", "име", "име и презиме", "име и фамилия", "три имена",
        "ad", "adı", "ad soyad", "adı soyadı", "isim", "nume", "numele", "nume și prenume", "nume prenume",
        "numele și prenumele", "učesnik", "учесник", "участник", "pjesëmarrësi", "zaposleni", "вработен",
    ),
    "position": (
        "position", "job title", "post", "function", "role", "pozita", "pozicioni", "detyra", "funksioni",
        "radno mjesto", "radno mesto", "pozicija", "funkcija", "радно место", "позиција", "функција", "работно место",
        "длъжност", "позиция", "görev", "görevi", "unvan", "unvanı", "pozisyon", "funcție", "funcția", "post ocupat",
    ),
    "organisation": (
        "organisation", "organization", "municipality", "institution", "unit", "department", "town", "komuna",
        "bashkia", "bashki", "organizata", "institucioni", "opština", "općina", "organizacija", "institucija", "grad",
        "општина", "организација", "институција", "град", "община", "организация", "институция", "belediye",
        "belediyesi", "kurum", "kuruluş", "municipiu", "municipiul", "primăria", "primărie", "comuna", "organizația",
        "instituția", "raion", "jedinica", "единица",
    ),
    "language": (
        "language", "preferred language", "gjuha", "gjuhë", "jezik", "језик", "јазик", "език", "dil", "dili", "limba",
    ),
    "sex": (
        "sex", "gender", "gjinia", "gjini", "spol", "pol", "пол", "cinsiyet", "cinsiyeti", "sexul", "gen", "genul",
        "f/m", "m/f", "ž/m", "m/ž",
    ),
}  # fmt: skip

_SEXES = {
    "female": ("f", "female", "woman", "femër", "grua", "ž", "žensko", "ženski", "žena", "ж", "жена", "женско",
        "женски", "k", "kadın", "feminin", "femeie", "zh", "w"),
    "male": ("m", "male", "man", "mashkull", "burrë", "muško", "muški", "muškarac", "м", "мъж", "машко", "маж", "мушко",
        "мъжки", "e", "erkek", "masculin", "bărbat"),
    "other": ("other", "another", "tjetër", "drugo", "друго", "diğer", "altul", "alt", "x"),
}  # fmt: skip

_LANGUAGES = {
    "en": ("english", "anglisht", "engleski", "англиски", "английски", "ingilizce", "engleză", "енглески"),
    "sq": ("albanian", "shqip", "albanski", "албански", "arnavutça", "albaneză", "al"),
    "bs": ("bosnian", "bosanski", "босански", "boshnjakisht", "boşnakça", "bosniacă", "ba"),
    "mk": ("macedonian", "македонски", "maqedonisht", "makedonca", "macedoneană"),
    "bg": ("bulgarian", "български", "bullgarisht", "bugarski", "bulgarca", "bulgară"),
    "tr": ("turkish", "türkçe", "turqisht", "turski", "турски", "turcă"),
    "ro": ("romanian", "română", "rumunisht", "rumunski", "румунски", "rumence", "moldovan"),
}
_SERBIAN = ("serbian", "srpski", "serbisht", "sırpça", "sârbă", "сръбски", "rs")

_KINDS = frozenset(
    fold(word)
    for word in (
        "municipality", "of", "the", "opština", "општина", "općina", "община", "komuna", "komuna e", "e", "bashkia",
        "belediyesi", "belediye", "municipiul", "primăria", "comuna", "city", "grad", "град", "town",
    )
)  # fmt: skip

_EMAIL = re.compile(r"[^\s@<>(),;:\"\[\]\\]+@[^\s@<>(),;:\"\[\]\\]+\.[^\s@<>(),;:\"\[\]\\.]{2,}")


def guess_columns(headings: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> dict[str, int]:
    """{field: number of the column, from 0}. A column with addresses is the e-mail, whatever it is called."""
    known = {fold(word): field for field in reversed(HEADINGS) for word in HEADINGS[field]}
    found: dict[str, int] = {}
    for number, heading in enumerate(headings):
        field = known.get(fold(heading)) or known.get(fold(re.sub(r"\(.*?\)|\*|:", "", heading)))
        if field is not None:
            found.setdefault(field, number)
    if "last_name" in found and "name" in found and "first_name" not in found:
        found["first_name"] = found.pop("name")  # "Ime" beside "Prezime"
    if "email" not in found:
        width = max((len(row) for row in rows), default=0)
        hits = [sum(number < len(row) and "@" in row[number] for row in rows) for number in range(width)]
        most = max(hits, default=0)
        if most:
            found["email"] = hits.index(most)
    return found


def find_address(text: str) -> str:
    """The address in a cell such as `Name <a@b.org>` or `mailto:a@b.org`, in lower case; "" without exactly one."""
    text = text.strip().removeprefix("mailto:")
    if "<" in text and text.endswith(">"):
        text = text.rpartition("<")[2][:-1]
    match = _EMAIL.fullmatch(text.strip().rstrip(".,;"))
    return match.group().lower() if match else ""


def fault_of_address(text: str) -> str:
    """Why it is no address, as a code: missing, no_at, several, spaces, no_domain, letters, invalid."""
    text = text.strip()
    if not text:
        return "missing"
    if "@" not in text:
        return "no_at"
    if text.count("@") > 1:
        return "several"
    if " " in text:
        return "spaces"
    if "." not in text.rpartition("@")[2].strip("."):
        return "no_domain"
    if not text.isascii():
        return "letters"
    return "invalid"


def find_sex(text: str) -> str | None:
    """female, male or other; "" for an empty cell, None for a word nobody knows."""
    if not text.strip():
        return ""
    word = text.strip().casefold().rstrip(".")
    return next((sex for sex, words in _SEXES.items() if word in words), None) or next(
        (sex for sex, words in _SEXES.items() if len(word) > 2 and fold(word) in map(fold, words)), None
    )


def find_language(text: str, codes: Iterable[str]) -> str | None:
    """One of `codes`; "" for an empty cell, None for a word nobody knows. Serbian is in the script it is written in."""
    text = text.strip()
    if not text:
        return ""
    word = text.casefold().replace("_", "-")
    if word in codes:
        return word
    base = fold(text)
    if any(base.startswith(fold(name)) for name in _SERBIAN if len(name) > 2) or word in _SERBIAN:
        is_latin = "lat" in base or "лат" in word or word.startswith("srpski")
        says_cyrillic = "cir" in base or "cyr" in base or "кир" in word
        return "sr-latn" if is_latin and not says_cyrillic else "sr"
    for code, names in _LANGUAGES.items():
        if any(base == fold(name) for name in names):
            return code
    return None


def organisation_key(name: str) -> str:
    """How the name of an organisation is compared: folded, without words such as "municipality of"."""
    words = fold(name).split()
    return " ".join(word for word in words if word not in _KINDS) or " ".join(words)


def nearest(name: str, names: Mapping[str, str]) -> str:
    """What it was perhaps meant to be: a value of `names` ({key: name}); "" when nothing comes near."""
    keys = difflib.get_close_matches(organisation_key(name), list(names), n=1, cutoff=0.6)
    return names[keys[0]] if keys else ""
