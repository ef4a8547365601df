"""The order of letters in each of the site's languages. Pure: neither databases nor locales of the operating system.

`sort_key("čaj", "bs") > sort_key("cvet", "bs")`; in Albanian `sh` is a letter of its own after `s`.
"""

import unicodedata
from functools import lru_cache

ENGLISH = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
SERBIAN_LATIN = "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž"
ALPHABETS = {
    "en": ENGLISH,
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh",
    "bs": SERBIAN_LATIN,
    "sr-latn": SERBIAN_LATIN,
    "sr": "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш",
    "mk": "а б в г д ѓ е ж з ѕ и ј к л љ м н њ о п р с т ќ у ф х ц ч џ ш",
    "bg": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я",
    "tr": "a b c ç d e f g ğ h ı i j k l m n o ö p q r s ş t u ü v w x y z",
    "ro": "a ă â b c d e f g h i î j k l m n o p q r s ș t ț u v w x y z",
}
OTHER = 1000  # letters of another alphabet come after its own


def sort_key(text: str, language: str) -> tuple[tuple[int, str], ...]:
    """Compares as the dictionaries of that language do; signs and spaces come before letters."""
    ranks = _ranks(language)
    return tuple((ranks[letter], "") if letter in ranks else _foreign(letter) for letter in letters(text, language))


def first_letter(text: str, language: str) -> str:
    """The heading under which the index of that language lists it, in capitals; "#" for what begins with no letter."""
    for letter in letters(text, language):
        if letter in _ranks(language):
            return _capital(letter, language)
        if letter.isalpha():
            base = unicodedata.normalize("NFD", letter)[0]
            return _capital(base, language)
        if letter.isdigit():
            break
    return "#"


def letters(text: str, language: str) -> list[str]:
    """The small letters of `text`, pairs that are one letter together."""
    ranks = _ranks(language)
    small = unicodedata.normalize("NFC", _lower(text, language))
    found, place = [], 0
    while place < len(small):
        size = 2 if small[place : place + 2] in ranks and place + 1 < len(small) else 1
        found.append(small[place : place + size])
        place += size
    return found


@lru_cache(maxsize=32)
def _ranks(language: str) -> dict[str, int]:
    alphabet = ALPHABETS.get(language, ENGLISH)
    return {letter: place for place, letter in enumerate(alphabet.split(), 1)}


def _foreign(letter: str) -> tuple[int, str]:
    return (OTHER, letter) if letter.isalnum() else (0, letter)


def _lower(text: str, language: str) -> str:
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower()


def _capital(letter: str, language: str) -> str:
    if language == "tr" and letter == "i":
        return "İ"
    return letter[0].upper() + letter[1:]
