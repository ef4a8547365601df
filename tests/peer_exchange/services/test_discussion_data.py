"""What a person wrote is handed out to her; her name goes with her account, from texts that mention her too."""

import pytest
from django.urls import reverse

from academy.services.personal_data import erase_person, export_person
from peer_exchange.enums import PollKind, ReactionKind
from peer_exchange.models import Attachment, Draft, Post, PostRevision, Reaction, Vote
from peer_exchange.services.discussion_data import erase_discussions
from peer_exchange.services.polls import NewPoll, cast_vote
from peer_exchange.services.posts import edit_post
from peer_exchange.services.reactions import set_reaction
from tests.factories import make_organisation
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.notice_makers import join, make_cluster

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(alice, bob):
    cluster = make_cluster()
    join(cluster, alice, organisation=make_organisation(key="alfa", name="Alfa"))
    join(cluster, bob, organisation=make_organisation(key="bravo", name="Bravo"))
    return cluster


@pytest.fixture
def topic(cluster, alice):
    return ask(cluster, alice, tried="We asked twice.", poll=NewPoll(PollKind.OPT_IN, "Who comes?"))


def test_she_gets_what_she_wrote(cluster, topic, alice, bob):
    mine = reply(topic, bob, "<p>From the <strong>budget</strong>.</p>")
    set_reaction(topic.posts.get(number=1), by=bob, kind=ReactionKind.USEFUL, is_on=True)
    cast_vote(topic.poll, by=bob, values={topic.poll.options.first().pk: 2})
    Draft.objects.create(user=bob, cluster=cluster, topic=topic, fields={"body": "<p>Half a thought</p>"})
    his, hers = export_person(bob)["discussions"], export_person(alice)["discussions"]
    assert his["posts"][0]["text"] == "From the budget."
    assert his["posts"][0]["number"] == mine.number
    assert his["drafts"][0]["text"] == "Half a thought"
    assert (len(his["reactions"]), len(his["votes"]), his["topics"]) == (1, 1, [])
    assert hers["topics"][0]["tried"] == "We asked twice."
    assert "budget" not in str(hers)


def test_her_name_goes_from_the_texts_that_mention_her(client, cluster, topic, alice, bob):
    thanks = reply(topic, alice, "<p>Thanks @Боб Пример, that helps.</p>", language="en")
    spoken = reply(topic, alice, "<p>Хвала, @Боб Пример.</p>", language="sr")
    edit_post(spoken, by=alice, body="<p>Хвала лепо, @Боб Пример.</p>", language="sr")
    Draft.objects.create(user=alice, cluster=cluster, topic=topic, fields={"body": thanks.body})
    other = reply(topic, bob, "<p>You are welcome, @Alice Sample.</p>")
    for _twice in range(2):
        erase_discussions(bob, frozenset())
    erase_person(bob)
    thanks.refresh_from_db()
    assert thanks.body == "<p>Thanks Former member, Bravo, that helps.</p>"
    assert thanks.edited_at is None
    for model in (Post, PostRevision, Draft):
        assert "Боб" not in str(list(model.objects.values()))
    assert not Post.objects.matching(["bob"]).exists(), "the search does not find the name either"
    other.refresh_from_db()
    assert f'data-mention="{alice.uuid}"' in other.body, "others stay mentioned"
    client.force_login(alice)
    html = client.get(reverse("topic", args=[cluster.slug, topic.uuid])).content.decode()
    assert "Боб" not in html
    assert html.count("Former member") >= 2  # the author of a post, and a mention


def test_what_others_build_on_stays_and_the_rest_goes(cluster, topic, alice, bob):
    post = reply(topic, bob)
    set_reaction(topic.posts.get(number=1), by=bob, kind=ReactionKind.THANKS, is_on=True)
    cast_vote(topic.poll, by=bob, values={topic.poll.options.first().pk: 2})
    fields = {"cluster": cluster, "uploader": bob, "content_type": "application/pdf", "size": 1}
    Attachment.objects.create(post=post, file="kept.pdf", name="kept.pdf", **fields)
    Attachment.objects.create(file="loose.pdf", name="loose.pdf", **fields)
    Draft.objects.create(user=bob, cluster=cluster, fields={"title": "x"})
    erase_person(bob)
    post.refresh_from_db()
    assert (post.author, post.organisation.key, post.body) == (None, "bravo", "<p>From the budget.</p>")
    assert [(row.name, row.uploader) for row in Attachment.objects.all()] == [("kept.pdf", None)]
    assert not any(model.objects.exists() for model in (Draft, Reaction, Vote))
