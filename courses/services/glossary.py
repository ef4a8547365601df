"""Brings the glossary from its file into the CMS. What an editor changed there stands until the file changes.

The digest of what the file said last about a term in a language is kept in the history of that row. What the file does
not say (a meaning, further forms) is left as the CMS has it. It must not know YAML.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry
from wagtail.search.backends import get_search_backend

from academy import site_version
from academy.models import User
from courses.course_files.glossary import ParsedTerm, ParsedWord, parse_glossary
from courses.course_files.values import digest_of
from courses.keys import key_for
from courses.models import Term
from courses.services.course_files import LOADED

COURSE = "glossary"  # what the history names as the origin of a term


@dataclass
class GlossaryReport:
    """Counts rows: a term in a language is one."""

    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.created or self.updated or self.removed)


@dataclass
class GlossaryLoader:
    by: User | None
    report: GlossaryReport = field(default_factory=GlossaryReport)

    def load(self, terms: list[ParsedTerm]) -> GlossaryReport:
        locales = {locale.language_code: locale for locale in Locale.objects.all()}
        standing = {(row.key, row.locale_id): row for row in Term.objects.all()}
        digests = self._digests()
        fresh: list[tuple[Term, str]] = []
        wanted = set()
        for term in terms:
            for word in term.words:
                if (locale := locales.get(word.language)) is None:
                    continue  # a language that this installation does not offer
                wanted.add((term.key, locale.pk))
                values = _values(term, word)
                digest = digest_of(values)
                row = standing.get((term.key, locale.pk))
                if row is None:
                    row = Term(key=term.key, locale=locale, translation_key=key_for(COURSE, term.key), **values)
                    fresh.append((row, digest))
                elif digests.get(row.pk) == digest:
                    self.report.unchanged += 1
                else:
                    self._update(row, values, digest)
        self._create(fresh)
        for name, row in standing.items():
            if row.pk in digests and name not in wanted:
                row.delete()
                self.report.removed += 1
        return self.report

    def _digests(self) -> dict[int, str]:
        """What the file said last, by row; rows that editors made themselves have none."""
        entries = ModelLogEntry.objects.filter(
            action=LOADED, content_type=ContentType.objects.get_for_model(Term)
        ).order_by("timestamp", "pk")
        return {int(pk): data["digest"] for pk, data in entries.values_list("object_id", "data")}

    def _create(self, fresh: list[tuple[Term, str]]) -> None:
        """Hundreds at once: rows, their history and their place in the search, in a few statements."""
        rows = Term.objects.bulk_create([row for row, _digest in fresh])
        content_type = ContentType.objects.get_for_model(Term)
        now = timezone.now()
        ModelLogEntry.objects.bulk_create(
            ModelLogEntry(
                content_type=content_type,
                object_id=str(row.pk),
                label=row.name,
                action=LOADED,
                data={"digest": digest, "course": COURSE},
                timestamp=now,
                user=self.by,
            )
            for row, (_row, digest) in zip(rows, fresh, strict=True)
        )
        if rows:
            get_search_backend().add_bulk(Term, rows)
        self.report.created = len(rows)

    def _update(self, row: Term, values: dict[str, Any], digest: str) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        row.save_revision(user=self.by, clean=False)
        self._remember(row, digest)
        self.report.updated += 1

    def _remember(self, row: Term, digest: str) -> None:
        log(row, LOADED, user=self.by, data={"digest": digest, "course": COURSE})


def load_glossary(path: Path, *, by: User | None = None) -> GlossaryReport:
    """Load the terms in `path`, all or none. Raises CourseFileError with every finding."""
    terms = parse_glossary(path, languages=[code for code, _name in settings.LANGUAGES])
    with transaction.atomic():
        report = GlossaryLoader(by).load(terms)
        if not report.is_empty:
            site_version.bump_on_commit(site_version.PAGES)
    return report


def _values(term: ParsedTerm, word: ParsedWord) -> dict[str, Any]:
    values: dict[str, Any] = {"name": word.name, "domain": term.domain, "is_marked": term.is_marked}
    if word.forms:
        values["forms"] = "\n".join(word.forms)
    if word.meaning:
        values["meaning"] = word.meaning
    return values
