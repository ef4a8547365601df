"""A certificate is issued once and its letter leaves once, though the worker is killed and Redis goes away."""

import signal
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import redis
from celery import current_app
from django.db.models import F

from courses import tasks
from courses.enums import CertificateDelivery
from courses.models import Certificate
from courses.querysets import CERTIFICATE_LEASE
from courses.services.certificates import send_again
from tests import factories
from tests.environment import ROOT
from tests.services.conftest import WorkerProcess, wait_until

FINISH = (
    "from courses.models import Enrollment; from tests import factories; factories.finish(Enrollment.objects.get())"
)


def the_certificate() -> Certificate:
    """The only one."""
    return Certificate.objects.get()


def let_the_lease_run_out() -> None:
    """As if the worker had died that long ago."""
    Certificate.objects.filter(claimed_at__isnull=False).update(claimed_at=F("claimed_at") - 2 * CERTIFICATE_LEASE)
    Certificate.objects.filter(sending_at__isnull=False).update(sending_at=F("sending_at") - 2 * CERTIFICATE_LEASE)


def sweep() -> None:
    """What beat does every minute; returns when the worker has worked it off."""
    tasks.deliver_waiting_certificates.delay()
    assert wait_until(is_idle, seconds=30)


def is_idle() -> bool:
    """Nothing waits in the queue and no worker is at work."""
    with current_app.connection_for_read() as broker:
        waiting = broker.default_channel.client.llen("celery")
    active = current_app.control.inspect(timeout=1).active() or {}
    return waiting == 0 and bool(active) and not any(active.values())


def test_the_worker_is_killed_while_it_draws(worker: WorkerProcess, enrollment):
    factories.finish(enrollment)
    assert wait_until(lambda: the_certificate().claimed_at), worker.said()
    worker.kill()
    assert the_certificate().sending_at is None, "the premise of this test: it was killed before the letter"
    assert worker.letters() == []

    worker.start()
    sweep()
    assert worker.letters() == [], "the lease of the dead worker holds"

    let_the_lease_run_out()
    sweep()
    assert wait_until(lambda: the_certificate().delivered_at), worker.said()
    sweep()
    factories.finish(enrollment)
    tasks.deliver_certificate.delay(the_certificate().pk)
    sweep()
    assert len(worker.letters()) == 1
    assert the_certificate().code in worker.letters()[0]


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters, and as long as it `hesitates` never says whether it has them."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), MailSession)
        self.letters: list[str] = []
        self.hesitates = threading.Event()
        self.hesitates.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class MailSession(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.answer("220 ready")
        for line in self.rfile:
            match line[:4].upper():
                case b"EHLO":
                    self.answer("250 hello")
                case b"DATA":
                    self.answer("354 go on")
                    self.take_letter()
                case b"QUIT":
                    self.answer("221 bye")
                    return
                case _:
                    self.answer("250 fine")

    def take_letter(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.letters.append(b"".join(lines).decode())
        if self.server.hesitates.is_set():
            self.rfile.read()  # until the other side is gone
        else:
            self.answer("250 taken")

    def answer(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server
        server.shutdown()


def test_the_worker_is_killed_while_the_letter_leaves(worker: WorkerProcess, mail_server: MailServer, enrollment):
    """Nobody knows whether it arrived, so it is not sent again by itself; a person decides."""
    worker.stop()
    worker.environment["EMAIL_URL"] = mail_server.url
    worker.start()
    factories.finish(enrollment)
    assert wait_until(lambda: mail_server.letters), worker.said()
    worker.kill()
    assert the_certificate().delivery == CertificateDelivery.UNCERTAIN

    mail_server.hesitates.clear()
    worker.start()
    let_the_lease_run_out()
    sweep()
    assert len(mail_server.letters) == 1
    assert the_certificate().delivery == CertificateDelivery.UNCERTAIN

    assert send_again(the_certificate())
    assert wait_until(lambda: the_certificate().delivered_at), worker.said()
    first, second = mail_server.letters
    assert message_id(first) == message_id(second)


def message_id(letter: str) -> str:
    return next(line for line in letter.splitlines() if line.lower().startswith("message-id:"))


class OwnRedis:
    """A Redis of this test alone, to be stopped and started again."""

    def __init__(self, folder) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.command = [
            "redis-server", "--port", str(self.port), "--dir", str(folder), "--bind", "127.0.0.1", "--save", "",
        ]  # fmt: skip
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        assert wait_until(self.answers)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=10)
            self.process = None

    def answers(self) -> bool:
        try:
            return bool(redis.Redis(port=self.port).ping())
        except redis.ConnectionError:
            return False


@pytest.fixture
def own_redis(tmp_path) -> Iterator[OwnRedis]:
    server = OwnRedis(tmp_path)
    server.start()
    yield server
    server.stop()


def test_redis_is_away_when_the_course_is_completed(own_redis: OwnRedis, tmp_path, enrollment):
    worker = WorkerProcess(tmp_path)
    worker.environment["REDIS_URL"] = own_redis.url
    own_redis.stop()
    run(worker, FINISH)
    assert the_certificate().delivery == CertificateDelivery.WAITING

    own_redis.start()
    try:
        worker.launch()
        for _ in range(3):
            run(worker, "from courses import tasks; tasks.deliver_waiting_certificates.delay()")
        assert wait_until(lambda: the_certificate().delivered_at, seconds=60), worker.said()
    finally:
        worker.stop()  # after it has worked off what it had begun
    assert len(worker.letters()) == 1


def run(worker: WorkerProcess, code: str) -> None:
    """In a process of its own with the settings of the worker, as a web process has them."""
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
    subprocess.run(command, cwd=ROOT, env=worker.environment, check=True, timeout=60)
