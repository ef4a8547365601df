"""The tab "Editions" of the room: what runs, what comes, what is over; and a new one."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from academy.models import Organisation, User
from courses.enums import EditionState, PlaceState
from courses.forms.editions import EditionForm
from courses.models import Edition
from courses.outline import outline_for
from courses.services.editions import create_edition
from courses.views.organisation.room import Room, address, in_room

PER_PAGE = 20
JOINED = 20  # of others, the newest


@require_safe
@in_room("organisation_editions")
def list_editions(request: HttpRequest, room: Room) -> HttpResponse:
    """Those of the branch page by page: prepared, running, coming, the next first; then the past, the last first."""
    taken = Count("places", filter=Q(places__state=PlaceState.SEATED))
    asked = Count("places", filter=Q(places__state=PlaceState.ASKED))
    waiting = Count("places", filter=Q(places__state=PlaceState.WAITING))
    rows = Edition.objects.filter(organisation__in=room.branch_ids).select_related("course", "organisation")
    rows = rows.prefetch_related("organisation__names").annotate(taken=taken, asked=asked, waiting=waiting)
    titles = [gettext("In preparation"), gettext("Running"), gettext("Coming"), gettext("Past")]
    page = Paginator(in_groups(rows, timezone.localdate()), PER_PAGE).get_page(request.GET.get("page"))
    shown = [_row(row) for row in page]
    groups = [
        {"title": title, "rows": [row for row in shown if row["edition"].group == number]}
        for number, title in enumerate(titles)
    ]
    context = room.context() | {
        "groups": [group for group in groups if group["rows"]],
        "joined": _joined(request.user, room) if page.number == 1 else [],
        "page": page,
        "create_url": address("organisation_edition_new", room.organisation),
    }
    return render(request, "courses/organisation/editions.html", context)


def in_groups(rows: QuerySet[Edition], today: date) -> QuerySet[Edition]:
    """In order, each with its `group`: 0 in preparation, 1 running, 2 coming, 3 past."""
    group = Case(
        When(ends_on__lt=today, then=3),
        When(state=EditionState.DRAFT, then=0),
        When(starts_on__lte=today, then=1),
        default=2,
        output_field=IntegerField(),
    )
    next_first = Case(When(ends_on__gte=today, then=F("starts_on")))
    return rows.annotate(group=group).order_by("group", next_first, "-ends_on", "-pk")


def _joined(user: User, room: Room) -> list[dict]:
    """Those of others, with people of the branch in them: the way to these people, and to its page where she may."""
    found = Edition.objects.joined_from(room.branch_ids).select_related("course")
    rows = list(found.order_by("-starts_on", "-pk")[:JOINED])
    if not rows:
        return []
    visible = set(Edition.objects.visible_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    people = address("organisation_people", room.organisation)
    return [
        _row(row)
        | {
            "holder": room.holder_of(row),
            "people_url": f"{people}?edition={row.uuid}",
            "is_visible": row.pk in visible,
        }
        for row in rows
    ]


def _row(edition: Edition) -> dict:
    outline = outline_for(edition.course.page_key, get_language())
    return {
        "edition": edition,
        "title": edition.title or (outline.title if outline else edition.course.title),
        "language": edition.language if edition.title else outline.language if outline else "",
        "cover": outline,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@in_room("organisation_editions")
def create(request: HttpRequest, room: Room) -> HttpResponse:
    form = EditionForm(
        request.POST or None,
        user=request.user,
        organisations=Organisation.objects.filter(pk__in=room.branch_ids).prefetch_related("names"),
        initial={
            "organisation": room.organisation,
            "language": get_language(),
            "facilitator_emails": request.user.email,
        },
    )
    if request.method == "POST" and form.is_valid():
        edition = create_edition(request.user, **form.values())
        messages.success(request, gettext("The edition is prepared. Set the dates of its modules next."))
        return redirect("edition_dates", edition=edition.uuid)
    context = room.context() | {"form": form, "list_url": address("organisation_editions", room.organisation)}
    return render(request, "courses/organisation/edition_new.html", context, status=422 if form.is_bound else 200)
