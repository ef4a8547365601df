"""A double click makes one draft, cluster and event; the same again later, or something else, makes another."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from peer_exchange.models import Cluster, Event, Practice
from peer_exchange.services.events import create_event, publish_event
from peer_exchange.services.practices import begin_draft, draft_of, save_draft
from peer_exchange.services.twice import TWICE
from tests.peer_exchange.clusters import found
from tests.peer_exchange.events import make_room

NOW = timezone.now()
LATER = NOW + TWICE + timedelta(seconds=1)


def test_of_a_practice(client, alice, bob):
    client.force_login(alice)
    first, second = (client.post(reverse("practice_new"), {"language": "en"}) for _click in range(2))
    assert first.url == second.url
    begun = Practice.objects.get()
    assert begin_draft(alice, language="en").pk == begun.pk
    assert begin_draft(alice, language="sq").pk != begun.pk
    assert begin_draft(bob, language="en").pk != begun.pk
    assert begin_draft(alice, language="en", now=begun.created_at + TWICE).pk != begun.pk


def test_of_a_practice_with_a_word_in_it(alice):
    begun = begin_draft(alice, language="en")
    save_draft(begun, {"title": "A day centre"}, {}, version=draft_of(begun).draft_version, by=alice)
    assert begin_draft(alice, language="en").pk != begun.pk


def test_of_a_cluster(organisation, admin):
    begun = found(organisation, now=NOW)
    assert found(organisation, begun.host, now=NOW + timedelta(seconds=1)) == begun
    assert begun.members.count() == 1
    assert found(organisation, begun.host, title="Another", now=NOW) != begun
    assert found(admin, begun.host, now=NOW) != begun
    assert found(organisation, begun.host, now=LATER) != begun
    assert Cluster.objects.count() == 4


@pytest.fixture
def room(db):
    return make_room()


def plan(room, *, at=NOW, **fields):
    starts_at = NOW.replace(microsecond=0) + timedelta(days=3)
    facts = {
        "title": "A meeting", "kind": "webinar", "language": "en", "starts_at": starts_at, "languages": ["en", "sq"],
        "ends_at": starts_at + timedelta(hours=1), "time_zone": "Europe/Skopje", "place": "Town hall",
    }  # fmt: skip
    return create_event(room.cluster, room.leader, now=at, **facts | fields)


def test_of_an_event(room):
    begun = plan(room)
    assert plan(room, at=NOW + timedelta(seconds=1)) == begun
    assert plan(room, languages=["en"]) != begun
    assert plan(room, at=LATER) != begun
    assert Event.objects.count() == 3


def test_of_an_event_that_is_published_already(room):
    begun = plan(room)
    publish_event(begun, room.leader)
    assert plan(room) != begun
