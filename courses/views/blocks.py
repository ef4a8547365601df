"""What a learner fills into a lesson: ticks of a checklist, answers to self-checks. Grading belongs to the rules."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from courses.enums import StepKind
from courses.forms.blocks import BlockForm
from courses.lesson_body import find_part, show_part
from courses.models import LessonPage, Step
from courses.outline import Item, outline_for, page_key_of_step
from courses.services.blocks import save_block_response
from courses.views.doors import enrollment_or_404, require_open, require_released


@require_POST
def save(request: HttpRequest, enrollment: UUID, block: UUID) -> HttpResponse:
    """Keep what was filled in; without JavaScript the lesson comes back at the block."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    mine = enrollment_or_404(request.user, enrollment)
    lesson = _lesson_or_404(request, mine.course.page_key)
    require_open(request, lesson.key)
    require_released(mine, lesson.module_key)
    page = LessonPage.objects.select_related("locale").get(pk=lesson.page_id)
    part = find_part(page, block)
    if part is None:
        raise Http404
    form = BlockForm(part, request.POST)
    if form.data is not None:
        save_block_response(mine, Step.objects.get(pk=lesson.step_id), block, form.data)
    if not request.htmx:
        if form.error:
            messages.warning(request, form.error)
        return redirect(f"{lesson.url}#{part.name}")
    if part.kind == "checklist":
        return HttpResponse(status=204)
    context = {
        "part": show_part(page, part, form.data, mine, error=form.error),
        "content_language": lesson.language,
    }
    return render(request, "courses/_fresh_block.html", context)


def _lesson_or_404(request: HttpRequest, page_key: UUID) -> Item:
    """The lesson that the address names, if it is one of this course."""
    outline = outline_for(page_key, get_language())
    item = outline.find(_lesson_key(request)) if outline else None
    if item is None or item.kind != StepKind.LESSON:
        raise Http404
    return item


def _lesson_key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.GET.get("lesson", ""))
    except ValueError as error:
        raise Http404 from error


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Her session ended while she read: she signs in and comes back to the lesson."""
    key = _lesson_key(request)
    page_key = page_key_of_step(key)
    outline = outline_for(page_key, get_language()) if page_key else None
    item = outline.find(key) if outline else None
    response = redirect_to_login(item.url if item else f"/{get_language()}/")
    return HttpResponseClientRedirect(response.url) if request.htmx else response
