"""A real Celery worker beside the tests, on the same database and Redis: nothing here is eager or mocked."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.db import connection

from tests.environment import ROOT

SECONDS_TO_START = 40


def wait_until(ready: Callable[[], object], *, seconds: float = 20) -> bool:
    """Ask until it is so; False when the time is over."""
    deadline = time.monotonic() + seconds
    while not (result := ready()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(result)


class WorkerProcess:
    """`celery -A academy worker`, as production runs it, with letters written to `mail_folder`."""

    def __init__(self, folder: Path) -> None:
        self.mail_folder = folder / "mail"
        self.log = folder / "worker.log"
        database = connection.settings_dict
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "academy.settings",
            "DATABASE_URL": os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database['NAME']}",
            "VAR_DIR": str(folder),
            "EMAIL_URL": "filemail://",
            "LOG_LEVEL": "INFO",
        }
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Returns when the worker answers."""
        self.launch()
        assert wait_until(lambda: current_app.control.ping(timeout=0.5), seconds=SECONDS_TO_START), self.said()

    def launch(self) -> None:
        options = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
        command = [sys.executable, "-m", "celery", "-A", "academy", "worker", *options]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def stop(self) -> None:
        self.end(signal.SIGTERM)

    def kill(self) -> None:
        """As a crash would: the worker and its children, without a last word."""
        self.end(signal.SIGKILL)

    def end(self, sign: int) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, sign)
            self.process.wait(timeout=30)

    def said(self) -> str:
        return self.log.read_text("utf-8") if self.log.exists() else ""

    def letters(self) -> list[str]:
        """Every letter that left, as text; a letter file holds one or more."""
        files = sorted(self.mail_folder.glob("*")) if self.mail_folder.exists() else []
        return [letter for file in files for letter in file.read_text("utf-8").split("-" * 79) if letter.strip()]


@pytest.fixture
def worker(db, settings, tmp_path: Path) -> Iterator[WorkerProcess]:
    """Running; `kill()` and `start()` it as the test needs. Ends with the test."""
    assert settings.REDIS_URL, "needs PostgreSQL and Redis: python .ci/services.py pytest -m services"
    settings.CELERY_TASK_ALWAYS_EAGER = False
    eager, current_app.conf.task_always_eager = current_app.conf.task_always_eager, False
    process = WorkerProcess(tmp_path)
    try:
        process.start()
        yield process
    finally:
        process.stop()
        current_app.conf.task_always_eager = eager
