"""What one person is granted: a later deadline, more attempts, more time; the form and what was granted before."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from academy.enums import Access
from academy.services.access import record_access
from courses.delivery.edition_letters import said
from courses.enums import QUIZ_KINDS
from courses.errors import LearningError, QuizNotReady
from courses.forms.adjustments import AdjustmentForm
from courses.models import Adjustment, Enrollment, Step
from courses.outline import Outline, outline_for
from courses.services import adjustments as service
from courses.views.organisation.room import Room, address, in_room


@require_http_methods(["GET", "HEAD", "POST"])
@in_room("organisation_people")
def adjust(request: HttpRequest, room: Room, enrollment: UUID) -> HttpResponse:
    """For a person of the branch."""
    rows = Enrollment.objects.standing().filter(organisation__in=room.branch_ids, user__isnull=False)
    row = rows.select_related("user", "course", "organisation", "edition").filter(uuid=enrollment).first()
    if row is None:
        raise Http404
    here = address("organisation_adjustments", room.organisation, enrollment=row.uuid)
    back = {"label": gettext("Back"), "url": address("organisation_person", room.organisation, enrollment=row.uuid)}
    return adjust_enrollment(
        request, row, room.context(), here=here, back=back, frame="courses/organisation/_room.html"
    )


def adjust_enrollment(
    request: HttpRequest, enrollment: Enrollment, frame_context: dict, *, here: str, back: dict, frame: str
) -> HttpResponse:
    """The page itself; the door was passed. `here` is its address, `frame` the template around it."""
    outline = outline_for(enrollment.course.page_key, get_language())
    titles = quiz_titles(outline)
    zone = enrollment.edition.zone if enrollment.edition else None
    form = AdjustmentForm(request.POST or None, quizzes=list(titles.items()), zone=zone)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _grant(enrollment, request, form)
            except LearningError as error:
                form.add_error("day" if isinstance(error, service.NotLater) else None, str(error.message))
            else:
                messages.success(request, gettext("It is granted. The person gets a letter with the reason."))
                return redirect(here)
    record_access(
        request.user, Access.VIEWED, "adjustments", organisation=enrollment.organisation, person=enrollment.user
    )
    given = enrollment.adjustments.select_related("by", "step")
    context = frame_context | {
        "frame": frame,
        "enrollment": enrollment,
        "person": enrollment.user,
        "course": outline.title if outline else enrollment.course.title,
        "course_language": outline.language if outline else enrollment.course.source_language,
        "form": form,
        "back": back,
        "given": [{"row": row, "said": said(row), "quiz": _quiz_of(row, titles)} for row in given],
    }
    return render(request, "courses/organisation/adjustments.html", context, status=status)


def quiz_titles(outline: Outline | None) -> dict[str, str]:
    """`{key: title}` of the quizzes of a course."""
    items = outline.items if outline else ()
    return {str(item.key): item.title for item in items if item.kind in QUIZ_KINDS}


def _grant(enrollment: Enrollment, request: HttpRequest, form: AdjustmentForm) -> None:
    chosen = form.cleaned_data
    reason, by = chosen["reason"], request.user
    if chosen["kind"] == Adjustment.Kind.DEADLINE:
        service.grant_deadline(enrollment, by, form.deadline_at, reason=reason)
        return
    step = None
    if chosen["quiz"]:
        step = Step.objects.in_force().filter(course=enrollment.course_id, key=chosen["quiz"]).first()
        if step is None:
            raise QuizNotReady
    grant = service.grant_attempts if chosen["kind"] == Adjustment.Kind.ATTEMPT else service.grant_time
    grant(enrollment, by, chosen["amount"], step=step, reason=reason)


def _quiz_of(row: Adjustment, titles: dict[str, str]) -> str:
    return titles.get(str(row.step.key), gettext("a quiz")) if row.step else ""
