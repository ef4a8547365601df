"""Which version of a handbook would be printed now: a digest of revisions and time stamps, without rendering a word.

It costs about ten queries, however long the course. It may change although the printed words stay the same; the
drawing then takes over the file that is there. It knows nothing of PDF.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction

from courses import glossary
from courses.delivery.handbook_content import LAYOUT
from courses.models import Course, CoursePage, LessonPage, Question, QuizItem, Step

PUBLISHED = ("pk", "live_revision_id", "last_published_at")


def version_of(course: Course, language: str) -> str | None:
    """64 hexadecimal digits; None while the course is not published in `language`."""
    page = CoursePage.objects.live().filter(translation_key=course.page_key, locale__language_code=language).first()
    if page is None:
        return None
    with override(language):
        approach = page.approach.name
    languages = {course.source_language, language}
    steps = Step.objects.in_force().filter(course=course).order_by("position")
    rows = list(steps.values_list("key", "module_key", "kind", "position", "minutes"))
    keys = {key for row in rows for key in row[:2]}
    pages = Page.objects.live().filter(translation_key__in=keys, locale__language_code__in=languages)
    published = sorted(pages.values_list(*PUBLISHED, "title"))
    page_pks = [row[0] for row in published]
    blocks = list(_blocks(page_pks))
    found: list[Any] = [
        [LAYOUT, settings.SITE_URL, settings.SITE_NAME, language],
        [page.pk, page.live_revision_id, page.last_published_at, page.url_path, approach],
        rows,
        published,
        sorted(PageViewRestriction.objects.filter(page__in=[page.pk, *page_pks]).values_list("pk", "page_id")),
        sorted(_questions(page_pks, _chosen(blocks, "self_check", "question"), languages).values_list(*PUBLISHED)),
        [(entry.name, entry.forms, entry.meaning) for entry in glossary.entries(language) if entry.explains(language)],
        _files(get_image_model(), _chosen(blocks, "image", "image")),
        _files(get_document_model(), [*_chosen(blocks, "document", "document"), *_chosen(blocks, "media", "file")]),
    ]
    return hashlib.sha256(json.dumps(found, default=str).encode()).hexdigest()


def _blocks(page_pks: list[int]) -> Iterator[dict[str, Any]]:
    """As they are stored, unread."""
    for body in LessonPage.objects.filter(pk__in=page_pks).order_by("pk").values_list("body", flat=True):
        yield from body.raw_data


def _chosen(blocks: Iterable[dict[str, Any]], kind: str, name: str) -> list[int]:
    """Primary keys of what the blocks of this kind show."""
    return [block["value"][name] for block in blocks if block["type"] == kind and block["value"].get(name)]


def _questions(page_pks: list[int], self_checks: list[int], languages: set[str]) -> QuerySet[Question]:
    """Published questions of the quizzes and self-checks in these languages."""
    items = list(QuizItem.objects.filter(page__in=page_pks).values_list("question_id", "tag_id"))
    named = Q(pk__in=[*self_checks, *(question for question, _tag in items if question)])
    asked = Question.objects.filter(named | Q(tagged_items__tag__in=[tag for _question, tag in items if tag]))
    return Question.objects.live().filter(
        translation_key__in=asked.values("translation_key"), locale__language_code__in=languages
    )


def _files(model: Any, pks: list[int]) -> list[tuple]:
    return sorted(model.objects.filter(pk__in=pks).values_list("pk", "title", "file", "file_hash")) if pks else []
