"""What surrounds a lesson or quiz: the outline with what the learner did, the way back, previous and next.

It decides nothing: who may open a page is asked of `courses.policies` by the view.
"""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from wagtail.models import Page

from courses.models import CoursePage, Enrollment, StepResult
from courses.outline import Item, Outline, build_outline, outline_for, page_key_of_step
from courses.rules.release import Releases
from courses.services.releases import releases_of


@dataclass
class Shell:
    """`item` is None in the preview of a page that was never published."""

    page: Page
    outline: Outline | None
    enrollment: Enrollment | None
    done: frozenset[int]
    language: str
    is_preview: bool
    releases: Releases | None = None

    @cached_property
    def item(self) -> Item | None:
        return self.outline.find(self.page.translation_key) if self.outline else None

    @property
    def next_item(self) -> Item | None:
        return self.outline.after(self.page.translation_key) if self.outline else None

    @property
    def is_done(self) -> bool:
        return bool(self.item and self.item.step_id in self.done)

    def context(self) -> dict:
        """The names that `courses/_shell.html` uses."""
        outline = self.outline
        return {
            "page": self.page,
            "content_language": self.language,
            "is_preview": self.is_preview,
            "enrollment": self.enrollment,
            "item": self.item,
            "is_done": self.is_done,
            "outline": outline,
            "modules": outline_rows(outline, self.done, self.item, self.releases) if outline else [],
            "progress": progress_of(outline, self.done) if outline else None,
            "cover": {"motif": outline.motif, "palette": outline.palette} if outline else None,
            "previous": outline.before(self.page.translation_key) if outline else None,
            "next": self.next_item,
            "breadcrumbs": breadcrumbs(outline),
        }


def open_shell(request: HttpRequest, page: Page) -> Shell:
    """Load the shell of a lesson or quiz page: the outline from memory, enrollment and results in two queries."""
    language = get_language()
    is_preview = getattr(request, "is_preview", False)
    page_key = page_key_of_step(page.translation_key)
    if page_key is None and is_preview:
        course_page = CoursePage.objects.ancestor_of(page).first()
        page_key = course_page.translation_key if course_page else None
    outline = None
    if page_key is not None:
        outline = build_outline(page_key, language) if is_preview else outline_for(page_key, language)
    enrollment = None
    done: frozenset[int] = frozenset()
    if outline is not None and not is_preview and request.user.is_authenticated:
        enrollment = standing_enrollment(request, outline.course_id)
        done = done_steps(enrollment)
    return Shell(
        page=page,
        outline=outline,
        enrollment=enrollment,
        done=done,
        language=getattr(request, "content_language", None) or page.locale.language_code,
        is_preview=is_preview,
        releases=releases_of(enrollment),
    )


def standing_enrollment(request: HttpRequest, course_id: int) -> Enrollment | None:
    return Enrollment.objects.of(request.user).standing().filter(course_id=course_id).order_by("-enrolled_at").first()


def done_steps(enrollment: Enrollment | None) -> frozenset[int]:
    if enrollment is None:
        return frozenset()
    return frozenset(StepResult.objects.filter(enrollment=enrollment).values_list("step_id", flat=True))


def outline_rows(
    outline: Outline, done: frozenset[int], current: Item | None, releases: Releases | None = None
) -> list[dict]:
    """Modules and items as `components/outline.html` takes them; in an edition with the dates of the modules."""
    now = timezone.now()
    locked = {module.key for module in outline.modules if releases and releases.is_locked(module.key, now=now)}
    return [
        {
            "title": module.title,
            "summary": module.summary,
            "language": module.language,
            "opens_at": releases.opens_at(module.key) if releases and module.key in locked else None,
            "due_at": releases.due_at(module.key) if releases else None,
            "items": [
                {
                    "title": item.title,
                    "url": item.url,
                    "kind": item.kind,
                    "minutes": item.minutes,
                    "language": item.language,
                    "is_done": item.step_id in done,
                    "state": _state_of(item, current, done, is_locked=module.key in locked),
                }
                for item in module.items
            ],
        }
        for module in outline.modules
    ]


def _state_of(item: Item, current: Item | None, done: frozenset[int], *, is_locked: bool) -> str:
    if item == current:
        return "current"
    if is_locked:
        return "locked"
    return "done" if item.step_id in done else "open"


def progress_of(outline: Outline, done: frozenset[int]) -> dict:
    """`{done, total, minutes_left}`: lessons counted, minutes of everything still to do."""
    return {
        "done": sum(lesson.step_id in done for lesson in outline.lessons),
        "total": len(outline.lessons),
        "minutes_left": sum(item.minutes for item in outline.items if item.step_id not in done),
    }


def resume_item(
    outline: Outline, enrollment: Enrollment, done: frozenset[int], releases: Releases | None = None
) -> Item | None:
    """Where she goes on: the page she read last unless it is done, else the first that is not, else the first.

    What is not open yet in her edition comes last.
    """
    if releases is not None:
        now = timezone.now()
        done = done | {item.step_id for item in outline.items if releases.is_locked(item.module_key, now=now)}
    last = next((item for item in outline.items if item.step_id == enrollment.last_step_id), None)
    if last is not None and last.step_id not in done:
        return last
    start = outline.items.index(last) if last is not None else 0
    order = [*outline.items[start:], *outline.items[:start]]
    return next((item for item in order if item.step_id not in done), outline.items[0] if outline.items else None)


def breadcrumbs(outline: Outline | None) -> list[dict]:
    crumbs = [{"label": gettext("Courses"), "url": catalogue_url()}]
    if outline is not None:
        crumbs.append({"label": outline.title, "url": outline.url, "language": outline.language})
    return crumbs


def catalogue_url() -> str:
    return f"{reverse('wagtail_serve', args=[''])}courses/"
