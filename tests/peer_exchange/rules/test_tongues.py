"""The language of a text, guessed."""

import pytest

from peer_exchange.rules.tongues import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How do you pay the driver of the van?", "en"),
        ("Si e paguani shoferin në komunën tuaj?", "sq"),
        ("Mi smo to riješili kroz općinski budžet, također i vi", "bs"),
        ("Како плаћате возача комбија у вашој општини?", "sr"),
        ("Kako plaćate vozača u vašoj opštini svake nedelja", "sr-latn"),
        ("Како го плаќате возачот во вашата општина?", "mk"),
        ("Как плащате на шофьора във вашата община?", "bg"),
        ("Sürücüye nasıl ödeme yapıyorsunuz ve ne kadar?", "tr"),
        ("Cum plătiți șoferul în primăria voastră?", "ro"),
    ],
)
def test_each_language_is_known_by_its_letters_and_small_words(text, language):
    assert guess_language(text, ["en"]) == language


@pytest.mark.parametrize("preferred", ["sr-latn", "bs"])
def test_where_two_languages_say_the_same_the_reader_decides(preferred):
    assert guess_language("Mi smo za to i kako da ne", ["en", preferred]) == preferred


def test_a_text_that_says_nothing_is_in_the_first():
    assert guess_language("", ["mk", "en"]) == "mk"
    assert guess_language("123 !", ["mk", "en"]) == "mk"
    assert guess_language("Хм", ["en", "bg"]) == "bg"
