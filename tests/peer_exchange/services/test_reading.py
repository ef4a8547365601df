"""The badge is the number of unread rows, in 500 random states; the SQL says what the rule says."""

import random
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from peer_exchange.enums import MemberState
from peer_exchange.models import ClusterMember, ClusterRead, Notice, Subscription, Topic, TopicRead
from peer_exchange.rules.concern import level_of
from peer_exchange.rules.unread import is_unread
from peer_exchange.services import reading, subscriptions
from tests import factories
from tests.peer_exchange.notice_makers import make_cluster, make_post, make_topic

pytestmark = pytest.mark.django_db
LEVELS = ["", "", "watch", "normal", "mute"]


def test_badge_and_rows_agree_in_500_random_states(alice, bob, django_assert_num_queries):
    dice = random.Random(2026)
    now = timezone.now()
    host = factories.make_organisation("association")
    clusters = [make_cluster(f"Sample {n}", members=[alice, bob], host=host) for n in range(3)]
    topics = [make_topic(clusters[n % 3], bob, f"Topic {n}") for n in range(9)]
    unread_in_all = 0
    for _ in range(500):
        _shake(dice, alice, bob, clusters, topics, now)
        expected = {topic.pk for topic in Topic.objects.standing() if _is_unread(alice, topic, now)}
        rows = Topic.objects.standing().with_reading(alice, now=now)
        assert {topic.pk for topic in rows if topic.is_unread} == expected
        with django_assert_num_queries(1):
            counts = reading.unread_counts(alice, now=now)
        assert sum(counts.values()) == len(expected)
        cluster = dice.choice(clusters)
        in_list = list(Topic.objects.standing().filter(cluster=cluster).with_reading(alice, now=now))
        assert reading.unread_count(alice, cluster, now=now) == sum(topic.is_unread for topic in in_list)
        assert len(in_list) == len({topic.pk for topic in in_list}), "no topic stands twice in a list"
        unread_in_all += len(expected)
    assert 500 < unread_in_all < 500 * 8, "the states are neither all read nor all unread"


def _shake(dice, alice, bob, clusters, topics, now):
    """One random move through the services, or a row as another day would have left it."""
    cluster, topic, person = dice.choice(clusters), dice.choice(topics), dice.choice([alice, alice, bob])
    days = timedelta(days=dice.choice([0, 1, 59, 61, 100]), minutes=dice.randint(1, 50))
    match dice.randint(0, 7):
        case 0:
            reading.note_read(person, topic, dice.randint(0, topic.last_post_no + 1), now=now)
        case 1:
            reading.mark_all_read(person, cluster, now=now - days)
        case 2:
            subscriptions.choose_topic_level(person, topic, dice.choice(LEVELS))
        case 3:
            subscriptions.choose_cluster_level(person, cluster, dice.choice(LEVELS) or "normal")
        case 4 | 5:
            topic.refresh_from_db()
            make_post(topic, bob, at=now - days)
        case 6:
            Topic.objects.filter(pk=topic.pk).update(last_post_at=now - days)
        case 7:
            state = dice.choice([MemberState.JOINED, MemberState.JOINED, MemberState.LEFT])
            ClusterMember.objects.filter(user=person, cluster=cluster).update(state=state)
            if dice.random() < 0.2:
                Topic.objects.filter(pk=topic.pk).update(deleted_at=dice.choice([None, now]))


def _is_unread(user, topic, now) -> bool:
    """By the pure rule, from the rows one by one."""
    member = ClusterMember.objects.get(user=user, cluster=topic.cluster)
    said = dict(Subscription.objects.filter(user=user, cluster=topic.cluster).values_list("topic", "level"))
    mark = ClusterRead.objects.filter(user=user, cluster=topic.cluster).first()
    read = TopicRead.objects.filter(user=user, topic=topic).first()
    return member.is_joined and is_unread(
        level=level_of(said.get(topic.pk), said.get(None)),
        last_post_at=topic.last_post_at,
        last_post_no=topic.last_post_no,
        watermark=mark.read_until if mark else None,
        read_no=read.last_no if read else None,
        now=now,
    )


@pytest.fixture
def topic(alice, bob):
    return make_topic(make_cluster(members=[alice, bob]), bob)


def test_rows_stand_only_for_what_was_opened(alice, topic):
    assert reading.unread_count(alice, topic.cluster) == 1
    assert not TopicRead.objects.exists()
    reading.note_read(alice, topic, 1)
    assert reading.unread_count(alice, topic.cluster) == 0
    reading.note_read(alice, topic, 0)
    assert TopicRead.objects.get().last_no == 1, "reading an earlier page forgets nothing"


def test_mark_all_read_moves_the_watermark_and_deletes_the_rows(alice, bob, topic):
    reading.note_read(alice, topic, 1)
    make_post(topic, bob)
    reading.mark_all_read(alice, topic.cluster)
    assert reading.unread_counts(alice) == {}
    assert not TopicRead.objects.filter(user=alice).exists()
    make_post(topic, bob)
    assert reading.unread_counts(alice) == {topic.cluster_id: 1}
    assert reading.first_unread(alice, topic) == 3


def test_where_she_goes_on_reading(alice, bob, topic):
    assert reading.first_unread(alice, topic) is None
    reading.note_read(alice, topic, 1)
    assert reading.first_unread(alice, topic) is None
    make_post(topic, bob)
    assert reading.first_unread(alice, topic) == 2


def test_reading_a_topic_sees_its_notices(alice, bob, topic, django_capture_on_commit_callbacks):
    for post in (topic.posts.get(), make_post(topic, bob)):
        Notice.objects.create(user=alice, kind="mention", key=f"post/{post.pk}", cluster=topic.cluster, post=post)
    assert reading.bell_count(alice) == 2
    with django_capture_on_commit_callbacks(execute=True):
        reading.note_read(alice, topic, 1)
    assert reading.bell_count(alice) == 1


def test_the_bell_asks_once_a_minute(alice, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [reading.bell_count(alice) for _ in range(3)] == [0, 0, 0]


def test_strangers_have_nothing_unread(charlie, topic):
    assert reading.unread_counts(charlie) == {}
    assert [row.is_unread for row in Topic.objects.with_reading(charlie)] == [False]
    assert [row.is_unread for row in Topic.objects.with_reading(AnonymousUser())] == [False]
    assert not Topic.objects.unread_by(AnonymousUser()).exists()
