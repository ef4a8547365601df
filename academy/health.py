"""Whether the site is alive and can serve: every part it uses is asked, nothing secret is told.

`/healthz` answers 200 with `"state": "ok"`, or `"degraded"` while Redis is away (pages go on, jobs wait and are swept
up later), and 503 with `"down"` when a part is missing that no page does without. It asks in the request's own thread
and connection; django-health-check opens others per request and cannot tell needed parts from useful ones.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path

import redis
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)
_migrated: set[str] = set()


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_migrations() -> None:
    """A new release must not serve before its database is ready. Once true it stays true for this process."""
    if connection.settings_dict["NAME"] in _migrated:
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("migrations are not applied")
    _migrated.add(connection.settings_dict["NAME"])


def check_storage() -> None:
    if isinstance(default_storage, FileSystemStorage) or not settings.S3_BUCKET:
        folder = Path(default_storage.location)
        while not folder.exists():
            folder = folder.parent
        if not os.access(folder, os.W_OK):
            raise RuntimeError("uploads cannot be written")
    else:
        default_storage.exists("healthz")


def check_redis() -> None:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2)
    try:
        client.ping()
    finally:
        client.close()


NEEDED: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "storage": check_storage,
}
USEFUL: dict[str, Callable[[], None]] = {"redis": check_redis}


@never_cache
@require_safe
def show_health(request: HttpRequest) -> JsonResponse:
    needed = {name: _works(name, check) for name, check in NEEDED.items()}
    useful = {name: _works(name, check) for name, check in USEFUL.items()} if settings.REDIS_URL else {}
    state = "down" if not all(needed.values()) else "ok" if all(useful.values()) else "degraded"
    parts = {name: "ok" if works else "failing" for name, works in (needed | useful).items()}
    return JsonResponse({"state": state, "parts": parts}, status=503 if state == "down" else 200)


def _works(name: str, check: Callable[[], None]) -> bool:
    """The reason goes to the log only: error texts hold hosts and user names."""
    try:
        check()
    except Exception:
        logger.exception("healthz: %s fails", name)
        return False
    return True
