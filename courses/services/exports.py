"""Exports: asked for, made in the background in chunks, kept for a week. Exactly what was filtered, in the branch only.

Each move is a conditional UPDATE of its own, so that a worker may die at any point; `tidy_exports` starts again what
was lost. What the files hold is said by `services.export_contents`.
"""

import logging
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from kombu.exceptions import OperationalError

from academy import background
from academy.enums import Access
from academy.models import Organisation, User
from academy.services.access import record_access
from courses.enums import ExportFormat, ExportKind, ExportState
from courses.models import Export
from courses.services.export_contents import Contents, contents_of

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=15)
GIVEN_UP = timedelta(hours=2)  # what nobody could make until then kills its workers
KEPT = timedelta(days=7)

OFFERED: dict[ExportKind, tuple[ExportFormat, ...]] = {
    ExportKind.PEOPLE: (ExportFormat.XLSX, ExportFormat.CSV, ExportFormat.PDF),
    ExportKind.OVERVIEW: (ExportFormat.PDF,),
    ExportKind.CERTIFICATES: (ExportFormat.ZIP, ExportFormat.PDF),
}


def request_export(
    by: User,
    organisation: Organisation,
    kind: ExportKind,
    format: ExportFormat,
    filters: dict[str, str],
    *,
    language: str,
    now: datetime | None = None,
) -> Export:
    """Ask for a file; the same one asked for again while it is being made is that one."""
    now = now or timezone.now()
    going_on = Export.objects.filter(by=by, organisation=organisation, state=ExportState.WAITING)
    same = going_on.filter(kind=kind, format=format, filters=filters, language=language).first()
    if same is not None:
        return same
    export = Export.objects.create(
        by=by, organisation=organisation, kind=kind, format=format, filters=filters, language=language, created_at=now
    )
    _start(export.pk)
    return export


def make_export(export_pk: int, *, now: datetime | None = None) -> bool:
    """Make one file, if nobody else does; returns whether it is ready by this call.

    The branch is that of this moment: who lost her role since she asked gets nothing.
    """
    now = now or timezone.now()
    if not _committed(_claimable(now).filter(pk=export_pk), claimed_at=now):
        return False
    export = Export.objects.select_related("by", "organisation").get(pk=export_pk)
    hold = _Hold(export_pk, now)
    branch = Organisation.objects.run_by(export.by).within(export.organisation).prefetch_related("names")
    if not branch.filter(pk=export.organisation_id).exists():
        _committed(hold.rows, state=ExportState.FAILED, fault="No longer allowed.")
        return False
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            translation.override(export.language),
            timezone.override(export.by.time_zone),
        ):
            contents = contents_of(export, list(branch), now)
            _committed(hold.rows, total=contents.total)
            path = Path(folder) / f"export.{export.format}"
            written = contents.write(path, hold.report)
            with path.open("rb") as file:
                stored = export.file.storage.save(f"exports/{export.uuid}.{export.format}", File(file))
    except Exception as error:
        logger.exception("The export %s could not be made", export_pk)
        _committed(hold.rows, state=ExportState.FAILED, fault=f"{type(error).__name__}: {error}"[:300])
        return False
    return _keep(export, hold.rows, stored, written, contents)


def tidy_exports(*, now: datetime | None = None) -> None:
    """Sweep: files older than a week go, and exports that were lost with a worker or a broker start again."""
    now = now or timezone.now()
    for export in Export.objects.filter(created_at__lt=now - KEPT):
        delete_export(export)
    given_up = _claimable(now).filter(created_at__lt=now - GIVEN_UP)
    _committed(given_up, state=ExportState.FAILED, fault="Not made in two hours.")
    for pk in _claimable(now).filter(created_at__lt=now - timedelta(minutes=1)).values_list("pk", flat=True)[:100]:
        _start(pk)


def delete_export(export: Export) -> None:
    storage, name = export.file.storage, export.file.name
    export.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def file_name(export: Export) -> str:
    """Of the download: whose, what, of which day."""
    day = timezone.localtime(export.created_at).strftime("%Y-%m-%d")
    return f"{export.organisation.key}-{export.kind}-{day}.{export.format}"


def _keep(export: Export, mine: QuerySet[Export], stored: str, written: int, contents: Contents) -> bool:
    with transaction.atomic():
        kept = mine.update(state=ExportState.READY, file=stored, rows=written, total=written, made_at=timezone.now())
        if kept:
            record_access(
                export.by,
                Access.EXPORTED,
                str(export.kind),
                organisation=export.organisation,
                count=written,
                format=str(export.format),
                filtered=sorted(export.filters),
            )
    if not kept:
        export.file.storage.delete(stored)  # the lease ran out meanwhile, and somebody else made it
    return bool(kept)


class _Hold:
    """The lease of one worker on one export, renewed whenever it tells how far it is."""

    def __init__(self, pk: int, claimed_at: datetime) -> None:
        self.pk, self.claimed_at = pk, claimed_at

    @property
    def rows(self) -> QuerySet[Export]:
        """The export, or nothing once somebody else took it over."""
        return Export.objects.filter(pk=self.pk, state=ExportState.WAITING, claimed_at=self.claimed_at)

    def report(self, rows: int) -> None:
        now = max(timezone.now(), self.claimed_at)
        if _committed(self.rows, rows=rows, claimed_at=now):
            self.claimed_at = now


def _claimable(now: datetime) -> QuerySet[Export]:
    return Export.objects.filter(
        Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE),
        state=ExportState.WAITING,
        kind__in=list(OFFERED),
    )


def _start(pk: int) -> None:
    """By a worker, or without a broker in a thread of this process, after the commit."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        transaction.on_commit(lambda: background.start(make_export, pk))
    else:
        transaction.on_commit(lambda: _queue(pk))


def _queue(pk: int) -> None:
    """By name: the jobs stand above the services. While the broker is away, the sweep does it."""
    try:
        current_app.send_task("courses.jobs.make_export", args=[pk])
    except OperationalError:
        logger.warning("The export %s is left to the sweep, the broker is away", pk)


def _committed(found: QuerySet[Export], **values: object) -> bool:
    """One UPDATE, on disk when this returns; whether it found a row."""
    with transaction.atomic():
        return bool(found.update(**values))
