"""Live sessions of an edition, for who manages it: the list, one to add or change, cancelling, who attended."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from academy.enums import Access
from academy.services.access import record_access
from courses.enums import AttendanceState
from courses.forms.editions import AttendanceForm, SessionForm
from courses.models import LiveSession
from courses.services import sessions as service
from courses.views.organisation.edition_desk import Desk, at_desk


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("edition_sessions")
def list_sessions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All of them, and the form of a new one."""
    form = SessionForm(request.POST or None, edition=desk.edition)
    if request.method == "POST" and form.is_valid():
        service.add_session(desk.edition, request.user, **form.values())
        messages.success(request, gettext("The session is added. Who takes part gets a letter with a calendar entry."))
        return redirect(desk.url("edition_sessions"))
    context = desk.context() | {"form": form, "sessions": list(desk.edition.sessions.all())}
    return render(request, "courses/organisation/edition_sessions.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("edition_sessions")
def change(request: HttpRequest, desk: Desk, session: UUID) -> HttpResponse:
    row = _session_or_404(desk, session)
    form = SessionForm(request.POST or None, instance=row, edition=desk.edition)
    if request.method == "POST" and form.is_valid():
        service.change_session(row, request.user, **form.values())
        messages.success(request, gettext("The session is saved. If time, place or link changed, people get a letter."))
        return redirect(desk.url("edition_sessions"))
    context = desk.context() | {"form": form, "session": row}
    return render(request, "courses/organisation/edition_session.html", context, status=422 if form.is_bound else 200)


@require_POST
@at_desk("edition_sessions")
def cancel(request: HttpRequest, desk: Desk, session: UUID) -> HttpResponse:
    service.cancel_session(_session_or_404(desk, session), request.user)
    messages.success(request, gettext("The session is cancelled. Who takes part gets a letter."))
    return redirect(desk.url("edition_sessions"))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("edition_sessions")
def note(request: HttpRequest, desk: Desk, session: UUID) -> HttpResponse:
    """The sheet of who attended: one choice per person, all saved at once. On paper it is the list to sign."""
    row = _session_or_404(desk, session)
    people = list(service.people_of(desk.edition).select_related("user", "organisation"))
    if request.method == "POST":
        form = AttendanceForm([person.pk for person in people], request.POST)
        service.note_attendance(row, request.user, form.states)
        messages.success(request, gettext("Attendance is saved."))
        return redirect(desk.url("session_attendance", session=row.uuid))
    record_access(
        request.user,
        Access.VIEWED,
        "attendance",
        organisation=desk.edition.organisation,
        count=len(people),
        edition=str(desk.edition.uuid),
    )
    states = dict(row.attendances.values_list("enrollment_id", "state"))
    context = desk.context() | {
        "session": row,
        "choices": AttendanceState.choices,
        "people": [{"enrollment": person, "state": states.get(person.pk, "")} for person in people],
        "present": sum(state == AttendanceState.PRESENT for state in states.values()),
    }
    return render(request, "courses/organisation/edition_attendance.html", context)


def _session_or_404(desk: Desk, key: UUID) -> LiveSession:
    try:
        return LiveSession.objects.select_related("edition__organisation").get(edition=desk.edition, uuid=key)
    except LiveSession.DoesNotExist as error:
        raise Http404 from error
