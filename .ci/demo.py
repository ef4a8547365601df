"""Starts the site with demo content: everything is set up the first time, and kept.

Embedded on purpose, whatever `.env` says: SQLite and files below var/, jobs at once, no other server needed. A step
runs again only when what it depends on changed, and none of them overwrites what people did on the site.
"""

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import setup

VAR = setup.ROOT / "var"
STAMPS = VAR / "stamps"
DATABASE = VAR / "db.sqlite3"
ACCOUNTS = STAMPS / "accounts.txt"  # what load_demo_people said, shown at every start
HOST = "127.0.0.1"
PACKAGES = ("academy", "courses", "peer_exchange")
SECONDS_TO_START = 60


def main() -> None:
    started = time.monotonic()
    port = int(os.environ.get("PORT") or 8000)
    check_port(port)
    setup.check_python()
    os.chdir(setup.ROOT)
    setup.packages()
    setup.front_end()
    os.environ.update(
        DEMO="1",
        DEBUG="0",
        HTTPS="0",
        DATABASE_URL=f"sqlite:///{DATABASE}",
        REDIS_URL="",
        S3_BUCKET="",
        ALLOWED_HOSTS="127.0.0.1,localhost",
        CSRF_TRUSTED_ORIGINS="",
        TRUSTED_PROXY_COUNT="0",
        REQUIRE_SECOND_FACTOR="0",
        EMAIL_URL=f"filemail:///{VAR / 'mail'}",
        VAR_DIR=str(VAR),
        SITE_URL=f"http://{HOST}:{port}",
    )
    STAMPS.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor() as pool:
        for part in [pool.submit(fill_database), pool.submit(collect_static_files)]:
            part.result()
    serve(port, started)


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            sys.exit(f"Port {port} is taken. Stop what runs there, or choose another: PORT={port + 1} make demo")


def fill_database() -> None:
    sources = {
        "catalogues": list((setup.ROOT / "locale").rglob("*.po")),
        "site": [file for name in PACKAGES for file in (setup.ROOT / name).rglob("*") if file.suffix != ".pyc"],
    }
    made = {"catalogues": sources["catalogues"][0].with_suffix(".mo"), "site": DATABASE}
    due = [part for part in sources if not is_done(part, sources[part], made[part])]
    if due:
        run(".ci/fill.py", *due, str(ACCOUNTS))
    for part in due:
        mark_done(part, sources[part])


def collect_static_files() -> None:
    sources = [
        *(setup.ROOT / "static").rglob("*"),
        setup.ROOT / "package-lock.json",
        setup.ROOT / "requirements" / "base.txt",
        setup.ROOT / "academy" / "settings.py",
    ]
    if is_done("static", sources, VAR / "static"):
        return
    print("Collecting style sheets, scripts and fonts …", flush=True)
    run("manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0")
    mark_done("static", sources)


def is_done(name: str, sources: Iterable[Path], made: Path) -> bool:
    stamp = STAMPS / name
    return made.exists() and stamp.exists() and stamp.read_text() == digest(sources)


def mark_done(name: str, sources: Iterable[Path]) -> None:
    (STAMPS / name).write_text(digest(sources))


def digest(sources: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for file in sorted(path for path in sources if path.is_file()):
        found.update(str(file.relative_to(setup.ROOT)).encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def run(*command: str) -> None:
    done = subprocess.run([str(setup.BIN / "python"), *command])
    if done.returncode:
        sys.exit(f"This failed (exit code {done.returncode}): {' '.join(command)}")


def serve(port: int, started: float) -> None:
    """One process with threads: the in-process cache and SQLite are shared by all visitors."""
    print("Starting the site …", flush=True)
    options = ["--workers", "1", "--threads", "8", "--timeout", "120", "--log-level", "warning", "--no-control-socket"]
    command = [setup.BIN / "python", "-m", "gunicorn", "academy.wsgi", "--bind", f"{HOST}:{port}", *options]
    server = subprocess.Popen([str(part) for part in command])
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    drawing = None
    try:
        wait_until_it_answers(server, port)
        drawing = draw_handbooks()
        print(f"\nReady after {time.monotonic() - started:.0f} s: http://{HOST}:{port}/   (Ctrl-C ends it)\n")
        print(ACCOUNTS.read_text("utf-8"), flush=True)
        server.wait()
    except KeyboardInterrupt:
        server.wait(timeout=30)  # Ctrl-C reached it too
        print("\nStopped. What you did is kept in var/; `make demo` goes on from there.")
    finally:
        if drawing is not None and drawing.poll() is None:
            drawing.terminate()
    sys.exit(max(server.returncode, 0))


def draw_handbooks() -> subprocess.Popen:
    """Beside the site and behind it: handbooks that nobody asked for yet are there when somebody does."""
    command = [str(setup.BIN / "python"), "manage.py", "draw_handbooks", "--verbosity", "0"]
    lowest = {"preexec_fn": lambda: os.nice(19)} if hasattr(os, "nice") else {}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **lowest)


def wait_until_it_answers(server: subprocess.Popen, port: int) -> None:
    """The port is open before the site is loaded: wait for a whole answer."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS_TO_START)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    server.terminate()
    sys.exit("The site did not start; the lines above say why.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped before the site was ready; `make demo` goes on from here.")
