"""Runs a command beside a real PostgreSQL and Redis: those that answer, else its own, stopped at the end.

    .venv/bin/python .ci/services.py pytest -m services

The command finds DATABASE_URL (an empty database of its own) and REDIS_URL (empty databases) in its environment.
DATABASE_SERVER and REDIS_SERVER name other servers than those of this machine's standard ports.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

sys.path.insert(0, str(Path(__file__).resolve().parent))
from setup import install_with_apt

LOCAL_POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"
LOCAL_REDIS = "redis://127.0.0.1:6379"
REDIS_DATABASES_WANTED = 4  # one for the command itself, one for each process of a parallel test run


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    with ExitStack() as stack:
        server = os.environ.get("DATABASE_SERVER", LOCAL_POSTGRES)
        if not postgres_answers(server):
            server = stack.enter_context(own_postgres())
        database_url = stack.enter_context(own_database(server))
        redis_url = stack.enter_context(lent_redis(os.environ.get("REDIS_SERVER", LOCAL_REDIS)))
        if redis_url is None:
            redis_url = stack.enter_context(own_redis())
        environment = os.environ | {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
        return subprocess.run(sys.argv[1:], env=environment).returncode


def postgres_answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            return connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()[0]
    except psycopg.OperationalError:
        return False


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """A database with a name of its own, so that two runs never meet."""
    name = f"academy_ci_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"%{name}%"])
            for (left,) in rows.fetchall():
                connection.execute(f'DROP DATABASE "{left}" WITH (FORCE)')


@contextmanager
def own_postgres() -> Iterator[str]:
    binaries = find_postgres() or (install_with_apt("postgresql") and find_postgres())
    if not binaries:
        sys.exit("No PostgreSQL answers, and none can be installed. Debian: sudo apt install postgresql")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="academy-postgres-") as folder:
        data = Path(folder) / "data"
        user = unprivileged(Path(folder))
        initdb = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(initdb, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        options = ["-h", "127.0.0.1", "-p", str(port), "-k", folder, "-c", "fsync=off"]
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        with own_process([binaries / "postgres", "-D", data, *options], user=user, folder=folder, end=signal.SIGINT):
            wait_until(lambda: postgres_answers(url), "PostgreSQL")
            yield url


def find_postgres() -> Path | None:
    """Debian keeps the server's programs off the PATH."""
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    found += sorted((path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")), reverse=True)
    return found[0] if found else None


def unprivileged(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then its own account, or nobody, gets the folder."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, name)
    return name


@contextmanager
def lent_redis(server: str) -> Iterator[str | None]:
    """The address of the first of several neighbouring empty databases, emptied again; None where there are none."""
    server = server.rstrip("/")
    numbers = find_empty_databases(server)
    try:
        yield f"{server}/{numbers[0]}" if numbers else None
    finally:
        for number in numbers:
            redis.Redis.from_url(f"{server}/{number}").flushdb()


def find_empty_databases(server: str) -> list[int]:
    try:
        for first in range(1, 16 - REDIS_DATABASES_WANTED + 1):
            numbers = range(first, first + REDIS_DATABASES_WANTED)
            if all(redis.Redis.from_url(f"{server}/{number}").dbsize() == 0 for number in numbers):
                return list(numbers)
    except redis.RedisError:
        return []
    return []


@contextmanager
def own_redis() -> Iterator[str]:
    program = shutil.which("redis-server") or (install_with_apt("redis-server") and shutil.which("redis-server"))
    if not program:
        sys.exit("No Redis answers, and none can be installed. Debian: sudo apt install redis-server")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="academy-redis-") as folder:
        options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", folder]
        with own_process([program, *options], folder=folder):
            client = redis.Redis(port=port)
            wait_until(lambda: answers(client), "Redis")
            yield f"redis://127.0.0.1:{port}/0"


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False


@contextmanager
def own_process(command: list, *, folder: str, user: str | None = None, end: int = signal.SIGTERM) -> Iterator[None]:
    process = subprocess.Popen(
        [str(part) for part in command], user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.send_signal(end)
        process.wait(timeout=30)


def wait_until(ready, what: str, *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            sys.exit(f"{what} did not start within {seconds:.0f} seconds.")
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
