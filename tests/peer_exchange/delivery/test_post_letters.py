"""The letters about one post: what stands in them, how they are stopped, and what happens to them while they wait."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from academy.delivery.outbox import LETTERS_A_DAY, deliver_letter
from academy.models import Letter, User
from peer_exchange.delivery.spreading import HELD, spread_post
from peer_exchange.enums import ClusterRole, SubscriptionLevel
from peer_exchange.models import Notice, Subscription
from peer_exchange.services import reading, subscriptions
from peer_exchange.services.posts import delete_post, edit_post
from peer_exchange.services.topics import accept_answer, undo_acceptance
from tests.factories import make_organisation
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.notice_makers import join, make_cluster

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(alice, bob, facilitator):
    cluster = make_cluster()
    join(cluster, alice, organisation=make_organisation(key="alfa", name="Alfa"))
    join(cluster, bob, organisation=make_organisation(key="bravo", name="Bravo"))
    join(cluster, facilitator, role=ClusterRole.FACILITATOR)
    return cluster


@pytest.fixture
def question(cluster, alice, bob):
    """Asked of Bob in particular."""
    topic = ask(cluster, alice, asked=[bob], needed_by=timezone.localdate() + timedelta(days=7))
    spread_post(topic.posts.get().pk)
    return topic


def answered(question, by):
    post = reply(question, by)
    spread_post(post.pk)
    return post


def send(user) -> bool:
    """What waits for her, once its time has come; whether the last of it left."""
    later = timezone.now() + HELD + timedelta(minutes=1)
    letters = Letter.objects.waiting().filter(user=user).order_by("pk")
    return [deliver_letter(pk, now=later) for pk in letters.values_list("pk", flat=True)][-1]


def test_a_question_to_her_comes_in_her_language_and_says_how_to_stop(question, bob, client, mailoutbox):
    assert send(bob)
    (letter,) = mailoutbox
    assert letter.to == [bob.email]
    assert letter.extra_headers["Content-Language"] == "sr"
    assert question.title in letter.subject
    for words in (question.title, "We have a van.", "Alice Sample", "Alfa", f"/sr/clusters/{question.cluster.slug}/"):
        assert words in letter.body, words
    assert "You know this from your own work" not in letter.body, "it is written in Serbian"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = urlsplit(letter.extra_headers["List-Unsubscribe"].strip("<>"))
    stopped = client.post(stop.path, {"List-Unsubscribe": "One-Click"})  # as mail programs do, without a session
    assert stopped.status_code == 200
    spread_post(reply(question, question.author, f"<p>@{bob.name}, and you?</p>").pk)
    assert not send(bob)
    assert len(mailoutbox) == 1


def test_an_answer_that_was_read_meanwhile_needs_no_letter(question, alice, bob, mailoutbox):
    post = answered(question, bob)
    assert not deliver_letter(Letter.objects.get(user=alice).pk), "it is held for ten minutes"
    reading.note_read(alice, question, post.number)
    assert not send(alice)
    assert mailoutbox == []


def test_an_answer_that_was_not_read_comes_as_it_stands_then(question, alice, bob, mailoutbox):
    post = answered(question, bob)
    edit_post(post, by=bob, body="<p>From the health budget.</p>", language="en")
    assert send(alice)
    assert "From the health budget." in mailoutbox[0].body
    assert "From the budget." not in mailoutbox[0].body
    assert Letter.objects.filter(user=alice).count() == 1, "the edit sends nothing"


@pytest.mark.parametrize("what", ["deleted", "muted", "left", "topic muted"])
def test_what_happens_while_it_waits_stops_it(question, cluster, alice, bob, what, mailoutbox):
    post = answered(question, bob)
    if what == "deleted":
        delete_post(post, by=bob)
    elif what == "muted":
        Subscription.objects.create(user=alice, cluster=cluster, level=SubscriptionLevel.MUTE)
    elif what == "topic muted":
        subscriptions.choose_topic_level(alice, question, "mute")
    else:
        cluster.members.filter(user=alice).update(state="left")
    assert not send(alice)
    assert mailoutbox == []


def test_who_answered_hears_that_it_helped(question, alice, bob, mailoutbox):
    post = answered(question, bob)
    User.objects.filter(pk=bob.pk).update(language="en")
    Letter.objects.filter(user=bob).delete()
    accept_answer(post, by=alice)
    assert not deliver_letter(Letter.objects.get(user=bob).pk), "it is held for ten minutes"
    assert send(bob)
    assert mailoutbox[0].subject == f"Your answer helped: {question.title}"
    assert "From the budget." in mailoutbox[0].body


@pytest.mark.parametrize("what", ["taken back", "seen"])
def test_who_answered_hears_nothing_of_what_was(question, alice, bob, what, mailoutbox):
    post = answered(question, bob)
    Letter.objects.filter(user=bob).delete()
    accept_answer(post, by=alice)
    if what == "taken back":
        undo_acceptance(post, by=alice)
    else:
        reading.note_read(bob, question, post.number)
    assert not send(bob)
    assert mailoutbox == []
    assert Notice.objects.shown_to(bob).unseen().filter(kind="accepted").count() == 0


def test_the_bell_of_who_answered_rings_at_once(question, alice, bob, django_capture_on_commit_callbacks):
    post = answered(question, bob)
    reading.see_notices(bob, bob.notices.values_list("pk", flat=True))
    assert reading.bell_count(bob) == 0
    with django_capture_on_commit_callbacks(execute=True):
        accept_answer(post, by=alice)
    assert reading.bell_count(bob) == 1


def test_ten_letters_reach_her_on_one_day_and_every_notice(cluster, alice, bob, mailoutbox):
    for number in range(LETTERS_A_DAY + 2):
        topic = ask(cluster, alice, f"Question number {number}", asked=[bob])
        spread_post(topic.posts.get().pk)
    noon = timezone.now().replace(hour=10) + timedelta(days=1)
    for pk in Letter.objects.filter(user=bob).order_by("pk").values_list("pk", flat=True):
        deliver_letter(pk, now=noon)
    assert len(mailoutbox) == LETTERS_A_DAY
    assert Notice.objects.filter(user=bob, kind="routed").count() == LETTERS_A_DAY + 2
    for letter in Letter.objects.waiting().filter(user=bob):
        assert deliver_letter(letter.pk, now=noon + timedelta(days=1))
    assert len(mailoutbox) == LETTERS_A_DAY + 2
