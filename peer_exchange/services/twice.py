"""A form sent twice, as by a double click: what the second would make, the first has made already."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from academy.models import User

TWICE = timedelta(seconds=30)  # so soon again, the same is a double click or a page sent anew


def just_made(rows: QuerySet, *, by: User, now: datetime, **same: Any) -> Any:
    """What she made of the same a few seconds ago, or None. In a transaction: a second click waits for the first."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    return rows.filter(created_by=by, created_at__gt=now - TWICE, created_at__lte=now, **same).first()
