"""Does it still run? Its people are asked by letter every 24 months, answer with one click, and need no account.

Also what editors note meanwhile: that a record needs an update. Asked twice on the same day, one letter leaves.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from academy import site_version
from academy.models import User
from academy.policies import require
from academy.services.letters import queue_letter_to_address
from peer_exchange.delivery.practice_letters import hash_of, running_token
from peer_exchange.enums import CheckAnswer, RunState
from peer_exchange.errors import InvitationOver
from peer_exchange.models import Practice, StillRunning
from peer_exchange.policies import may_edit_practices
from peer_exchange.rules.still_running import ASK_AFTER, SILENT_AFTER, months_before
from peer_exchange.services.practice_news import authors_of, tell


def ask_still_running(*, now: datetime | None = None) -> int:
    """Ask the people of every practice that is due; returns how many practices.

    Due is what nobody confirmed for 24 months, unless the last question is younger than that. Who is asked: its authors
    with an account, else its contact; where there is neither, nobody can be.
    """
    now = now or timezone.now()
    limit = _months_ago(now, ASK_AFTER)
    due = Practice.objects.public().annotate(known=Coalesce(F("confirmed_at"), F("first_published_at")))
    due = due.filter(known__lte=limit).exclude(checks__asked_at__gt=limit)
    return sum(_ask(practice, now) for practice in due)


def check_of(token: str) -> StillRunning:
    """The question this link answers, answered or not. Raises InvitationOver."""
    check = StillRunning.objects.filter(token_hash=hash_of(token)).select_related("practice").first()
    if check is None or not Practice.objects.public().filter(pk=check.practice_id).exists():
        raise InvitationOver
    return check


@transaction.atomic
def answer_still_running(
    token: str, answer: CheckAnswer, *, by: User | None = None, now: datetime | None = None
) -> StillRunning:
    """The first answer counts; a second click changes nothing. Raises InvitationOver."""
    check = check_of(token)
    now = now or timezone.now()
    fields = {"answer": answer, "answered_at": now, "answered_by": by}
    if not StillRunning.objects.filter(pk=check.pk, answered_at=None).update(**fields):
        return check_of(token)
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=check.practice_id)
    practice.confirmed_at = now
    if answer == CheckAnswer.CHANGED:
        practice.needs_update_at = now
    if answer == CheckAnswer.STOPPED:
        practice.run_state = RunState.STOPPED
        _stop_draft(practice)
    practice.save(update_fields=["confirmed_at", "needs_update_at", "run_state"])
    site_version.bump_on_commit(Practice.site_part)
    return check_of(token)


@transaction.atomic
def mark_needs_update(practice: Practice, *, by: User, reason: str, now: datetime | None = None) -> None:
    """Say on the public page that something in it is out of date. Raises PermissionDenied."""
    require(may_edit_practices(by))
    Practice.objects.filter(pk=practice.pk).update(needs_update_at=now or timezone.now(), update_reason=reason)
    site_version.bump_on_commit(Practice.site_part)


@transaction.atomic
def clear_needs_update(practice: Practice, *, by: User) -> None:
    """It is right as it stands after all. Twice called, no change. Raises PermissionDenied."""
    require(may_edit_practices(by))
    Practice.objects.filter(pk=practice.pk).update(needs_update_at=None, update_reason="")
    site_version.bump_on_commit(Practice.site_part)


def silent_before(now: datetime) -> datetime:
    """What was confirmed earlier than that counts as not confirmed any more."""
    return _months_ago(now, SILENT_AFTER)


def _months_ago(now: datetime, months: int) -> datetime:
    day = months_before(now.date(), months)
    return now.replace(year=day.year, month=day.month, day=day.day)


@transaction.atomic
def _ask(practice: Practice, now: datetime) -> bool:
    users = authors_of(practice)
    if not users and not practice.contact_email:
        return False
    practice.checks.filter(answered_at=None).delete()  # nobody answered the one two years ago; its link ends
    secret = secrets.token_urlsafe(24)
    check = StillRunning.objects.create(practice=practice, token_hash=hash_of(running_token(secret)), asked_at=now)
    data = {"check": check.pk, "secret": secret}
    if users:
        tell("running", practice, users, key=str(check.pk), data=data, now=now)
    else:
        queue_letter_to_address(
            "practice_running", practice.contact_email, practice.language, key=f"practice-running/{check.pk}", data=data
        )
    return True


def _stop_draft(practice: Practice) -> None:
    """What is written upon it meanwhile says so too."""
    revision = practice.latest_revision
    if revision is not None:
        revision.content["run_state"] = RunState.STOPPED.value
        revision.save(update_fields=["content"])
