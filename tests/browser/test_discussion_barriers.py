"""Axe on every page of discussions, wide and narrow, light and dark, with everything that may stand there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from academy.models import User
from peer_exchange.enums import ClusterRole, PollKind, ReactionKind, TopicKind
from peer_exchange.models import Draft, Section, Topic
from peer_exchange.services import moderation
from peer_exchange.services.polls import NewPoll, cast_vote, close_poll
from peer_exchange.services.posts import delete_post, edit_post
from peer_exchange.services.reactions import set_reaction
from peer_exchange.services.topic_order import close_topic, pin_topic
from peer_exchange.services.topics import accept_answer
from tests.browser.steps import come_signed_in
from tests.browser.test_barriers import address, look
from tests.factories import make_organisation
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.notice_makers import join, make_cluster


@pytest.fixture
def topic(site, alice: User, bob: User, facilitator: User) -> Topic:
    """With every state that a post may have."""
    cluster = make_cluster(host=make_organisation("association", key="host"))
    section = Section.objects.create(cluster=cluster, name="Routes")
    join(cluster, alice, organisation=make_organisation(key="alfa", name="Alfa", population=12_345, economy="AL"))
    join(cluster, bob, organisation=make_organisation(key="bravo", name="Bravo"))
    join(cluster, facilitator, role=ClusterRole.FACILITATOR)
    join(cluster, newcomer := User.objects.create_user("new@example.org", "x", name="Nena New"), is_vetted=False)
    poll = NewPoll(PollKind.CHOICE, "Which day?", ("Monday", "Tuesday"), closes_at=timezone.now() + timedelta(days=3))
    topic = ask(
        cluster, alice, asked=[bob], tried="Two ways.", needed_by=timezone.localdate(), section=section, poll=poll,
        body=f"<p>We have a van, @{bob.name}.</p><ul><li>one</li><li>two</li></ul>",
    )  # fmt: skip
    answer = reply(topic, bob, "<blockquote><p>We have a van</p></blockquote><p>Од буџета општине.</p>", language="sr")
    set_reaction(answer, by=alice, kind=ReactionKind.THANKS, is_on=True)
    accept_answer(answer, by=alice)
    edit_post(reply(topic, alice, reply_to=topic.posts.get(number=1)), by=alice, body="<p>Thanks.</p>", language="en")
    delete_post(reply(topic, bob, "<p>Oh dear</p>"), by=bob)
    reply(topic, newcomer, "<p>My first word.</p>")
    moderation.hide_post(reply(topic, bob, "<p>Tyres</p>"), by=facilitator, reason="It is an advertisement.")
    moderation.flag_post(answer, by=alice, reason="wrong", note="I doubt it")
    pin_topic(topic, by=facilitator, is_pinned=True)
    cast_vote(topic.poll, by=bob, values={topic.poll.options.first().pk: 2})
    Draft.objects.create(user=alice, cluster=cluster, topic=topic, fields={"body": "<p>Half</p>"}, version=1)
    Draft.objects.create(user=alice, cluster=cluster, fields={"title": "Fuel", "kind": "question"}, version=1)
    return topic


def of_cluster(name, **more):
    return lambda topic: address(name, slug=topic.cluster.slug, **more)


def of_topic(name):
    return lambda topic: address(name, slug=topic.cluster.slug, uuid=topic.uuid)


def of_post(name, number):
    return lambda topic: address(name, slug=topic.cluster.slug, uuid=topic.uuid, number=number)


def to_report(name, number):
    return lambda topic: address(name, slug=topic.cluster.slug, post=topic.posts.get(number=number).uuid)


def closed(topic: Topic) -> str:
    close_topic(topic, by=User.objects.get(email="facilitator@example.org"), reason="Answered in the handbook.")
    return of_topic("topic")(topic)


def polled(kind: PollKind, *, ends: bool = False):
    def make(topic: Topic) -> str:
        day = timezone.now() + timedelta(days=3)
        options = ((day, day + timedelta(hours=1)), (day + timedelta(days=1), day + timedelta(days=1, hours=1)))
        poll = NewPoll(kind, "How is it?", options if kind == PollKind.TIME else ())
        other = ask(topic.cluster, topic.author, "A poll", kind=TopicKind.DISCUSSION, poll=poll)
        cast_vote(other.poll, by=topic.author, values={other.poll.options.first().pk: 2})
        if ends:
            close_poll(other.poll, by=topic.author)
        return of_topic("topic")(other)

    return make


def empty(topic: Topic) -> str:
    other = make_cluster("Empty", members=[topic.author], host=topic.cluster.host)
    return address("cluster_discussions", slug=other.slug)


MEMBER = {
    "list": of_cluster("cluster_discussions"),
    "list, nothing found": lambda topic: of_cluster("cluster_discussions")(topic) + "?q=zzz",
    "list, empty": empty,
    "topic": of_topic("topic"),
    "topic, with a quotation": lambda topic: of_topic("topic")(topic) + "?quote=1#reply",
    "topic, closed": closed,
    "question being asked, with a draft": lambda topic: of_cluster("topic_new")(topic) + "?kind=question",
    "change a post": of_post("post_edit", 1),
    "delete a post": of_post("post_delete", 3),
    "report a post": to_report("post_flag", 2),
    "did it help": lambda topic: address("topic_helped", slug=topic.cluster.slug, topic=topic.uuid),
    "poll of times": polled(PollKind.TIME),
    "sense check, closed": polled(PollKind.SENSE_CHECK, ends=True),
    "notices": lambda topic: address("notices"),
    "what reaches me": lambda topic: address("subscriptions"),
}
LEADER = {
    "topic, as who leads sees it": of_topic("topic"),
    "queue": of_cluster("cluster_moderation"),
    "decision": to_report("post_decision", 2),
    "decision about a held post": to_report("post_decision", 5),
    "order": lambda topic: address("topic_order", slug=topic.cluster.slug, topic=topic.uuid),
    "earlier words": of_post("post_history", 3),
    "weekly letter": of_cluster("cluster_digest"),
    "board": of_cluster("cluster_board"),
}


@pytest.mark.parametrize("kind", MEMBER)
def test_pages_of_members(topic, alice, live_server, page, has_no_barriers, kind):
    come_signed_in(page, alice, at=live_server.url)
    look(page, live_server.url + MEMBER[kind](topic), has_no_barriers)


@pytest.mark.parametrize("kind", LEADER)
def test_pages_of_who_leads(topic, facilitator, live_server, page, has_no_barriers, kind):
    come_signed_in(page, facilitator, at=live_server.url)
    look(page, live_server.url + LEADER[kind](topic), has_no_barriers)
