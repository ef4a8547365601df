"""The site as in production, on this machine and without TLS, with two bare pages to compare with."""

from academy.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
CONN_MAX_AGE = None
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "ERROR"}}
