"""Challenges: every address × kinds of people, posting, answering, talking over, closing."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peer_exchange.enums import ChallengeState
from peer_exchange.models import Challenge, Topic
from peer_exchange.services.challenges import MOST_OPEN, post_challenge
from peer_exchange.services.publications import unpublish_practice
from tests.peer_exchange.notice_makers import make_cluster
from tests.peer_exchange.practices import make_practice

PEOPLE = ("anonymous", "charlie", "alice", "editor")
SIGN_IN = "sign-in"
TABLE = {
    "challenges": ("get", (200, 200, 200, 200)),
    "challenge_new": ("get", (SIGN_IN, 200, 200, 200)),
    "challenge": ("get", (200, 200, 200, 200)),
    "challenge_discuss": ("post", (SIGN_IN, 302, 302, 302)),
    "challenge_close": ("post", (SIGN_IN, 403, 302, 302)),
}


@pytest.fixture
def people(alice, charlie, editor):
    return {"alice": alice, "charlie": charlie, "editor": editor}


@pytest.fixture
def challenge(alice):
    return make(alice)


def make(by, title="No bus to the <clinic>", **fields):
    return post_challenge(by, title=title, problem=f"{title}: forty people wait.", language="en", **fields)


def at(name, challenge=None):
    return reverse(name, kwargs={"slug": challenge.slug} if challenge else {})


@pytest.mark.parametrize("name", TABLE)
def test_who_may(people, challenge, name, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    method, expected = TABLE[name]
    address = at(name, None if name in ("challenges", "challenge_new") else challenge)
    found = []
    for person in PEOPLE:
        client = Client()
        if person != "anonymous":
            client.force_login(people[person])
        answer = getattr(client, method)(address)
        found.append(SIGN_IN if "/accounts/login/" in answer.headers.get("Location", "") else answer.status_code)
    assert tuple(found) == expected


def test_what_was_searched_for_is_filled_in(client, alice):
    client.force_login(alice)
    page = client.get(at("challenge_new"), {"q": "bus to the clinic"})
    assert page.context["form"].initial["title"] == "bus to the clinic"
    typed = {"title": "Bus", "problem": "Nobody comes.", "language": "en", "target_groups": ["older_people"]}
    answer = client.post(at("challenge_new"), typed)
    challenge = Challenge.objects.get()
    assert answer.url == at("challenge", challenge)
    assert (challenge.author, challenge.target_groups, challenge.state) == (alice, ["older_people"], "open")
    assert "Older people" in client.get(answer.url).content.decode()


def test_a_click_twice_posts_once_and_five_are_the_most(client, alice):
    for number in range(MOST_OPEN):
        make(alice, f"Problem {number}")
    client.force_login(alice)
    answer = client.post(at("challenge_new"), {"title": "Sixth", "problem": "Sixth.", "language": "en"})
    assert answer.status_code == 422
    assert "five open challenges" in answer.content.decode()
    assert "Sixth" in answer.content.decode()
    Challenge.objects.exclude(title="Problem 0").delete()
    assert make(alice, "Problem 0").pk == Challenge.objects.get().pk


def test_the_list_finds_words_in_either_script(client, challenge, alice):
    make(alice, "Снег у селу")
    page = client.get(at("challenges"), {"q": "sneg"}).content.decode()
    assert "Снег у селу" in page
    assert "clinic" not in page
    page = client.get(at("challenges"), {"q": "bus"}).content.decode()
    assert "No bus to the &lt;clinic&gt;" in page
    assert "Снег" not in page


@pytest.mark.parametrize("typed", ["{code}", "gp:{code}", "https://example.org/en/practices/{slug}/", "{slug}"])
def test_a_practice_answers_it_and_who_asked_hears(client, challenge, bob, typed, django_capture_on_commit_callbacks):
    practice = make_practice(bob)
    client.force_login(bob)
    words = typed.format(code=practice.code.lower(), slug=practice.slug)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(at("challenge", challenge), {"practice": words}).status_code == 302
        client.post(at("challenge", challenge), {"practice": words})
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]
    assert practice.title in client.get(at("challenge", challenge)).content.decode()
    unpublish_practice(practice, by=None)
    assert practice.title not in client.get(at("challenge", challenge)).content.decode()


def test_a_practice_that_is_not_public_is_refused(client, challenge, bob):
    practice = make_practice(bob)
    unpublish_practice(practice, by=None)
    client.force_login(bob)
    answer = client.post(at("challenge", challenge), {"practice": practice.code})
    assert answer.status_code == 422
    assert practice.title not in answer.content.decode()
    assert not challenge.solved_by.exists()


def test_it_is_talked_over_where_she_writes_and_shown_to_who_reads_there(client, challenge, bob, charlie):
    cluster, other = make_cluster("Buses", members=[bob]), make_cluster("Other")
    client.force_login(bob)
    client.post(at("challenge_discuss", challenge), {"cluster": other.slug})
    assert not Topic.objects.exists()
    answer = client.post(at("challenge_discuss", challenge), {"cluster": cluster.slug})
    assert (Topic.objects.get().cluster, Topic.objects.get().author) == (cluster, bob)
    assert answer.url in client.get(at("challenge", challenge)).content.decode()
    for stranger in (None, charlie):
        client.logout()
        if stranger:
            client.force_login(stranger)
        assert "Buses" not in client.get(at("challenge", challenge)).content.decode()


def test_closed_it_takes_no_more_answers(client, challenge, alice, bob):
    client.force_login(alice)
    client.post(at("challenge_close", challenge), {"state": "answered"})
    challenge.refresh_from_db()
    assert challenge.state == ChallengeState.ANSWERED
    client.force_login(bob)
    client.post(at("challenge", challenge), {"practice": make_practice(bob).code})
    assert not challenge.solved_by.exists()


def test_withdrawn_it_is_nowhere(client, challenge):
    from django.utils import timezone

    Challenge.objects.update(withdrawn_at=timezone.now())
    assert client.get(at("challenge", challenge)).status_code == 404
    assert "clinic" not in client.get(at("challenges")).content.decode()


def test_the_list_asks_a_constant_number_of_queries(client, challenge, alice, bob):
    def queries():
        client.force_login(bob)
        with CaptureQueriesContext(connection) as caught:
            client.get(at("challenges"))
        return len(caught)

    queries()
    one = queries()
    make(alice, "Second")
    make(alice, "Third")
    assert queries() == one
