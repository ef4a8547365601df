"""The tab "Editions" of the room: what runs, what comes, what is over; and a new one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from academy.models import Organisation
from courses.enums import EditionState, PlaceState
from courses.forms.editions import EditionForm
from courses.models import Edition
from courses.outline import outline_for
from courses.services.editions import create_edition
from courses.views.organisation.room import Room, address, in_room

PER_PAGE = 20


@require_safe
@in_room("organisation_editions")
def list_editions(request: HttpRequest, room: Room) -> HttpResponse:
    """Those of the branch: in preparation, running and coming together, past ones page by page."""
    taken = Count("places", filter=Q(places__state=PlaceState.SEATED))
    asked = Count("places", filter=Q(places__state=PlaceState.ASKED))
    waiting = Count("places", filter=Q(places__state=PlaceState.WAITING))
    rows = Edition.objects.filter(organisation__in=room.branch_ids).select_related("course", "organisation")
    rows = rows.prefetch_related("organisation__names").annotate(taken=taken, asked=asked, waiting=waiting)
    today = timezone.localdate()
    standing = [_row(row) for row in rows.filter(ends_on__gte=today).order_by("starts_on", "pk")]
    past = Paginator(rows.filter(ends_on__lt=today).order_by("-ends_on", "-pk"), PER_PAGE)
    page = past.get_page(request.GET.get("page"))
    is_draft = [row for row in standing if row["edition"].state == EditionState.DRAFT]
    shown = [row for row in standing if row["edition"].state != EditionState.DRAFT]
    groups = [
        (gettext("In preparation"), is_draft),
        (gettext("Running"), [row for row in shown if row["edition"].starts_on <= today]),
        (gettext("Coming"), [row for row in shown if row["edition"].starts_on > today]),
        (gettext("Past"), [_row(row) for row in page]),
    ]
    context = room.context() | {
        "groups": [{"title": title, "rows": found} for title, found in groups if found],
        "page": page,
        "create_url": address("organisation_edition_new", room.organisation),
    }
    return render(request, "courses/organisation/editions.html", context)


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
