"""Sending a certificate exactly once, though workers die, mail servers refuse and brokers go away.

Each move is a conditional UPDATE, committed before the next one; none may run inside a transaction of the caller.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from academy.delivery.mail import NotSent
from courses.delivery.certificate_pdf import certificate_pdf
from courses.delivery.letters import send_certificate, send_revocation
from courses.models import Certificate

FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=2), timedelta(hours=6)
REVOCATION_NEWS = timedelta(days=7)  # after that it is no news any more


def deliver_certificate(certificate_pk: int, *, now: datetime | None = None) -> bool:
    """Draw and send one certificate, if nobody else does; returns whether its letter left.

    A death before `sending_at` is harmless: the lease runs out and a sweep comes again. A death after it leaves the
    row as it is, because nobody knows whether the letter left; people decide in the CMS. What the mail server surely
    refused is tried again, after 2, 4, 8 … minutes.
    """
    now = now or timezone.now()
    row = Certificate.objects.filter(pk=certificate_pk)
    if not _committed(row.claimable(now=now), claimed_at=now):
        return False
    certificate = row.select_related(
        "enrollment__user", "enrollment__organisation", "path_completion__user", "replaces"
    ).get()
    user = certificate.user
    if user is None or not user.is_active:
        return False
    pdf = certificate_pdf(certificate)
    if not _committed(row.undelivered().filter(claimed_at=now), sending_at=timezone.now()):
        return False  # the lease ran out meanwhile, or it was revoked
    try:
        send_certificate(certificate, pdf)
    except NotSent:
        wait = min(FIRST_RETRY * 2**certificate.refusals, LONGEST_RETRY)
        _committed(row, claimed_at=None, sending_at=None, refusals=F("refusals") + 1, retry_at=now + wait)
        raise
    _committed(row, delivered_at=timezone.now())
    return True


def tell_revocation(certificate_pk: int, *, now: datetime | None = None) -> bool:
    """Tell the person once that her certificate was revoked; returns whether the letter left."""
    now = now or timezone.now()
    row = Certificate.objects.filter(pk=certificate_pk)
    untold = row.untold(since=now - REVOCATION_NEWS).addressed()
    certificate = untold.select_related("enrollment__user", "enrollment__organisation", "path_completion__user").first()
    if certificate is None or not _committed(row.filter(revocation_told_at__isnull=True), revocation_told_at=now):
        return False
    try:
        send_revocation(certificate)
    except NotSent:
        _committed(row, revocation_told_at=None)
        raise
    return True


def _committed(rows, **values) -> bool:
    """One UPDATE, on disk when this returns; whether it found a row."""
    with transaction.atomic(durable=True):
        return bool(rows.update(**values))
