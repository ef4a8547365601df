"""Publishing practices: the draft becomes the public version, which is kept for ever; and taking them off the site.

Whoever calls has asked whether it may be: a check approved it, an editor did it, a loader brings it. Everything that
shows practices is made anew, because the version of the site rises.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from anyascii import anyascii
from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils import timezone, translation
from django.utils.text import slugify
from wagtail.log_actions import log

from academy import site_version
from academy.folding import fold
from academy.models import User
from peer_exchange.delivery.practice_record import record, with_record
from peer_exchange.enums import Documentation, PracticeState
from peer_exchange.models import Practice, PracticeVersion
from peer_exchange.practice_words import PARTS, WORDS, originals
from peer_exchange.services.practice_prints import forget_prints
from peer_exchange.services.practices import PART_MODELS, draft_of

# Words that are addresses below /practices/ already.
TAKEN = frozenset({
    "mine", "new", "drafts", "checks", "check", "reviews", "review", "map", "compare", "challenges", "data", "booklet",
    "still-running", "authors", "feed", "files", "editing",
})  # fmt: skip
TRIES = 20  # when so many others publish in the same moment
# Facts that a list of changes names, beside all words and tables.
TELLING = (
    "target_groups", "approach", "run_state", "start_year", "end_year", "offers", "participation", "months_to_start",
    "yearly_cost_band", "funding", "evidence", "suitable_bands",
)  # fmt: skip
PLACE = ("economy", "latitude", "longitude", "population")


@transaction.atomic
def publish_practice(practice: Practice, *, by: User | None, note: str = "", now: datetime | None = None) -> Practice:
    """Make the draft the public version; returns the record as it is now public.

    The first time it gets its code (GP-2026-0012: the next number of the year, none left out) and its address, which
    never change. What was validated stays so. Facts of the place that nobody wrote are those of the municipality.
    """
    now = now or timezone.now()
    row = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    draft = draft_of(row)
    revision = draft.latest_revision or draft.save_revision(user=by, clean=False)
    _keep_rows(row, draft)
    _fill_place(draft)
    draft.live, draft.has_unpublished_changes = True, False
    draft.live_revision = revision
    draft.first_published_at = row.first_published_at or now
    draft.last_published_at = now
    draft.version = row.version + 1
    draft.needs_update_at, draft.update_reason, draft.archived_at = None, "", None
    if row.state not in (PracticeState.VALIDATED, PracticeState.EXEMPLARY):
        draft.state = PracticeState.VALIDATED if row.validated_at else PracticeState.SHARED
    if draft.documentation == Documentation.AUTHOR:
        draft.confirmed_at = now
    _name(draft, now)
    draft.folded = _words_of(draft)
    draft.save()
    content = record(with_record(Practice.objects.all()).get(pk=draft.pk))
    note = note or _what_changed(row, content)
    PracticeVersion.objects.create(practice=draft, number=draft.version, content=content, note=note, at=now)
    log(instance=draft, action="wagtail.publish", user=by, revision=revision)
    site_version.bump_on_commit(Practice.site_part)
    return Practice.objects.get(pk=draft.pk)


@transaction.atomic
def unpublish_practice(practice: Practice, *, by: User | None) -> None:
    """Take it off the site: list, map, search, feeds, exports, files. Its authors may work on it and send it again."""
    _take_off(practice, by=by, live=False, state=PracticeState.DRAFT)


@transaction.atomic
def archive_practice(practice: Practice, *, by: User | None, reason: str = "", now: datetime | None = None) -> None:
    """No longer in the library, because it is over or out of date; its code and its versions stay."""
    fields = {"state": PracticeState.ARCHIVED, "archived_at": now or timezone.now(), "update_reason": reason}
    _take_off(practice, by=by, live=False, **fields)


def refold(practice: Practice) -> None:
    """What the search finds it by, after a translation was published or taken back."""
    practice.folded = _words_of(practice)
    practice.save(update_fields=["folded"])


def _what_changed(row: Practice, content: Mapping[str, Any]) -> str:
    """The names of the fields and tables that differ from the version before, in the language of the record."""
    before = row.versions.filter(number=row.version).values_list("content", flat=True).first()
    if before is None:
        return ""
    changed = [name for name in (*WORDS, *TELLING, *PARTS) if before.get(name) != content.get(name)]
    with translation.override(content["language"]):
        names = ", ".join(dict.fromkeys(_name_of(name) for name in changed))
    return names[:1].upper() + names[1 : PracticeVersion._meta.get_field("note").max_length]


def _name_of(name: str) -> str:
    field = Practice._meta.get_field(name)
    return str(field.related_model._meta.verbose_name if name in PARTS else field.verbose_name)


def _words_of(practice: Practice) -> str:
    """Every word of the public version and of its published translations, folded."""
    words = [practice.code or "", practice.contact_name, *(text for _path, text in originals(practice))]
    if practice.organisation is not None:
        words += [practice.organisation.name, *practice.organisation.names.values_list("name", flat=True)]
    for approach in (practice.approach, *practice.further_approaches.all()):
        if approach is not None:
            words += [row.name for row in approach.names.all()]
    for row in practice.translations.filter(published_at__isnull=False):
        words += row.texts.values()
    return _folded(words)


def _folded(texts: Iterable[str]) -> str:
    return " ".join(filter(None, (fold(text) for text in texts)))


def _take_off(practice: Practice, *, by: User | None, **fields: Any) -> None:
    row = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    forget_prints(row)
    log(instance=row, action="wagtail.unpublish", user=by)
    site_version.bump_on_commit(Practice.site_part)


def _keep_rows(row: Practice, draft: Practice) -> None:
    """Rows of tables that stand in the public version keep their place in the database: they are known by their key."""
    for relation in PART_MODELS:
        known = {part.key: part.pk for part in getattr(row, relation).all()}
        parts = list(getattr(draft, relation).all())
        for part in parts:
            part.pk = known.get(part.key)
        getattr(draft, relation).set(parts)


def _fill_place(draft: Practice) -> None:
    if draft.organisation is None:
        return
    for name in PLACE:
        if getattr(draft, name) in ("", None):
            setattr(draft, name, getattr(draft.organisation, name))


def _name(draft: Practice, now: datetime) -> None:
    """Its code and address, once; somebody who takes the same in this very moment makes it try the next.

    An address that a loader gave it stays.
    """
    if draft.code is not None:
        return
    given = draft.slug
    for attempt in range(TRIES):
        draft.code, draft.slug = _next_code(now.year), given or _free_slug(draft)
        try:
            with transaction.atomic():
                Practice.objects.filter(pk=draft.pk).update(code=draft.code, slug=draft.slug)
            return
        except IntegrityError:
            if attempt == TRIES - 1:
                raise


def _next_code(year: int) -> str:
    codes = Practice.objects.filter(code__startswith=f"GP-{year}-").order_by(Length("code").desc(), "-code")
    last = codes.values_list("code", flat=True).first()
    return f"GP-{year}-{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04d}"


def _free_slug(draft: Practice) -> str:
    base = slugify(anyascii(draft.title))[:120].strip("-") or "practice"
    taken = TAKEN | set(Practice.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return base if base not in taken else next(slug for n in count(2) if (slug := f"{base}-{n}") not in taken)
