"""The page of the letters she wants, the page behind the link in a letter, and the outbox in the CMS."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from academy import sockets
from academy.models import Letter, Unsubscription
from academy.services.letters import queue_letter, unsubscribe, unsubscribe_token, unwanted
from academy.sockets import LetterKind, Written
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/accounts/letters/"
CMS = "/admin/letters/"
NOW = timezone.now()


@pytest.fixture(autouse=True)
def kinds(monkeypatch, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    written = Written("certificate", {"certificate": {"name": "Alice", "course_title": "Outreach"}})
    monkeypatch.setattr(sockets.letter_kinds, "_plugs", {})
    sockets.letter_kinds.plug("answer", LetterKind(lambda letter: written, "answers", "Answers to your questions"))
    sockets.letter_kinds.plug("mention", LetterKind(lambda letter: written, "answers", "Mentions of your name"))
    sockets.letter_kinds.plug("digest", LetterKind(lambda letter: written, "digest", "The week in your clusters"))
    sockets.letter_kinds.plug("receipt", LetterKind(lambda letter: written, label="Receipts"))


@pytest.fixture
def link(alice):
    return reverse("letters_unsubscribe", args=[unsubscribe_token(alice, "answers")])


@pytest.fixture
def strict():
    """A browser, or a mail program, without a session, from which form tokens are asked."""
    return Client(enforce_csrf_checks=True)


def text(response) -> str:
    return " ".join(response.content.decode().split())


# Behind the link in a letter -----------------------------------------------------------------------------------------


def test_looking_changes_nothing(strict, link, alice):
    page = text(strict.get(link))
    assert "Answers to your questions" in page
    assert "Mentions of your name" in page
    assert "The week in your clusters" not in page
    assert not Unsubscription.objects.exists()


def test_one_press(strict, link, alice):
    for _twice in range(2):
        response = strict.post(link)
        assert response.status_code == 200
        assert "You are unsubscribed" in text(response)
    assert unwanted(alice) == {"answers"}


def test_mail_programs_press_by_themselves(strict, link, alice):
    response = strict.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert unwanted(alice) == {"answers"}


def test_and_back(strict, link, alice):
    strict.post(link)
    assert "You do not get these letters" in text(strict.get(link))
    assert "You get these letters again" in text(strict.post(link, {"again": "1"}))
    assert unwanted(alice) == frozenset()


def test_it_says_nothing_of_the_person(strict, link, alice, bob):
    strict.force_login(bob)
    page = text(strict.post(link))
    assert alice.email not in page
    assert alice.name not in page
    assert (unwanted(alice), unwanted(bob)) == ({"answers"}, frozenset())


def test_neither_stored_nor_passed_on(strict, link):
    response = strict.get(link)
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_token_that_nobody_made(strict, link, alice, method):
    stem = link.rstrip("/")
    for address in (f"{stem[:-1]}/", f"{stem}x/", f"{PAGE}x/", f"{PAGE}a.b/", f"{PAGE}%00/"):
        assert getattr(strict, method)(address).status_code == 404
    alice.delete()
    assert getattr(strict, method)(link).status_code == 404
    assert not Unsubscription.objects.exists()


def test_a_token_holds_for_its_category_and_person_only(alice, bob):
    tokens = {unsubscribe_token(person, name) for person in (alice, bob) for name in ("answers", "digest")}
    assert len(tokens) == 4


def test_a_category_of_former_days(strict, alice):
    address = reverse("letters_unsubscribe", args=[unsubscribe_token(alice, "former")])
    assert strict.post(address).status_code == 200
    assert unwanted(alice) == {"former"}


# In her account ------------------------------------------------------------------------------------------------------


def test_a_tick_for_every_sort(client, alice):
    unsubscribe(alice, "digest")
    client.force_login(alice)
    response = client.get(PAGE)
    field = response.context["form"]["wanted"]
    assert [(option.data["value"], option.choice_label, option.data["selected"]) for option in field.subwidgets] == [
        ("answers", "Answers to your questions · Mentions of your name", True),
        ("digest", "The week in your clusters", False),
    ]


def test_choosing(client, alice):
    client.force_login(alice)
    response = client.post(PAGE, {"wanted": ["digest"]}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert unwanted(alice) == {"answers"}
    client.post(PAGE)
    assert unwanted(alice) == {"answers", "digest"}


def test_choosing_what_there_is_not(client, alice):
    client.force_login(alice)
    response = client.post(PAGE, {"wanted": ["nonsense"]})
    assert response.status_code == 422
    assert unwanted(alice) == frozenset()


def test_nothing_to_choose(client, alice, monkeypatch):
    monkeypatch.setattr(sockets.letter_kinds, "_plugs", {})
    client.force_login(alice)
    assert "no letters that can be stopped" in text(client.get(PAGE))


# In the CMS ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def keys(response) -> list[str]:
    return sorted(letter.key for letter in response.context["object_list"])


def queue(person, key, kind="answer", **fields):
    letter = queue_letter(kind, person, key=key)
    Letter.objects.filter(pk=letter.pk).update(**fields)
    return letter


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(desk, rows, django_assert_max_num_queries):
    for number in range(rows):
        queue(factories.UserFactory(), f"k-{number}")
    desk.get(CMS)
    with django_assert_max_num_queries(12):
        assert len(keys(desk.get(CMS))) == rows


def test_what_needs_a_person_is_found(desk, alice, bob):
    queue(alice, "waiting")
    queue(alice, "refused", refusals=3)
    queue(alice, "interrupted", sending_at=NOW)
    queue(bob, "sent", sending_at=NOW, sent_at=NOW)
    queue(bob, "dropped", dropped_at=NOW)
    queue(bob, "strange", kind="unheard-of", dropped_at=NOW)
    found = {state: keys(desk.get(CMS, {"state": state})) for state in ("waiting", "refused", "uncertain", "sent")}
    assert found == {
        "waiting": ["waiting"], "refused": ["refused"], "uncertain": ["interrupted"], "sent": ["sent"],
    }  # fmt: skip
    assert keys(desk.get(CMS, {"q": "bob@"})) == ["dropped", "sent", "strange"]
    assert "unheard-of (unknown here, waits)" in text(desk.get(CMS))


def test_sent_again(desk, alice, mailoutbox, django_capture_on_commit_callbacks):
    letter = queue(alice, "interrupted", claimed_at=NOW, sending_at=NOW)
    address = f"{CMS}{letter.pk}/again/"
    assert "alice@example.org" in text(desk.get(address))
    assert mailoutbox == []
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(address)["Location"] == CMS
    assert len(mailoutbox) == 1


def test_nobody_writes_or_deletes_letters(desk, alice):
    letter = queue(alice, "k")
    for address in (f"{CMS}new/", f"{CMS}edit/{letter.pk}/", f"{CMS}delete/{letter.pk}/"):
        assert desk.get(address).status_code == 404


@pytest.mark.parametrize("person", ["trainer", "editor", "facilitator"])
def test_only_administrators(request, client, alice, person):
    letter = queue(alice, "k", sending_at=NOW)
    client.force_login(request.getfixturevalue(person))
    for address in (CMS, f"{CMS}{letter.pk}/again/"):
        assert client.get(address).status_code in {302, 403}
    assert client.post(f"{CMS}{letter.pk}/again/").status_code in {302, 403}
    assert CMS not in text(client.get("/admin/"))
    assert Letter.objects.get().sending_at == NOW
