"""Brings a learning path from its file into the CMS, after its courses. It must not know YAML.

Like courses: only a file that says something else than last time publishes a new version.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale, PageLogEntry

from academy.models import HomePage, User
from courses.course_files import Finding
from courses.course_files.paths import ParsedPath, parse_path
from courses.course_files.values import digest_of
from courses.errors import CourseFileError
from courses.keys import key_for
from courses.models import Course, CourseIndexPage, PathItem, PathOutcome, PathPage
from courses.services.course_files import LOADED, LoadReport
from courses.services.faults import faults_of
from courses.services.roles import setup_catalogue


def load_path(file: Path, *, by: User | None = None) -> LoadReport:
    """Load the path in `file`. Raises CourseFileError with every finding."""
    path = parse_path(file)
    with transaction.atomic():
        return _PathLoader(path, by).load()


class _PathLoader:
    def __init__(self, path: ParsedPath, by: User | None) -> None:
        self.path, self.by = path, by
        self.key = key_for("path", path.key)
        self.report = LoadReport()

    def load(self) -> LoadReport:
        locale = Locale.objects.filter(language_code=self.path.language).first()
        if locale is None or not HomePage.objects.filter(locale=locale).exists():
            raise CourseFileError(
                [self._finding(f"the site has no home page in {self.path.language}; run setup_site.")]
            )
        courses = self._courses()
        values, digest = self._values(), self._digest()
        page = PathPage.objects.filter(locale=locale, translation_key=self.key).first()
        if page is not None and self._last_digest(page) == digest:
            self.report.unchanged += 1
            return self.report
        is_new = page is None
        if page is None:
            page = PathPage(locale=locale, translation_key=self.key, live=False, owner=self.by)
        for name, value in values.items():
            setattr(page, name, value)
        try:
            if is_new:
                self._catalogue(locale).add_child(instance=page)
                page = PathPage.objects.get(pk=page.pk)
            self._set_children(page, courses, locale)
            page.full_clean()
        except ValidationError as error:
            raise CourseFileError([self._finding(message, place) for place, message in faults_of(error)]) from error
        page.save_revision(user=self.by, clean=False).publish(user=self.by)
        log(page, LOADED, user=self.by, data={"digest": digest, "path": self.path.key})
        (self.report.created if is_new else self.report.updated).append(page.title)
        return self.report

    def _courses(self) -> dict[str, Course]:
        """The courses the file names, by the key of their own files."""
        wanted: dict[UUID, str] = {key_for(item.course): item.course for item in self.path.items}
        found = {wanted[course.page_key]: course for course in Course.objects.filter(page_key__in=wanted)}
        missing = [key for key in wanted.values() if key not in found]
        if missing:
            raise CourseFileError(
                [self._finding("this course is not on the site; load it first.", f"course {key}") for key in missing]
            )
        return found

    def _values(self) -> dict[str, Any]:
        names = (
            "title", "slug", "summary", "description", "audience", "made_by", "cover_motif", "cover_palette",
            "has_certificate", "certificate_months",
        )  # fmt: skip
        return {name: getattr(self.path, name) for name in names}

    def _digest(self) -> str:
        items = [[item.course, item.builds_on, item.why] for item in self.path.items]
        return digest_of({**self._values(), "items": items, "outcomes": self.path.outcomes})

    def _set_children(self, page: PathPage, courses: dict[str, Course], locale: Locale) -> None:
        """A course or an outcome that stands already keeps its row and its translations."""
        items = {item.translation_key: item.pk for item in page.items.all()}
        outcomes = {outcome.translation_key: outcome.pk for outcome in page.outcomes.all()}
        wanted: dict[str, Any] = {}
        wanted["items"] = [
            PathItem(
                pk=items.get(key),
                translation_key=key,
                locale=locale,
                sort_order=place,
                course=courses[item.course],
                builds_on=courses.get(item.builds_on),
                why=item.why,
            )
            for place, item in enumerate(self.path.items)
            for key in [key_for("path", self.path.key, "course", item.course)]
        ]
        wanted["outcomes"] = [
            PathOutcome(pk=outcomes.get(key), translation_key=key, locale=locale, sort_order=place, text=text)
            for place, text in enumerate(self.path.outcomes)
            for key in [key_for("path", self.path.key, "outcome", str(place))]
        ]
        for name, rows in wanted.items():
            setattr(page, name, rows)

    def _catalogue(self, locale: Locale) -> CourseIndexPage:
        if not CourseIndexPage.objects.filter(locale=locale).exists():
            setup_catalogue()
        return CourseIndexPage.objects.get(locale=locale)

    def _last_digest(self, page: PathPage) -> str | None:
        entry = PageLogEntry.objects.filter(action=LOADED, page_id=page.pk).order_by("timestamp", "pk").last()
        return entry.data.get("digest") if entry else None

    def _finding(self, message: str, place: str = "") -> Finding:
        return Finding(self.path.file, place, message)
