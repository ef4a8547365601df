"""Which of the site's languages a text is written in, guessed from its letters and small words. Pure.

Letters that only one of the alphabets has count most (ѓ, ќ, ѕ Macedonian; ћ, ђ Serbian; ъ, щ, ь Bulgarian; ë Albanian;
ğ, ı Turkish; ă, ș, ț Romanian); then the commonest words of each language. Bosnian and Serbian in Latin script share
nearly everything: what the reader prefers decides between them.
"""

import re
from collections.abc import Sequence

_LETTERS = {
    "sq": "ë",
    "sr": "ћђџљњј",
    "mk": "ѓќѕљњџј",
    "bg": "ъщьюяй",
    "tr": "ğışİ",
    "ro": "ăâîșțşţ",
    "bs": "đćčšž",
    "sr-latn": "đćčšž",
}
_WORDS = {
    "en": "the and of to in is are we you for with that this how our have do on it be from was can your what not a i",
    "sq": "dhe të në për një me që nga është janë si ne ka jemi kemi por edhe kjo ky më u e i se tek ku komuna",
    "bs": "i u je da se na za su od sa kako mi koji što nije ili ima smo ali samo bi kao smo općina sedmica također",
    "sr-latn": "i u je da se na za su od sa kako mi koji šta nije ili ima smo ali samo bi kao opština nedelja takođe",
    "sr": "и у је да се на за су од са како ми који шта није или има смо али само би као општина",
    "mk": "и во на се да за од со како ние кој што не или има сме но само би како општина е ги го ја",
    "bg": "и в на се да за от със как ние кой какво не или има сме но само би като община е ги го са",
    "tr": "ve bir bu için ile de da ne biz var mı nasıl ama daha gibi olarak çok değil belediye",
    "ro": "și în de la cu pentru un o este sunt care ce nu sau are cum noi dar mai din pe că primăria",
}
_WORD_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = frozenset({"sr", "mk", "bg"})
READ = 3000  # letters that are looked at


def guess_language(text: str, preferred: Sequence[str]) -> str:
    """The code of the likeliest language; among equals, and for a text that says nothing, the first of `preferred`."""
    text = text[:READ].casefold()
    words = _WORD.findall(text)
    cyrillic = sum("а" <= letter <= "џ" for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    if not words:
        return preferred[0]
    order = {language: place for place, language in enumerate(preferred)}
    best, most = preferred[0], 0.0
    for language in sorted(_WORD_SETS, key=lambda code: order.get(code, len(order))):
        if (language in _CYRILLIC) != (cyrillic > latin):
            continue
        found = sum(word in _WORD_SETS[language] for word in words) / len(words)
        letters = sum(text.count(letter) for letter in _LETTERS.get(language, "")) / len(text)
        if (score := found + 4 * letters) > most + 1e-9:
            best, most = language, score
    if not most and cyrillic > latin:
        return next((language for language in preferred if language in _CYRILLIC), "sr")
    return best
