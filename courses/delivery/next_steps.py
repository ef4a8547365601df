"""Where a learner goes on, for letters: title and address of the next step in her language. Reads only."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from academy import routing
from courses.models import CoursePage, Enrollment, ModuleDates, Step


@dataclass(frozen=True)
class Next:
    """`url` is the whole address; `title` is empty when there is nothing but the course to name."""

    course: str
    title: str
    url: str


def next_step(enrollment: Enrollment, language: str) -> Next:
    """The step she looked at last unless it is done, else the first that is not done and open. The enrollment comes
    with its course. Four queries.
    """
    course = enrollment.course
    steps = list(Step.objects.in_force().filter(course=course).order_by("position"))
    done = set(enrollment.results.values_list("step_id", flat=True))
    later = ModuleDates.objects.filter(edition=enrollment.edition_id, opens_at__gt=timezone.now())
    locked = set(later.values_list("module_key", flat=True)) if enrollment.edition_id else set()
    todo = [step for step in steps if step.pk not in done and step.module_key not in locked]
    step = next((step for step in todo if step.pk == enrollment.last_step_id), todo[0] if todo else None)
    course_page = _nearest(CoursePage, course.page_key, language, course.source_language)
    page = _nearest(Page, step.key, language, course.source_language) if step else None
    title = course_page.title if course_page else course.title
    target = page or course_page
    if target is None:
        return Next(title, "", settings.SITE_URL + _learning(language))
    path = routing.path_of(target, routing.home_paths())
    return Next(title, page.title if page else "", f"{settings.SITE_URL}/{language}/{path}")


def _learning(language: str) -> str:
    with translation.override(language):
        return reverse("learning")


def _nearest(model: type[Page], key, language: str, source_language: str) -> Page | None:
    pages = model.objects.live().filter(translation_key=key).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    return by_language.get(language) or by_language.get(source_language) or next(iter(by_language.values()), None)
