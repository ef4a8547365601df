"""Working a list of staff off: in chunks, so that a killed worker loses nothing. Strangers of a chunk are invited
together; every other row is a transaction of its own. What a row does and that it is done is always one transaction.

A worker holds the list by a lease that it renews with every chunk; a sweep gives a list to another one when the lease
runs out. Knows nothing of files.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from academy import background, tasks
from academy.models import Organisation, User
from courses.enums import RosterState, RowOutcome
from courses.errors import LearningError
from courses.models import Edition, Roster, RosterRow
from courses.services.invitations import Colleagues, Invitee, Target, invite, invite_strangers, require_may_invite

logger = logging.getLogger(__name__)

CHUNK = 100
LEASE = timedelta(minutes=2)


def start_working(roster_pk: int) -> None:
    """By a worker, or without a broker in a thread of this process, after the commit."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        transaction.on_commit(lambda: background.start(work_roster, roster_pk))
    else:
        transaction.on_commit(lambda: _queue(roster_pk))


def work_roster(roster_pk: int) -> int:
    """Work off what is left of a running list; returns how many rows this call did. Nothing when a worker has it."""
    claim = _claimed(roster_pk, timezone.now())
    if claim is None:
        return 0
    roster = Roster.objects.select_related("organisation", "course", "edition", "uploaded_by").get(pk=roster_pk)
    by, count = roster.uploaded_by, 0
    if by is None:
        _stop(roster, _("Who uploaded the list has no account any more."))
        return 0
    organisations = {row.pk: row for row in Organisation.objects.within(roster.organisation)}
    with translation.override(by.language):
        while claim is not None and (chunk := _next_chunk(roster)):
            fault = _lost_right(roster, by)
            if fault:
                _stop(roster, fault)
                break
            count += _work_chunk(roster, chunk, organisations, by)
            if not settings.CELERY_TASK_ALWAYS_EAGER:
                tasks.deliver_waiting_letters.delay_or_leave()
            claim = _renewed(roster, claim)
    if claim is not None:
        Roster.objects.filter(pk=roster.pk, state=RosterState.RUNNING, claimed_at=claim).update(
            state=RosterState.DONE, finished_at=timezone.now()
        )
    if settings.CELERY_TASK_ALWAYS_EAGER:  # nobody sweeps there
        for _turn in range(-(-count // tasks.SWEEP)):
            tasks.deliver_waiting_letters.delay_or_leave()
    return count


def resume_rosters(*, now: datetime | None = None) -> None:
    """Sweep: lists whose worker died or whose task was lost."""
    for pk in lost_rosters(now or timezone.now()).values_list("pk", flat=True):
        start_working(pk)


def lost_rosters(now: datetime) -> QuerySet[Roster]:
    """Running ones that nobody holds."""
    is_free = Q(claimed_at__isnull=True, started_at__lt=now - LEASE) | Q(claimed_at__lt=now - LEASE)
    return Roster.objects.filter(is_free, state=RosterState.RUNNING)


def _work_chunk(roster: Roster, rows: Sequence[RosterRow], organisations: dict[int, Organisation], by: User) -> int:
    emails = [row.values["email"] for row in rows]
    colleagues = Colleagues.among(roster.organisation, emails)
    strangers = [row for row in rows if row.values["email"] not in colleagues.found]
    try:
        done = _invite_strangers(roster, strangers, organisations, by)
    except IntegrityError:  # somebody else invited one of them in this very moment: row by row then
        done = set()
    left = [row for row in rows if row.pk not in done]
    return len(done) + sum(_work_row(roster, row, organisations, colleagues, by) for row in left)


@transaction.atomic
def _invite_strangers(
    roster: Roster, rows: Sequence[RosterRow], organisations: dict[int, Organisation], by: User
) -> set[int]:
    """Most rows of most lists, together in a few queries; returns the keys of those that are done."""
    open_rows = RosterRow.objects.select_for_update().filter(pk__in=[row.pk for row in rows], outcome="", error="")
    mine = set(open_rows.values_list("pk", flat=True))
    pks, pairs = [], []
    for row in rows:
        values = dict(row.values)
        organisation = organisations.get(values.pop("organisation") or roster.organisation_id)
        if row.pk in mine and organisation is not None:
            pks.append(row.pk)
            target = Target(organisation, roster.organisation, roster.course, roster.edition)
            pairs.append((target, Invitee(**values)))
    outcomes = dict(zip(pks, invite_strangers(pairs, by=by), strict=True))
    for outcome in {outcome for outcome in outcomes.values() if outcome}:
        found = [pk for pk in pks if outcomes[pk] == outcome]
        RosterRow.objects.filter(pk__in=found).update(outcome=outcome)
    return {pk for pk in pks if outcomes[pk]}


def _work_row(
    roster: Roster, row: RosterRow, organisations: dict[int, Organisation], colleagues: Colleagues, by: User
) -> bool:
    """False when another worker did it in this moment. What the row does and that it did it: one transaction."""
    values = dict(row.values)
    organisation = organisations.get(values.pop("organisation") or roster.organisation_id)
    mine = RosterRow.objects.filter(pk=row.pk, outcome="", error="")
    try:
        with transaction.atomic():
            if not mine.update(outcome=RowOutcome.FAILED):
                return False
            if organisation is None:
                raise LearningError(_("This organisation is not there any more."))
            target = Target(organisation, roster.organisation, roster.course, roster.edition)
            done = invite(target, Invitee(**values), colleagues, by=by, is_swept=True)
            RosterRow.objects.filter(pk=row.pk).update(outcome=done.outcome)
    except LearningError as error:
        return bool(mine.update(outcome=RowOutcome.FAILED, error=str(error.message)[:300]))
    except Exception:  # one row must not hold up all others for ever
        logger.exception("Row %s of the list %s failed", row.number, roster.pk)
        return bool(mine.update(outcome=RowOutcome.FAILED, error=_("This row could not be worked off. Try it again.")))
    return True


def _next_chunk(roster: Roster) -> list[RosterRow]:
    return list(roster.rows.filter(outcome="", error="").order_by("number")[:CHUNK])


def _claimed(roster_pk: int, now: datetime) -> datetime | None:
    """The moment that names this worker's lease; None when it is not running or somebody holds it."""
    is_free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE)
    rows = Roster.objects.filter(is_free, pk=roster_pk, state=RosterState.RUNNING)
    return now if rows.update(claimed_at=now) else None


def _renewed(roster: Roster, claim: datetime) -> datetime | None:
    """The lease anew; None when the list was cancelled or taken over."""
    now = timezone.now()
    rows = Roster.objects.filter(pk=roster.pk, state=RosterState.RUNNING, claimed_at=claim)
    return now if rows.update(claimed_at=now) else None


def _lost_right(roster: Roster, by: User) -> str:
    """Why the list may not go on, asked anew before every chunk; "" while it may."""
    try:
        require_may_invite(by, Target(roster.organisation, roster.organisation))
    except PermissionDenied:
        return _("Who uploaded the list may not invite people to this organisation any more.")
    edition = roster.edition_id
    if edition is not None and not Edition.objects.enrollable_by(by).filter(pk=edition).exists():
        return _("Who uploaded the list may not bring people into this edition any more.")
    return ""


@transaction.atomic
def _stop(roster: Roster, fault: str) -> None:
    """It ends here; the rows that are left say why, and can be downloaded with those to mend."""
    roster.rows.filter(outcome="", error="").update(outcome=RowOutcome.FAILED, error=fault)
    Roster.objects.filter(pk=roster.pk, state=RosterState.RUNNING).update(
        state=RosterState.CANCELLED, fault=fault, finished_at=timezone.now()
    )


def _queue(roster_pk: int) -> None:
    """By name: the jobs stand above the services. Without a broker the sweep does it."""
    try:
        current_app.send_task("courses.jobs.work_roster", args=[roster_pk])
    except OperationalError:
        return
