"""The pages of adoptions: every address × every kind of person, what is typed, what the page of a practice shows."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peer_exchange.enums import AdoptionStage
from peer_exchange.models import Adoption
from peer_exchange.services.adoptions import ask_adopters, begin_adoption, report_adoption
from peer_exchange.services.publications import unpublish_practice
from peer_exchange.views.adoptions import adoptions_of
from tests.peer_exchange.notice_makers import make_cluster
from tests.peer_exchange.people import make_region, peer_of
from tests.peer_exchange.practices import make_municipality, make_practice

PEOPLE = ("anonymous", "charlie", "alice", "eva", "vida", "checker", "editor")
SIGN_IN = "sign-in"
LATER = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture
def region(site):
    return make_region()


@pytest.fixture
def practice(region, alice):
    return make_practice(alice, region.town, title="A <bus> to the doctor")


@pytest.fixture
def eva(region):
    return peer_of(region.elsewhere, "Eva")


@pytest.fixture
def adoption(practice, region, eva):
    return begin_adoption(practice, region.elsewhere, by=eva)


@pytest.fixture
def people(region, alice, charlie, editor, eva):
    vida = peer_of(region.village, "Vida")
    return {"alice": alice, "charlie": charlie, "editor": editor, "eva": eva, "vida": vida, "checker": region.checker}


TABLE = {
    "adoption_new": ("get", (SIGN_IN, 403, 403, 302, 200, 403, 403)),  # Eva's tries it already
    "adoption": ("get", (SIGN_IN, 403, 403, 200, 403, 403, 403)),
    "adoption_follow_up": ("get", (SIGN_IN, 403, 403, 302, 403, 403, 403)),
    "adoption_confirm": ("post", (SIGN_IN, 403, 302, 403, 403, 403, 302)),
}


def at(name, practice, adoption=None):
    return reverse(name, kwargs={"slug": practice.slug, **({"uuid": adoption.uuid} if adoption else {})})


def found_by(people, address, method):
    found = []
    for person in PEOPLE:
        client = Client()
        if person != "anonymous":
            client.force_login(people[person])
        answer = getattr(client, method)(address)
        found.append(SIGN_IN if "/accounts/login/" in answer.headers.get("Location", "") else answer.status_code)
    return tuple(found)


@pytest.mark.parametrize("name", TABLE)
def test_who_may(people, practice, adoption, name, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    method, expected = TABLE[name]
    address = at(name, practice, None if name == "adoption_new" else adoption)
    assert found_by(people, address, method) == expected
    unpublish_practice(practice, by=None)
    assert set(found_by(people, address, method)) == {SIGN_IN, 404}


def test_she_tries_it_and_asks_in_her_cluster(client, people, practice, region, eva):
    cluster = make_cluster("Buses", members=[eva], approach=practice.approach)
    make_cluster("Other", members=[people["vida"]], approach=practice.approach)
    client.force_login(eva)
    page = client.get(at("adoption_new", practice)).content.decode()
    assert "Buses" in page
    assert "Other" not in page
    assert "A &lt;bus&gt; to the doctor" in page
    typed = {"organisation": region.elsewhere.pk, "message": "Who drives?", "cluster": cluster.pk}
    answer = client.post(at("adoption_new", practice), typed)
    adoption = Adoption.objects.get()
    assert answer.url == at("adoption", practice, adoption)
    assert adoption.topic.cluster == cluster


def test_who_wrote_too_much_in_her_cluster_is_told_so_and_nothing_is_begun(client, practice, region, eva, monkeypatch):
    from peer_exchange.services import posts

    monkeypatch.setattr(posts, "MOST_POSTS", 0)
    cluster = make_cluster("Buses", members=[eva], approach=practice.approach)
    client.force_login(eva)
    typed = {"organisation": region.elsewhere.pk, "message": "Who drives?", "cluster": cluster.pk}
    answer = client.post(at("adoption_new", practice), typed)
    assert answer.status_code == 422
    assert "You wrote twenty posts within ten minutes" in answer.content.decode()
    assert "Who drives?" in answer.content.decode()
    assert not Adoption.objects.exists()


def test_a_municipality_of_others_is_refused_and_what_was_typed_stays(client, practice, region, eva):
    client.force_login(eva)
    answer = client.post(at("adoption_new", practice), {"organisation": region.village.pk, "message": "Who drives?"})
    assert answer.status_code == 422
    assert "Who drives?" in answer.content.decode()
    assert not Adoption.objects.exists()


def test_stopped_without_a_reason_keeps_what_was_typed(client, practice, adoption, eva):
    client.force_login(eva)
    answer = client.post(at("adoption", practice, adoption), {"stage": "stopped", "changed": "A smaller bus"})
    assert answer.status_code == 422
    assert "why it stopped" in answer.content.decode()
    assert "A smaller bus" in answer.content.decode()
    assert Adoption.objects.get().stage == AdoptionStage.INTERESTED


def test_cost_needs_its_currency(client, practice, adoption, eva):
    client.force_login(eva)
    typed = {"stage": "piloting", "cost_amount": "4000", "cost_currency": "euro"}
    assert client.post(at("adoption", practice, adoption), typed).status_code == 422
    assert client.post(at("adoption", practice, adoption), typed | {"cost_currency": ""}).status_code == 422
    assert client.post(at("adoption", practice, adoption), typed | {"cost_currency": "eur"}).status_code == 302
    row = Adoption.objects.get()
    assert (row.stage, row.cost_amount, row.cost_currency) == ("piloting", 4000, "EUR")


def test_two_questions_are_answered(client, practice, adoption, eva, alice):
    ask_adopters(now=LATER)
    client.force_login(eva)
    page = client.get(at("adoption_follow_up", practice, adoption))
    assert list(page.context["form"].fields) == ["stage", "stopped_reason", "needs"]
    typed = {"stage": "stopped", "stopped_reason": "The driver left", "needs": "A driver"}
    assert client.post(at("adoption_follow_up", practice, adoption), typed).status_code == 302
    assert Adoption.objects.get().stopped_reason == "The driver left"
    shown = section(practice, alice)
    assert "Stopped, because" in shown
    assert "The driver left" in shown
    assert "A driver" in shown
    assert "A driver" not in section(practice, eva)


def section(practice, user):
    return render_to_string("peer_exchange/sharing/_adoptions.html", {"adoptions": adoptions_of(practice, user)})


def test_the_page_offers_what_one_may_do(practice, adoption, people):
    shown = {name: section(practice, user) for name, user in people.items()}
    assert "Tell how far you are" in shown["eva"]
    assert "Confirm that" in shown["alice"]
    assert all("Confirm that" not in shown[name] for name in ("eva", "vida", "charlie"))
    tries = {name for name, words in shown.items() if "We want to try this" in words}
    assert tries == {"vida"}


def test_a_constant_number_of_queries(practice, adoption, alice):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            section(practice, alice)
        return len(caught)

    adoption.organisation.names.create(language="sr", name="Друго")
    section(practice, alice)  # what she may do is remembered from now on
    one = queries()
    for number in range(2):
        place = make_municipality(f"further-{number}")
        begun = begin_adoption(practice, place, by=peer_of(place, f"Peer{number}"))
        report_adoption(begun, by=begun.contact, stage=AdoptionStage.PILOTING)
    assert queries() == one
