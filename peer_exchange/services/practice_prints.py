"""Drawn PDFs of practices: kept until what stands in them changes, gone when the practice leaves the library."""

from collections.abc import Callable
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from peer_exchange.models import Practice, PracticeFile


def print_of(practice: Practice, form: str, language: str, digest: str, draw: Callable[[], bytes]) -> PracticeFile:
    """The file of this form (PracticeFileForm) and language; drawn when there is none of this digest."""
    row = PracticeFile.objects.filter(practice=practice, form=form, language=language).first()
    if row is not None and row.digest == digest and row.file.storage.exists(str(row.file.name)):
        return row
    pdf = draw()
    old = row.file.name if row is not None else ""
    storage = PracticeFile._meta.get_field("file").storage
    name = storage.save(f"practices/pdf/{practice.uuid}-{form}-{language}.pdf", ContentFile(pdf))
    with transaction.atomic():
        made, _is_new = PracticeFile.objects.update_or_create(
            practice=practice,
            form=form,
            language=language,
            defaults={"digest": digest, "file": name, "drawn_at": timezone.now()},
        )
        if old and old != name:
            transaction.on_commit(partial(storage.delete, old))
    return made


@transaction.atomic
def forget_prints(practice: Practice) -> None:
    """Rows now, files once that is committed."""
    for row in PracticeFile.objects.filter(practice=practice):
        storage, name = row.file.storage, str(row.file.name)
        row.delete()
        transaction.on_commit(partial(storage.delete, name))
