"""A course's own page: what it teaches, for whom, how long, who made it; and the way in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from academy import sockets
from academy.models import Organisation
from academy.services.organisations import organisations_of
from courses.enums import StepKind
from courses.errors import LearningError
from courses.models import Certificate, CoursePage
from courses.outline import build_outline, outline_for
from courses.services.enrollments import enroll_person
from courses.services.releases import releases_of
from courses.views.doors import course_or_404, require_open
from courses.views.editions import coming_editions
from courses.views.handbook import handbook_of
from courses.views.path import places_of
from courses.views.shell import (
    breadcrumbs,
    done_steps,
    outline_rows,
    progress_of,
    resume_item,
    standing_enrollment,
)


def show_course(request: HttpRequest, page: CoursePage) -> HttpResponse:
    language = get_language()
    is_preview = getattr(request, "is_preview", False)
    outline = (build_outline if is_preview else outline_for)(page.translation_key, language)
    enrollment = done = resume = certificate = releases = None
    if outline is not None and not is_preview and request.user.is_authenticated:
        enrollment = standing_enrollment(request, outline.course_id)
        done = done_steps(enrollment)
        if enrollment is not None:
            releases = releases_of(enrollment)
            resume = resume_item(outline, enrollment, done, releases)
            certificate = Certificate.objects.unrevoked().filter(enrollment=enrollment).first()
    context = {
        "page": page,
        "content_language": page.locale.language_code,
        "languages_of_course": [name for code, name in settings.LANGUAGES if outline and code in outline.languages],
        "outline": outline,
        "modules": outline_rows(outline, done or frozenset(), None, releases) if outline else [],
        "progress": progress_of(outline, done) if enrollment else None,
        "cover": outline if outline and not is_preview else page,
        "outcomes": page.outcomes.all(),
        "breadcrumbs": breadcrumbs(None),
        "assignments": [item for item in outline.items if item.kind == StepKind.ASSIGNMENT] if outline else [],
        "places": places_of(request, outline.course_id) if outline and not is_preview else [],
        "editions": coming_editions(request, outline.course_id) if outline and not is_preview else [],
        "enrollment": enrollment,
        "organisations": organisations_to_choose(request) if enrollment is None and not is_preview else [],
        "resume": resume,
        "certificate": certificate,
        "is_preview": is_preview,
        "sections": sections_of(request, outline.course_id) if outline and not is_preview else [],
        "handbook": handbook_of(outline.course_id, page.locale.language_code) if outline and not is_preview else None,
    }
    return render(request, "courses/course.html", context)


def sections_of(request: HttpRequest, course_id: int) -> list[dict]:
    """What the rooms above add to the page of a course."""
    return [section for _name, plug in sockets.course_sections if (section := plug(request, course_id))]


def organisations_to_choose(request: HttpRequest) -> list[Organisation]:
    """Of who belongs to several, for which of them the course shall count; the first is offered."""
    found = organisations_of(request.user) if request.user.is_authenticated else []
    return found if len(found) > 1 else []


@require_POST
@login_required
def enroll(request: HttpRequest) -> HttpResponse:
    """Enroll in the course named in the form and go to its first lesson."""
    course = course_or_404(request.POST.get("course", ""))
    require_open(request, course.page_key)
    outline = outline_for(course.page_key, get_language())
    chosen = request.POST.get("organisation", "")
    organisation = next((row for row in organisations_of(request.user) if row.key == chosen), None)
    try:
        enrollment = enroll_person(request.user, course, language=get_language(), organisation=organisation)
    except LearningError as error:
        messages.error(request, error.message)
        return redirect(outline.url if outline else f"/{get_language()}/")
    if outline is None:
        return redirect("learning")
    messages.success(request, gettext("You are enrolled. Go at your own pace; your place is kept."))
    item = resume_item(outline, enrollment, done_steps(enrollment))
    return redirect(item.url if item else outline.url)
