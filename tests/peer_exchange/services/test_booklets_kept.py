"""Booklets are files that everybody may ask for, under any title: there is an end to what is kept of them."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from peer_exchange.enums import PracticeFileForm
from peer_exchange.models import PracticeFile
from peer_exchange.services import practice_prints
from peer_exchange.services.practice_prints import BOOKLETS, booklet_of
from tests.peer_exchange.practices import make_municipality, make_practice


@pytest.fixture
def practice(site, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_practice(alice, make_municipality())


def kept() -> list[str]:
    return default_storage.listdir(BOOKLETS)[1]


def test_the_oldest_go_when_many_titles_are_asked_for(practice, monkeypatch):
    monkeypatch.setattr(practice_prints, "MOST_KEPT", 3)
    monkeypatch.setattr(practice_prints, "draw_booklet", lambda booklet, _entries: booklet.title.encode())
    names = [
        booklet_of([practice], title=f"Title {number}", language="en", day=timezone.localdate()).name
        for number in range(5)
    ]
    assert PracticeFile.objects.get().form == PracticeFileForm.BRIEF
    assert sorted(kept()) == sorted(name.rpartition("/")[2] for name in names[2:])
    again = booklet_of([practice], title="Title 0", language="en", day=timezone.localdate())
    with default_storage.open(again.name) as file:
        assert file.read() == b"Title 0"


def test_those_of_a_week_ago_go_whatever_their_number(practice, monkeypatch):
    monkeypatch.setattr(practice_prints, "draw_booklet", lambda booklet, _entries: booklet.title.encode())
    old = default_storage.save(f"{BOOKLETS}/old.pdf", ContentFile(b"old"))
    monkeypatch.setattr(practice_prints, "KEPT", timedelta(days=-1))
    booklet_of([practice], title="New", language="en", day=timezone.localdate())
    assert not default_storage.exists(old)
