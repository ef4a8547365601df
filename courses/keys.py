"""The stable identity of things that come from course files. Pure: it knows neither files nor models."""

import uuid

_NAMESPACE = uuid.UUID("5f0c2c0e-6f4e-5d0a-9a43-7f0c2b1f6f10")


def key_for(*parts: str) -> uuid.UUID:
    """The same parts give the same key, on every machine and in every language of a course."""
    return uuid.uuid5(_NAMESPACE, "/".join(parts))
