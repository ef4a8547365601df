"""Drawn PDFs of practices: kept until what stands in them changes, gone when a practice leaves the library.

The brief and the full record of a practice are rows. A booklet of several is a file alone, made of their briefs and
named by a digest of all that stands in it; so it is never out of date, and any of them can be thrown away.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation

from academy import site_version
from academy.delivery.pdf import PdfError
from peer_exchange.delivery.booklet_pdf import Booklet, Entry, draw_booklet
from peer_exchange.delivery.practice_pdf import Sheet, draw_practice
from peer_exchange.delivery.practice_sheet import sheet_of
from peer_exchange.enums import PracticeFileForm
from peer_exchange.models import Practice, PracticeFile

logger = logging.getLogger(__name__)
BOOKLETS = "practices/booklets"
KEPT = timedelta(days=7)  # a booklet; whoever asks for it later has it bound anew
MOST_KEPT = 200  # booklets: everybody may ask for one, under any title
AT_ONCE = 2  # briefs drawn while somebody waits
LEASE = 120  # seconds in which nobody else draws the same briefs
FAULT_KNOWN = 300  # seconds until a brief that could not be drawn is tried again


def print_of(practice: Practice, form: str, language: str, sheet: Sheet) -> PracticeFile:
    """The file of this form (PracticeFileForm) and language; drawn when there is none that says the same."""
    row = PracticeFile.objects.filter(practice=practice, form=form, language=language).first()
    if row is not None and row.digest == sheet.digest and row.file.storage.exists(str(row.file.name)):
        return row
    pdf = draw_practice(sheet)
    storage = PracticeFile._meta.get_field("file").storage
    name = storage.save(f"practices/pdf/{practice.uuid}-{form}-{language}.pdf", ContentFile(pdf))
    with transaction.atomic():
        kept = PracticeFile.objects.select_for_update().filter(practice=practice, form=form, language=language)
        old = kept.values_list("file", flat=True).first()
        made, _is_new = PracticeFile.objects.update_or_create(
            practice=practice, form=form, language=language,
            defaults={"digest": sheet.digest, "file": name, "drawn_at": timezone.now()},
        )  # fmt: skip
        if old and old != name:
            transaction.on_commit(partial(storage.delete, old))
    return made


@dataclass(frozen=True)
class Progress:
    """Of a booklet: `name` is its file in the storage once it is ready; `faulty` cannot be drawn just now."""

    name: str = ""
    waiting: tuple[int, ...] = ()
    faulty: tuple[int, ...] = ()


def booklet_of(practices: Sequence[Practice], *, title: str, language: str, day: date) -> Progress:
    """Their briefs in one file, in this order, in the active language `language`. Raises PdfError.

    Few briefs that are missing are drawn now; for more it says which, and `draw_briefs` is to be called elsewhere.
    """
    version = site_version.current(Practice.site_part)
    asked = sha256(repr((title, language, day, [row.pk for row in practices])).encode()).hexdigest()
    known = f"booklet-{version}-{asked}"
    if version is not None and (name := cache.get(known)) and default_storage.exists(name):
        return Progress(name)
    sheets = [sheet_of(practice, PracticeFileForm.BRIEF) for practice in practices]
    waiting = _not_drawn(practices, sheets, language)
    faulty = tuple(pk for pk in waiting if cache.get(_fault(pk, language)))
    if faulty or len(waiting) > AT_ONCE:
        return Progress("", waiting, faulty)
    note = next((sheet.note for sheet in sheets if sheet.note), "")
    digests = tuple(sheet.digest for sheet in sheets)
    booklet = Booklet(title, day, language, digests, sheets[0].palette, sheets[0].motif, note)
    name = f"{BOOKLETS}/{booklet.digest}.pdf"
    if not default_storage.exists(name):
        entries = []
        for practice, sheet in zip(practices, sheets, strict=True):
            with print_of(practice, PracticeFileForm.BRIEF, language, sheet).file.open("rb") as file:
                entries.append(Entry(sheet.title, sheet.place, practice.code or "", file.read()))
        _forget_booklets(before=timezone.now() - KEPT, most=MOST_KEPT - 1)
        name = default_storage.save(name, ContentFile(draw_booklet(booklet, entries)))
    cache.set(known, name, timeout=int(KEPT.total_seconds()))
    return Progress(name)


def draw_briefs(pks: Iterable[int], language: str) -> None:
    """Those that are not drawn yet; one that cannot be drawn is logged, and known for a while. Again is no harm."""
    with translation.override(language):
        for practice in Practice.objects.public().filter(pk__in=list(pks)).select_related("organisation", "approach"):
            try:
                print_of(practice, PracticeFileForm.BRIEF, language, sheet_of(practice, PracticeFileForm.BRIEF))
            except PdfError:
                logger.exception("The brief of %s could not be drawn", practice.code)
                cache.set(_fault(practice.pk, language), True, FAULT_KNOWN)


def claim_briefs(pks: Iterable[int], language: str) -> bool:
    """Whether the caller shall have them drawn: nobody else does just now."""
    return cache.add(f"briefs-{language}-{'-'.join(map(str, pks))}", True, LEASE)


@transaction.atomic
def forget_prints(practice: Practice) -> None:
    """Rows now, files once that is committed; every booklet too, for it may be in any."""
    for row in PracticeFile.objects.filter(practice=practice):
        storage, name = row.file.storage, str(row.file.name)
        row.delete()
        transaction.on_commit(partial(storage.delete, name))
    transaction.on_commit(_forget_booklets)


def _not_drawn(practices: Sequence[Practice], sheets: Sequence[Sheet], language: str) -> tuple[int, ...]:
    drawn = dict(
        PracticeFile.objects.filter(
            practice__in=[row.pk for row in practices], form=PracticeFileForm.BRIEF, language=language
        ).values_list("practice", "digest")
    )
    pairs = zip(practices, sheets, strict=True)
    return tuple(practice.pk for practice, sheet in pairs if drawn.get(practice.pk) != sheet.digest)


def _fault(pk: int, language: str) -> str:
    return f"brief-fault-{pk}-{language}"


def _forget_booklets(*, before: datetime | None = None, most: int = 0) -> None:
    """All; or those made before that moment, and of the others the oldest, until no more than so many are left."""
    try:
        _folders, files = default_storage.listdir(BOOKLETS)
        names = [f"{BOOKLETS}/{name}" for name in files]
        made = sorted(((default_storage.get_modified_time(name), name) for name in names), reverse=True)
    except FileNotFoundError:  # none yet, or somebody else forgets them in this very moment
        return
    for number, (moment, name) in enumerate(made):
        if before is None or moment < before or number >= most:
            default_storage.delete(name)
