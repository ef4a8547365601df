"""A post reaches whom it concerns once, though the worker is killed between its notice and its letter."""

from datetime import timedelta

import psycopg
from django.db import connection
from django.db.models import F

from academy.models import Letter
from academy.tasks import deliver_waiting_letters
from peer_exchange import tasks
from peer_exchange.enums import TopicKind
from peer_exchange.models import AskedPeer, Notice, Post
from tests.peer_exchange.notice_makers import make_cluster, make_topic
from tests.services.conftest import WorkerProcess, wait_until


def test_the_worker_is_killed_between_notice_and_letter(worker: WorkerProcess, alice, bob):
    question = make_topic(make_cluster(members=[alice, bob]), alice, "Who drives?", kind=TopicKind.QUESTION)
    AskedPeer.objects.create(topic=question, user=bob)
    post = question.posts.get()

    with HeldLetter(f"post/{post.pk}/{bob.pk}", bob):
        tasks.spread_post.delay(post.pk)
        assert wait_until(somebody_waits), worker.said()
        worker.kill()
    assert wait_until(lambda: not somebody_waits())
    assert not Notice.objects.exists(), "what it had written before it died is undone"
    assert not Letter.objects.exists()

    worker.start()
    Post.objects.update(created_at=F("created_at") - timedelta(minutes=5))
    for _ in range(2):
        tasks.spread_posts.delay()
        assert wait_until(lambda: Post.objects.get().spread_at), worker.said()
    assert wait_until(lambda: Letter.objects.get().sent_at), worker.said()
    tasks.spread_post.delay(post.pk)
    deliver_waiting_letters.delay()
    assert not wait_until(lambda: len(worker.letters()) > 1, seconds=3)
    assert [(notice.user, notice.kind) for notice in Notice.objects.all()] == [(bob, "routed")]
    assert len(worker.letters()) == 1


class HeldLetter:
    """As long as it lasts, who writes a letter of this key waits: another transaction is about to, then does not."""

    def __init__(self, key: str, user) -> None:
        self.key, self.user = key, user

    def __enter__(self) -> None:
        settings = connection.settings_dict
        self.other = psycopg.connect(
            host=settings["HOST"], port=settings["PORT"] or None, user=settings["USER"], dbname=settings["NAME"],
            password=settings["PASSWORD"] or None,
        )  # fmt: skip
        self.other.execute(
            "INSERT INTO academy_letter (kind, user_id, email, language, key, data, created_at, refusals) "
            "VALUES ('held', %s, '', '', %s, '{}', now(), 0)",
            [self.user.pk, self.key],
        )

    def __exit__(self, *_error) -> None:
        self.other.rollback()
        self.other.close()


def somebody_waits() -> bool:
    """For a lock, in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])
