"""Telling people about a practice: a letter and a notice of the same name, each once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from academy.services.letters import LetterRow, queue_letters
from peer_exchange.delivery.bells import forget_bell
from peer_exchange.enums import NoticeKind
from peer_exchange.models import Notice, Practice


def tell(
    what: str, practice: Practice, people: Iterable[int], *, key: str, data: dict[str, Any], now: datetime | None = None
) -> None:
    """`what`: submitted, returned, published, review, reviewed, running or adoption; `key` makes it one of its own.

    `data` is for the letter. Called inside a transaction.
    """
    people = sorted(set(people))
    name = f"practice/{practice.uuid}/{what}/{key}"
    queue_letters(f"practice_{what}", [LetterRow(pk, f"{name}/{pk}", data) for pk in people])
    Notice.objects.bulk_create(
        [
            Notice(
                user_id=pk, kind=NoticeKind.PRACTICE, key=f"{name}/{pk}", practice=practice, data={"what": what},
                created_at=now or timezone.now(),
            )
            for pk in people
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    forget_bell(people)


def authors_of(practice: Practice) -> list[int]:
    """Those with an account."""
    return list(practice.authors.filter(user__is_active=True).values_list("user", flat=True))
