"""The environment every test process runs in, set before Django reads its settings. Knows nothing of Django.

A developer's `.env` never reaches the tests: what counts is what the command line sets, else the values below. Each
process of a parallel run gets a folder of its own for files, mail and the SQLite database, and its own Redis database.
"""

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "var" / "tests"  # migrated SQLite files, one per state of the migrations
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")

FIXED = {
    "DEBUG": "0",
    "DEMO": "0",
    "HTTPS": "0",
    "SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789-0123456789",
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "REQUIRE_SECOND_FACTOR": "1",
    "TRUSTED_PROXY_COUNT": "0",
    "TIME_ZONE": "Europe/Skopje",
    "LOG_LEVEL": "WARNING",
    "S3_BUCKET": "",
    "S3_CUSTOM_DOMAIN": "",
    "EMAIL_URL": "memorymail://",
    "DEFAULT_FROM_EMAIL": "Municipal e-Academy <academy@example.org>",
}


def prepare() -> Path:
    """Set the variables of this process, once; the folder returned is its own."""
    if os.environ.get("TEST_PROCESS") == PROCESS:
        return Path(os.environ["VAR_DIR"])
    folder = Path(tempfile.mkdtemp(prefix=f"academy-tests-{PROCESS}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "static").mkdir()
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{sqlite_file(folder)}")
    os.environ.setdefault("REDIS_URL", "")
    os.environ.update(FIXED)
    os.environ["VAR_DIR"] = str(folder)
    os.environ["TEST_PROCESS"] = PROCESS
    os.environ["REDIS_URL"] = redis_of_process(os.environ["REDIS_URL"])
    return folder


def redis_of_process(url: str) -> str:
    """The Redis database of this process: gw0 takes the next one after that of the address, and so on."""
    number = re.search(r"\d+$", PROCESS)
    if not url or not number:
        return url
    server, _slash, database = url.rpartition("/")
    return f"{server}/{int(database) + 1 + int(number.group())}"


def sqlite_file(folder: Path) -> Path:
    return folder / "test.sqlite3"


def copy_migrated_database(folder: Path) -> None:
    """Put a migrated SQLite file where the tests of this process look for it; migrate only if migrations changed."""
    digest = sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    template = TEMPLATES / f"migrated-{digest.hexdigest()[:12]}.sqlite3"
    if not template.exists():
        build_template(template)
    suffix = "" if PROCESS == "main" else f"_{PROCESS}"  # as pytest-django names it
    shutil.copyfile(template, f"{sqlite_file(folder)}{suffix}")


def build_template(template: Path) -> None:
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=TEMPLATES)) / "fresh.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{fresh}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    try:
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        for old in TEMPLATES.glob("migrated-*.sqlite3"):
            old.unlink(missing_ok=True)
        fresh.replace(template)
    finally:
        shutil.rmtree(fresh.parent)
