"""Flags, decisions with their record, and what the author hears; who may do what; a deleted post is gone everywhere."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from academy.delivery.outbox import deliver_letter
from academy.models import Letter
from peer_exchange.delivery.spreading import spread_post
from peer_exchange.enums import ClusterRole, ModerationAction, PostState, TopicKind
from peer_exchange.errors import AlreadyDecided, NothingChosen, NotTogether
from peer_exchange.models import AcceptedAnswer, Mention, ModerationRecord, Notice, Section, Topic
from peer_exchange.services import moderation, reading, topic_order
from tests import factories
from tests.peer_exchange.notice_makers import join, make_cluster, make_post, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(alice, bob, facilitator):
    cluster = make_cluster(members=[alice, bob])
    join(cluster, facilitator, ClusterRole.FACILITATOR)
    return cluster


@pytest.fixture
def topic(cluster, alice):
    return make_topic(cluster, alice)


def members(cluster, count):
    found = [factories.UserFactory() for _ in range(count)]
    for user in found:
        join(cluster, user)
    return found


def actions() -> list[str]:
    return list(ModerationRecord.objects.order_by("pk").values_list("action", flat=True))


def told(user) -> list[str]:
    notices = Notice.objects.filter(user=user, kind="moderation").order_by("pk")
    return [notice.data["action"] for notice in notices]


def test_the_third_flag_hides_a_post_until_it_is_reviewed(cluster, topic, bob, facilitator):
    post = make_post(topic, bob)
    people = members(cluster, 3)
    flagged = [moderation.flag_post(post, by=user, reason="wrong") for user in [people[0], *people]]
    assert flagged == [False, False, False, True], "the same person counts once"
    post.refresh_from_db()
    topic.refresh_from_db()
    assert (post.state, topic.last_post_no, topic.posts_count) == (PostState.HIDDEN, 1, 1)
    assert told(bob) == ["hidden"]
    assert [p.flags_count for p in moderation.waiting_posts(cluster)] == [3]

    moderation.restore_post(post, by=facilitator)
    topic.refresh_from_db()
    assert topic.last_post_no == 2
    assert actions() == ["hidden", "restored"]
    assert told(bob) == ["hidden", "restored"]
    assert not moderation.waiting_posts(cluster).exists()
    assert not moderation.flag_post(post, by=members(cluster, 1)[0], reason="wrong"), "settled flags do not count"


def test_a_held_post_is_approved_once(cluster, topic, bob, facilitator, django_capture_on_commit_callbacks):
    Mention.objects.create(post=(post := make_post(topic, bob, state=PostState.HELD)), user_id=topic.author_id)
    with django_capture_on_commit_callbacks(execute=True):
        moderation.approve_post(post, by=facilitator)
    topic.refresh_from_db()
    assert topic.last_post_no == 2
    assert Notice.objects.filter(kind="mention", user=topic.author_id).exists(), "now everybody concerned is told"
    with pytest.raises(AlreadyDecided):
        moderation.approve_post(post, by=facilitator)
    assert actions() == ["approved"]


def test_only_those_who_lead_decide(cluster, topic, alice, bob, charlie, facilitator):
    post = make_post(topic, bob)
    resource_person = factories.UserFactory()
    join(cluster, resource_person, ClusterRole.RESOURCE_PERSON)
    host = factories.run(factories.UserFactory(), cluster.host).user
    section = Section.objects.create(cluster=cluster, name="Money")
    decisions = [
        lambda by: moderation.hide_post(post, by=by, reason="x"),
        lambda by: moderation.restore_post(post, by=by),
        lambda by: topic_order.pin_topic(topic, by=by, is_pinned=True),
        lambda by: topic_order.close_topic(topic, by=by, reason="x"),
        lambda by: topic_order.reopen_topic(topic, by=by),
        lambda by: topic_order.move_topic(topic, by=by, section=section),
        lambda by: topic_order.split_topic(topic, by=by, numbers=[2], title="Other"),
    ]
    for by in (alice, bob, charlie, resource_person):
        for decide in decisions:
            with pytest.raises(PermissionDenied):
                decide(by)
    assert actions() == []
    for decide, by in zip(decisions, [facilitator, host] * 4, strict=False):
        decide(by)
    assert actions() == ["hidden", "restored", "pinned", "closed", "reopened", "moved", "split"]


@pytest.mark.parametrize(("who", "may"), [("alice", True), ("bob", False), ("charlie", False), ("facilitator", True)])
def test_members_report_posts_of_others(request, topic, bob, who, may):
    post = make_post(topic, bob)
    user = request.getfixturevalue(who)
    if may:
        moderation.flag_post(post, by=user, reason="offensive")
        assert post.flags.count() == 1
    else:
        with pytest.raises(PermissionDenied):
            moderation.flag_post(post, by=user, reason="offensive")


def test_a_deleted_post_is_gone_everywhere(cluster, topic, alice, bob, facilitator, mailoutbox):
    now = timezone.now()
    post = make_post(topic, bob, "<p>Her address is secret</p>", reply_to=topic.posts.get())
    spread_post(post.pk, now=now - timedelta(hours=1))
    letter = Letter.objects.get(user=alice)
    moderation.remove_post(post, by=facilitator, reason="It names a person.")
    assert not Notice.objects.filter(user=alice).exists()
    assert not deliver_letter(letter.pk)
    letter.refresh_from_db()
    assert letter.dropped_at
    assert mailoutbox == []
    post.refresh_from_db()
    assert (post.body, post.folded) == ("", "")
    topic.refresh_from_db()
    assert topic.last_post_no == 1
    assert told(bob) == ["deleted"]
    assert "secret" not in str(list(Letter.objects.values())) + str(list(Notice.objects.values()))


def test_of_two_decisions_in_a_row_the_last_is_told_by_mail(topic, bob, facilitator, mailoutbox):
    post = make_post(topic, bob)
    then = timezone.now() - timedelta(hours=1)
    moderation.hide_post(post, by=facilitator, reason="By mistake", now=then)
    moderation.restore_post(post, by=facilitator, now=then)
    sent = [deliver_letter(pk) for pk in Letter.objects.filter(user=bob).order_by("pk").values_list("pk", flat=True)]
    assert sent == [False, True]
    assert topic.title in mailoutbox[0].subject
    assert "By mistake" not in mailoutbox[0].body


def test_what_is_so_already_is_not_recorded_again(topic, facilitator):
    for _ in range(2):
        topic_order.pin_topic(topic, by=facilitator, is_pinned=True)
        topic_order.close_topic(topic, by=facilitator, reason="Answered")
    assert actions() == ["pinned", "closed"]


def test_split_takes_posts_reads_and_answers_along(cluster, topic, alice, bob, facilitator):
    Topic.objects.filter(pk=topic.pk).update(kind=TopicKind.QUESTION, solved_at=timezone.now())
    second, third, fourth = (make_post(topic, bob) for _ in range(3))
    AcceptedAnswer.objects.create(post=third, by=alice)
    reading.note_read(alice, topic, 3)
    new = topic_order.split_topic(topic, by=facilitator, numbers=[1, 3, 4], title="Another matter")
    topic.refresh_from_db()
    assert list(new.posts.values_list("pk", "number")) == [(third.pk, 1), (fourth.pk, 2)]
    assert list(topic.posts.values_list("pk", flat=True))[1:] == [second.pk]
    assert (topic.last_post_no, new.last_post_no, new.posts_count) == (2, 2, 2)
    assert new.reads.get(user=alice).last_no == 1
    assert topic.solved_at is None
    with pytest.raises(NothingChosen):
        topic_order.split_topic(topic, by=facilitator, numbers=[1, 99], title="Nothing")


def test_merge_joins_two_topics_of_a_cluster(cluster, topic, alice, bob, facilitator):
    other = make_topic(cluster, bob, "The same")
    reply = make_post(other, alice)
    reading.note_read(alice, topic, 1)
    reading.note_read(alice, other, 2)
    topic_order.merge_topics(other, into=topic, by=facilitator)
    topic.refresh_from_db()
    other.refresh_from_db()
    assert other.merged_into == topic
    assert not other.posts.exists()
    assert topic.last_post_no == 3
    assert topic.posts.get(number=3) == reply
    assert topic.reads.get(user=alice).last_no == 3, "who read both has read the sum"
    assert told(bob) == ["merged"]
    elsewhere = make_topic(make_cluster("Elsewhere"), bob)
    with pytest.raises(NotTogether):
        topic_order.merge_topics(elsewhere, into=topic, by=facilitator)
    with pytest.raises(NotTogether):
        topic_order.merge_topics(topic, into=topic, by=facilitator)


def test_the_queue_warns_after_a_day_once_a_day(cluster, topic, bob, facilitator):
    now = timezone.now()
    make_post(topic, bob, state=PostState.HELD, at=now - timedelta(hours=25))
    assert moderation.warn_of_queues(now=now - timedelta(hours=2)) == 0
    assert [moderation.warn_of_queues(now=now) for _ in range(2)] == [1, 0]
    assert Letter.objects.get().user == facilitator
    assert moderation.warn_of_queues(now=now + timedelta(days=1)) == 1


def test_a_cluster_without_a_facilitator_warns_its_host(alice, bob, organisation):
    cluster = make_cluster(members=[alice, bob])
    factories.run(organisation, cluster.host)
    make_post(make_topic(cluster, alice), bob, state=PostState.HELD, at=timezone.now() - timedelta(days=2))
    assert moderation.warn_of_queues() == 1
    assert Letter.objects.get().user == organisation


def test_every_action_that_is_told_has_its_words():
    from peer_exchange.delivery.decision_letters import SENTENCES

    silent = {
        ModerationAction.PINNED,
        ModerationAction.UNPINNED,
        ModerationAction.MOVED,
        ModerationAction.REMOVED_MEMBER,
    }
    assert set(SENTENCES) == set(ModerationAction) - silent
