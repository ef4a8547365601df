"""The invented clusters of a demonstration: alive, marked, and nothing twice."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from academy.models import Letter, User
from peer_exchange.enums import PollKind
from peer_exchange.models import (
    AcceptedAnswer,
    AskedPeer,
    Cluster,
    ClusterMember,
    EventPlace,
    EventReport,
    Notice,
    Nudge,
    Output,
    Poll,
    Post,
    Reaction,
    Resource,
    Topic,
    Vote,
)
from peer_exchange.services import nudges

pytestmark = pytest.mark.django_db

TABLES = (
    Cluster, ClusterMember, Topic, Post, Reaction, AcceptedAnswer, AskedPeer, Poll, Vote, EventPlace, EventReport,
    Output, Resource,
    Notice, Nudge, Letter, User,
)  # fmt: skip


@pytest.fixture
def people(site):
    call_command("load_organisations", verbosity=0)
    call_command("load_demo_people", force=True, verbosity=0)
    call_command("load_demo_learning", force=True, verbosity=0)


def load():
    call_command("load_demo_clusters", force=True, verbosity=0)


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


@pytest.mark.usefixtures("people")
def test_three_living_clusters_are_made_once_and_no_letter_leaves(settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        load()
    before = counts()
    assert before["Cluster"] == 3
    assert all(number for number in before.values())
    with django_capture_on_commit_callbacks(execute=True):
        load()
    assert counts() == before
    assert not Letter.objects.waiting().exists()
    assert Nudge.objects.exists(), "what was asked meanwhile is noted"
    assert (nudges.send_nudges(), nudges.ask_whether_it_helped()) == (0, 0), "the first beat floods nobody"
    assert Topic.objects.exclude(helped="").exists()
    assert not Cluster.objects.filter(is_sample=False).exists()
    assert set(Cluster.objects.values_list("visibility", flat=True)) == {"public", "members", "hidden"}
    assert len(set(Post.objects.values_list("language", flat=True))) >= 6
    assert set(Poll.objects.values_list("kind", flat=True)) >= {PollKind.CHOICE, PollKind.SENSE_CHECK, PollKind.OPT_IN}
    assert not Post.objects.exclude(state="visible").exists()
    for cluster in Cluster.objects.all():
        assert cluster.members.joined().count() >= 6
        assert cluster.events.coming().exists()
        client = Client()
        client.force_login(User.objects.get(email="facilitator@example.org"))
        for page in ("", "discussions/", "events/", "resources/", "members/", "board/"):
            assert client.get(f"/mk/clusters/{cluster.slug}/{page}").status_code == 200, page


def test_not_where_people_work(site):
    with pytest.raises(CommandError, match="invented"):
        call_command("load_demo_clusters")
    with pytest.raises(CommandError, match="load_demo_people"):
        call_command("load_demo_clusters", force=True)
