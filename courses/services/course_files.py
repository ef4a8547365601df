"""Brings a course from its files into the CMS, the way an editor would: drafts, revisions, publication, history.

What a file said last time is remembered in the history of its page or question: only a file that says something else
now is published again, and what editors changed meanwhile stands until then. It must not know Markdown or YAML.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import models, transaction
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, TranslatableMixin

from academy.models import Approach, HomePage, User
from academy.put_off import put_off
from courses.course_files import Finding, parse_course
from courses.course_files.parsed import Image, ParsedCourse, ParsedQuestion
from courses.course_files.values import Values, digest_of, question_values
from courses.errors import CourseFileError
from courses.keys import key_for
from courses.models import (
    AssignmentPart,
    Choice,
    CourseIndexPage,
    CourseOutcome,
    CoursePage,
    LessonPage,
    Question,
    QuizItem,
)
from courses.services.course_nodes import Known, Node, nodes_of
from courses.services.faults import faults_of
from courses.services.outlines import deferred_sync
from courses.services.roles import setup_catalogue

LOADED = "courses.load_file"  # the action in the history; see courses.wagtail_hooks.history
CHILDREN = (("outcomes", CourseOutcome), ("items", QuizItem), ("parts", AssignmentPart))
GONE = ""  # the digest of a file that was removed

Progress = Callable[[str], None]


@dataclass
class LoadReport:
    """Names of what was done: titles of pages, keys of questions. `unchanged` counts what stayed as it was."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unpublished: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.created or self.updated or self.unpublished or self.moved)


def load_course(folder: Path, *, by: User | None = None, on_progress: Progress | None = None) -> LoadReport:
    """Load the course in `folder`, all of it or nothing. Raises CourseFileError with every finding."""
    course = parse_course(folder)
    with transaction.atomic(), deferred_sync(), put_off():
        return CourseLoader(course, by=by, on_progress=on_progress or (lambda line: None)).load()


class CourseLoader:
    def __init__(self, course: ParsedCourse, *, by: User | None, on_progress: Progress) -> None:
        self.course, self.by, self.on_progress = course, by, on_progress
        self.report = LoadReport()
        self.findings: list[Finding] = []
        self.known = Known()  # of this course in its language
        self.digests: dict[tuple[type, int], str] = {}
        self.fresh: set[int] = set()  # ids of pages made by this load

    def load(self) -> LoadReport:
        locale, approach = self._find_locale(), self._find_approach()
        if locale is None or approach is None:
            raise CourseFileError(self.findings)
        self.locale, self.approach = locale, approach
        nodes = nodes_of(self.course, approach=approach, known=self.known)
        self.course_key = nodes[0].key
        self._read_state(nodes)
        self._load_questions()
        for node in nodes:
            self._create_missing(node)
        self._stop_if_findings()
        self._load_images()
        for node in nodes:
            self._bring_in_line(node)
        self._stop_if_findings()
        self._remove_pages(nodes)
        self._put_in_order(nodes)
        return self.report

    def _key(self, *parts: str) -> UUID:
        return key_for(self.course.key, *parts)

    # What stands in the CMS ---------------------------------------------------------------------------------------

    def _find_locale(self) -> Locale | None:
        locale = Locale.objects.filter(language_code=self.course.language).first()
        if locale is None:
            known = ", ".join(Locale.objects.values_list("language_code", flat=True))
            self._note("course.md", f"the site has no language {self.course.language}; use one of {known}.")
        return locale

    def _find_approach(self) -> Approach | None:
        approach = Approach.objects.filter(key=self.course.approach).first()
        if approach is None:
            known = ", ".join(Approach.objects.values_list("key", flat=True)) or "none: run setup_site first"
            self._note("course.md", f"there is no approach {self.course.approach}; use one of {known}.")
        return approach

    def _catalogue(self) -> CourseIndexPage:
        """The catalogue of the language, made when it is missing."""
        catalogue = CourseIndexPage.objects.filter(locale=self.locale).first()
        if catalogue is not None:
            return catalogue
        if not HomePage.objects.filter(locale=self.locale).exists():
            self._note("course.md", f"there is no home page in {self.locale.language_code}; run setup_site first.")
            self._stop_if_findings()
        setup_catalogue()
        return CourseIndexPage.objects.get(locale=self.locale)

    def _read_state(self, nodes: Iterable[Node]) -> None:
        """Pages and questions that exist already, and what their files said last time."""
        of_locale = {"locale": self.locale, "translation_key__in": [node.key for node in nodes]}
        self.known.pages = dict(Page.objects.filter(**of_locale).values_list("translation_key", "pk"))
        entries = PageLogEntry.objects.filter(action=LOADED, page_id__in=self.known.pages.values())
        for pk, data in entries.order_by("timestamp", "pk").values_list("page_id", "data"):
            self.digests[Page, pk] = data["digest"]
        keys = {self._key("question", question.key): question.key for question in self.course.questions}
        rows = Question.objects.filter(locale=self.locale, translation_key__in=keys)
        self.known.questions = {keys[key]: pk for key, pk in rows.values_list("translation_key", "pk")}
        for pk, data in self._question_entries().values_list("object_id", "data"):
            self.digests[Question, int(pk)] = data["digest"]

    def _question_entries(self) -> models.QuerySet[ModelLogEntry]:
        """Everything loaded into the bank from files of this course, oldest first."""
        content_type = ContentType.objects.get_for_model(Question)
        entries = ModelLogEntry.objects.filter(action=LOADED, content_type=content_type)
        return entries.filter(data__course=self._course_name()).order_by("timestamp", "pk")

    def _course_name(self) -> str:
        return f"{self.course.key}:{self.locale.language_code}"

    # Questions ----------------------------------------------------------------------------------------------------

    def _load_questions(self) -> None:
        for question in self.course.questions:
            values = question_values(self.course, question)
            digest = digest_of(values)
            pk = self.known.questions.get(question.key)
            if pk is not None and self.digests.get((Question, pk)) == digest:
                self.report.unchanged += 1
                continue
            self._write_question(question, values, digest, pk)
        self._remove_questions()

    def _write_question(self, question: ParsedQuestion, values: Values, digest: str, pk: int | None) -> None:
        key = self._key("question", question.key)
        row = Question.objects.get(pk=pk) if pk else Question(locale=self.locale, translation_key=key, live=False)
        choices = values.pop("choices")
        tags = values.pop("tags")
        _set(row, values)
        row.choices = _children(Choice, row.choices.all() if pk else (), choices, self.locale)
        try:
            row.full_clean()
        except ValidationError as error:
            self._note_invalid(question.file, f"question {question.key}", error)
            return
        if not pk:
            row.save()
        row.tags.set(tags)
        self._publish(row, name=question.key, digest=digest, is_new=not pk)
        self.known.questions[question.key] = row.pk

    def _remove_questions(self) -> None:
        """Those that this course's files no longer hold leave the draws; who answered them keeps her paper."""
        wanted = set(self.known.questions.values())
        gone = [pk for (model, pk), digest in self.digests.items() if model is Question and digest and pk not in wanted]
        for row in Question.objects.filter(pk__in=gone):
            if row.live:
                row.unpublish(user=self.by)
            self._remember(row, GONE)
            self.report.unpublished.append(str(row))

    # Pages --------------------------------------------------------------------------------------------------------

    def _create_missing(self, node: Node) -> None:
        """As a draft, so that others can refer to it before its content is there."""
        if node.key in self.known.pages:
            return
        if node.parent is None:
            parent: Page = self._catalogue()
        elif node.parent in self.known.pages:
            parent = Page.objects.get(pk=self.known.pages[node.parent])
        else:
            return
        page = node.model(
            title=node.title, slug=node.slug, locale=self.locale, translation_key=node.key, live=False, owner=self.by
        )
        if node.model is CoursePage:
            page.approach = self.approach
        try:
            parent.add_child(instance=page)
        except ValidationError as error:
            self._note_invalid(node.file, "", error)
            return
        self.known.pages[node.key] = page.pk
        self.fresh.add(page.pk)

    def _load_images(self) -> None:
        model = get_image_model()
        for lesson in self.course.lessons:
            for block in lesson.blocks:
                if not isinstance(block, Image) or block.path in self.known.images:
                    continue
                content = block.path.read_bytes()
                digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # as the library keeps it
                image = model.objects.filter(file_hash=digest).first() or model.objects.create(
                    title=block.path.stem,
                    file=ImageFile(BytesIO(content), name=block.path.name),
                    file_hash=digest,
                    file_size=len(content),
                    uploaded_by_user=self.by,
                )
                self.known.images[block.path] = image.pk

    def _bring_in_line(self, node: Node) -> None:
        pk = self.known.pages[node.key]
        values = node.values()
        digest = digest_of(values)
        if self.digests.get((Page, pk)) == digest:
            self.report.unchanged += 1
            return
        self.on_progress(node.file)
        page = node.model.objects.get(pk=pk)
        for name, model in CHILDREN:
            if name in values:
                setattr(page, name, _children(model, getattr(page, name).all(), values.pop(name), self.locale))
        _set(page, values)
        try:
            if isinstance(page, LessonPage):
                page.body.stream_block.clean(page.body)
                page.sources.stream_block.clean(page.sources)
            page.full_clean()
        except ValidationError as error:
            self._note_invalid(node.file, "", error)
            return
        self._publish(page, name=node.title, digest=digest, is_new=pk in self.fresh)

    def _remove_pages(self, nodes: Iterable[Node]) -> None:
        """Pages that came from a file which is gone are taken off the site, not deleted: records refer to them."""
        wanted = {node.key for node in nodes}
        root = Page.objects.get(pk=self.known.pages[self.course_key])
        below = Page.objects.descendant_of(root).exclude(translation_key__in=wanted)
        last: dict[int, str] = {}
        entries = PageLogEntry.objects.filter(action=LOADED, page__in=below).order_by("timestamp", "pk")
        for pk, data in entries.values_list("page_id", "data"):
            last[pk] = data["digest"]
        for page in below.filter(pk__in=[pk for pk, digest in last.items() if digest != GONE]).specific():
            if page.live:
                page.unpublish(user=self.by)
            self._remember(page, GONE)
            self.report.unpublished.append(page.title)

    def _put_in_order(self, nodes: list[Node]) -> None:
        """Below the right parent and in the order of the numbers; pages that editors added keep to the front."""
        parents = dict.fromkeys(node.parent for node in nodes if node.parent)
        for parent_key in parents:
            wanted = [self.known.pages[node.key] for node in nodes if node.parent == parent_key]
            parent = Page.objects.get(pk=self.known.pages[parent_key])
            standing = list(parent.get_children().filter(pk__in=wanted).values_list("pk", flat=True))
            if standing == wanted:
                continue
            for pk in wanted:
                page = Page.objects.get(pk=pk)
                page.move(Page.objects.get(pk=parent.pk), pos="last-child", user=self.by)
                self.report.moved.append(page.title)

    # Publishing ---------------------------------------------------------------------------------------------------

    def _publish(self, thing: Page | Question, *, name: str, digest: str, is_new: bool) -> None:
        thing.save_revision(user=self.by, clean=False).publish(user=self.by)
        self._remember(thing, digest)
        (self.report.created if is_new else self.report.updated).append(name)

    def _remember(self, thing: Page | Question, digest: str) -> None:
        log(thing, LOADED, user=self.by, data={"digest": digest, "course": self._course_name()})

    # Findings -----------------------------------------------------------------------------------------------------

    def _note(self, file: str, message: str, *, place: str = "") -> None:
        self.findings.append(Finding(file, place, message))

    def _note_invalid(self, file: str, place: str, error: ValidationError) -> None:
        for part, message in faults_of(error):
            self._note(file, message, place=part or place)

    def _stop_if_findings(self) -> None:
        if self.findings:
            raise CourseFileError(self.findings)


def _set(thing: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(thing, name, value)


def _children(
    model: type[TranslatableMixin], standing: Iterable[TranslatableMixin], wanted: Iterable[Values], locale: Locale
) -> list[TranslatableMixin]:
    """Child rows in the order given; one that exists under its key keeps its row."""
    rows = {child.translation_key: child.pk for child in standing}
    return [
        model(pk=rows.get(values["translation_key"]), locale=locale, sort_order=place, **values)
        for place, values in enumerate(wanted)
    ]
