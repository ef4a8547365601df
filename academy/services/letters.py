"""Putting letters into the outbox, and what a person does not want of them.

A letter is named by its key: queued twice, it leaves once. What stands in it is worked out when it leaves, by the plug
of its kind in `academy.sockets.letter_kinds`. Nothing here is sent before the transaction of the caller commits.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from academy import sockets, tasks
from academy.delivery import unsubscribing
from academy.models import Letter, Unsubscription, User

BATCH = 500  # rows of one INSERT
FEW = 50  # so many get a task of their own at once; more are left to the sweep


@dataclass(frozen=True)
class LetterRow:
    """One letter of many. `key` names it, at most 200 characters; `data` is for the plug of the kind, plain JSON."""

    user_id: int
    key: str
    data: dict[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None


@transaction.atomic
def queue_letter(
    kind: str,
    user: User,
    *,
    key: str,
    data: dict[str, Any] | None = None,
    not_before: datetime | None = None,
) -> Letter | None:
    """A letter of this kind to her, sent after the commit or from `not_before` on.

    None when there is one under this key already, whatever became of it, and when her account is closed. Who does not
    want letters of the category gets none: that is asked when it leaves.
    """
    if not user.is_active:
        return None
    letter, is_new = Letter.objects.get_or_create(
        key=key, defaults={"kind": kind, "user": user, "data": data or {}, "not_before": not_before}
    )
    if not is_new:
        return None
    if not_before is None or not_before <= timezone.now():
        tasks.deliver_letter.delay_on_commit(letter.pk)
    return letter


@transaction.atomic
def queue_letter_to_address(
    kind: str,
    email: str,
    language: str,
    *,
    key: str,
    data: dict[str, Any] | None = None,
    not_before: datetime | None = None,
    is_swept: bool = False,
) -> Letter | None:
    """A letter to an address, whether or not an account has it: nobody who sees the outbox could tell.

    None when there is one under this key already. Nobody can unsubscribe from it, so its kind should have no category.
    With `is_swept` it is one of many and leaves with the next sweep.
    """
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind, "email": email, "language": language, "data": data or {}, "not_before": not_before,
        },
    )  # fmt: skip
    if not is_new:
        return None
    if not is_swept and (not_before is None or not_before <= timezone.now()):
        tasks.deliver_letter.delay_on_commit(letter.pk)
    return letter


@dataclass(frozen=True)
class AddressRow:
    """One letter of many to addresses; see `queue_letter_to_address`."""

    email: str
    language: str
    key: str
    data: dict[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None


@transaction.atomic
def queue_letters_to_addresses(kind: str, rows: Iterable[AddressRow]) -> None:
    """Many at once; they leave with the next sweep. Their keys must be new, else IntegrityError."""
    letters = (
        Letter(kind=kind, email=row.email, language=row.language, key=row.key, data=row.data, not_before=row.not_before)
        for row in rows
    )
    Letter.objects.bulk_create(letters, batch_size=BATCH)


@transaction.atomic
def queue_letters(kind: str, rows: Iterable[LetterRow]) -> int:
    """Letters of one kind to thousands of people; returns how many are new. Keys that exist and closed accounts are
    left out. A few leave at once, more leave with the sweep, within minutes.
    """
    keys: list[str] = []
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        keys += _insert(kind, batch)
    if len(keys) <= FEW:
        for pk in Letter.objects.filter(key__in=keys).claimable(now=timezone.now()).values_list("pk", flat=True):
            tasks.deliver_letter.delay_on_commit(pk)
    else:
        tasks.deliver_waiting_letters.delay_on_commit()
    return len(keys)


@transaction.atomic
def send_again(letter: Letter) -> bool:
    """Send it once more because an administrator asked for it; returns whether there is somebody to send it to.

    Meant for one that was refused or interrupted; who received it already gets it a second time.
    """
    rows = Letter.objects.filter(pk=letter.pk).addressed()
    freed = {"claimed_at": None, "sending_at": None, "sent_at": None, "dropped_at": None, "retry_at": None}
    if not rows.exists():
        return False
    Letter.objects.filter(pk=letter.pk).update(**freed, not_before=None, refusals=0)
    tasks.deliver_letter.delay_on_commit(letter.pk)
    return True


def unsubscribe(user: User, category: str) -> None:
    """No letters of this category any more, those that wait already included. Twice called, no change."""
    Unsubscription.objects.get_or_create(user=user, category=category)


def resubscribe(user: User, category: str) -> None:
    """Letters of this category again, from now on. Twice called, no change."""
    Unsubscription.objects.filter(user=user, category=category).delete()


@transaction.atomic
def choose_letters(user: User, wanted: Iterable[str]) -> None:
    """Exactly these of the categories there are; what she said of others stays as it is."""
    wanted = frozenset(wanted)
    for category in categories():
        (resubscribe if category in wanted else unsubscribe)(user, category)


def unwanted(user: User) -> frozenset[str]:
    """The categories she does not want."""
    return frozenset(Unsubscription.objects.filter(user=user).values_list("category", flat=True))


def categories() -> dict[str, list[str | Promise]]:
    """`{category: [label, …]}` of everything a person can unsubscribe from; kinds of one category may share a label."""
    found: dict[str, list[str | Promise]] = {}
    for _name, kind in sockets.letter_kinds:
        if kind.category:
            labels = found.setdefault(kind.category, [])
            if kind.label and str(kind.label) not in map(str, labels):
                labels.append(kind.label)
    return found


def unsubscribe_token(user: User, category: str) -> str:
    """The signed token of the page that stops these letters without signing in."""
    return unsubscribing.unsubscribe_token(user, category)


def read_token(token: str) -> tuple[User, str] | None:
    """Whose token of which category it is; None when nobody made it here or the account is gone."""
    return unsubscribing.read_token(token)


def _insert(kind: str, rows: list[LetterRow]) -> list[str]:
    """Store what is new; returns its keys."""
    known = set(Letter.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    active = set(User.objects.filter(pk__in={row.user_id for row in rows}, is_active=True).values_list("pk", flat=True))
    fresh = {row.key: row for row in reversed(rows) if row.key not in known and row.user_id in active}
    Letter.objects.bulk_create(
        [
            Letter(kind=kind, user_id=row.user_id, key=row.key, data=row.data, not_before=row.not_before)
            for row in fresh.values()
        ],
        ignore_conflicts=True,
    )
    return list(fresh)
