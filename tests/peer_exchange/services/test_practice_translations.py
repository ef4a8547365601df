"""Translations: what they keep, when they are out of date, two people at once."""

import pytest

from academy.folding import fold
from peer_exchange.errors import StaleTranslation, TranslationTooLong
from peer_exchange.models import Practice
from peer_exchange.practice_words import is_fresh, originals, translated
from peer_exchange.services.practice_translations import save_translation
from peer_exchange.services.publications import publish_practice
from tests.peer_exchange.practices import make_practice, write


@pytest.fixture
def practice(site, alice):
    return make_practice(alice)


def save(practice, by, texts, **more):
    return save_translation(practice, "sq", texts, dict(originals(practice)), by=by, **{"version": 0, **more})


def test_readers_and_the_search_find_it_once_it_is_published(practice, alice):
    row = save(practice, alice, {"title": " Shtëpia jonë ", "problem": "", "nonsense": "x"})
    assert row.texts == {"title": "Shtëpia jonë"}
    assert translated(practice, "sq") == {}
    save(practice, alice, row.texts, version=1, publish=True)
    practice = Practice.objects.get(pk=practice.pk)
    assert translated(practice, "sq") == {"title": "Shtëpia jonë"}
    assert fold("Shtëpia jonë") in practice.folded
    save(practice, alice, row.texts, version=2, publish=False)
    practice = Practice.objects.get(pk=practice.pk)
    assert translated(practice, "sq") == {}
    assert fold("Shtëpia jonë") not in practice.folded


def test_a_text_is_out_of_date_until_somebody_writes_it_anew(practice, alice):
    row = save(practice, alice, {"title": "Qendër", "problem": "Problemi"}, publish=True)
    write(practice, alice, title="Another title")
    practice = publish_practice(practice, by=None)
    assert translated(practice, "sq") == {"problem": "Problemi"}
    row = save(practice, alice, row.texts, version=1)
    assert not is_fresh(row, "title", practice.title)
    row = save(practice, alice, row.texts, version=2, still_fit={"title"})
    assert is_fresh(row, "title", practice.title)
    write(practice, alice, title="A third title")
    practice = publish_practice(practice, by=None)
    row = save(practice, alice, {**row.texts, "title": "Titull tjetër"}, version=3)
    assert is_fresh(row, "title", practice.title)


def test_who_wrote_upon_an_older_one_overwrites_nothing(practice, alice, bob):
    save(practice, alice, {"title": "Hers"})
    with pytest.raises(StaleTranslation):
        save(practice, bob, {"title": "His"})
    assert practice.translations.get().texts == {"title": "Hers"}


def test_a_translation_is_no_place_for_another_text(practice, alice):
    room = 2 * len(practice.problem)
    assert room < 200
    save(practice, alice, {"title": "Q" * 200, "problem": "P" * 200})
    for path, letters in (("title", 201), ("problem", 201)):
        with pytest.raises(TranslationTooLong):
            save(practice, alice, {path: "x" * letters}, version=1)
    assert practice.translations.get().version == 1
