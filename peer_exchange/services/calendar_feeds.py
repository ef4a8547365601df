"""The secret address of a person's calendar feed: made, made anew, switched off."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from academy.models import User
from peer_exchange.models import CalendarToken


def open_feed(user: User, *, now: datetime | None = None) -> CalendarToken:
    """Hers, made when there is none. Twice called, the same."""
    row, _is_new = CalendarToken.objects.get_or_create(
        user=user, defaults={"token": secrets.token_urlsafe(32), "created_at": now or timezone.now()}
    )
    return row


@transaction.atomic
def renew_feed(user: User, *, now: datetime | None = None) -> CalendarToken:
    """A new address; the old one is dead from now on."""
    close_feed(user)
    return open_feed(user, now=now)


def close_feed(user: User) -> None:
    """No address any more. Twice called, no change."""
    CalendarToken.objects.filter(user=user).delete()


def owner_of(token: str) -> User | None:
    """Whose feed it is; None for a dead address and a closed account."""
    row = CalendarToken.objects.select_related("user").filter(token=token, user__is_active=True).first()
    return row.user if row is not None else None
