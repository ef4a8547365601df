"""The weekly letter: on Monday morning of her zone, with something in it, once; the daily one for who watches."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from academy.delivery.outbox import deliver_letter
from academy.models import Letter, Unsubscription, User
from peer_exchange.enums import ClusterRole, MemberState, PostState, SubscriptionLevel
from peer_exchange.models import ClusterMember, DigestOpening, Subscription, TopicRead
from peer_exchange.services import digests, moderation, reading
from tests import factories
from tests.peer_exchange.events import Room, make_event
from tests.peer_exchange.notice_makers import join, make_cluster, make_post, make_topic

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 1, 12, 7, 30, tzinfo=UTC)  # 8:30 in Skopje
WEDNESDAY = MONDAY - timedelta(days=5)
DAY = timedelta(days=1)


@pytest.fixture
def cluster(alice, bob, facilitator):
    cluster = make_cluster(members=[alice, bob])
    join(cluster, facilitator, ClusterRole.FACILITATOR)
    return cluster


def got() -> list[str]:
    return list(Letter.objects.order_by("user__email").values_list("user__email", flat=True))


def read(user, mailoutbox) -> str:
    """Her letter as text; empty when none leaves."""
    mailoutbox.clear()
    deliver_letter(Letter.objects.filter(user=user, kind="cluster_digest").latest("pk").pk)
    return mailoutbox[0].body if mailoutbox else ""


def test_a_new_topic_stands_in_the_letter_of_the_others(cluster, alice, bob, mailoutbox):
    make_topic(cluster, bob, "Transport in the mountains", at=WEDNESDAY)
    assert [digests.send_digests(now=MONDAY) for _ in range(2)] == [2, 0]
    assert got() == ["alice@example.org", "facilitator@example.org"]
    body = read(alice, mailoutbox)
    assert "Transport in the mountains" in body
    assert "Боб Пример" in body
    assert mailoutbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_comes_on_monday_morning_only(cluster, bob):
    make_topic(cluster, bob, at=WEDNESDAY)
    for hours in (-24, -3, 4, 24, 48):
        assert digests.send_digests(now=MONDAY + timedelta(hours=hours)) == 0


def test_morning_is_hers(cluster, alice, bob, facilitator):
    User.objects.filter(pk=alice.pk).update(time_zone="America/New_York")
    make_topic(cluster, bob, at=WEDNESDAY)
    digests.send_digests(now=MONDAY)
    assert got() == ["facilitator@example.org"]
    digests.send_digests(now=MONDAY + timedelta(hours=6))
    assert "alice@example.org" in got()


def test_nothing_to_say_no_letter(cluster, bob):
    make_topic(cluster, bob, at=MONDAY - 8 * DAY)
    assert digests.send_digests(now=MONDAY) == 0


def test_the_words_of_the_facilitator_open_it(cluster, alice, facilitator, mailoutbox):
    digests.open_digest(cluster, by=facilitator, text="What a week!", language="en", now=WEDNESDAY)
    assert DigestOpening.objects.get().week == date(2026, 1, 12)
    assert digests.send_digests(now=MONDAY) == 3
    assert "What a week!" in read(alice, mailoutbox)
    assert digests.send_digests(now=MONDAY + 7 * DAY) == 0
    digests.open_digest(cluster, by=facilitator, text=" ", language="en", now=WEDNESDAY)
    assert not DigestOpening.objects.exists()


def test_what_comes_stands_in_it_with_its_page_but_is_no_reason_for_a_letter(cluster, alice, facilitator, mailoutbox):
    now = timezone.now()
    room = Room(cluster, facilitator, [alice])
    event = make_event(room, title="Wall of plans", days=9)
    make_event(room, title="Far away", days=40)
    make_event(room, title="A draft", days=5, live=False)
    monday = digests.coming_week(cluster)
    morning = datetime(monday.year, monday.month, monday.day, 7, 30, tzinfo=UTC)
    assert digests.send_digests(now=morning) == 0
    digests.open_digest(cluster, by=facilitator, text="What a week!", language="en", now=now)
    assert digests.send_digests(now=morning) == 3
    body = read(alice, mailoutbox)
    assert "Wall of plans" in body
    assert f"/en/clusters/{cluster.slug}/events/{event.uuid}/" in body
    assert f"/en/clusters/{cluster.slug}/events/{event.uuid}/" in mailoutbox[0].alternatives[0][0]
    assert "Far away" not in body
    assert "A draft" not in body


def test_who_watches_gets_it_every_day_and_once(cluster, alice, bob, mailoutbox):
    Subscription.objects.create(user=alice, cluster=cluster, level=SubscriptionLevel.WATCH)
    topic = make_topic(cluster, bob, "Transport", at=WEDNESDAY)
    digests.send_digests(now=WEDNESDAY + DAY)
    assert got() == ["alice@example.org"]
    assert "Transport" in read(alice, mailoutbox)
    make_post(topic, bob, at=MONDAY - DAY)
    digests.send_digests(now=MONDAY)
    body = read(alice, mailoutbox)
    assert "1 new reply" in body
    assert "We do it so" not in body, "what Thursday told is not told again"


def test_a_reply_where_she_wrote_is_told_once_until_she_visits(cluster, alice, bob, mailoutbox):
    topic = make_topic(cluster, alice, "Transport", at=MONDAY - 30 * DAY)
    quiet = make_topic(cluster, bob, "Elsewhere", at=MONDAY - 30 * DAY)
    weeks = [MONDAY + n * 7 * DAY for n in range(3)]
    for monday in weeks:
        make_post(topic, bob, at=monday - 2 * DAY)
        make_post(quiet, bob, at=monday - 2 * DAY)
    assert digests.send_digests(now=weeks[0]) == 1
    assert "Elsewhere" not in read(alice, mailoutbox), "she did not write there"
    Letter.objects.update(created_at=weeks[0])
    assert digests.send_digests(now=weeks[1]) == 0
    TopicRead.objects.create(user=alice, topic=topic, last_no=3, read_at=weeks[1])
    assert digests.send_digests(now=weeks[2]) == 1


@pytest.mark.parametrize("how", ["left", "muted", "unsubscribed", "closed", "archived", "read", "marked"])
def test_who_does_not_want_or_need_it_gets_none(cluster, alice, bob, how):
    topic = make_topic(cluster, bob, at=WEDNESDAY)
    match how:
        case "left":
            ClusterMember.objects.filter(user=alice).update(state=MemberState.LEFT)
        case "muted":
            Subscription.objects.create(user=alice, cluster=cluster, level=SubscriptionLevel.MUTE)
        case "unsubscribed":
            Unsubscription.objects.create(user=alice, category="cluster_digests")
        case "closed":
            User.objects.filter(pk=alice.pk).update(is_active=False)
        case "archived":
            type(cluster).objects.update(archived_at=MONDAY)
        case "read":
            reading.note_read(alice, topic, 1, now=WEDNESDAY)
        case "marked":
            reading.mark_all_read(alice, cluster, now=WEDNESDAY + DAY)
    digests.send_digests(now=MONDAY)
    assert "alice@example.org" not in got()


@pytest.mark.parametrize("how", ["deleted", "hidden", "left", "read"])
def test_what_happens_before_it_leaves_counts(cluster, alice, bob, facilitator, how, mailoutbox):
    topic = make_topic(cluster, bob, "Secret", at=WEDNESDAY)
    digests.send_digests(now=MONDAY)
    match how:
        case "deleted":
            moderation.remove_post(topic.posts.get(), by=facilitator, reason="x")
        case "hidden":
            topic.posts.update(state=PostState.HIDDEN)
        case "left":
            ClusterMember.objects.filter(user=alice).update(state=MemberState.LEFT)
        case "read":
            reading.note_read(alice, topic, 1)
    assert read(alice, mailoutbox) == ""


def test_it_speaks_her_language(cluster, alice, bob, mailoutbox):
    User.objects.filter(pk=bob.pk).update(language="sq")
    make_topic(cluster, alice, "Transport", at=WEDNESDAY)
    digests.send_digests(now=MONDAY)
    read(bob, mailoutbox)
    assert mailoutbox[0].extra_headers["Content-Language"] == "sq"
    assert "/sq/clusters/" in mailoutbox[0].body


def test_a_run_asks_the_same_for_few_and_many(alice, bob, django_assert_max_num_queries):
    cluster = make_cluster(members=[alice, bob])
    make_topic(cluster, alice, at=WEDNESDAY)
    for _ in range(30):
        join(cluster, factories.UserFactory())
    with django_assert_max_num_queries(22):
        assert digests.send_digests(now=MONDAY) == 31


def test_an_interrupted_run_goes_on(cluster, alice, bob, facilitator, monkeypatch):
    make_topic(cluster, bob, at=WEDNESDAY)
    monkeypatch.setattr(digests, "BATCH", 1)
    queue, calls = digests.queue_letters, []

    def dies_at_the_second(kind, rows):
        calls.append(kind)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return queue(kind, rows)

    monkeypatch.setattr(digests, "queue_letters", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        digests.send_digests(now=MONDAY)
    assert len(got()) == 1
    digests.send_digests(now=MONDAY + timedelta(hours=1))
    assert got() == ["alice@example.org", "facilitator@example.org"]
