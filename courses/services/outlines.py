"""Brings the record of a course in line with its published pages: the course's facts and its steps.

Called when pages are published, unpublished, moved or deleted; it never touches what learners did.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from courses.enums import StepKind
from courses.models import (
    AssignmentPage,
    BlockResponse,
    Course,
    CoursePage,
    LessonPage,
    ModulePage,
    QuizPage,
    Step,
)

_deferred: ContextVar[set[UUID] | None] = ContextVar("deferred_outlines", default=None)


def sync_outline(page: CoursePage) -> Course | None:
    """Make the record of `page` (in any language) equal to its source-language pages.

    Returns the course, or None while nothing of it is published yet. When steps changed it is marked stale:
    `courses.jobs.refresh_course` recomputes what that means for its learners. Steps that vanished and hold something
    of a learner are retired, others are deleted; a retired step that returns is in force again. Twice called, it
    changes nothing.
    """
    waiting = _deferred.get()
    if waiting is not None:
        waiting.add(page.translation_key)
        return None
    return _sync(page.translation_key)


@contextmanager
def deferred_sync() -> Iterator[None]:
    """Inside, outlines are only noted; each is brought in line once at the end."""
    if _deferred.get() is not None:
        yield
        return
    waiting: set[UUID] = set()
    token = _deferred.set(waiting)
    try:
        yield
    finally:
        _deferred.reset(token)
    for page_key in waiting:
        _sync(page_key)


def course_page_of(page: Page) -> CoursePage | None:
    """The course page that `page` is or lies below."""
    if isinstance(page.specific_deferred, CoursePage):
        return page.specific
    return CoursePage.objects.ancestor_of(page).first()


@transaction.atomic
def _sync(page_key: UUID) -> Course | None:
    course = Course.objects.select_for_update().filter(page_key=page_key).first()
    pages = CoursePage.objects.filter(translation_key=page_key).select_related("locale")
    if course is None:
        source = pages.filter(live=True).order_by("first_published_at", "pk").first()
        if source is None:
            return None
        course = Course(page_key=page_key, key=_free_key(source.slug), source_language=source.locale.language_code)
    else:
        source = pages.filter(locale__language_code=course.source_language).first()
        if source is None or not source.live:
            if course.is_open:
                course.is_open = False
                course.save(update_fields=["is_open"])
            return course
    _copy_facts(course, source)
    if _sync_steps(course, source) and not course.is_stale:
        course.is_stale = True
        course.save(update_fields=["is_stale"])
    return course


def _free_key(slug: str) -> str:
    key, number = slug, 2
    while Course.objects.filter(key=key).exists():
        key, number = f"{slug}-{number}", number + 1
    return key


def _copy_facts(course: Course, page: CoursePage) -> None:
    facts = {
        "title": page.title,
        "approach_id": page.approach_id,
        "rule": page.rule,
        "has_certificate": page.has_certificate,
        "certificate_months": page.certificate_months,
        "hours": page.hours,
        "is_open": page.is_open,
    }
    changed = [name for name, value in facts.items() if getattr(course, name) != value]
    for name in changed:
        setattr(course, name, facts[name])
    if course.pk is None or changed:
        course.save()


def _sync_steps(course: Course, page: CoursePage) -> bool:
    """Returns whether the steps changed in a way that moves anybody's percentage."""
    wanted = _published_steps(page)
    standing = {step.key: step for step in course.steps.all()}
    moved = False
    for position, facts in enumerate(wanted):
        facts["position"] = position
        step = standing.pop(facts["key"], None)
        if step is None:
            Step.objects.create(course=course, **facts)
            moved = True
            continue
        changed = [name for name, value in facts.items() if getattr(step, name) != value]
        if step.retired_at is not None:
            step.retired_at = None
            changed.append("retired_at")
        for name in changed:
            if name != "retired_at":
                setattr(step, name, facts[name])
        if changed:
            step.save(update_fields=changed)
            moved = moved or bool({"kind", "minutes", "retired_at"} & set(changed))
    for step in standing.values():
        if step.retired_at is not None:
            continue
        if _holds_something(step):
            step.retired_at = timezone.now()
            step.save(update_fields=["retired_at"])
        else:
            step.delete()
        moved = True
    return moved


def _holds_something(step: Step) -> bool:
    """Whether a learner left anything at this step."""
    return (
        step.results.exists()
        or step.attempts.exists()
        or step.submissions.exists()
        or BlockResponse.objects.filter(step=step).exists()
    )


def _published_steps(page: CoursePage) -> list[dict]:
    """The live lessons, quizzes and assignments below `page` in the order of the tree, as facts of steps."""
    below = Page.objects.descendant_of(page).live().order_by("path")
    modules = {module.path: module for module in ModulePage.objects.live().child_of(page)}
    facts: dict[int, tuple[str, int]] = {}
    for pk, minutes in LessonPage.objects.descendant_of(page).values_list("pk", "minutes"):
        facts[pk] = (StepKind.LESSON, minutes)
    for pk, kind, minutes in QuizPage.objects.descendant_of(page).values_list("pk", "kind", "minutes"):
        facts[pk] = (kind, minutes)
    for pk, minutes in AssignmentPage.objects.descendant_of(page).values_list("pk", "minutes"):
        facts[pk] = (StepKind.ASSIGNMENT, minutes)
    steps = []
    for child in below:
        if child.pk not in facts:
            continue
        parent_path = child.path[: -Page.steplen]
        if parent_path != page.path and parent_path not in modules:
            continue  # its module is not published
        module_key = page.translation_key if parent_path == page.path else modules[parent_path].translation_key
        kind, minutes = facts[child.pk]
        steps.append({"key": child.translation_key, "module_key": module_key, "kind": kind, "minutes": minutes})
    return steps
