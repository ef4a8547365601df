"""Tasks that deliver: ids in, one call, idempotent. Services queue them after the commit; beat sweeps up what stayed.

What calls services stands in `courses.jobs`.
"""

from celery import shared_task
from django.utils import timezone

from academy.tasks import SweptTask
from courses.delivery import certificates, handbooks
from courses.models import Certificate

SWEEP = 500  # rows queued by one sweep; the next one takes the rest


@shared_task(base=SweptTask)
def deliver_certificate(certificate_pk: int) -> None:
    certificates.deliver_certificate(certificate_pk)


@shared_task(base=SweptTask)
def tell_revocation(certificate_pk: int) -> None:
    certificates.tell_revocation(certificate_pk)


@shared_task(base=SweptTask)
def draw_handbook(handbook_pk: int) -> None:
    handbooks.deliver_handbook(handbook_pk)


@shared_task
def deliver_waiting_certificates() -> None:
    """Sweep: letters whose task was lost, whose worker died or whose mail server refused."""
    now = timezone.now()
    waiting = Certificate.objects.claimable(now=now).addressed().order_by("pk")
    for pk in waiting.values_list("pk", flat=True)[:SWEEP]:
        deliver_certificate.delay(pk)
    untold = Certificate.objects.untold(since=now - certificates.REVOCATION_NEWS).addressed().order_by("pk")
    for pk in untold.values_list("pk", flat=True)[:SWEEP]:
        tell_revocation.delay(pk)
