"""A post reaches whom it concerns, once, though a worker dies in between; who muted it hears nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from academy.models import Letter
from peer_exchange import tasks
from peer_exchange.delivery import spreading
from peer_exchange.delivery.spreading import HELD, spread_post
from peer_exchange.enums import ClusterRole, MemberState, PostState, SubscriptionLevel, TopicKind
from peer_exchange.models import AskedPeer, ClusterMember, Mention, Notice, Post, Subscription
from tests import factories
from tests.peer_exchange.notice_makers import join, make_cluster, make_post, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(alice, bob):
    return make_cluster(members=[alice, bob])


def heard(user) -> list[str]:
    return list(Notice.objects.filter(user=user).values_list("kind", flat=True))


def test_a_question_reaches_whom_it_asks_at_once(cluster, alice, bob):
    question = make_topic(cluster, alice, kind=TopicKind.QUESTION)
    AskedPeer.objects.create(topic=question, user=bob)
    assert spread_post(question.posts.get().pk)
    assert heard(bob) == ["routed"]
    assert Letter.objects.get(user=bob).not_before is None
    assert heard(alice) == []


def test_a_question_to_a_municipality_reaches_its_members(cluster, alice, bob, charlie):
    place = factories.make_organisation()
    ClusterMember.objects.filter(user=bob).update(organisation=place)
    factories.run(charlie, place, role="member")  # works there, is no member of the cluster
    question = make_topic(cluster, alice, kind=TopicKind.QUESTION)
    AskedPeer.objects.create(topic=question, organisation=place)
    spread_post(question.posts.get().pk)
    assert heard(bob) == ["routed"]
    assert heard(charlie) == []


def test_an_answer_is_held_ten_minutes(cluster, alice, bob):
    question = make_topic(cluster, alice, kind=TopicKind.QUESTION)
    now = timezone.now()
    spread_post(make_post(question, bob).pk, now=now)
    assert heard(alice) == ["answer"]
    assert Letter.objects.get(user=alice).not_before == now + HELD


def test_the_strongest_rule_wins_and_one_letter_leaves(cluster, alice, bob):
    question = make_topic(cluster, alice, kind=TopicKind.QUESTION)
    answer = make_post(question, bob, reply_to=question.posts.get())
    Mention.objects.create(post=answer, user=alice)
    spread_post(answer.pk)
    assert heard(alice) == ["mention"]
    assert Letter.objects.filter(user=alice).count() == 1


def test_a_reply_reaches_who_is_replied_to_and_nobody_else(cluster, alice, bob, admin):
    join(cluster, admin)
    topic = make_topic(cluster, alice)
    first = make_post(topic, bob)
    spread_post(make_post(topic, admin, reply_to=first).pk)
    assert heard(bob) == ["reply"]
    assert heard(alice) == []


def test_an_announcement_reaches_all_members_by_one_letter_a_day(cluster, alice, bob, facilitator):
    join(cluster, facilitator, ClusterRole.FACILITATOR)
    now = timezone.now().replace(hour=9)
    for _ in range(2):
        topic = make_topic(cluster, facilitator, kind=TopicKind.ANNOUNCEMENT)
        spread_post(topic.posts.get().pk, now=now)
    assert heard(alice) == ["announcement"] * 2
    assert Letter.objects.filter(user=alice).count() == 1
    assert Letter.objects.filter(user=facilitator).count() == 0
    topic = make_topic(cluster, facilitator, kind=TopicKind.ANNOUNCEMENT)
    spread_post(topic.posts.get().pk, now=now + timedelta(days=1))
    assert Letter.objects.filter(user=alice).count() == 2


@pytest.mark.parametrize("about", ["cluster", "topic"])
def test_who_muted_it_hears_nothing(cluster, alice, bob, about):
    question = make_topic(cluster, alice, kind=TopicKind.QUESTION)
    Subscription.objects.create(
        user=bob, cluster=cluster, topic=question if about == "topic" else None, level=SubscriptionLevel.MUTE
    )
    AskedPeer.objects.create(topic=question, user=bob)
    post = question.posts.get()
    Mention.objects.create(post=post, user=bob)
    spread_post(post.pk)
    assert (heard(bob), Letter.objects.filter(user=bob).count()) == ([], 0)


def test_a_topic_that_is_followed_in_a_muted_cluster_is_heard(cluster, alice, bob):
    topic = make_topic(cluster, bob, kind=TopicKind.QUESTION)
    Subscription.objects.create(user=bob, cluster=cluster, level=SubscriptionLevel.MUTE)
    Subscription.objects.create(user=bob, cluster=cluster, topic=topic, level=SubscriptionLevel.NORMAL)
    spread_post(make_post(topic, alice).pk)
    assert heard(bob) == ["answer"]


def test_who_left_or_never_belonged_hears_nothing(cluster, alice, bob, charlie):
    topic = make_topic(cluster, bob, kind=TopicKind.QUESTION)
    ClusterMember.objects.filter(user=bob).update(state=MemberState.LEFT)
    post = make_post(topic, alice)
    Mention.objects.create(post=post, user=charlie)
    spread_post(post.pk)
    assert Notice.objects.count() == Letter.objects.count() == 0


def test_who_runs_the_host_association_hears_without_being_a_member(cluster, alice, organisation):
    factories.run(organisation, cluster.host)
    topic = make_topic(cluster, organisation, kind=TopicKind.QUESTION)
    spread_post(make_post(topic, alice).pk)
    assert heard(organisation) == ["answer"]


def test_twice_called_tells_once(cluster, alice, bob):
    post = make_post(make_topic(cluster, bob, kind=TopicKind.QUESTION), alice)
    assert spread_post(post.pk)
    assert not spread_post(post.pk)
    Post.objects.filter(pk=post.pk).update(spread_at=None)  # as if two workers had it
    spread_post(post.pk)
    assert Notice.objects.count() == Letter.objects.count() == 1


def test_a_worker_that_dies_in_between_loses_and_doubles_none(cluster, alice, bob, monkeypatch):
    post = make_post(make_topic(cluster, bob, kind=TopicKind.QUESTION), alice)
    queue_letters = spreading.queue_letters

    def die(*args):
        queue_letters(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(spreading, "queue_letters", die)
    with pytest.raises(KeyboardInterrupt):
        spread_post(post.pk)
    assert Notice.objects.count() == Letter.objects.count() == 0
    monkeypatch.setattr(spreading, "queue_letters", queue_letters)
    Post.objects.filter(pk=post.pk).update(created_at=timezone.now() - timedelta(minutes=2))
    tasks.spread_posts()
    tasks.spread_posts()
    assert heard(bob) == ["answer"]
    assert Letter.objects.count() == 1


def test_a_held_post_tells_nobody_until_it_is_shown(cluster, alice, bob):
    post = make_post(make_topic(cluster, bob, kind=TopicKind.QUESTION), alice, state=PostState.HELD)
    assert not spread_post(post.pk)
    Post.objects.filter(pk=post.pk).update(state=PostState.VISIBLE)
    assert spread_post(post.pk)
    assert heard(bob) == ["answer"]
