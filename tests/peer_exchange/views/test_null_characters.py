"""A null character, which PostgreSQL keeps in no text: taken out of whatever is posted, the words around it stay."""

from uuid import uuid4

import pytest
from django.urls import reverse

from peer_exchange.models import CheckComment, Draft, PracticeText, Topic
from peer_exchange.services.practice_checks import submit_practice
from tests.factories import make_organisation
from tests.peer_exchange.discussions import ask
from tests.peer_exchange.notice_makers import join, make_cluster
from tests.peer_exchange.people import make_region
from tests.peer_exchange.practices import make_draft, make_practice


@pytest.fixture
def topic(alice, bob):
    cluster = make_cluster(host=make_organisation("association", key="host"))
    for person in (alice, bob):
        join(cluster, person)
    return ask(cluster, alice)


def at(name, topic):
    return reverse(name, kwargs={"slug": topic.cluster.slug, "uuid": topic.uuid})


def post(**fields):
    return {"key": str(uuid4()), "version": "0", "language": ""} | fields


@pytest.mark.parametrize("field", ["body", "body_html"])
def test_of_a_draft_and_a_post(client, topic, bob, field):
    client.force_login(bob)
    kept = client.post(at("reply_draft", topic), post(**{field: "We\0 do it.", "reply_to": "1\0"}))
    assert kept.status_code == 200
    assert Draft.objects.get().fields == {"body": "<p>We do it.</p>", "reply_to": "1"}
    assert client.post(at("topic_reply", topic), post(**{field: "We\0 do it."})).status_code == 302
    assert topic.posts.get(author=bob).body == "<p>We do it.</p>"


def test_of_the_draft_of_a_topic_in_names_and_values(client, topic, bob):
    client.force_login(bob)
    address = reverse("topic_draft", kwargs={"slug": topic.cluster.slug})
    typed = {"title": "Who\0 drives?", "poll-question": "Which\0?", "poll-\0choice": "x", "tried": "Much\0"}
    assert client.post(address, post(**typed)).status_code == 200
    fields = Draft.objects.get().fields
    assert (fields["title"], fields["tried"], fields["poll-question"]) == ("Who drives?", "Much", "Which?")
    assert "\0" not in str(list(fields))
    assert Topic.objects.count() == 1


def test_of_a_translation(client, site, alice):
    practice = make_practice(alice)
    client.force_login(alice)
    address = reverse("practice_translation", kwargs={"slug": practice.slug, "language": "sq"})
    typed = {"title": "Qendër\0 ditore", "version": "0", "still_fit": "pro\0blem", "action": "save\0"}
    assert client.post(address, typed).status_code == 302
    assert PracticeText.objects.get().texts == {"title": "Qendër ditore"}


def test_of_the_comments_of_a_check(client, site, alice):
    region = make_region()
    draft = make_draft(alice, region.town)
    submit_practice(draft, by=alice)
    client.force_login(region.checker)
    typed = {"decision": "return", "version": draft.draft_version, "comment-problem": "Since\0 when?"}
    assert client.post(reverse("practice_check", kwargs={"uuid": draft.uuid}), typed).status_code == 302
    assert CheckComment.objects.get().text == "Since when?"
