"""The words of a practice in another language: written side by side with the original, published, taken back."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from academy import site_version
from academy.models import User
from peer_exchange.errors import StaleTranslation, TranslationTooLong
from peer_exchange.models import Practice, PracticeText
from peer_exchange.rules.digests import digest_of
from peer_exchange.services.publications import refold

SHORT = 200  # letters that any translation may have; one of a word is often longer than twice the word


@transaction.atomic
def save_translation(
    practice: Practice,
    language: str,
    texts: Mapping[str, str],
    originals: Mapping[str, str],
    *,
    version: int,
    by: User,
    is_machine_made: bool = False,
    still_fit: Collection[str] = (),
    publish: bool | None = None,
    now: datetime | None = None,
) -> PracticeText:
    """Keep {path: text}; empty ones go. `originals` is {path: text} that she had before her eyes, `version` that of the
    row she wrote upon (0 for none). `publish` shows it to readers or takes it back, None leaves that as it is.

    A text that she did not touch keeps the mark of the original it was made from, unless its path is in `still_fit`.
    Raises TranslationTooLong, StaleTranslation.
    """
    now = now or timezone.now()
    kept = {path: text.strip() for path, text in texts.items() if path in originals and text.strip()}
    if any(len(text) > max(2 * len(originals[path]), SHORT) for path, text in kept.items()):
        raise TranslationTooLong
    row, _is_new = PracticeText.objects.get_or_create(practice=practice, language=language)
    if not PracticeText.objects.filter(pk=row.pk, version=version).update(version=version + 1):
        raise StaleTranslation
    untouched = {path for path, text in kept.items() if text == row.texts.get(path)} - set(still_fit)
    row.sources = {
        path: row.sources[path] if path in untouched and path in row.sources else digest_of(originals[path])
        for path in kept
    }
    row.texts, row.version, row.translator, row.updated_at = kept, version + 1, by, now
    row.is_machine_made = is_machine_made
    if publish is not None:
        row.published_at = (row.published_at or now) if publish else None
    row.save()
    refold(practice)
    site_version.bump_on_commit(Practice.site_part)
    return row
