"""The outline of a course as people see it in a language: modules and their items with titles and addresses.

Read model over pages and steps, the same for everybody, built once per course, language and site version. It knows
nothing of what a learner did.
"""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext, override
from wagtail.models import Page

from academy import routing, site_version
from courses.enums import StepKind
from courses.models import Course, Step


@dataclass(frozen=True)
class Item:
    """A lesson, quiz or assignment; `number` counts the lessons of its module (others: 0), `language` is its page's."""

    step_id: int
    key: UUID
    kind: str
    title: str
    url: str
    minutes: int
    language: str
    page_id: int
    number: int
    module_number: int
    module_key: UUID

    @property
    def is_lesson(self) -> bool:
        return self.kind == StepKind.LESSON


@dataclass(frozen=True)
class Module:
    key: UUID
    title: str
    summary: str
    language: str
    items: tuple[Item, ...]

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.items)


@dataclass(frozen=True)
class Outline:
    course_id: int
    course_key: str
    page_key: UUID
    title: str
    url: str
    language: str
    source_language: str
    languages: frozenset[str]
    motif: str
    palette: str
    approach: str
    modules: tuple[Module, ...] = field(default=())

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for module in self.modules for item in module.items)

    @cached_property
    def lessons(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_lesson)

    @cached_property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.items)

    def find(self, key: UUID) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def before(self, key: UUID) -> Item | None:
        return self._beside(key, -1)

    def after(self, key: UUID) -> Item | None:
        return self._beside(key, +1)

    def _beside(self, key: UUID, offset: int) -> Item | None:
        for index, item in enumerate(self.items):
            if item.key == key:
                position = index + offset
                return self.items[position] if 0 <= position < len(self.items) else None
        return None


def outline_for(page_key: UUID, language: str) -> Outline | None:
    """The outline of the course whose pages share `page_key`, or None while it is not published."""
    version = site_version.current()
    if version is None:
        return build_outline(page_key, language)
    return _remembered(version, page_key, language)


def page_key_of_step(step_key: UUID) -> UUID | None:
    """The key of the course that a lesson or quiz belongs to, or None when it was never published."""
    version = site_version.current()
    if version is None:
        return _page_key(step_key)
    return _remembered_page_key(version, step_key)


@lru_cache(maxsize=512)
def _remembered(version: int, page_key: UUID, language: str) -> Outline | None:
    return build_outline(page_key, language)


@lru_cache(maxsize=4096)
def _remembered_page_key(version: int, step_key: UUID) -> UUID | None:
    return _page_key(step_key)


def _page_key(step_key: UUID) -> UUID | None:
    return Course.objects.filter(steps__key=step_key).values_list("page_key", flat=True).first()


def build_outline(page_key: UUID, language: str) -> Outline | None:
    """Always from the database: a handful of queries, whatever the number of steps."""
    in_force = Step.objects.in_force().filter(course__page_key=page_key).select_related("course__approach")
    steps = list(in_force.order_by("position"))
    course = steps[0].course if steps else Course.objects.filter(page_key=page_key).select_related("approach").first()
    if course is None:
        return None
    found_pages = _pages_by_key({page_key, *(key for step in steps for key in (step.key, step.module_key))})
    versions = found_pages.get(page_key, {})
    course_page = _nearest(versions, language, course.source_language)
    if course_page is None:
        return None
    homes = routing.home_paths()

    def nearest(found: dict[str, Page]) -> Page | None:
        return _nearest(found, language, course.source_language)

    rows: dict[UUID, list[Item]] = {}
    for step in steps:
        page = nearest(found_pages.get(step.key, {}))
        if page is None:
            continue
        siblings = rows.setdefault(step.module_key, [])
        number = 1 + sum(sibling.is_lesson for sibling in siblings)
        siblings.append(
            Item(
                step_id=step.pk,
                key=step.key,
                kind=step.kind,
                title=page.title,
                url=f"/{language}/{routing.path_of(page, homes)}",
                minutes=step.minutes,
                language=page.locale.language_code,
                page_id=page.pk,
                number=number if step.kind == StepKind.LESSON else 0,
                module_number=len(rows),
                module_key=step.module_key,
            )
        )
    return Outline(
        course_id=course.pk,
        course_key=course.key,
        page_key=page_key,
        title=course_page.title,
        url=f"/{language}/{routing.path_of(course_page, homes)}",
        language=course_page.locale.language_code,
        source_language=course.source_language,
        languages=frozenset(versions),
        motif=course_page.cover_motif or course.approach.motif,
        palette=course_page.cover_palette or course.approach.palette,
        approach=course.approach.name,
        modules=tuple(_module(key, items, nearest(found_pages.get(key, {})), language) for key, items in rows.items()),
    )


def _module(key: UUID, items: list[Item], page: Page | None, language: str) -> Module:
    """Steps directly below the course, such as the final test, stand under a heading of their own."""
    if page is not None and page.module_summary is not None:
        return Module(key, page.title, page.module_summary, page.locale.language_code, tuple(items))
    with override(language):
        return Module(key, gettext("At the end"), "", language, tuple(items))


def _pages_by_key(keys: set[UUID]) -> dict[UUID, dict[str, Page]]:
    """Courses, modules and items by key and language; courses carry their cover, modules `module_summary`."""
    pages = Page.objects.live().filter(translation_key__in=keys).select_related("locale")
    pages = pages.annotate(
        module_summary=F("modulepage__summary"),
        cover_motif=F("coursepage__cover_motif"),
        cover_palette=F("coursepage__cover_palette"),
    )
    found: dict[UUID, dict[str, Page]] = {}
    for page in pages:
        found.setdefault(page.translation_key, {})[page.locale.language_code] = page
    return found


def _nearest(found: dict[str, Page], language: str, source_language: str) -> Page | None:
    """The page in `language`, else in the source language, else in any."""
    return found.get(language) or found.get(source_language) or next(iter(found.values()), None)
