"""The tab "Log": who looked at, exported or changed records of the branch, in plain sentences."""

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from academy.models import AccessRecord, Membership
from academy.querysets import AccessRecordQuerySet
from academy.views.access_log import lines_of
from courses.forms.staff import LogFilterForm
from courses.views.organisation.room import Room, address, in_room

TAB = "organisation_log"
PER_PAGE = 50
WORDS = {  # what records of learning are called in a sentence; plugged into academy.sockets.access_words
    "people": _("the list of people"),
    "record": _("the learning record"),
    "overview": _("the overview"),
    "report": _("the report"),
    "edition": _("an edition"),
    "session": _("a live session"),
    "attendance": _("the attendance"),
    "place": _("the place in an edition"),
    "adjustment": _("what was granted"),
    "adjustments": _("what was granted"),
    "enrollment": _("the enrollment"),
    "invitation": _("an invitation"),
    "invitations": _("invitations"),
    "invitation link": _("an invitation link"),
    "list of staff": _("an uploaded list of staff"),
    "roster": _("an uploaded list of staff"),
    "reminder": _("a reminder"),
    "reminders": _("reminders"),
    "message": _("a message"),
    "indicator": _("an indicator"),
    "indicators": _("the indicators"),
    "certificate": _("the certificate"),
    "certificates": _("certificates"),
    "submission": _("an assignment"),
}


@require_safe
@in_room(TAB, governing=True)
def show_log(request: HttpRequest, room: Room) -> HttpResponse:
    """The newest first; looks at the same on one day are one row."""
    form = LogFilterForm(request.GET)
    rows = _filtered(AccessRecord.objects.filter(organisation__in=room.branch_ids), form.chosen, room.branch_ids)
    grouped = rows.by_day(timezone.get_current_timezone())
    page = Paginator(grouped, PER_PAGE).get_page(request.GET.get("page"))
    places = {row.pk: row for row in room.branch}
    query = request.GET.copy()
    query.pop("page", None)
    context = room.context() | {
        "form": form,
        "is_set": form.is_set,
        "page": page,
        "query": query.urlencode(),
        "rows": [
            line | {"organisation": places[line["record"].organisation_id]} for line in lines_of(page, request.user)
        ],
        "reset_url": address(TAB, room.organisation),
    }
    return render(request, "courses/organisation/log.html", context)


def _filtered(rows: AccessRecordQuerySet, chosen: dict, branch_ids: list[int]) -> AccessRecordQuerySet:
    """By address only people of the branch are found: those of others stay unknown."""
    if who := (chosen["who"] or "").strip():
        hers = Q(actor__in=Membership.objects.filter(organisation__in=branch_ids).values("user"))
        rows = rows.filter(Q(actor__name__icontains=who) | Q(hers, actor__email__icontains=who))
    if chosen["access"]:
        rows = rows.filter(access=chosen["access"])
    zone = timezone.get_current_timezone()
    if chosen["since"]:
        rows = rows.filter(at__gte=datetime.combine(chosen["since"], time(), tzinfo=zone))
    if chosen["until"]:
        rows = rows.filter(at__lt=datetime.combine(chosen["until"] + timedelta(days=1), time(), tzinfo=zone))
    return rows
