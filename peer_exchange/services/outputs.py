"""What each municipality brings out of its cluster: planned, changed, done, taken off. Who leads it keeps the list."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from academy.models import Organisation, User
from academy.policies import require
from peer_exchange.enums import OutputKind
from peer_exchange.models import Cluster, Output
from peer_exchange.policies import may_lead, standing_of


@transaction.atomic
def add_output(
    cluster: Cluster,
    organisation: Organisation,
    kind: OutputKind,
    *,
    by: User,
    now: datetime | None = None,
    **fields: Any,
) -> Output:
    """`fields` are those of the model. Raises PermissionDenied."""
    require(may_lead(standing_of(by, cluster)))
    return Output.objects.create(
        cluster=cluster,
        organisation=organisation,
        kind=kind,
        created_by=by,
        created_at=now or timezone.now(),
        **fields,
    )


@transaction.atomic
def change_output(output: Output, *, by: User, **fields: Any) -> Output:
    """Raises PermissionDenied."""
    require(may_lead(standing_of(by, output.cluster)))
    for name, value in fields.items():
        setattr(output, name, value)
    output.save(update_fields=list(fields))
    return output


@transaction.atomic
def finish_output(output: Output, *, by: User, is_done: bool = True, now: datetime | None = None) -> None:
    """Done, or not done after all. Twice called, no change. Raises PermissionDenied."""
    require(may_lead(standing_of(by, output.cluster)))
    rows = Output.objects.filter(pk=output.pk, done_at__isnull=is_done)
    rows.update(done_at=(now or timezone.now()) if is_done else None)


@transaction.atomic
def remove_output(output: Output, *, by: User) -> None:
    """Raises PermissionDenied."""
    require(may_lead(standing_of(by, output.cluster)))
    output.delete()
