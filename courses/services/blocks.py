"""Keeps what learners fill into blocks of a lesson. It must not know which kinds of blocks there are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.models import BlockResponse, Enrollment, Step
from courses.services.progress import record_visit


@transaction.atomic
def save_block_response(
    enrollment: Enrollment, step: Step, block: UUID, data: Mapping[str, Any], *, now: datetime | None = None
) -> BlockResponse:
    """Keep `data` (plain JSON) for the block, in place of what was kept before; it counts as a visit to the lesson."""
    now = now or timezone.now()
    response, _is_new = BlockResponse.objects.update_or_create(
        enrollment=enrollment, block=block, defaults={"step": step, "data": dict(data), "updated_at": now}
    )
    record_visit(enrollment, step.pk, now=now)
    return response
