"""Starts the site as production does, and reads from the system what it uses. Knows nothing of pages."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
WORKERS, THREADS = 2, 4


@dataclass(frozen=True)
class Server:
    port: int
    web: subprocess.Popen
    worker: subprocess.Popen

    def cpu_seconds(self) -> float:
        """Of the web processes since their start."""
        total = 0
        for pid in family(self.web.pid):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def memory(self) -> tuple[int, int]:
        """Megabytes of web and worker processes together: resident, and with shared pages counted once."""
        resident = shared_once = 0
        for pid in family(self.web.pid) + family(self.worker.pid):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:] if line.endswith("kB")}
            resident += sizes["Rss"]
            shared_once += sizes["Pss"]
        return resident // 1024, shared_once // 1024


def family(pid: int) -> list[int]:
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in children for below in family(int(child)))]


@contextmanager
def running_site() -> Iterator[Server]:
    port = free_port()
    address = f"127.0.0.1:{port}"
    gunicorn = ["gunicorn", "academy.wsgi", "--bind", address, "--workers", str(WORKERS), "--threads", str(THREADS)]
    web = start(*gunicorn, "--keep-alive", "60", "--no-control-socket", "--log-level", "warning")
    worker = start("celery", "-A", "academy", "worker", "--concurrency", "1", "--loglevel", "ERROR")
    try:
        wait_for(port)
        yield Server(port, web, worker)
    finally:
        for process in (web, worker):
            process.terminate()
            process.wait(timeout=30)


def start(module: str, *arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-W", "ignore::UserWarning", "-m", module, *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        try:
            connection.request("GET", "/bench/bare/")
            connection.getresponse().read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        finally:
            connection.close()
