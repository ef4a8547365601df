"""One number for the state of everything published: whatever is cached under it is never out of date.

With Redis it stands there and all processes share it; without, it is the time stamp of a file, so that a command in
another process is noticed too. `None` means: unknown, do not cache.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.cache import cache

KEY = "site-version"
_FILE = settings.VAR_DIR / "site-version"
_pinned: ContextVar[list[int | None] | None] = ContextVar("site_version", default=None)


@contextmanager
def pinned() -> Iterator[None]:
    """Ask once for a whole request: inside, `current()` keeps its first answer until something is published."""
    token = _pinned.set([])
    try:
        yield
    finally:
        _pinned.reset(token)


def current() -> int | None:
    """The version in force, or None while Redis is away."""
    known = _pinned.get()
    if known is None:
        return _read()
    if not known:
        known.append(_read())
    return known[0]


def _read() -> int | None:
    if settings.REDIS_URL:
        version = cache.get(KEY)
        if version is None:
            cache.add(KEY, time.time_ns(), timeout=None)
            version = cache.get(KEY)
        return version
    try:
        return _FILE.stat().st_mtime_ns
    except FileNotFoundError:
        return bump()


def bump() -> int:
    """Make everything cached so far out of date. Call it after the change is committed."""
    version = time.time_ns()
    if (known := _pinned.get()) is not None:
        known[:] = [None]  # the rest of this request caches nothing
    if settings.REDIS_URL:
        cache.set(KEY, version, timeout=None)
    else:
        _FILE.parent.mkdir(parents=True, exist_ok=True)
        _FILE.touch()
        os.utime(_FILE, ns=(version, version))
    return version
