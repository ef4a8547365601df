"""What notices and moderation know of a person is handed out, and forgotten without taking anything from others."""

import pytest

from peer_exchange.enums import ClusterRole
from peer_exchange.models import Flag, ModerationRecord, Notice, Subscription, TopicRead
from peer_exchange.services import moderation, reading, subscriptions
from peer_exchange.services.notice_data import erase_notices, export_notices
from tests.peer_exchange.notice_makers import join, make_cluster, make_post, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(alice, bob, facilitator):
    cluster = make_cluster(members=[alice, bob])
    join(cluster, facilitator, ClusterRole.FACILITATOR)
    topic = make_topic(cluster, alice, "Transport")
    post = make_post(topic, bob)
    for user in (alice, bob):
        subscriptions.choose_topic_level(user, topic, "watch")
        reading.note_read(user, topic, 2)
    moderation.flag_post(post, by=alice, reason="wrong", note="I doubt it")
    moderation.hide_post(post, by=facilitator, reason="Two sources say otherwise")
    return post


def test_she_gets_all_of_it(post, alice, bob):
    hers, his = export_notices(alice), export_notices(bob)
    assert hers["reports"][0]["note"] == "I doubt it"
    assert hers["what_reaches_me"][0]["topic"] == hers["read_topics"][0]["topic"] == "Transport"
    assert his["decisions_about_my_posts"][0]["reason"] == "Two sources say otherwise"
    assert his["notices"][0]["about"] == "Transport"
    assert "doubt" not in str(his), "who reported it is not told"


def test_it_is_forgotten_twice_called(post, alice, bob, facilitator):
    for _ in range(2):
        erase_notices(bob, frozenset())
    assert not any(export_notices(bob).values())
    assert (Subscription.objects.get().user, TopicRead.objects.get().user, Flag.objects.get().user) == (alice,) * 3
    assert not Notice.objects.exists()
    erase_notices(facilitator, frozenset())
    assert list(ModerationRecord.objects.values_list("action", "by", "person")) == [("hidden", None, None)]
