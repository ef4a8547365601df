"""Editions as learners meet them: beside the course, on a page of their own, in the calendar; entering and leaving."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, get_language_info, gettext
from django.views.decorators.http import require_POST, require_safe

from academy import sockets
from academy.delivery.calendars import TYPE
from courses.delivery.calendars import calendar_of
from courses.enums import EditionState, EntryKind, PlaceState
from courses.errors import LearningError
from courses.forms.editions import RequestForm
from courses.models import Edition, LiveSession, Place
from courses.outline import Outline, outline_for
from courses.policies import may_facilitate
from courses.services import places as service
from courses.services.releases import releases_in
from courses.views.doors import edition_or_404
from courses.views.shell import breadcrumbs

SOON_FULL = 5  # so few seats left are said with more weight


def coming_editions(request: HttpRequest, course_id: int) -> list[dict[str, Any]]:
    """Cards of the editions of a course that she may see; one query where there are none."""
    rows = list(_with_seats(Edition.objects.coming(today=timezone.localdate())).filter(course=course_id))
    if not rows:
        return []
    pks = [row.pk for row in rows]
    seen = set(Edition.objects.visible_to(request.user).filter(pk__in=pks).order_by().values_list("pk", flat=True))
    rows = sorted((row for row in rows if row.pk in seen), key=lambda row: (row.starts_on, row.pk))
    prefetch_related_objects(rows, "facilitators", "organisation__names")
    places = {}
    if rows and request.user.is_authenticated:
        places = {place.edition_id: place for place in Place.objects.filter(user=request.user, edition__in=rows)}
    now = timezone.now()
    return [card_of(row, places.get(row.pk), now=now) for row in rows]


def card_of(edition: Edition, place: Place | None, *, now: datetime) -> dict[str, Any]:
    """The edition comes from `_with_seats`. `action` says what she can do: see `_action_of`."""
    left = None if edition.seats is None else max(0, edition.seats - edition.taken)
    return {
        "edition": edition,
        "language": get_language_info(edition.language)["name_translated"],
        "facilitators": ", ".join(person.name for person in edition.facilitators.all()),
        "organisation": edition.organisation.local_name if edition.organisation else "",
        "left": left,
        "is_soon_full": left is not None and 0 < left <= SOON_FULL,
        "place": place,
        "action": _action_of(edition, place, left, now),
        "has_begun": now >= edition.opens_at,
    }


def _action_of(edition: Edition, place: Place | None, left: int | None, now: datetime) -> str:
    """seated | waiting | asked | declined | cancelled | draft | closed | invitation | request | queue | enter."""
    if edition.state != EditionState.PUBLISHED:
        return str(edition.state)
    if place is not None and place.state in (PlaceState.SEATED, PlaceState.WAITING, PlaceState.ASKED):
        return str(place.state)
    if now >= edition.opens_at:
        return "closed"
    if place is not None and place.state == PlaceState.DECLINED and edition.entry == EntryKind.REQUEST:
        return "declined"
    if edition.entry != EntryKind.OPEN:
        return str(edition.entry)
    return "queue" if left == 0 else "enter"


def _with_seats(editions: Any) -> Any:
    taken = Count("places", filter=Q(places__state=PlaceState.SEATED))
    return editions.select_related("course", "organisation").annotate(taken=taken)


@require_safe
def show_edition(request: HttpRequest, edition: UUID) -> HttpResponse:
    """Its page: what to expect, dates, sessions, who facilitates, seats, and what she can do."""
    return _render(request, edition_or_404(request.user, edition), RequestForm())


def _render(request: HttpRequest, found: Edition, form: RequestForm, status: int = 200) -> HttpResponse:
    row = _with_seats(Edition.objects.filter(pk=found.pk)).prefetch_related("facilitators", "organisation__names").get()
    place = Place.objects.filter(edition=row, user=request.user).first() if request.user.is_authenticated else None
    outline = outline_for(row.course.page_key, get_language())
    manages = request.user.is_authenticated and bool(may_facilitate(request.user, row))
    sessions = list(row.sessions.all())
    takes_part = place is not None and place.state == PlaceState.SEATED
    context = {
        "edition": row,
        "title": row.title or (outline.title if outline else row.course.title),
        "title_language": row.language if row.title else outline.language if outline else row.course.source_language,
        "outline": outline,
        "card": card_of(row, place, now=timezone.now()),
        "place": place,
        "number": service.number_in_queue(place) if place is not None else 0,
        "modules": module_rows(row, outline),
        "sessions": sessions,
        "sees_links": takes_part or manages,
        "takes_part": takes_part,
        "manages": manages,
        "host_zone": row.time_zone,
        "reader_zone": timezone.get_current_timezone_name(),
        "shows_host_times": any(
            session.starts_at.astimezone(row.zone).utcoffset() != timezone.localtime(session.starts_at).utcoffset()
            for session in sessions
        ),
        "form": form,
        "sections": sections_of(request, row) if takes_part or manages else [],
        "breadcrumbs": breadcrumbs(outline),
    }
    return render(request, "courses/edition.html", context, status=status)


def sections_of(request: HttpRequest, edition: Edition) -> list[dict]:
    """What the rooms above add for its people."""
    return [section for _name, plug in sockets.edition_room_sections if (section := plug(request, edition))]


def module_rows(edition: Edition, outline: Outline | None) -> list[dict[str, Any]]:
    """`[{title, language, opens_at, due_at}]` of the modules, in the order of the course."""
    releases = releases_in(edition.pk)
    if outline is None or releases is None:
        return []
    return [
        {
            "title": module.title,
            "language": module.language,
            "opens_at": releases.opens_at(module.key),
            "due_at": releases.due_at(module.key),
        }
        for module in outline.modules
    ]


@require_POST
@login_required
def enter_edition(request: HttpRequest, edition: UUID) -> HttpResponse:
    """Register, join the waiting list or ask for a place, as the edition has it."""
    found = edition_or_404(request.user, edition)
    form = RequestForm(request.POST)
    if not form.is_valid():
        return _render(request, found, form, status=422)
    try:
        place = service.ask_for_place(request.user, found, message=form.cleaned_data["message"])
    except LearningError as error:
        messages.error(request, error.message)
        return redirect("edition", edition=found.uuid)
    said = {
        PlaceState.SEATED: gettext("You take part. A letter with all dates is on its way."),
        PlaceState.WAITING: gettext("You are on the waiting list. When a seat becomes free, a letter tells you."),
        PlaceState.ASKED: gettext("Your request is with the people who run this edition. A letter brings the answer."),
    }
    messages.success(request, said[PlaceState(place.state)])
    return redirect("edition", edition=found.uuid)


@require_POST
@login_required
def leave_edition(request: HttpRequest, edition: UUID) -> HttpResponse:
    """Give the place to somebody else."""
    found = edition_or_404(request.user, edition)
    place = Place.objects.filter(edition=found, user=request.user).first()
    if place is None:
        raise Http404
    service.leave_edition(place, by=request.user)
    messages.success(request, gettext("You have left the edition. What you did in the course is kept."))
    outline = outline_for(found.course.page_key, get_language())
    return redirect(outline.url if outline else "learning")


@require_safe
def show_calendar(request: HttpRequest, edition: UUID) -> HttpResponse:
    """All sessions as a calendar file; the links to join are in it for people of the edition."""
    found = edition_or_404(request.user, edition)
    return _calendar(request, found, list(found.sessions.all()))


@require_safe
def show_session_calendar(request: HttpRequest, edition: UUID, session: UUID) -> HttpResponse:
    found = edition_or_404(request.user, edition)
    sessions = list(LiveSession.objects.filter(edition=found, uuid=session))
    if not sessions:
        raise Http404
    return _calendar(request, found, sessions)


def _calendar(request: HttpRequest, edition: Edition, sessions: list[LiveSession]) -> HttpResponse:
    user = request.user
    tells = user.is_authenticated and (
        Place.objects.seated().filter(edition=edition, user=user).exists() or bool(may_facilitate(user, edition))
    )
    response = HttpResponse(calendar_of(edition, sessions, tells_link=tells), content_type=TYPE)
    response["Content-Disposition"] = 'attachment; filename="sessions.ics"'
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=0)
    return response
