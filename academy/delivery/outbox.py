"""Sending a letter of the outbox at most once, though workers die, mail servers refuse and brokers go away.

Each move is a conditional UPDATE, committed before the next one; none may run inside a transaction of the caller. What
stands in a letter is known to the plug of its kind only.
"""

import logging
import zoneinfo
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from academy import sockets
from academy.delivery.mail import NotSent, send_written, write_letter
from academy.delivery.unsubscribing import unsubscribe_url
from academy.models import Letter, Unsubscription, User
from academy.querysets import LetterQuerySet
from academy.sockets import LetterKind

logger = logging.getLogger(__name__)

FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=2), timedelta(hours=6)
# So many letters that she could unsubscribe from reach a person on one day of her calendar; what is more waits for the
# next morning. Letters without a category always come and are not counted.
LETTERS_A_DAY = 10
MORNING = time(7)


def deliver_letter(letter_pk: int, *, now: datetime | None = None) -> bool:
    """Write and send one letter, if nobody else does; returns whether it left.

    A death before `sending_at` is harmless: the lease runs out and a sweep comes again. A death after it leaves the
    row as it is, because nobody knows whether the letter left; administrators decide in the CMS. What the mail server
    surely refused, and what could not be written, is tried again after 2, 4, 8 … minutes. A letter whose kind is not
    plugged in waits: the next version of the site may know it.
    """
    now = now or timezone.now()
    row = Letter.objects.filter(pk=letter_pk)
    kind_name = row.values_list("kind", flat=True).first()
    if kind_name is None:
        return False
    kind = sockets.letter_kinds.get(kind_name)
    if kind is None:
        logger.warning("Letter %s waits: nobody knows how to write the kind %r.", letter_pk, kind_name)
        return False
    if not _committed(row.claimable(now=now), claimed_at=now):
        return False
    letter = row.select_related("user").first()
    if letter is None:  # the account was deleted in this moment
        return False
    return _deliver(letter, kind, now=now)


def deliver_letters(kind_name: str, letter_pks: Collection[int], *, now: datetime | None = None) -> int:
    """Letters of a kind that reads what they have in common once; returns how many left. Each leaves as
    `deliver_letter` has it; one that fails is put back and logged, the others leave.
    """
    now = now or timezone.now()
    kind = sockets.letter_kinds.get(kind_name)
    if kind is None or kind.gather is None:
        return sum(deliver_letter(pk, now=now) for pk in letter_pks)
    rows = Letter.objects.filter(kind=kind_name, pk__in=letter_pks)
    if not _committed(rows.claimable(now=now), claimed_at=now):
        return 0
    letters = list(rows.waiting().filter(claimed_at=now).select_related("user").order_by("pk"))
    gathered = kind.gather(letters)
    count = 0
    for letter in letters:
        try:
            count += _deliver(letter, kind, gathered, now=now)
        except Exception:
            logger.exception("Letter %s did not leave", letter.pk)
    return count


def _deliver(letter: Letter, kind: LetterKind, gathered: Any = None, *, now: datetime) -> bool:
    """One that this worker has claimed at `now`."""
    row = Letter.objects.filter(pk=letter.pk)
    mine = row.waiting().filter(claimed_at=now)
    try:
        message = _written(letter, kind, gathered) if _is_wanted(letter.user, kind) else None
    except Exception:
        _put_back(mine, letter, now=now)
        raise
    if message is None:
        _committed(mine, dropped_at=timezone.now())
        return False
    if not _take_off(mine, letter, kind, now=now):
        return False
    try:
        send_written(message)
    except NotSent:
        _put_back(row, letter, now=now)
        raise
    _committed(row, sent_at=timezone.now())
    return True


def _is_wanted(user: User | None, kind: LetterKind) -> bool:
    if user is None:  # to an address; nobody could unsubscribe it
        return True
    if not user.is_active:
        return False
    return not (kind.category and Unsubscription.objects.filter(user=user, category=kind.category).exists())


def _written(letter: Letter, kind: LetterKind, gathered: Any) -> EmailMultiAlternatives | None:
    """The message as it leaves, in her language and her time; None when there is nothing to say."""
    user, zone = letter.user, _zone(letter.user)
    language = letter.language if user is None else user.language
    with translation.override(language), timezone.override(zone):
        written = kind.write(letter) if kind.gather is None else kind.write(letter, gathered)
    if written is None:
        return None
    return write_letter(
        written.template,
        to=letter.address,
        language=language,
        key=letter.key,
        context=written.context,
        attachments=written.attachments,
        zone=zone,
        why=kind.label,
        unsubscribe_url=unsubscribe_url(user, kind.category) if user is not None and kind.category else "",
    )


def _take_off(mine: LetterQuerySet, letter: Letter, kind: LetterKind, *, now: datetime) -> bool:
    """Note that it is leaving; False when another worker took over, or she had enough for today and it waits."""
    with transaction.atomic(durable=True):
        if letter.user is not None and kind.category:
            # one letter of a person at a time, or two workers would both send the last one of the day
            User.objects.select_for_update(of=("self",), no_key=True).filter(pk=letter.user_id).first()
            today = timezone.localtime(now, _zone(letter.user)).date()
            if _left_since(letter.user, _moment(letter.user, today, time.min)) >= LETTERS_A_DAY:
                morning = _moment(letter.user, today + timedelta(days=1), MORNING)
                mine.update(claimed_at=None, not_before=morning)
                return False
        return bool(mine.update(sending_at=now))


def _left_since(user: User, start: datetime) -> int:
    countable = [name for name, kind in sockets.letter_kinds if kind.category]
    return Letter.objects.filter(user=user, kind__in=countable, sending_at__gte=start).count()


def _put_back(rows: LetterQuerySet, letter: Letter, *, now: datetime) -> None:
    wait = min(FIRST_RETRY * 2**letter.refusals, LONGEST_RETRY)
    _committed(rows, claimed_at=None, sending_at=None, refusals=F("refusals") + 1, retry_at=now + wait)


def _zone(user: User | None) -> zoneinfo.ZoneInfo:
    """Hers; of an address, the site's."""
    return zoneinfo.ZoneInfo(user.time_zone if user is not None else settings.TIME_ZONE)


def _moment(user: User, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=_zone(user))


def _committed(rows, **values) -> bool:
    """One UPDATE, on disk when this returns; whether it found a row."""
    with transaction.atomic(durable=True):
        return bool(rows.update(**values))
