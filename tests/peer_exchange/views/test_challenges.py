"""Challenges: every address × kinds of people, posting, answering, talking over, closing."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy import site_version
from academy.models import Approach, Letter
from peer_exchange.enums import ChallengeState
from peer_exchange.errors import ChallengesOfToday
from peer_exchange.models import Challenge, Topic
from peer_exchange.services import challenges
from peer_exchange.services.challenges import MOST_OPEN, answer_challenge, close_challenge, post_challenge
from peer_exchange.services.posts import delete_post
from peer_exchange.services.publications import unpublish_practice
from tests.peer_exchange.notice_makers import make_cluster
from tests.peer_exchange.practices import make_municipality, make_practice

PEOPLE = ("anonymous", "charlie", "alice", "editor")
SIGN_IN = "sign-in"
TABLE = {
    "challenges": ("get", (200, 200, 200, 200)),
    "challenge_new": ("get", (SIGN_IN, 200, 200, 200)),
    "challenge": ("get", (200, 200, 200, 200)),
    "challenge_discuss": ("post", (SIGN_IN, 302, 302, 302)),
    "challenge_close": ("post", (SIGN_IN, 403, 302, 302)),
    "challenge_withdraw": ("post", (SIGN_IN, 403, 302, 404)),  # gone once its author took it back
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
    approach = Approach.objects.order_by("position").first()
    sought = {"q": "bus to the clinic", "approach": approach.key, "target": ["roma", "nonsense"]}
    page = client.get(at("challenge_new"), sought)
    html = page.content.decode()
    assert page.context["form"].initial["title"] == "bus to the clinic"
    assert f'<option value="{approach.pk}" selected>' in html
    assert page.context["form"].initial["target_groups"] == ["roma"]
    assert client.get(at("challenge_new"), {"approach": "unheard-of\x00"}).status_code == 200
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
    last = Challenge.objects.get(title=f"Problem {MOST_OPEN - 1}")
    assert make(alice, last.title) == last
    assert Challenge.objects.count() == MOST_OPEN


def test_closing_and_posting_again_has_an_end_too(challenge, alice, monkeypatch):
    monkeypatch.setattr(challenges, "MOST_A_DAY", 3)
    for title in ("Second", "Third"):
        close_challenge(make(alice, title), ChallengeState.CLOSED, by=alice)
    with pytest.raises(ChallengesOfToday):
        make(alice, "Fourth")


def test_who_asked_gets_so_many_letters_a_day_and_finds_all_practices(challenge, bob, monkeypatch):
    monkeypatch.setattr(challenges, "MOST_LETTERS", 2)
    practices = [make_practice(bob, title=f"Number {number}") for number in range(3)]
    for practice in practices:
        answer_challenge(challenge, [practice], by=bob)
    assert Letter.objects.filter(kind="practice_challenge").count() == 2
    assert set(challenge.solved_by.all()) == set(practices)


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


def test_it_is_talked_over_where_she_writes_and_shown_to_who_reads_there(client, challenge, bob, charlie, settings):
    cluster, other = make_cluster("Buses", members=[bob]), make_cluster("Other")
    client.force_login(bob)
    client.post(at("challenge_discuss", challenge), {"cluster": other.slug})
    assert not Topic.objects.exists()
    answer = client.post(at("challenge_discuss", challenge), {"cluster": cluster.slug})
    topic = Topic.objects.get()
    assert (topic.cluster, topic.author) == (cluster, bob)
    assert f'href="{settings.SITE_URL}{at("challenge", challenge)}"' in topic.posts.get().body
    assert answer.url in client.get(at("challenge", challenge)).content.decode()
    for stranger in (None, charlie):
        client.logout()
        if stranger:
            client.force_login(stranger)
        assert "Buses" not in client.get(at("challenge", challenge)).content.decode()


def discuss(client, challenge, cluster, by):
    client.force_login(by)
    return client.post(at("challenge_discuss", challenge), {"cluster": cluster.slug}).url


def test_every_cluster_has_one_discussion_of_it(client, challenge, bob, charlie):
    buses, roads = make_cluster("Buses", members=[bob]), make_cluster("Roads", members=[bob, charlie])
    first = discuss(client, challenge, buses, bob)
    page = client.get(at("challenge", challenge)).content.decode()
    assert f'value="{roads.slug}"' in page
    assert f'value="{buses.slug}"' not in page
    second = discuss(client, challenge, roads, charlie)
    assert (discuss(client, challenge, buses, bob), discuss(client, challenge, roads, bob)) == (first, second)
    assert sorted(Topic.objects.values_list("cluster__title", flat=True)) == ["Buses", "Roads"]
    page = client.get(at("challenge", challenge)).content.decode()
    assert first in page
    assert second in page
    assert at("challenge_discuss", challenge) not in page
    client.force_login(charlie)
    page = client.get(at("challenge", challenge)).content.decode()
    assert second in page
    assert "Buses" not in page


def test_a_deleted_discussion_of_it_is_begun_anew(client, challenge, bob):
    cluster = make_cluster("Buses", members=[bob])
    first = discuss(client, challenge, cluster, bob)
    delete_post(Topic.objects.get().posts.get(), by=bob)
    page = client.get(at("challenge", challenge)).content.decode()
    assert first not in page
    assert f'value="{cluster.slug}"' in page
    second = discuss(client, challenge, cluster, bob)
    assert second != first
    assert discuss(client, challenge, cluster, bob) == second
    challenge.refresh_from_db()
    assert challenge.topic.deleted_at is None
    assert second in client.get(at("challenge", challenge)).content.decode()


def test_discussions_of_other_challenges_are_not_its_own(client, challenge, alice, bob):
    cluster = make_cluster("Buses", members=[bob])
    other = make(alice, f"{challenge.title} II")
    assert other.slug.startswith(challenge.slug)
    assert discuss(client, other, cluster, bob) != discuss(client, challenge, cluster, bob)


def test_closed_it_takes_no_more_answers(client, challenge, alice, bob):
    client.force_login(alice)
    client.post(at("challenge_close", challenge), {"state": "answered"})
    challenge.refresh_from_db()
    assert challenge.state == ChallengeState.ANSWERED
    client.force_login(bob)
    client.post(at("challenge", challenge), {"practice": make_practice(bob).code})
    assert not challenge.solved_by.exists()


def test_its_author_takes_it_back_and_it_is_nowhere(client, challenge, alice):
    client.force_login(alice)
    page = client.get(at("challenge", challenge)).content.decode()
    assert f'action="{at("challenge_withdraw", challenge)}"' in page
    answer = client.post(at("challenge_withdraw", challenge), follow=True)
    assert answer.redirect_chain == [(at("challenges"), 302)]
    assert "no longer on the site" in answer.content.decode()
    assert client.get(at("challenge", challenge)).status_code == 404
    assert "clinic" not in client.get(at("challenges")).content.decode()
    assert "clinic</a>" not in client.get("/en/search/?q=clinic").content.decode()


def test_a_closed_challenge_can_still_be_taken_back_but_not_closed_again(client, challenge, alice):
    client.force_login(alice)
    client.post(at("challenge_close", challenge), {"state": "closed"})
    again = client.post(at("challenge_close", challenge), {"state": "answered"}, follow=True)
    assert "This challenge is closed." in again.content.decode()
    challenge.refresh_from_db()
    assert challenge.state == ChallengeState.CLOSED
    page = client.get(at("challenge", challenge)).content.decode()
    assert at("challenge_close", challenge) not in page
    assert at("challenge_withdraw", challenge) in page


def test_strangers_see_neither_button(client, challenge, charlie):
    client.force_login(charlie)
    page = client.get(at("challenge", challenge)).content.decode()
    assert at("challenge_close", challenge) not in page
    assert at("challenge_withdraw", challenge) not in page


def test_who_asked_says_which_practice_answers_it(client, challenge, alice, bob):
    helpful, other = make_practice(bob, title="A clinic on wheels"), make_practice(bob, title="A bus")
    answer_challenge(challenge, [helpful, other], by=bob)
    client.force_login(alice)
    page = client.get(at("challenge", challenge)).content.decode()
    assert all(f'name="practice" value="{practice.code}" checked' in page for practice in (helpful, other))
    client.post(at("challenge_close", challenge), {"state": "answered", "practice": [helpful.code]})
    assert [row.title for row in challenge.solved_by.all()] == ["A clinic on wheels"]
    page = client.get(at("challenge", challenge)).content.decode()
    assert "Practices that answered it" in page
    assert helpful.title in page
    assert other.title not in page


def test_it_offers_practices_of_its_approach_for_its_people_and_with_its_words(client, alice, bob):
    approach, another = Approach.objects.order_by("position")[:2]
    facts = {"result_line": "Less waiting", "problem": "x", "solution": "x", "results": "1"}
    both = make_practice(bob, title="Both", approach=approach, target_groups=["roma"], **facts)
    people = make_practice(bob, title="People", approach=another, target_groups=["roma"], **facts)
    words = make_practice(bob, title="Клиника и аутобус", approach=another, target_groups=["women"], **facts)
    make_practice(bob, title="Neither", approach=another, target_groups=["women"], **facts)
    site_version.bump()
    challenge = make(alice, "Autobus do klinike", approach=approach, target_groups=["roma"])
    page = client.get(at("challenge", challenge))
    assert [card["title"] for card in page.context["offered"]] == ["Both", "Клиника и аутобус", "People"]
    client.force_login(bob)
    client.post(at("challenge", challenge), {"practice": both.code})
    page = client.get(at("challenge", challenge))
    assert [card["title"] for card in page.context["offered"]] == [words.title, people.title]
    assert f'name="practice" value="{people.code}"' in page.content.decode()
    close_challenge(challenge, ChallengeState.CLOSED, by=alice)
    assert client.get(at("challenge", challenge)).context["offered"] == []


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


@pytest.mark.parametrize("where", ["search", "none found", "challenge"])
def test_what_shows_challenges_elsewhere_asks_a_constant_number_of_queries(client, challenge, alice, bob, where):
    town = make_municipality("sample-town")
    named = [make_practice(bob, town, title=f"Bus {number}", approach=None) for number in range(3)]
    address = {
        "search": "/en/search/?q=clinic",
        "none found": "/en/practices/?q=clinic&economy=RS",
        "challenge": at("challenge", challenge),
    }[where]

    def queries():
        site_version.bump()
        with CaptureQueriesContext(connection) as caught:
            page = client.get(address).content.decode()
        assert "No bus to the &lt;clinic&gt;" in page
        return len(caught)

    client.force_login(alice)
    Challenge.objects.update(organisation=town)
    answer_challenge(challenge, named[:1], by=bob)
    queries()
    one = queries()
    answer_challenge(challenge, named[1:], by=bob)
    for number in range(2):
        make(alice, f"No bus to the <clinic> {number}", organisation=town)
    assert queries() == one
