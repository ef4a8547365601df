"""The monthly report by mail: who wants it, and queuing it when a month is over.

`sent_for` is the last month reported. Who asks for it gets the first one when the present month is over. What stands in
the letter is counted when it leaves, by `delivery.monthly_report`.
"""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from academy.models import Organisation, User
from academy.services.letters import queue_letter
from courses.delivery.monthly_report import KIND
from courses.models import ReportSubscription
from courses.services.tallies import count_tallies

QUIET = timedelta(hours=4)  # of a new month (UTC): then it is morning everywhere here, and the month is counted


def subscription_of(user: User, organisation: Organisation) -> ReportSubscription | None:
    return ReportSubscription.objects.filter(user=user, organisation=organisation).first()


def subscribe(user: User, organisation: Organisation, *, now: datetime | None = None) -> ReportSubscription:
    """From the present month on. Twice called, no change."""
    month = last_month(now or timezone.now())
    row, _new = ReportSubscription.objects.get_or_create(
        user=user, organisation=organisation, defaults={"sent_for": month}
    )
    return row


def unsubscribe(user: User, organisation: Organisation) -> None:
    ReportSubscription.objects.filter(user=user, organisation=organisation).delete()


def send_monthly_reports(*, now: datetime | None = None) -> int:
    """Sweep: whoever was not told of the last month yet. Returns how many letters are new; often called, once sent."""
    now = now or timezone.now()
    month = last_month(now - QUIET)
    waiting = ReportSubscription.objects.filter(Q(sent_for=None) | Q(sent_for__lt=month))
    if not waiting.exists():
        return 0
    count_tallies(now=now)
    count = 0
    for row in waiting.select_related("user", "organisation").order_by("pk"):
        with transaction.atomic():
            if not waiting.filter(pk=row.pk).update(sent_for=month):
                continue
            key = f"monthly-report/{row.organisation_id}/{row.user_id}/{month:%Y-%m}"
            data = {"organisation": row.organisation_id, "month": month.isoformat()}
            count += queue_letter(KIND, row.user, key=key, data=data) is not None
    return count


def last_month(now: datetime) -> date:
    """The first day of the last month that is over (UTC, as the tallies count)."""
    first = now.astimezone(UTC).date().replace(day=1)
    return (first - timedelta(days=1)).replace(day=1)
