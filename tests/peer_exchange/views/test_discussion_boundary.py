"""Every address of discussions × every kind of person. A new address belongs into this table."""

import pytest
from django.urls import reverse

from peer_exchange import topic_urls
from peer_exchange.enums import ClusterRole, PollKind, TopicKind, Visibility
from peer_exchange.models import Attachment
from peer_exchange.services.polls import NewPoll
from tests import factories
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.notice_makers import join, make_cluster

PEOPLE = ("anonymous", "charlie", "observer", "bob", "alice", "facilitator", "admin")
IN = 302  # sent to sign in
ROOM = (403, 403, 200, 200, 200, 200, 200)
HIDDEN_ROOM = (404, 404, 200, 200, 200, 200, 200)
INSIDE = (404, 404, 200, 200, 200, 200, 200)
WRITE = (IN, 403, 403, 200, 200, 200, 200)
HIDDEN_WRITE = (IN, 404, 403, 200, 200, 200, 200)

# name → (method, data, whose) → what each of PEOPLE gets in a cluster whose members read; Bob's post is number 2
TABLE = {
    "cluster_discussions": ("get", {}, ROOM),
    "topic_new": ("get", {}, WRITE),
    "topics_similar": ("get", {"title": "driver"}, (IN, 403, 200, 200, 200, 200, 200)),
    "topic_draft": ("post", {"body": "x", "version": "0"}, WRITE),
    "attachment_new": ("post", {}, (IN, 403, 403, 404, 404, 404, 404)),
    "cluster_people": ("get", {"q": "a"}, WRITE),
    "cluster_peers": ("get", {"q": "a"}, WRITE),
    "topic": ("get", {}, INSIDE),
    "topic_reply": ("post", {"body": ""}, (IN, 404, 403, 422, 422, 422, 422)),
    "reply_draft": ("post", {"body": "x", "version": "0"}, WRITE),
    "topic_practice": ("post", {}, (IN, 404, 403, 403, 302, 302, 302)),
    "topic_solve": ("post", {"solved_otherwise": ""}, (IN, 404, 403, 403, 302, 302, 302)),
    "poll_vote": ("post", {}, (IN, 404, 403, 302, 302, 302, 302)),
    "poll_close": ("post", {}, (IN, 404, 403, 403, 302, 302, 302)),
    "topic_post": ("get", {}, (404, 404, 302, 302, 302, 302, 302)),
    "post_edit": ("get", {}, (IN, 404, 403, 200, 403, 403, 403)),
    "post_delete": ("get", {}, (IN, 404, 403, 200, 403, 200, 200)),
    "post_history": ("get", {}, (IN, 404, 403, 403, 403, 200, 200)),
    "post_react": ("post", {"kind": "useful"}, (IN, 404, 403, 302, 302, 302, 302)),
    "post_accept": ("post", {}, (IN, 404, 403, 403, 302, 302, 302)),
}


@pytest.fixture
def post(alice, bob, facilitator):
    cluster = make_cluster(host=factories.make_organisation("association", key="host"))
    join(cluster, alice)
    join(cluster, bob)
    join(cluster, facilitator, role=ClusterRole.FACILITATOR)
    topic = ask(cluster, alice, poll=NewPoll(PollKind.OPT_IN, "Who comes?"))
    return reply(topic, bob)


@pytest.fixture
def people(post, request):
    observer = factories.UserFactory(email="observer@example.org")
    join(post.cluster, observer, role=ClusterRole.OBSERVER)
    named = {name: request.getfixturevalue(name) for name in PEOPLE if name not in {"anonymous", "observer"}}
    return {"anonymous": None, "observer": observer, **named}


def address(pattern, post):
    kwargs = {"slug": post.cluster.slug}
    if "<uuid:uuid>" in str(pattern.pattern):
        kwargs["uuid"] = post.topic.uuid
    if "<int:number>" in str(pattern.pattern):
        kwargs["number"] = post.number
    return reverse(pattern.name, kwargs=kwargs)


@pytest.mark.parametrize("pattern", topic_urls.urlpatterns, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.HIDDEN])
def test_who_may_open_what(client, post, people, pattern, visibility):
    post.cluster.visibility = visibility
    post.cluster.save()
    method, data, expected = TABLE[pattern.name]
    url = address(pattern, post)
    found = {}
    for name in PEOPLE:
        client.logout()
        if people[name] is not None:
            client.force_login(people[name])
        response = getattr(client, method)(url, data)
        found[name] = response.status_code
        if people[name] is None and response.status_code == IN:
            assert "/accounts/login/" in response.url
    wanted = dict(zip(PEOPLE, expected, strict=True))
    if visibility == Visibility.HIDDEN:  # a stranger learns nothing, not even the way in
        wanted = {
            name: 404 if name in {"anonymous", "charlie"} and code == 403 else code for name, code in wanted.items()
        }
    else:
        wanted |= {"charlie": 403} if pattern.name == "reply_draft" else {}
    assert found == wanted


def test_everybody_reads_a_public_cluster_and_members_write(client, post, people):
    post.cluster.visibility = Visibility.PUBLIC
    post.cluster.save()
    topic = reverse("topic", args=[post.cluster.slug, post.topic.uuid])
    html = client.get(topic).content.decode()
    assert "From the budget." in html
    assert 'name="body"' not in html
    client.force_login(people["charlie"])
    assert client.get(topic).status_code == 200
    assert (
        client.post(reverse("topic_reply", args=[post.cluster.slug, post.topic.uuid]), {"body": "x"}).status_code == 403
    )


@pytest.mark.parametrize("visibility", Visibility.values)
def test_a_file_is_read_by_who_reads_its_post(client, post, people, visibility, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    file = Attachment.objects.create(
        cluster=post.cluster, post=post, uploader=people["bob"], file="gone.pdf", name="x.pdf",
        content_type="application/pdf", size=1,
    )  # fmt: skip
    (tmp_path / "gone.pdf").write_bytes(b"%PDF-1.7")
    post.cluster.visibility = visibility
    post.cluster.save()
    outside = 200 if visibility == Visibility.PUBLIC else 404
    for name in PEOPLE:
        client.logout()
        if people[name] is not None:
            client.force_login(people[name])
        response = client.get(reverse("attachment", args=[file.uuid]))
        for close in response._resource_closers:
            close()
        assert response.status_code == (outside if name in {"anonymous", "charlie"} else 200), name


def test_who_left_reads_no_more_and_her_posts_stay(client, post, people):
    post.cluster.members.filter(user=people["bob"]).update(state="left")
    client.force_login(people["bob"])
    assert client.get(reverse("topic", args=[post.cluster.slug, post.topic.uuid])).status_code == 404
    client.force_login(people["alice"])
    assert (
        "From the budget." in client.get(reverse("topic", args=[post.cluster.slug, post.topic.uuid])).content.decode()
    )


def test_what_the_address_asks_for_and_does_not_exist_is_left_out(client, post, people):
    client.force_login(people["bob"])
    response = client.get(reverse("topic_new", args=[post.cluster.slug]), {"kind": "x", "step": "y"})
    assert response.context["form"].initial["kind"] == TopicKind.DISCUSSION
    assert response.context["step"] is None
