"""People of an edition, for who manages it: requests, the waiting list, who takes part and how far, what is granted."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.enums import Access
from academy.services.access import record_access
from courses.enums import PlaceState
from courses.models import Enrollment, Place
from courses.services import places as service
from courses.services.sessions import attendance_of, people_of
from courses.views.organisation.adjustments import adjust_enrollment
from courses.views.organisation.edition_desk import Desk, at_desk
from courses.views.organisation.people import status_of_row
from courses.views.organisation.room import address

PER_PAGE = 100


@require_safe
@at_desk("edition_people")
def list_people(request: HttpRequest, desk: Desk) -> HttpResponse:
    places = Place.objects.filter(edition=desk.edition).select_related("user", "organisation")
    places = places.prefetch_related("organisation__names")
    found = people_of(desk.edition).select_related("user", "organisation").prefetch_related("organisation__names")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    seats = {
        place.user_id: place for place in places.seated().filter(user__in=[enrollment.user_id for enrollment in page])
    }
    attendance = attendance_of(page.object_list)
    asked, waiting = list(places.filter(state=PlaceState.ASKED)), list(places.queue())
    record_access(
        request.user,
        Access.VIEWED,
        "people",
        organisation=desk.edition.organisation,
        count=len(page) + len(asked) + len(waiting),
        edition=str(desk.edition.uuid),
    )
    context = desk.context() | {
        "asked": asked,
        "waiting": waiting,
        "page": page,
        "has_sessions": bool(attendance),
        "rows": [
            _row(desk, enrollment, seats.get(enrollment.user_id)) | {"attended": attendance.get(enrollment.pk)}
            for enrollment in page
        ],
    }
    return render(request, "courses/organisation/edition_people.html", context)


def _row(desk: Desk, enrollment: Enrollment, place: Place | None) -> dict:
    return {
        "enrollment": enrollment,
        "place": place,
        "status": status_of_row(enrollment, timezone.now()),
        "record_url": _record_url(desk, enrollment),
        "adjustments_url": desk.url("edition_adjustments", enrollment=enrollment.uuid),
    }


def _record_url(desk: Desk, enrollment: Enrollment) -> str:
    """The person's record in the room, for who runs her organisation."""
    if desk.room is None or enrollment.organisation_id not in desk.room.branch_ids:
        return ""
    return address("organisation_person", desk.room.organisation, enrollment=enrollment.uuid)


@require_POST
@at_desk("edition_people")
def decide(request: HttpRequest, desk: Desk, place: UUID) -> HttpResponse:
    """Accept, decline or take out; by the button pressed."""
    row = Place.objects.select_related("edition", "user").filter(edition=desk.edition, uuid=place).first()
    if row is None:
        raise Http404
    if "accept" in request.POST or "decline" in request.POST:
        row = service.decide_place(row, request.user, accept="accept" in request.POST)
    elif "remove" in request.POST:
        row = service.leave_edition(row, by=request.user)
    said = {
        PlaceState.SEATED: gettext("%(name)s takes part and gets a letter."),
        PlaceState.WAITING: gettext("All seats are taken: %(name)s is on the waiting list and gets a letter."),
        PlaceState.DECLINED: gettext("%(name)s gets a letter that it is not possible this time."),
        PlaceState.LEFT: gettext("%(name)s has no place any more; what was done in the course is kept."),
    }
    if row.state in said:
        messages.success(request, said[PlaceState(row.state)] % {"name": row.user.name or row.user.email})
    return redirect(desk.url("edition_people"))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("edition_people")
def adjust(request: HttpRequest, desk: Desk, enrollment: UUID) -> HttpResponse:
    """More time or attempts for one person of the edition."""
    row = (
        people_of(desk.edition)
        .select_related("user", "course", "organisation", "edition")
        .filter(uuid=enrollment)
        .first()
    )
    if row is None:
        raise Http404
    here = desk.url("edition_adjustments", enrollment=row.uuid)
    back = {"label": gettext("Back to the people"), "url": desk.url("edition_people")}
    return adjust_enrollment(
        request, row, desk.context(), here=here, back=back, frame="courses/organisation/_edition.html"
    )
