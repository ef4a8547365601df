"""What is wrong with a page that was refused, down to the block of a lesson. Knows nothing of files or requests."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError


def faults_of(error: ValidationError, part: str = "") -> Iterator[tuple[str, str]]:
    """`(place, message)` of every fault; of a lesson's blocks the path to the faulty one, counted from 1."""
    if hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            yield part, f"`{name}`: {' '.join(messages)}"
        return
    below = getattr(error, "block_errors", None) or {}
    for key, fault in below.items() if isinstance(below, dict) else enumerate(below):
        if fault is not None:
            name = f"block {key + 1}" if isinstance(key, int) and not part else str(key)
            yield from faults_of(fault, f"{part}, {name}" if part else name)
    if not below:
        yield part, " ".join(error.messages)
