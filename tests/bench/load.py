"""Makes requests as fast as the site answers, for a bounded time, and says how it went. Needs wrk."""

import http.client
import json
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.data import ASKED, CSRF
from tests.bench.server import Server

SECONDS, WARM_UP_SECONDS = 4, 1
CONNECTIONS = 8
SCRIPT = Path(__file__).parent / "requests.lua"
CHOICE = re.compile(r'name="(question-\d+)"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="(question-\d+)"')


@dataclass(frozen=True)
class Request:
    path: str
    cookie: str = ""
    form: str = ""

    def line(self) -> str:
        return "\t".join(["POST" if self.form else "GET", self.path, self.cookie, self.form])


@dataclass(frozen=True)
class Measured:
    """`cpu` in milliseconds of the web processes per request or flow, times in milliseconds."""

    per_second: float
    p50: float
    p99: float
    cpu: float


def measure(server: Server, requests: Sequence[Request], *, warm_up: bool = True, seconds: int = SECONDS) -> Measured:
    """GETs are repeated in turn; of POSTs there must be more than can be made in the time."""
    if warm_up:
        run_wrk(server, requests, WARM_UP_SECONDS)
    before = server.cpu_seconds()
    said = run_wrk(server, requests, seconds)
    cpu = server.cpu_seconds() - before
    if said["failed"]:
        raise RuntimeError(f"{said['failed']} of {said['requests']} requests failed: {requests[0].path}")
    if requests[0].form and said["requests"] > len(requests):
        raise RuntimeError(f"{len(requests)} forms were too few for {said['requests']} requests.")
    per_second = said["requests"] / said["seconds"]
    return Measured(per_second, said["p50"], said["p99"], 1000 * cpu / said["requests"])


def run_wrk(server: Server, requests: Sequence[Request], seconds: int) -> dict:
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        file.write("\n".join(request.line() for request in requests) + "\n")
        file.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "-s", str(SCRIPT)]
        address = f"http://127.0.0.1:{server.port}"
        output = subprocess.run([*command, address, file.name], check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


class Visitor:
    """One connection and one session."""

    def __init__(self, server: Server, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.headers = {"Cookie": cookie}

    def get(self, path: str) -> str:
        return self.ask("GET", path)[1]

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Returns where it leads."""
        body = urlencode({"csrfmiddlewaretoken": CSRF, **fields})
        location, _text = self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        if not location:
            raise RuntimeError(f"POST {path} led nowhere.")
        return location

    def ask(self, method: str, path: str, body: str | None = None, headers: dict | None = None) -> tuple[str, str]:
        self.connection.request(method, path, body, self.headers | (headers or {}))
        response = self.connection.getresponse()
        text = response.read().decode()
        if response.status >= 400:
            raise RuntimeError(f"{method} {path} answered {response.status}.")
        return response.getheader("Location", ""), text


def take_quiz(visitor: Visitor, quiz_url: str, start_url: str, *, autosaves: bool) -> None:
    """Quiz page, start, questions, answers (each saved on its own if `autosaves`), handing in, result."""
    visitor.get(quiz_url)
    attempt = visitor.post(start_url, {})
    answers: dict[str, str] = {}
    for name, value, other_value, other_name in CHOICE.findall(visitor.get(attempt)):
        answers.setdefault(name or other_name, value or other_value)
    if len(answers) != ASKED:
        raise RuntimeError(f"{len(answers)} questions instead of {ASKED} at {attempt}.")
    if autosaves:
        for name, value in answers.items():
            visitor.post(f"{attempt}answers/", {name: value})
    visitor.get(visitor.post(f"{attempt}submission/", answers))


def measure_attempts(
    server: Server, quiz_url: str, starts: Sequence[tuple[str, str]], *, autosaves: bool, seconds: int = SECONDS
) -> Measured:
    """`starts`: (address that starts an attempt, cookie), each of another learner; they take turns."""
    times: list[float] = []
    begun = time.monotonic()
    before = server.cpu_seconds()

    def learn(turns: Iterator[tuple[str, str]]) -> None:
        while time.monotonic() - begun < seconds:
            start_url, cookie = next(turns)
            started = time.monotonic()
            take_quiz(Visitor(server, cookie), quiz_url, start_url, autosaves=autosaves)
            times.append(time.monotonic() - started)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for done in [pool.submit(learn, cycle(starts[number::CONNECTIONS])) for number in range(CONNECTIONS)]:
            done.result()
    elapsed = time.monotonic() - begun
    cpu = server.cpu_seconds() - before
    percentiles = statistics.quantiles(times, n=100)
    return Measured(len(times) / elapsed, 1000 * percentiles[49], 1000 * percentiles[98], 1000 * cpu / len(times))
