"""The same post from several processes in one moment: one stands. Real threads on real connections."""

from uuid import uuid4

import pytest

from peer_exchange.enums import TopicKind
from peer_exchange.models import Post, Topic
from peer_exchange.services.posts import add_post
from peer_exchange.services.topics import open_topic
from tests.courses.services.test_attempts_at_once import at_once, only_postgresql  # noqa: F401
from tests.peer_exchange.discussions import ask
from tests.peer_exchange.notice_makers import make_cluster

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
PROCESSES = 6


@pytest.mark.parametrize("is_same_form", [True, False], ids=["one form", "the page sent anew"])
def test_an_answer_stands_once(alice, bob, only_postgresql, is_same_form):  # noqa: F811
    topic = ask(make_cluster(members=[alice, bob]), alice)
    key = uuid4()
    keys = [key if is_same_form else uuid4() for _ in range(PROCESSES)]
    results = at_once(lambda key: add_post(topic, by=bob, body="<p>So.</p>", language="en", key=key), keys)
    assert [type(result) for result in results] == [Post] * PROCESSES, results
    assert topic.posts.filter(author=bob).count() == 1
    topic.refresh_from_db()
    assert (topic.last_post_no, topic.posts_count) == (2, 2)


@pytest.mark.parametrize("is_same_form", [True, False], ids=["one form", "the page sent anew"])
def test_a_topic_is_opened_once(alice, only_postgresql, is_same_form):  # noqa: F811
    cluster = make_cluster(members=[alice])
    key = uuid4()
    keys = [key if is_same_form else uuid4() for _ in range(PROCESSES)]
    results = at_once(
        lambda key: open_topic(
            cluster, by=alice, kind=TopicKind.QUESTION, title="Who drives?", body="<p>x</p>", language="en", key=key
        ),
        keys,
    )
    assert [type(result) for result in results] == [Topic] * PROCESSES, results
    assert Topic.objects.get().posts.count() == 1


def test_different_answers_in_one_moment_all_stand_in_order(alice, bob, only_postgresql):  # noqa: F811
    topic = ask(make_cluster(members=[alice, bob]), alice)
    at_once(lambda n: add_post(topic, by=bob, body=f"<p>Way {n}.</p>", language="en", key=uuid4()), range(PROCESSES))
    assert list(topic.posts.order_by("number").values_list("number", flat=True)) == list(range(1, PROCESSES + 2))
