"""Weekly letters that leave together: what they share is read once, and each still says only what is new to her."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.delivery import outbox
from academy.delivery.outbox import deliver_letters
from academy.models import Letter, User
from academy.tasks import deliver_waiting_letters
from peer_exchange.enums import SubscriptionLevel
from peer_exchange.models import Subscription
from peer_exchange.services import digests, reading
from tests import factories
from tests.peer_exchange.notice_makers import join, make_cluster, make_post, make_topic

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 1, 12, 7, 30, tzinfo=UTC)  # 8:30 in Skopje
WEDNESDAY = MONDAY - timedelta(days=5)
KIND = "cluster_digest"


def leave() -> dict[str, str]:
    """`{address: text}` of what leaves together."""
    mail.outbox.clear()
    deliver_letters(KIND, list(Letter.objects.filter(kind=KIND).values_list("pk", flat=True)))
    return {letter.to[0]: letter.body for letter in mail.outbox}


@pytest.fixture
def cluster(alice, bob, facilitator):
    return make_cluster(members=[alice, bob, facilitator])


def test_each_gets_her_own(cluster, alice, bob, facilitator):
    User.objects.filter(pk=alice.pk).update(language="sq")
    first = make_topic(cluster, facilitator, "Transport in the mountains", at=WEDNESDAY)
    make_topic(cluster, facilitator, "Winter on the road", at=WEDNESDAY)
    make_topic(make_cluster("Elsewhere", members=[facilitator]), facilitator, "Not for them", at=WEDNESDAY)
    assert digests.send_digests(now=MONDAY) == 2
    reading.note_read(bob, first, 1)
    told = leave()
    assert told.keys() == {alice.email, bob.email}
    assert "Transport in the mountains" in told[alice.email]
    assert "Transport in the mountains" not in told[bob.email]
    assert all("Winter on the road" in body and "Not for them" not in body for body in told.values())
    assert {letter.extra_headers["Content-Language"] for letter in mail.outbox} == {"sq", bob.language}


def test_what_is_deleted_or_muted_before_is_in_none(cluster, alice, bob, facilitator):
    gone = make_topic(cluster, facilitator, "Gone", at=WEDNESDAY)
    make_topic(cluster, facilitator, "Stays", at=WEDNESDAY)
    digests.send_digests(now=MONDAY)
    gone.deleted_at = MONDAY
    gone.save()
    Subscription.objects.create(user=bob, cluster=cluster, level=SubscriptionLevel.MUTE)
    told = leave()
    assert told.keys() == {alice.email}
    assert "Stays" in told[alice.email]
    assert "Gone" not in told[alice.email]


def test_a_letter_costs_little_beside_what_all_share(cluster, facilitator):
    topic = make_topic(cluster, facilitator, "Transport", at=WEDNESDAY)
    make_post(topic, facilitator, at=WEDNESDAY)
    counts = []
    for people in (2, 6):
        Letter.objects.all().delete()
        for _number in range(people - 2):
            join(cluster, factories.UserFactory())
        assert digests.send_digests(now=MONDAY) == people
        with CaptureQueriesContext(connection) as queries:
            assert len(leave()) == people
        counts.append(len(queries))
    assert (counts[1] - counts[0]) / 4 <= 10
    assert counts[0] <= 45


def test_one_that_fails_holds_up_no_other(cluster, alice, bob, facilitator, monkeypatch):
    make_topic(cluster, facilitator, "Transport", at=WEDNESDAY)
    digests.send_digests(now=MONDAY)
    write = outbox.write_letter

    def fail_for_alice(*args, to, **kwargs):
        if to == alice.email:
            raise RuntimeError("cannot be written")
        return write(*args, to=to, **kwargs)

    monkeypatch.setattr(outbox, "write_letter", fail_for_alice)
    assert leave().keys() == {bob.email}
    assert Letter.objects.get(user=alice).refusals == 1
    assert leave() == {}, "it waits before it is tried again"


def test_of_two_letters_to_a_person_one_tells_of_a_topic(cluster, alice, facilitator):
    """Both wait, because no worker ran on Monday; she wrote in the topic, so its replies concern her."""
    topic = make_topic(cluster, alice, "Mine", at=WEDNESDAY - timedelta(days=20))
    make_post(topic, facilitator, at=WEDNESDAY)
    data = {"day": "2026-01-12", "replied": [topic.pk]}
    for number in range(2):
        Letter.objects.create(kind=KIND, user=alice, key=f"digest/{number}", data=data)
    assert len(leave()) == 1
    assert Letter.objects.filter(dropped_at__isnull=False).count() == 1


def test_the_sweep_sends_them(cluster, facilitator):
    make_topic(cluster, facilitator, "Transport", at=WEDNESDAY)
    digests.send_digests(now=MONDAY)
    mail.outbox.clear()
    deliver_waiting_letters()
    assert len(mail.outbox) == 2
    deliver_waiting_letters()
    assert len(mail.outbox) == 2
