"""A lesson: read it, finish it, go on."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from academy import sockets
from courses import policies
from courses.enums import EnrollmentState, StepKind
from courses.lesson_body import body_of
from courses.models import BlockResponse, LessonPage, Step
from courses.outline import Item, outline_for
from courses.services import progress
from courses.views.doors import enrollment_or_404, require_open, require_released
from courses.views.shell import Shell, open_shell


def show_lesson(request: HttpRequest, page: LessonPage) -> HttpResponse:
    shell = open_shell(request, page)
    if refusal := refuse(request, shell):
        return refusal
    responses: dict[UUID, dict] = {}
    if shell.enrollment is not None and shell.item is not None:
        rows = BlockResponse.objects.filter(enrollment=shell.enrollment, step_id=shell.item.step_id)
        responses = {row.block: row.data for row in rows}
        progress.record_visit(shell.enrollment, shell.item.step_id)
    context = shell.context() | {
        "parts": body_of(page, responses=responses, enrollment=shell.enrollment, is_draft=shell.is_preview),
        "sections": sections_of(request, shell),
    }
    return render(request, "courses/lesson.html", context)


def sections_of(request: HttpRequest, shell: Shell) -> list[dict]:
    """What the rooms above add below a lesson."""
    if shell.is_preview or shell.outline is None or shell.item is None:
        return []
    about = (request, shell.outline.course_id, shell.item.key, shell.enrollment)
    return [section for _name, plug in sockets.lesson_sections if (section := plug(*about))]


def refuse(request: HttpRequest, shell: Shell) -> HttpResponse | None:
    """Where to send somebody who may not open the lesson or quiz: to sign in, or to the course to enroll."""
    if shell.is_preview:
        return None
    if shell.outline is None or shell.item is None:
        raise Http404
    verdict = policies.may_learn(request.user, shell.page, shell.enrollment)
    if verdict:
        return _refuse_early(request, shell, shell.item)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    messages.info(request, verdict.reason)
    return redirect(shell.outline.url)


def _refuse_early(request: HttpRequest, shell: Shell, item: Item) -> HttpResponse | None:
    """A page that says when it opens, with the outline and nothing of the content."""
    if policies.may_open(shell.releases, item.module_key):
        return None
    context = shell.context() | {"opens_at": shell.releases.opens_at(item.module_key) if shell.releases else None}
    return render(request, "courses/not_open.html", context, status=403)


@require_POST
@login_required
def complete_step(request: HttpRequest, enrollment: UUID, key: UUID) -> HttpResponse:
    """Finish a lesson and go to what comes next."""
    row = enrollment_or_404(request.user, enrollment)
    step = Step.objects.in_force().filter(course=row.course, key=key, kind=StepKind.LESSON).first()
    outline = outline_for(row.course.page_key, get_language())
    if step is None or outline is None:
        raise Http404
    require_open(request, key)
    require_released(row, step.module_key)
    was_completed = row.state == EnrollmentState.COMPLETED
    row = progress.record_step(row, step)
    if row.state == EnrollmentState.COMPLETED and not was_completed:
        messages.success(request, gettext("You have completed the course. Well done!"))
        return redirect("learning")
    following = outline.after(key)
    return redirect(following.url if following else outline.url)
