"""Who may write on a practice. Somebody is invited by address; who invites never learns whether it has an account.

The names of authors stand on public pages, so whoever comes, goes or hides her name makes those new.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from academy import site_version
from academy.models import Letter, User
from academy.policies import require
from academy.services.letters import queue_letter_to_address
from peer_exchange.delivery.practice_letters import author_token, hash_of
from peer_exchange.enums import AuthorRole
from peer_exchange.errors import InvitationOver, TooManyAuthors
from peer_exchange.models import Practice, PracticeAuthor
from peer_exchange.policies import may_write_practice

MOST = 20  # authors of a practice, invited ones among them
MOST_A_DAY = 40  # letters of one person, over all practices, those about invitations taken back included
KIND = "practice_author"


@transaction.atomic
def invite_author(practice: Practice, email: str, *, by: User, now: datetime | None = None) -> PracticeAuthor:
    """A letter with a link to this address; the same address again is the same invitation, and no second letter.

    Raises PermissionDenied, TooManyAuthors.
    """
    require(may_write_practice(by, practice))
    email = email.strip().lower()
    Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    standing = practice.authors.filter(email=email).first()
    if standing is not None:
        return standing
    now = now or timezone.now()
    today = Letter.objects.filter(user=None, kind=KIND, created_at__gt=now - timedelta(days=1), data__by=by.pk)
    if practice.authors.count() >= MOST or today.count() >= MOST_A_DAY:
        raise TooManyAuthors
    secret = secrets.token_urlsafe(24)
    author = PracticeAuthor.objects.create(
        practice=practice, email=email, invited_by=by, token_hash=hash_of(author_token(secret)),
        added_at=now,
    )  # fmt: skip
    queue_letter_to_address(
        KIND, email, by.language, key=f"practice-author/{author.pk}/{author.token_hash[:16]}",
        data={"author": author.pk, "secret": secret, "by": by.pk},
    )  # fmt: skip
    return author


def invitation_of(token: str) -> PracticeAuthor:
    """The open invitation that this link belongs to. Raises InvitationOver."""
    author = PracticeAuthor.objects.filter(token_hash=hash_of(token), user=None).select_related("practice").first()
    if author is None:
        raise InvitationOver
    return author


@transaction.atomic
def accept_invitation(token: str, user: User) -> Practice:
    """Whoever holds the link writes from now on; the link works once. Raises InvitationOver."""
    author = invitation_of(token)
    membership = user.memberships.current().order_by("-started_at").first()
    if author.practice.authors.filter(user=user).exists():
        author.delete()
        return author.practice
    fields = {"user": user, "token_hash": "", "organisation": membership.organisation if membership else None}
    if not PracticeAuthor.objects.filter(pk=author.pk, user=None).update(**fields):
        raise InvitationOver
    _renew(author.practice)
    return author.practice


@transaction.atomic
def remove_author(practice: Practice, pk: int, *, by: User) -> None:
    """Take a co-author off, or an invitation back; the first author stays. Twice called, no change."""
    require(may_write_practice(by, practice))
    if practice.authors.filter(pk=pk, role=AuthorRole.CO_AUTHOR).delete()[0]:
        _renew(practice)


@transaction.atomic
def name_author(practice: Practice, user: User, *, is_named: bool) -> None:
    """Whether her name stands on the public page; her own choice, at once. Twice called, no change."""
    if practice.authors.filter(user=user).exclude(is_named=is_named).update(is_named=is_named):
        _renew(practice)


def _renew(practice: Practice) -> None:
    if practice.live:
        site_version.bump_on_commit(Practice.site_part)
