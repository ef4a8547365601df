"""Dictionaries of the region do not agree on the order of letters."""

import pytest

from courses.rules.alphabets import ALPHABETS, first_letter, sort_key


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "bs",
            ["cvijet", "čaj", "ćup", "dom", "džep", "đak", "lopta", "ljeto", "nos", "njiva", "šuma", "zima", "žena"],
        ),
        ("sq", ["dasma", "dhoma", "era", "ëndrra", "sot", "shi", "tani", "thes", "zog", "zhurma"]),
        ("sr", ["град", "дом", "ђак", "љубав", "њива", "ћуп", "црква", "чај", "џеп"]),
        ("mk", ["дом", "ѓавол", "зима", "ѕвезда", "јавор"]),
        ("tr", ["cami", "çay", "ışık", "iyi", "okul", "öğle", "su", "şeker", "uzun", "ün"]),
        ("ro", ["sat", "școală", "tată", "țară"]),
        ("en", ["action plan", "actionable", "zoo"]),
    ],
)
def test_words_come_in_the_order_of_the_alphabet(language, words):
    shuffled = words[::2] + words[1::2]
    assert sorted(shuffled, key=lambda word: sort_key(word, language)) == words


def test_letters_of_the_index():
    assert first_letter("shtëpi", "sq") == "Sh"
    assert first_letter("İzleme", "tr") == "İ"
    assert first_letter("ışık", "tr") == "I"
    assert first_letter("њива", "sr") == "Њ"
    assert first_letter("«éclair»", "en") == "E"
    assert first_letter("2030", "en") == "#"


def test_every_language_of_the_site_has_its_alphabet(settings):
    assert set(ALPHABETS) == {code for code, _name in settings.LANGUAGES}
