"""Notices, subscriptions, digest and moderation pages: who may open what, what they show, what their forms do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from peer_exchange.delivery.spreading import spread_post
from peer_exchange.enums import ClusterRole, MemberState, PostState, TopicKind, Visibility
from peer_exchange.models import (
    ClusterMember,
    DigestOpening,
    Event,
    ModerationRecord,
    Notice,
    Post,
    Practice,
    Subscription,
)
from peer_exchange.services import moderation, topic_order
from peer_exchange.services.posts import edit_post
from peer_exchange.views import moderation as moderation_pages
from peer_exchange.views.notices import line_of
from tests import factories
from tests.peer_exchange.discussions import reply
from tests.peer_exchange.notice_makers import join, make_cluster, make_post, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(alice, bob, facilitator):
    cluster = make_cluster(members=[alice, bob])
    join(cluster, facilitator, ClusterRole.FACILITATOR)
    return cluster


@pytest.fixture
def question(cluster, alice):
    return make_topic(cluster, alice, "Who drives in winter?", kind=TopicKind.QUESTION)


def page(client, name, *args, user=None, **kwargs):
    if user is not None:
        client.force_login(user)
    return client.get(reverse(name, args=args, kwargs=kwargs))


def test_a_notice_is_new_once(client, question, alice, bob):
    spread_post(make_post(question, bob).pk)
    client.force_login(alice)
    first = page(client, "notices").content.decode()
    assert "Боб Пример answered your question" in first
    assert "data-new" in first
    assert f"/discussions/{question.uuid}/posts/2/" in first
    assert "data-new" not in page(client, "notices").content.decode()


def test_the_bell_counts_what_is_new(client, question, alice, bob, django_capture_on_commit_callbacks):
    spread_post(make_post(question, bob).pk)
    count = '<span class="bell__count" aria-hidden="true">1</span>'
    assert count in page(client, "clusters", user=alice).content.decode()
    assert "bell__count" not in page(client, "clusters", user=bob).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page(client, "notices", user=alice)
    assert "bell__count" not in page(client, "clusters").content.decode(), "she looked at them"


def test_strangers_see_no_bell(client, site):
    assert 'class="bell"' not in page(client, "clusters").content.decode()


def test_who_left_a_cluster_reads_nothing_of_it_in_notices(client, question, alice, bob):
    spread_post(make_post(question, bob).pk)
    ClusterMember.objects.filter(user=alice).update(state=MemberState.LEFT)
    html = page(client, "notices", user=alice).content.decode()
    assert question.title not in html
    assert "bell__count" not in html


def test_a_hidden_name_stays_hidden_in_notices(client, cluster, alice, bob, facilitator):
    topic = make_topic(cluster, alice, "Anonymous question", kind=TopicKind.QUESTION, is_anonymous=True)
    first = topic.posts.get()
    first.is_anonymous = True
    first.save()
    for user in (bob, facilitator):
        Notice.objects.create(user=user, kind="mention", key=f"x/{user.pk}", cluster=cluster, post=first)
    assert "Alice" not in page(client, "notices", user=bob).content.decode()
    assert "Alice" in page(client, "notices", user=facilitator).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_notices_in_constant_queries(client, cluster, question, alice, bob, count, django_assert_max_num_queries):
    for _ in range(count):
        spread_post(make_post(question, bob, organisation=cluster.host).pk)
    client.force_login(alice)
    with django_assert_max_num_queries(16):
        page(client, "notices")


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_in_constant_queries(
    client, cluster, question, bob, facilitator, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_post(question, bob, state=PostState.HELD, organisation=cluster.host)
    client.force_login(facilitator)
    with django_assert_max_num_queries(19):
        assert page(client, "cluster_moderation", cluster.slug).status_code == 200


def test_the_tab_counts_the_unread_lines_of_the_list(client, cluster, question, alice, bob):
    make_topic(cluster, bob)
    html = page(client, "cluster_discussions", cluster.slug, user=bob).content.decode()
    assert html.count("data-unread") == 2
    assert '<span class="tab-count">2<' in html
    client.post(reverse("cluster_read", args=[cluster.slug]))
    html = page(client, "cluster_discussions", cluster.slug).content.decode()
    assert "data-unread" not in html
    assert "tab-count" not in html


def test_one_page_of_what_reaches_her(client, cluster, question, alice):
    url = reverse("subscriptions")
    client.force_login(alice)
    names = (f"cluster-{cluster.uuid}", f"topic-{question.uuid}")
    Subscription.objects.create(user=alice, cluster=cluster, topic=question, level="watch")
    assert client.post(url, {names[0]: "mute", names[1]: ""}).status_code == 302
    assert list(Subscription.objects.values_list("topic", "level")) == [(None, "mute")]
    assert client.post(url, {names[0]: "everything"}).status_code == 422


def test_the_control_on_the_page_of_a_topic(client, cluster, question, bob, charlie):
    url = reverse("topic_subscription", args=[cluster.slug, question.uuid])
    assert url in page(client, "topic", cluster.slug, question.uuid, user=bob).content.decode()
    client.post(url, {"level": "watch"})
    assert Subscription.objects.get().level == "watch"
    client.post(url, {"level": ""})
    assert not Subscription.objects.exists()
    client.force_login(charlie)
    assert client.post(url, {"level": "watch"}).status_code == 404
    assert client.post(reverse("cluster_subscription", args=[cluster.slug]), {"level": "watch"}).status_code == 403


ROOMS = ("cluster_moderation", "cluster_digest", "cluster_digest_letter", "post_decision", "topic_order")


@pytest.mark.parametrize("name", ROOMS)
@pytest.mark.parametrize(
    ("who", "visible", "hidden"),
    [("charlie", {403, 404}, {404}), ("alice", {403}, {403}), ("facilitator", {200}, {200}), ("host", {200}, {200})],
)
def test_rooms_of_those_who_lead(client, request, cluster, question, name, who, visible, hidden):
    user = factories.run(factories.UserFactory(), cluster.host).user if who == "host" else request.getfixturevalue(who)
    make_topic(cluster, user)
    args = {"post_decision": [cluster.slug, question.posts.get().uuid], "topic_order": [cluster.slug, question.uuid]}
    for visibility, expected in ((Visibility.MEMBERS, visible), (Visibility.HIDDEN, hidden)):
        type(cluster).objects.update(visibility=visibility)
        assert page(client, name, *args.get(name, [cluster.slug]), user=user).status_code in expected


@pytest.mark.parametrize("name", [*ROOMS, "post_flag", "topic_helped"])
def test_visitors_sign_in_first(client, cluster, question, name):
    args = {"post_decision": [cluster.slug, question.posts.get().uuid], "topic_order": [cluster.slug, question.uuid]}
    args |= {"post_flag": args["post_decision"], "topic_helped": args["topic_order"]}
    assert "/accounts/login/" in page(client, name, *args.get(name, [cluster.slug])).url


def test_a_member_reports_a_post(client, cluster, question, bob, alice, facilitator):
    post = question.posts.get()
    url = reverse("post_flag", args=[cluster.slug, post.uuid])
    assert url in page(client, "topic", cluster.slug, question.uuid, user=bob).content.decode()
    assert client.post(url, {"note": "x"}).status_code == 422
    assert client.post(url, {"reason": "personal_data", "note": "It names a child"}).status_code == 302
    html = page(client, "post_decision", cluster.slug, post.uuid, user=facilitator).content.decode()
    assert "It names a child" in html
    assert page(client, "post_flag", cluster.slug, post.uuid, user=alice).status_code == 403


def test_a_decision_needs_a_reason_where_the_author_loses_something(client, cluster, question, bob, facilitator):
    post = make_post(question, bob)
    url = reverse("post_decision", args=[cluster.slug, post.uuid])
    client.force_login(facilitator)
    assert client.post(url, {"action": "hide", "reason": " "}).status_code == 422
    assert client.post(url, {"action": "approve"}).status_code == 422, "it is not held"
    assert client.post(url, {"action": "hide", "reason": "A name", "from": "topic"}).url.endswith(f"{question.uuid}/")
    assert client.post(url, {"action": "delete", "reason": "A name"}).url.endswith("/moderation/")
    assert list(ModerationRecord.objects.values_list("action", flat=True)) == ["deleted", "hidden"]
    assert client.get(url).status_code == 200


def test_what_is_approved_is_what_was_read(client, cluster, question, charlie, facilitator):
    join(cluster, charlie, is_vetted=False)
    post = reply(question, charlie, "<p>From the budget.</p>")
    url = reverse("post_decision", args=[cluster.slug, post.uuid])
    client.force_login(facilitator)
    version = client.get(url).context["version"]
    edit_post(post, by=charlie, body="<p>Buy this.</p>", language="en")
    refused = client.post(url, {"action": "approve", "version": version})
    assert refused.status_code == 422
    assert "Its author changed this post meanwhile" in refused.content.decode()
    assert "Buy this." in refused.content.decode()
    assert Post.objects.get(pk=post.pk).state == PostState.HELD
    client.post(url, {"action": "approve", "version": refused.context["version"]})
    assert Post.objects.get(pk=post.pk).state == PostState.VISIBLE


def test_the_queue_warns_of_what_waits_too_long(client, cluster, question, bob, facilitator):
    make_post(question, bob, state=PostState.HELD)
    assert "data-overdue" not in page(client, "cluster_moderation", cluster.slug, user=facilitator).content.decode()
    make_post(question, bob, state=PostState.HELD, at=timezone.now() - timedelta(hours=25))
    assert "data-overdue" in page(client, "cluster_moderation", cluster.slug).content.decode()


def test_the_queue_has_pages_and_says_how_many_wait(client, cluster, question, bob, facilitator, monkeypatch):
    monkeypatch.setattr(moderation_pages, "PER_PAGE", 2)
    now = timezone.now()
    for hours in (30, 20, 10):
        make_post(question, bob, f"<p>{hours} hours old</p>", state=PostState.HELD, at=now - timedelta(hours=hours))
    address = reverse("cluster_moderation", args=[cluster.slug])
    client.force_login(facilitator)
    first, second = client.get(address).content.decode(), client.get(address, {"page": 2}).content.decode()
    assert [f"{hours} hours old" in first for hours in (30, 20, 10)] == [True, True, False]
    assert [f"{hours} hours old" in second for hours in (30, 20, 10)] == [False, False, True]
    assert 'href="?page=2"' in first
    for html in (first, second):
        assert "3 posts wait for your decision." in html
        assert "1 has waited for more than a day." in html


def test_order_among_topics_from_its_page(client, cluster, question, bob, facilitator):
    make_post(question, bob)
    other = make_topic(cluster, bob, "The same")
    url = reverse("topic_order", args=[cluster.slug, question.uuid])
    client.force_login(facilitator)
    assert client.get(url).status_code == 200
    client.post(reverse("topic_pin", args=[cluster.slug, question.uuid]), {"pin": "1"})
    assert client.post(url, {"do": "close", "closed_reason": ""}).status_code == 422
    assert client.post(url, {"do": "close", "closed_reason": "Answered"}).status_code == 302
    assert client.post(url, {"do": "reopen"}).status_code == 302
    assert client.post(url, {"do": "split", "title": "New", "posts": ["99"]}).status_code == 422
    assert client.post(url, {"do": "split", "title": "New", "posts": ["2"]}).status_code == 302
    assert client.post(url, {"do": "merge", "into": str(question.uuid)}).status_code == 422
    assert client.post(url, {"do": "merge", "into": str(other.uuid)}).url.endswith(f"{other.uuid}/")
    done = list(ModerationRecord.objects.order_by("pk").values_list("action", flat=True))
    assert done == ["pinned", "closed", "reopened", "split", "merged"]


def test_the_address_of_a_joined_topic_leads_to_where_its_posts_are(
    client, cluster, question, alice, bob, charlie, facilitator
):
    other = make_topic(cluster, bob, "The same")
    topic_order.merge_topics(question, into=other, by=facilitator)
    assert page(client, "topic", cluster.slug, question.uuid, user=alice).url.endswith(f"{other.uuid}/")
    assert page(client, "topic", cluster.slug, question.uuid, user=charlie).status_code == 404


def test_the_words_of_the_week_and_the_letter_as_it_leaves(client, cluster, question, facilitator):
    client.force_login(facilitator)
    url = reverse("cluster_digest", args=[cluster.slug])
    client.post(url, {"text": "Bring your winter plans", "language": "en"})
    assert DigestOpening.objects.get().text == "Bring your winter plans"
    html = page(client, "cluster_digest", cluster.slug).content.decode()
    assert "Bring your winter plans" in html
    frame = page(client, "cluster_digest_letter", cluster.slug)
    assert "Bring your winter plans" in frame.content.decode()
    assert "unsafe-inline" in frame["Content-Security-Policy"]
    client.post(url, {"text": "", "language": "en"})
    assert not DigestOpening.objects.exists()


def test_the_asker_says_whether_it_helped(client, cluster, question, alice, bob):
    url = reverse("topic_helped", args=[cluster.slug, question.uuid])
    client.force_login(bob)
    assert client.get(url).status_code == 403
    client.force_login(alice)
    assert client.get(url).status_code == 200
    assert client.post(url, {"helped": "perhaps"}).status_code == 200
    client.post(url, {"helped": "partly"})
    question.refresh_from_db()
    assert question.helped == "partly"


def test_a_decision_tells_its_author_in_her_notices(client, cluster, question, bob, facilitator):
    moderation.remove_post(make_post(question, bob), by=facilitator, reason="A name")
    html = page(client, "notices", user=bob).content.decode()
    assert "Your post was deleted by the facilitator" in html
    assert question.title in html


WHAT = (
    [("event", what) for what in ("invitation", "changed", "cancelled", "promoted")]
    + [("membership", what) for what in ("asked", "accepted", "declined", "invited", "removed")]
    + [("practice", what) for what in ("submitted", "returned", "published", "review", "reviewed", "running")]
)


@pytest.mark.parametrize(("kind", "what"), WHAT)
def test_every_sort_of_notice_says_it_and_leads_somewhere(client, cluster, alice, kind, what):
    about = {}
    if kind == "event":
        now = timezone.now()
        about["event"] = Event.objects.create(
            cluster=cluster,
            title="Visit",
            kind="webinar",
            language="en",
            starts_at=now,
            ends_at=now + timedelta(hours=1),
        )
    elif kind == "practice":
        about["practice"] = Practice.objects.create(title="Visit", language="en")
    about["cluster"] = None if kind == "practice" else cluster
    notice = Notice.objects.create(user=alice, kind=kind, key="x", data={"what": what}, **about)
    line = line_of(notice, is_revealed=False)
    assert line.sentence != notice.get_kind_display()
    assert line.url
    assert line.sentence in page(client, "notices", user=alice).content.decode().replace("&#x27;", "'")
