"""What learning clusters promise, point by point. Here stands what goes across rooms; ELSEWHERE names the tests of each
point that stand with the code they try, and a test sees that they do.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from academy.delivery.outbox import deliver_letter
from academy.models import Letter
from academy.services.staff import leave_organisation
from academy.tasks import deliver_waiting_letters
from peer_exchange import tasks
from peer_exchange.delivery import spreading
from peer_exchange.delivery.spreading import HELD, spread_post
from peer_exchange.enums import ClusterRole, SubscriptionLevel, Visibility
from peer_exchange.models import Attachment, Notice, Post, Subscription
from peer_exchange.services import digests
from peer_exchange.services.calendar_feeds import open_feed
from peer_exchange.services.event_places import take_part
from peer_exchange.services.posts import delete_post
from tests import factories
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.events import Room, make_event
from tests.peer_exchange.notice_makers import join, make_cluster

pytestmark = pytest.mark.django_db

TESTS = Path(__file__).resolve().parent.parent
ELSEWHERE = {
    "1 the badge is the number of rows in the list": [
        "peer_exchange/services/test_reading.py::test_badge_and_rows_agree_in_500_random_states",
        "peer_exchange/views/test_notice_pages.py::test_the_tab_counts_the_unread_lines_of_the_list",
    ],
    "2 muted hears nothing, a crash loses and doubles nothing, ten letters a day, one per person and object": [
        "peer_exchange/delivery/test_spreading.py::test_who_muted_it_hears_nothing",
        "peer_exchange/delivery/test_spreading.py::test_a_worker_that_dies_in_between_loses_and_doubles_none",
        "peer_exchange/delivery/test_spreading.py::test_the_strongest_rule_wins_and_one_letter_leaves",
        "peer_exchange/delivery/test_post_letters.py::test_ten_letters_reach_her_on_one_day_and_every_notice",
        "peer_exchange/services/test_digests.py::test_an_interrupted_run_goes_on",
        "academy/test_letters.py::test_death_while_the_letter_leaves_is_not_repeated",
        "academy/test_letters.py::test_the_broker_is_away",
        "services/test_spreading_crash.py::test_the_worker_is_killed_between_notice_and_letter",
    ],
    "3 a hidden cluster is nowhere": [
        "peer_exchange/views/test_cluster_boundary.py::test_a_hidden_cluster_answers_as_one_that_does_not_exist",
        "peer_exchange/views/test_cluster_boundary.py::test_a_hidden_cluster_is_named_nowhere",
        "peer_exchange/views/test_discussion_boundary.py::test_who_may_open_what",
        "peer_exchange/views/test_discussion_boundary.py::test_a_file_is_read_by_who_reads_its_post",
        "peer_exchange/views/test_notice_boundary.py::test_who_may_open_it",
        "peer_exchange/delivery/test_event_calendars.py::test_a_strangers_feed_is_empty_whatever_the_cluster",
    ],
    "4 nothing hostile runs": [
        "peer_exchange/test_writing.py::test_no_payload_comes_through",
        "browser/test_clusters_safety.py::test_nothing_that_stands_in_the_database_runs",
        "browser/test_clusters_safety.py::test_nothing_that_is_pasted_runs",
        "browser/test_hostile_words.py::test_nothing_hostile_runs_wherever_people_write",
    ],
    "5 calendar files are golden": [
        "peer_exchange/delivery/test_event_calendars.py::test_word_for_word",
        "peer_exchange/delivery/test_event_calendars.py::test_ten_oclock_is_ten_oclock_in_every_golden_file",
    ],
    "6 a deleted post is gone": [
        "peer_exchange/services/test_moderation.py::test_a_deleted_post_is_gone_everywhere",
        "peer_exchange/views/test_discussions.py::test_deleted_words_are_nowhere",
    ],
    "7 without JavaScript": [
        "browser/test_clusters_safety.py::test_without_javascript_everything_is_written_and_answered",
        "browser/test_event.py::test_from_invitation_to_report_without_javascript",
        "browser/test_discussions.py::test_a_question_from_asking_to_did_it_help",
        "browser/test_discussions.py::test_a_facilitator_keeps_order_without_javascript",
    ],
    "8 lists ask the database as often for many rows": [
        "peer_exchange/views/test_discussions.py::test_the_list_asks_the_database_as_often_for_many_topics",
        "peer_exchange/views/test_discussions.py::test_a_topic_asks_the_database_as_often_for_many_posts",
        "peer_exchange/views/test_notice_pages.py::test_notices_in_constant_queries",
        "peer_exchange/views/test_notice_pages.py::test_the_queue_in_constant_queries",
        "peer_exchange/views/test_cluster_pages.py::test_pages_ask_the_database_as_often_with_three_of_everything",
        "peer_exchange/services/test_digests.py::test_a_run_asks_the_same_for_few_and_many",
    ],
    "9 who leaves the municipality loses access, the posts stay": [
        "peer_exchange/services/test_members.py::test_who_leaves_the_municipality_loses_access_and_the_posts_stay",
        "peer_exchange/views/test_discussion_boundary.py::test_who_left_reads_no_more_and_her_posts_stay",
    ],
}
MONDAY = datetime(2026, 1, 12, 7, 30, tzinfo=UTC)  # half past eight in Skopje


@pytest.mark.parametrize("point", ELSEWHERE)
def test_the_tests_of_each_point_stand(point):
    for place in ELSEWHERE[point]:
        file, _, name = place.partition("::")
        assert f"\ndef {name}(" in (TESTS / file).read_text(), place


# 2 ---------------------------------------------------------------------------------------------------------------


def test_2_from_the_post_to_the_letter_one_death_at_every_step(alice, bob, charlie, mailoutbox, monkeypatch):
    """The task of the post is lost, a worker dies while it tells people, another while it writes the letter."""
    cluster = make_cluster(members=[alice, bob, charlie])
    Subscription.objects.create(user=charlie, cluster=cluster, level=SubscriptionLevel.MUTE)
    past = timezone.now() - timedelta(hours=1)
    topic = ask(cluster, alice, asked=[bob, charlie], body=f"<p>@{bob.name} @{charlie.name}, help</p>", now=past)
    assert not Notice.objects.exists()

    with monkeypatch.context() as broken:
        broken.setattr(spreading, "queue_letters", _die)
        with pytest.raises(MemoryError):
            spread_post(topic.posts.get().pk)
    assert not Notice.objects.exists()
    for _twice in range(2):
        tasks.spread_posts()
    assert {(row.user, row.kind) for row in Notice.objects.all()} == {(bob, "routed")}

    letter = Letter.objects.get()
    Letter.objects.update(sent_at=None, sending_at=None, claimed_at=None, dropped_at=None)
    mailoutbox.clear()
    with monkeypatch.context() as broken:
        broken.setattr("academy.delivery.outbox.write_letter", _die)
        with pytest.raises(MemoryError):
            deliver_letter(letter.pk)
    assert mailoutbox == []
    Letter.objects.filter(pk=letter.pk).update(retry_at=past)
    for _twice in range(2):
        deliver_waiting_letters()
    assert [mail.to for mail in mailoutbox] == [[bob.email]]
    assert topic.posts.get().spread_at is not None


def _die(*_arguments, **_named):
    raise MemoryError


# 3 and 9 ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def room(alice, bob, facilitator, settings, tmp_path):
    """A hidden cluster with everything in it that may leak; each has the word that nobody outside may read."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "xylophone.pdf").write_bytes(b"%PDF-1.7")
    cluster = make_cluster("Xylophone", visibility=Visibility.HIDDEN, entry="invitation")
    join(cluster, alice, organisation=factories.make_organisation("municipality", name="Alfa"))
    join(cluster, bob)
    join(cluster, facilitator, role=ClusterRole.FACILITATOR)
    topic = ask(cluster, alice, "Xylophone question", body="<p>Xylophone words</p>")
    reply(topic, bob, "<p>Xylophone answer</p>")
    Attachment.objects.create(
        cluster=cluster, post=topic.posts.get(number=2), uploader=bob, file="xylophone.pdf", name="xylophone.pdf",
        content_type="application/pdf", size=1,
    )  # fmt: skip
    make_event(Room(cluster, facilitator, [alice, bob]), title="Xylophone meeting")
    return cluster


def seen_by(client, user, cluster) -> dict[str, bool]:
    """Where the word shows, or a door opens, for this person."""
    client.force_login(user)
    topic, event, file = cluster.topics.get(), cluster.events.get(), Attachment.objects.get()
    token = open_feed(user).token
    slug, pages = cluster.slug, {}
    pages["topic"] = reverse("topic", args=[slug, topic.uuid])
    pages["post"] = reverse("topic_post", args=[slug, topic.uuid, 2])
    pages["list"] = reverse("cluster_discussions", args=[slug])
    pages["attachment"] = reverse("attachment", args=[file.uuid])
    pages["event"] = reverse("event", args=[slug, event.uuid])
    pages["event file"] = reverse("event_calendar", args=[slug, event.uuid])
    pages["cluster file"] = reverse("cluster_calendar", args=[slug])
    pages["feed"] = reverse("calendar_feed", args=[token])
    pages["cluster feed"] = reverse("cluster_feed", args=[token, slug])
    pages["my calendar"] = reverse("my_calendar")
    pages["clusters"] = reverse("clusters")
    pages["search"] = reverse("search") + "?q=xylophone+words"
    pages["people"] = reverse("cluster_people", args=[slug])
    pages["peers"] = reverse("cluster_peers", args=[slug])
    pages["notices"] = reverse("notices")
    found = {}
    for name, url in pages.items():
        response = client.get(url)
        assert response.status_code in (200, 302, 403, 404), (name, response.status_code)
        text = b"".join(response) if response.streaming else response.content
        for close in response._resource_closers:
            close()
        says = b"Xylophone" in text.replace(b"xylophone words", b"")
        found[name] = says if name not in ("post", "attachment", "people", "peers") else response.status_code < 400
    return found


def test_3_a_hidden_cluster_is_nowhere_for_a_stranger_and_everywhere_for_a_member(client, room, bob, charlie):
    take_part(bob, room.events.get())
    spread_post(reply(room.topics.get(), room.topics.get().author, f"<p>Xylophone, @{bob.name}</p>").pk)
    assert [name for name, is_seen in seen_by(client, charlie, room).items() if is_seen] == []
    unseen = [name for name, is_seen in seen_by(client, bob, room).items() if not is_seen]
    assert unseen == [], "else this test would notice nothing"


def test_3_no_digest_tells_a_stranger_of_it(room, alice, bob, charlie):
    Post.objects.update(created_at=MONDAY - timedelta(days=3))
    room.topics.update(created_at=MONDAY - timedelta(days=3), last_post_at=MONDAY - timedelta(days=3))
    digests.send_digests(now=MONDAY)
    told = set(Letter.objects.filter(kind="cluster_digest").values_list("user__email", flat=True))
    assert told == {alice.email, "facilitator@example.org"}, "not who wrote last, and no stranger"


def test_3_what_resembles_it_does_not_show_to_a_stranger(client, room, alice, charlie):
    other = make_cluster("Other", members=[alice, charlie], host=room.host)
    asking = {"title": "A question about the xylophone"}
    for user, is_shown in ((charlie, False), (alice, True)):
        client.force_login(user)
        html = client.get(reverse("topics_similar", args=[other.slug]), asking).content
        assert (b"Xylophone question" in html) == is_shown


def test_9_who_leaves_the_municipality_loses_every_way_in_and_her_words_stay(
    client, room, alice, bob, admin, mailoutbox
):
    town = room.members.get(user=alice).organisation
    factories.run(alice, town, role="member")
    take_part(alice, room.events.get())
    spread_post(reply(room.topics.get(), bob, f"<p>Xylophone, @{alice.name}</p>").pk)
    assert seen_by(client, alice, room)["topic"]
    leave_organisation(alice, town, by=admin)
    assert [name for name, is_seen in seen_by(client, alice, room).items() if is_seen] == []
    later = timezone.now() + HELD + timedelta(minutes=1)
    for row in Letter.objects.waiting().filter(user=alice):
        deliver_letter(row.pk, now=later)
    assert [mail.subject for mail in mailoutbox if "Xylophone" in mail.body + mail.subject] == []
    client.force_login(bob)
    html = client.get(reverse("topic", args=[room.slug, room.topics.get().uuid])).content.decode()
    assert "Xylophone words" in html
    assert "Alice Sample" in html
    assert "Alfa" in html


# 6 ---------------------------------------------------------------------------------------------------------------


def test_6_a_deleted_post_is_gone_from_page_search_notices_letters_digest_and_files(
    client, room, alice, bob, charlie, facilitator, mailoutbox, django_capture_on_commit_callbacks
):
    topic = room.topics.get()
    join(room, charlie)  # reads nothing but her letters
    post = reply(topic, alice, f"<p>Zither, @{bob.name}</p>")
    spread_post(post.pk)
    Attachment.objects.update(post=post)
    file = Attachment.objects.get()
    client.force_login(bob)
    page, search = reverse("topic", args=[room.slug, topic.uuid]), reverse("search") + "?q=zither"
    assert b"Zither" in client.get(page).content
    assert b"Xylophone question" in client.get(search).content
    with django_capture_on_commit_callbacks(execute=True):
        delete_post(post, by=alice)
    for user in (bob, facilitator):  # who leads sees what is held and hidden, of this nothing
        client.force_login(user)
        assert b"Zither" not in client.get(page).content
        assert b"Xylophone question" not in client.get(search).content
        assert client.get(reverse("attachment", args=[file.uuid])).status_code == 404
        assert client.get(reverse("post_history", args=[room.slug, topic.uuid, post.number])).status_code == 404
        assert "Alice Sample mentions you" not in client.get("/en/notices/").content.decode()
    later = timezone.now() + HELD + timedelta(minutes=1)
    for row in Letter.objects.waiting():
        deliver_letter(row.pk, now=later)
    monday = datetime.combine(later.date() + timedelta(days=7 - later.weekday()), MONDAY.timetz())
    assert digests.send_digests(now=monday) == 1
    for row in Letter.objects.waiting():
        deliver_letter(row.pk, now=monday)
    assert "Xylophone question" in mailoutbox[-1].body, "of the rest of the topic it tells"
    assert not [mail for mail in mailoutbox if "Zither" in mail.body]
    assert "Zither" not in str([*Post.objects.values(), *Notice.objects.values(), *Letter.objects.values()])
