"""Lists of staff step by step: upload, match the columns, check, start, watch. Each step has an address of its own."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.delivery.staff_samples import sample_csv, sample_xlsx
from courses.enums import RosterState, RowOutcome
from courses.errors import LearningError
from courses.forms.invitations import FIELD_LABELS, ColumnsForm, UploadForm
from courses.models import Roster
from courses.rules.staff_columns import FIELDS
from courses.services.roster_work import lost_rosters, start_working
from courses.services.rosters import (
    OPEN_STATES,
    Forecast,
    cancel_roster,
    forecast,
    match_columns,
    mended_file,
    progress_of,
    start_roster,
    upload_roster,
)
from courses.views.organisation.invitations import rosters_of
from courses.views.organisation.room import Room, address, in_room
from courses.wording import aim_of

EXAMPLES = 5  # rows shown while columns are matched
FAULTS = 100  # rows with errors shown; the file holds all
LOOK_AGAIN = 2  # seconds
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TAB = "organisation_invitations"


@require_http_methods(["GET", "HEAD", "POST"])
@in_room(TAB)
def rosters(request: HttpRequest, room: Room) -> HttpResponse:
    """All lists, and the form that uploads one."""
    is_post = request.method == "POST"
    form = UploadForm(request.POST if is_post else None, request.FILES if is_post else None, user=request.user)
    if form.is_valid():
        course, edition = form.cleaned_data["aim"]
        file = form.cleaned_data["file"]
        try:
            roster = upload_roster(
                room.organisation,
                file.read(),
                file_name=file.name,
                by=request.user,
                language=form.cleaned_data["language"],
                course=course,
                edition=edition,
            )
        except LearningError as error:
            form.add_error("file", str(error.message))
        else:
            return redirect(address("organisation_roster_columns", room.organisation, roster=roster.uuid))
    context = {
        **room.context(),
        "form": form,
        "rosters": rosters_of(room),
        "fields": [FIELD_LABELS[name] for name in FIELDS],
        "csv_url": address("organisation_roster_sample", room.organisation, form="csv"),
        "xlsx_url": address("organisation_roster_sample", room.organisation, form="xlsx"),
        "back_url": address("organisation_invitations", room.organisation),
    }
    return render(request, "courses/organisation/rosters.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_room(TAB)
def columns(request: HttpRequest, room: Room, roster: UUID) -> HttpResponse:
    row = roster_or_404(room, roster)
    if row.state not in OPEN_STATES:
        return redirect(address("organisation_roster", room.organisation, roster=row.uuid))
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(data, headings=row.headings, columns=row.columns)
    if form.is_valid():
        try:
            match_columns(row, form.columns, by=request.user)
        except LearningError as error:
            form.add_error(None, str(error.message))
        else:
            return redirect(address("organisation_roster", room.organisation, roster=row.uuid))
    examples = list(row.rows.values_list("cells", flat=True)[:EXAMPLES])
    width = len(row.headings)
    context = {
        **frame(room, row),
        "form": form,
        "head": [heading or _("Column %(n)d") % {"n": n + 1} for n, heading in enumerate(row.headings)],
        "examples": [[*cells, *[""] * (width - len(cells))] for cells in examples],
    }
    return render(request, "courses/organisation/roster_columns.html", context, status=422 if form.errors else 200)


@require_safe
@in_room(TAB)
def roster(request: HttpRequest, room: Room, roster: UUID) -> HttpResponse:
    """Where it stands: the preview, the progress or the result."""
    row = roster_or_404(room, roster)
    if row.state == RosterState.UPLOADED:
        return redirect(address("organisation_roster_columns", room.organisation, roster=row.uuid))
    faults = row.rows.exclude(error="")
    context = {
        **frame(room, row),
        "faults": [faulty(row, fault) for fault in faults[:FAULTS]],
        "more_faults": max(faults.count() - FAULTS, 0),
    }
    if row.state == RosterState.CHECKED:
        sums = forecast(row)
        names = {place.pk: place.local_name for place in room.branch}
        rows = row.rows.filter(error="")[:EXAMPLES]
        languages = dict(settings.LANGUAGES)
        sample = [
            checked.values
            | {
                "place": names.get(checked.values.get("organisation"), ""),
                "language": languages.get(checked.values.get("language"), ""),
            }
            for checked in rows
        ]
        context |= {"sums": sums, "stats": stats_of(row, sums), "sample": sample}
        return render(request, "courses/organisation/roster_preview.html", context)
    if lost_rosters(timezone.now()).filter(pk=row.pk).exists():  # where no sweep runs, looking at it goes on with it
        start_working(row.pk)
        row.refresh_from_db()
    context |= {"progress": progress_of(row), "outcomes": outcomes_of(row), "seconds": LOOK_AGAIN}
    context["is_running"] = row.state == RosterState.RUNNING
    fragment = request.headers.get("HX-Request") and context["is_running"]
    if request.headers.get("HX-Request") and not context["is_running"]:
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = "courses/organisation/_roster_progress.html" if fragment else "courses/organisation/roster_progress.html"
    return render(request, template, context)


@require_POST
@in_room(TAB)
def change_roster(request: HttpRequest, room: Room, roster: UUID) -> HttpResponse:
    """Start or cancel."""
    row = roster_or_404(room, roster)
    if "cancel" in request.POST:
        if cancel_roster(row, by=request.user):
            messages.info(request, _("The list is cancelled. Rows that were worked off already stay so."))
    elif "start" in request.POST and not start_roster(row, by=request.user):
        messages.info(request, _("This list was started already."))
    return redirect(address("organisation_roster", room.organisation, roster=row.uuid))


@require_safe
@in_room(TAB)
def faults(request: HttpRequest, room: Room, roster: UUID) -> HttpResponse:
    """The rows that were left out, to mend and upload again."""
    row = roster_or_404(room, roster)
    return attachment(mended_file(row, by=request.user), "text/csv; charset=utf-8", "to-mend.csv")


@require_safe
@in_room(TAB)
def sample(request: HttpRequest, room: Room, form: str) -> HttpResponse:
    head = [str(FIELD_LABELS[name]) for name in FIELDS if name not in ("first_name", "last_name")]
    if form == "csv":
        return attachment(sample_csv(head), "text/csv; charset=utf-8", "staff.csv")
    return attachment(sample_xlsx(head), XLSX, "staff.xlsx")


def roster_or_404(room: Room, key: UUID) -> Roster:
    rows = Roster.objects.select_related("organisation", "course", "edition__course", "uploaded_by")
    row = rows.filter(uuid=key, organisation__in=room.branch_ids).first()
    if row is None:
        raise Http404
    return row


def frame(room: Room, row: Roster) -> dict:
    return {
        **room.context(),
        "roster": row,
        "title": aim_of(row.course, row.edition),
        "urls": {
            "self": address("organisation_roster", room.organisation, roster=row.uuid),
            "change": address("organisation_roster_change", room.organisation, roster=row.uuid),
            "columns": address("organisation_roster_columns", room.organisation, roster=row.uuid),
            "faults": address("organisation_roster_faults", room.organisation, roster=row.uuid),
            "lists": address("organisation_rosters", room.organisation),
            "invitations": address("organisation_invitations", room.organisation),
        },
    }


def faulty(roster: Roster, row) -> dict:
    place = roster.columns.get("email", -1)
    email = row.cells[place] if 0 <= place < len(row.cells) else ""
    name = row.values.get("name", "") if row.values else ""
    return {"number": row.number, "error": row.error, "email": email, "name": name}


def stats_of(row: Roster, sums: Forecast) -> list[dict]:
    if leads_on(row):
        to_enroll = _("of your people, enrolled at once")
        settled = ngettext("already takes part", "already take part", sums.settled)
    else:
        to_enroll = _("of your people, added to another organisation at once")
        settled = ngettext("already belongs to your people", "already belong to your people", sums.settled)
    items = [
        (sums.to_invite, ngettext("to invite by letter", "to invite by letter", sums.to_invite), ""),
        (sums.to_enroll, to_enroll, ""),
        (sums.settled, settled, ""),
        (sums.invited, ngettext("has an open invitation", "have an open invitation", sums.invited), ""),
        (sums.faulty, ngettext("needs correction", "need correction", sums.faulty), "attention"),
    ]
    return [
        {"value": value, "label": label, "tone": tone if value else ""}
        for place, (value, label, tone) in enumerate(items)
        if value or place in (0, 2)
    ]


def outcomes_of(row: Roster) -> list[dict]:
    progress = progress_of(row)
    labels = {
        RowOutcome.INVITED: _("invited by letter"),
        RowOutcome.ENROLLED: (
            _("of your people, enrolled") if leads_on(row) else _("of your people, added to another organisation")
        ),
        RowOutcome.UNCHANGED: _("nothing to change"),
        RowOutcome.FAILED: _("not taken"),
    }
    found = [{"value": count, "label": labels[RowOutcome(key)]} for key, count in progress.outcomes.items()]
    if progress.faulty:
        found.append({"value": progress.faulty, "label": _("left out, to be corrected"), "tone": "attention"})
    return found


def leads_on(row: Roster) -> bool:
    """Into a course or an edition, not only into the organisation."""
    return row.course_id is not None or row.edition_id is not None


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
