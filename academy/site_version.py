"""One number for the state of each part of what is published: whatever is cached under it is never out of date.

The pages of the site are a part, and each room above may add its own, so that publishing in one does not make the
others be read anew; `whole()` is the state of them all. With Redis the numbers stand there and all processes share
them; without, they are time stamps of files, so that a command in another process is noticed too. `None` means:
unknown, do not cache.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

PAGES = "pages"
_parts = [PAGES]
_FOLDER = settings.VAR_DIR
_pinned: ContextVar[dict[str, int | None] | None] = ContextVar("site_version", default=None)


def add_part(name: str) -> str:
    """A room calls it when it is imported; returns the name."""
    if name in _parts:
        raise ValueError(f"{name!r} is a part already")
    _parts.append(name)
    return name


@contextmanager
def pinned() -> Iterator[None]:
    """Ask once for a whole request: inside, `current()` keeps its first answer until something is published."""
    token = _pinned.set({})
    try:
        yield
    finally:
        _pinned.reset(token)


def current(part: str = PAGES) -> int | None:
    """The version of this part in force, or None while Redis is away."""
    return versions()[part]


def whole() -> str | None:
    """The versions of all parts, for what may show any of them; None when one is unknown."""
    numbers = [versions()[part] for part in _parts]
    return None if None in numbers else "-".join(map(str, numbers))


def bump(*parts: str) -> None:
    """Make what is cached of these parts out of date, without a part of all. Call it after the change is committed."""
    version = time.time_ns()
    changed = dict.fromkeys(parts or _parts, version)
    if (known := _pinned.get()) is not None:
        known |= dict.fromkeys(_parts)  # the rest of this request caches nothing
    if settings.REDIS_URL:
        cache.set_many({_key(part): version for part in changed}, timeout=None)
    else:
        _FOLDER.mkdir(parents=True, exist_ok=True)
        for part in changed:
            _touch(part, version)


def bump_on_commit(*parts: str) -> None:
    """The same, once what is changed in this transaction is there."""
    transaction.on_commit(partial(bump, *parts))


def versions() -> dict[str, int | None]:
    """Of every part."""
    known = _pinned.get()
    if known is None:
        return _read()
    if not known:
        known |= _read()
    return known


def _read() -> dict[str, int | None]:
    if not settings.REDIS_URL:
        return {part: _stamp(part) for part in _parts}
    found = cache.get_many([_key(part) for part in _parts])
    if missing := [part for part in _parts if _key(part) not in found]:
        for part in missing:
            cache.add(_key(part), time.time_ns(), timeout=None)
        found |= cache.get_many([_key(part) for part in missing])
    return {part: found.get(_key(part)) for part in _parts}


def _key(part: str) -> str:
    return f"site-version:{part}"


def _stamp(part: str) -> int:
    try:
        return (_FOLDER / f"site-version-{part}").stat().st_mtime_ns
    except FileNotFoundError:
        version = time.time_ns()
        _FOLDER.mkdir(parents=True, exist_ok=True)
        _touch(part, version)
        return version


def _touch(part: str, version: int) -> None:
    file = _FOLDER / f"site-version-{part}"
    file.touch()
    os.utime(file, ns=(version, version))
