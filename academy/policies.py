"""May this person? A policy answers with a verdict that carries its reason; it never changes anything."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Verdict:
    """`reason` is a translatable sentence for the person when it is a no."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOW = Verdict(True)


def deny(reason: str) -> Verdict:
    return Verdict(False, reason)


def require(verdict: Verdict) -> None:
    """Raise PermissionDenied with the reason unless the verdict is a yes."""
    if not verdict:
        raise PermissionDenied(verdict.reason)
