"""A question that waits goes to the next person, each stage once; the asker is asked whether it helped."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from academy.delivery.outbox import deliver_letter
from academy.models import Letter
from peer_exchange.enums import ClusterRole, NudgeStage, SubscriptionLevel, TopicKind
from peer_exchange.models import Notice, Nudge, Subscription, Topic
from peer_exchange.services import nudges
from tests import factories
from tests.peer_exchange.notice_makers import join, make_cluster, make_post, make_topic

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 1, 2, 9, tzinfo=UTC)


def days(count: int) -> datetime:
    return FRIDAY + timedelta(days=count)


@pytest.fixture
def cluster(alice, bob, facilitator, charlie, organisation):
    cluster = make_cluster(members=[alice])
    join(cluster, bob, ClusterRole.RESOURCE_PERSON)
    join(cluster, facilitator, ClusterRole.FACILITATOR)
    factories.run(organisation, cluster.host)
    return cluster


@pytest.fixture
def question(cluster, alice):
    return make_topic(cluster, alice, kind=TopicKind.QUESTION, at=FRIDAY)


def asked() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("user__email", flat=True))


def test_it_goes_from_person_to_person(question):
    assert nudges.send_nudges(now=days(4)) == 0
    for day, count in [(5, 1), (5, 0), (7, 1), (10, 0), (14, 1), (40, 0)]:
        assert nudges.send_nudges(now=days(day)) == count
    assert asked() == ["bob@example.org", "facilitator@example.org", "organisation@example.org"]
    assert Notice.objects.filter(kind="nudge").count() == 3


def test_an_answer_ends_it_also_for_a_letter_on_its_way(question, bob, mailoutbox):
    nudges.send_nudges(now=days(5))
    make_post(question, bob, at=days(5))
    assert not deliver_letter(Letter.objects.get().pk)
    assert mailoutbox == []
    assert nudges.send_nudges(now=days(30)) == 0


def test_a_word_of_the_asker_is_no_answer(question, alice):
    make_post(question, alice, at=days(1))
    assert nudges.send_nudges(now=days(5)) == 1


@pytest.mark.parametrize(
    "change", [{"solved_at": FRIDAY}, {"closed_at": FRIDAY, "closed_reason": "x"}, {"kind": "discussion"}]
)
def test_what_needs_no_answer_waits_for_none(question, change):
    Topic.objects.filter(pk=question.pk).update(**change)
    assert nudges.send_nudges(now=days(30)) == 0


def test_who_muted_the_cluster_is_left_in_peace(question, cluster, bob):
    Subscription.objects.create(user=bob, cluster=cluster, level=SubscriptionLevel.MUTE)
    assert nudges.send_nudges(now=days(5)) == 1
    assert asked() == []


def test_two_weeks_after_the_answer_the_asker_is_asked(question, alice, bob, mailoutbox):
    make_post(question, bob, at=days(1))
    assert nudges.ask_whether_it_helped(now=days(14)) == 0
    assert [nudges.ask_whether_it_helped(now=days(15)) for _ in range(2)] == [1, 0]
    assert asked() == ["alice@example.org"]
    assert deliver_letter(Letter.objects.get().pk)
    assert f"/discussions/{question.uuid}/helped/" in mailoutbox[0].body


def test_who_said_it_before_is_not_asked(question, alice, bob):
    make_post(question, bob, at=days(1))
    with pytest.raises(PermissionDenied):
        nudges.say_whether_it_helped(question, by=bob, helped="yes")
    nudges.say_whether_it_helped(question, by=alice, helped="partly")
    assert nudges.ask_whether_it_helped(now=days(20)) == 0
    assert not Nudge.objects.filter(stage=NudgeStage.DID_IT_HELP).exists()


def test_the_letter_hides_the_name_of_who_wants_it_hidden(cluster, alice, bob, facilitator, mailoutbox):
    question = make_topic(cluster, alice, kind=TopicKind.QUESTION, at=FRIDAY, is_anonymous=True)
    question.posts.update(is_anonymous=True)
    nudges.send_nudges(now=days(7))
    for letter in Letter.objects.order_by("pk"):
        deliver_letter(letter.pk)
    assert ["Alice" in mail.body for mail in mailoutbox] == [False, True], "the facilitator sees the name"
