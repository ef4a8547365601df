"""The catalogue as people see it in a language: one card per course, the same for everybody, and how it is searched.

Read model over pages; built once per language and site version, filtered in memory.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, Sum, TextChoices
from django.utils.translation import gettext_lazy as _

from academy import routing, site_version
from academy.folding import fold
from academy.models.pages import restricts_any
from courses.enums import StepKind
from courses.models import Course, CoursePage, Step


class Length(TextChoices):
    """Of a course, by the minutes of its steps."""

    SHORT = "short", _("Under 2 hours")
    MEDIUM = "medium", _("2 to 4 hours")
    LONG = "long", _("Over 4 hours")

    @classmethod
    def of(cls, minutes: int) -> "Length":
        return cls.SHORT if minutes < 120 else cls.MEDIUM if minutes <= 240 else cls.LONG


@dataclass(frozen=True)
class Card:
    """`languages` are those the course can be read in; `language` is the one of this title and summary."""

    course_id: int
    page_key: UUID
    title: str
    summary: str
    url: str
    language: str
    languages: frozenset[str]
    approach: str
    approach_key: str
    motif: str
    palette: str
    lessons: int
    minutes: int
    folded: str

    @property
    def cover(self) -> dict[str, str]:
        return {"motif": self.motif, "palette": self.palette}

    @property
    def length(self) -> Length:
        return Length.of(self.minutes)

    def matches(self, words: Iterable[str]) -> bool:
        """Whether every folded word begins a word of the title, summary, audience or approach."""
        return all(f" {word}" in self.folded for word in words)


def cards(language: str) -> tuple[Card, ...]:
    """Every published course, by approach and title."""
    version = site_version.current()
    return build_cards(language) if version is None else _remembered(version, language)


def search(found: Iterable[Card], query: str) -> list[Card]:
    words = fold(query).split()
    return [card for card in found if card.matches(words)]


@lru_cache(maxsize=32)
def _remembered(version: int, language: str) -> tuple[Card, ...]:
    return build_cards(language)


def build_cards(language: str) -> tuple[Card, ...]:
    """Always from the database, in a constant number of queries."""
    pages: dict[UUID, dict[str, CoursePage]] = {}
    query = CoursePage.objects.live().select_related("locale", "approach")
    if restricts_any():
        query = query.public()
    for page in query:
        pages.setdefault(page.translation_key, {})[page.locale.language_code] = page
    in_force = Q(steps__in=Step.objects.in_force())
    courses = Course.objects.filter(page_key__in=pages).annotate(
        lessons=Count("steps", filter=in_force & Q(steps__kind=StepKind.LESSON)),
        minutes=Sum("steps__minutes", filter=in_force, default=0),
    )
    homes = routing.home_paths()
    found = []
    for course in courses:
        versions = pages[course.page_key]
        page = versions.get(language) or versions.get(course.source_language) or next(iter(versions.values()))
        found.append(
            (
                (page.approach.position, page.title),
                Card(
                    course_id=course.pk,
                    page_key=course.page_key,
                    title=page.title,
                    summary=page.summary,
                    url=f"/{language}/{routing.path_of(page, homes)}",
                    language=page.locale.language_code,
                    languages=frozenset(versions),
                    approach=page.approach.name,
                    approach_key=page.approach.key,
                    motif=page.motif,
                    palette=page.palette,
                    lessons=course.lessons,
                    minutes=course.minutes,
                    folded=f" {page.folded_text} {fold(page.approach.name)}",
                ),
            )
        )
    return tuple(card for _order, card in sorted(found, key=lambda row: row[0]))


LANGUAGE_NAMES = dict(settings.LANGUAGES)
