"""Polls: put into a topic as it is opened, voted in, closed. A vote may come twice and be changed until it closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from academy.models import User
from academy.policies import require
from peer_exchange.enums import PollKind, VoteValue
from peer_exchange.errors import ChooseOne, PollClosed
from peer_exchange.models import Poll, PollOption, Topic, Vote
from peer_exchange.policies import may_change_poll, may_write, standing_of

SENSES = 5  # steps of a sense check, from "no" to "fully"


@dataclass(frozen=True)
class NewPoll:
    """`options` are texts; of a time poll pairs of moments; of a sense check and an opt-in none, they are given."""

    kind: PollKind
    question: str
    options: tuple[str | tuple[datetime, datetime], ...] = ()
    is_multiple: bool = False
    shows_names: bool = True
    closes_at: datetime | None = None


def add_poll(topic: Topic, poll: NewPoll, *, now: datetime) -> Poll:
    """The poll of a topic that is being opened, inside its transaction."""
    row = Poll.objects.create(
        topic=topic,
        kind=poll.kind,
        question=poll.question,
        is_multiple=poll.is_multiple and poll.kind == PollKind.CHOICE,
        shows_names=poll.shows_names,
        closes_at=poll.closes_at,
        created_at=now,
    )
    options: list[PollOption] = []
    if poll.kind == PollKind.SENSE_CHECK:
        options = [PollOption(text=str(step)) for step in range(1, SENSES + 1)]
    elif poll.kind == PollKind.OPT_IN:
        options = [PollOption(text=str(int(VoteValue.YES))), PollOption(text=str(int(VoteValue.NO)))]
    for option in poll.options if not options else ():
        if isinstance(option, tuple):
            options.append(PollOption(starts_at=option[0], ends_at=option[1]))
        else:
            options.append(PollOption(text=option))
    for position, entry in enumerate(options):
        entry.poll, entry.position = row, position
    PollOption.objects.bulk_create(options)
    return row


@transaction.atomic
def cast_vote(poll: Poll, *, by: User, values: Mapping[int, VoteValue], now: datetime | None = None) -> None:
    """What she votes now, in place of what she voted before: `{key of the option: value}`; empty takes it back.

    Raises PermissionDenied, PollClosed, ChooseOne when only one choice is possible.
    """
    now = now or timezone.now()
    poll = Poll.objects.select_for_update(of=("self",)).select_related("topic__cluster").get(pk=poll.pk)
    require(may_write(standing_of(by, poll.topic.cluster), poll.topic.cluster))
    if is_closed(poll, now=now):
        raise PollClosed
    known = set(poll.options.values_list("pk", flat=True))
    wanted = {pk: value for pk, value in values.items() if pk in known}
    is_time = poll.kind == PollKind.TIME
    if not is_time:
        wanted = {pk: VoteValue.YES for pk, value in wanted.items() if value == VoteValue.YES}
        if len(wanted) > 1 and not poll.is_multiple:
            raise ChooseOne
    Vote.objects.filter(option__poll=poll, user=by).exclude(option__in=wanted).delete()
    Vote.objects.bulk_create(
        [Vote(option_id=pk, user=by, value=value, at=now) for pk, value in wanted.items()],
        update_conflicts=True,
        unique_fields=["option", "user"],
        update_fields=["value", "at"],
    )


@transaction.atomic
def close_poll(poll: Poll, *, by: User, now: datetime | None = None) -> Poll:
    """No more votes from now on. Raises PermissionDenied."""
    now = now or timezone.now()
    poll = Poll.objects.select_related("topic__cluster").get(pk=poll.pk)
    require(may_change_poll(by, standing_of(by, poll.topic.cluster), poll))
    if not is_closed(poll, now=now):
        poll.closes_at = now
        poll.save(update_fields=["closes_at"])
    return poll


def is_closed(poll: Poll, *, now: datetime | None = None) -> bool:
    """By its own end, with its topic, or with its cluster."""
    now = now or timezone.now()
    ended = poll.closes_at is not None and poll.closes_at <= now
    return ended or poll.topic.closed_at is not None or poll.topic.cluster.archived_at is not None
