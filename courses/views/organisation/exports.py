"""Asking for exports and fetching them: a page that tells how far they are and looks again by itself."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.enums import ExportFormat, ExportKind, ExportState
from courses.errors import LearningError
from courses.forms.people import PeopleForm, PeriodForm
from courses.models import Course, Edition, Export
from courses.services.export_contents import Labels
from courses.services.exports import OFFERED, delete_export, file_name, request_export
from courses.views.organisation.people import editions_of
from courses.views.organisation.room import Room, address, in_room

LOOK_AGAIN = 4  # seconds
SHOWN = 50
NO_FILTERS = {"csrfmiddlewaretoken", "kind", "format"}  # what a request for an export carries beside its filters


class UnknownFilter(LearningError):
    """Left out, the file would hold more than was meant."""

    message = gettext_lazy(
        "At least one of these filters does not exist here, or not any more. No file was made: set the filters anew, "
        "then ask for the export."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_room("organisation_people")
def list_exports(request: HttpRequest, room: Room) -> HttpResponse:
    """Her own ones of this organisation; POST asks for another."""
    if request.method == "POST":
        return _ask(request, room)
    rows = list(Export.objects.filter(by=request.user, organisation=room.organisation, kind__in=list(OFFERED))[:SHOWN])
    waits = any(row.state == ExportState.WAITING for row in rows)
    context = {
        **room.context(),
        "exports": [_row(room, row) for row in rows],
        "seconds": LOOK_AGAIN if waits else None,
        "people_url": address("organisation_people", room.organisation),
    }
    return _unstored(render(request, "courses/organisation/exports.html", context))


@require_safe
@in_room("organisation_people")
def show_export(request: HttpRequest, room: Room, export: UUID) -> HttpResponse:
    row = export_or_404(room, export)
    waits = row.state == ExportState.WAITING
    context = {
        **room.context(),
        "export": row,
        "row": _row(room, row),
        "seconds": LOOK_AGAIN if waits else None,
        "exports_url": address("organisation_exports", room.organisation),
        "people_url": address("organisation_people", room.organisation),
    }
    return _unstored(render(request, "courses/organisation/export.html", context))


@require_safe
@in_room("organisation_people")
def download(request: HttpRequest, room: Room, export: UUID) -> HttpResponseBase:
    row = export_or_404(room, export)
    if row.state != ExportState.READY:
        return redirect(address("organisation_export", room.organisation, export=row.uuid))
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return _unstored(FileResponse(file, as_attachment=True, filename=file_name(row)))


@require_POST
@in_room("organisation_people")
def delete(request: HttpRequest, room: Room, export: UUID) -> HttpResponse:
    delete_export(export_or_404(room, export))
    messages.success(request, gettext("The file is deleted."))
    return redirect(address("organisation_exports", room.organisation))


def export_or_404(room: Room, key: UUID) -> Export:
    """Her own; the room asked already whether she still runs the organisation."""
    try:
        return Export.objects.select_related("organisation").get(
            uuid=key, by=room.user, organisation=room.organisation, kind__in=list(OFFERED)
        )
    except Export.DoesNotExist as error:
        raise Http404 from error


def _ask(request: HttpRequest, room: Room) -> HttpResponse:
    kind, format = request.POST.get("kind", ""), request.POST.get("format", "")
    if kind not in ExportKind or format not in OFFERED.get(ExportKind(kind), ()):
        messages.error(request, gettext("Choose one of the kinds of files that are offered."))
        return redirect(address("organisation_people", room.organisation))
    try:
        filters = _filters(request, room, ExportKind(kind))
    except UnknownFilter as error:
        messages.error(request, error.message)
        page = "organisation" if kind == ExportKind.OVERVIEW else "organisation_people"
        return redirect(address(page, room.organisation))
    export = request_export(
        request.user, room.organisation, ExportKind(kind), ExportFormat(format), filters, language=get_language()
    )
    return redirect(address("organisation_export", room.organisation, export=export.uuid))


def _filters(request: HttpRequest, room: Room, kind: ExportKind) -> dict[str, str]:
    """What was set on the page she comes from, and nothing else. Raises UnknownFilter."""
    asked = {name: value for name, value in request.POST.items() if name not in NO_FILTERS and value}
    if kind == ExportKind.CERTIFICATES:
        if asked.keys() - {"edition"}:
            raise UnknownFilter
        return {"edition": str(_edition_or_404(asked.get("edition", "")).uuid)}
    form = PeriodForm(asked) if kind == ExportKind.OVERVIEW else _people_form(room, asked)
    if not asked.keys() <= form.fields.keys() or not form.is_valid():
        raise UnknownFilter
    return form.wanted().as_json() if isinstance(form, PeopleForm) else asked


def _people_form(room: Room, asked: dict[str, str]) -> PeopleForm:
    course = Course.objects.filter(key=asked.get("course", "")).first()
    return PeopleForm(
        asked,
        branch=room.branch,
        names={row.pk: row.key for row in room.branch},
        courses=[(course.key, course.title)] if course else [],
        editions=editions_of(room, Labels(room.branch, get_language())) if "edition" in asked else [],
    )


def _edition_or_404(key: str) -> Edition:
    """Any: what is written are certificates of the branch only."""
    try:
        return Edition.objects.get(uuid=UUID(key))
    except (Edition.DoesNotExist, ValueError) as error:
        raise Http404 from error


def _row(room: Room, export: Export) -> dict:
    """`percent` is None while nobody knows how much there is."""
    return {
        "export": export,
        "kind": export.get_kind_display(),
        "format": export.get_format_display(),
        "url": address("organisation_export", room.organisation, export=export.uuid),
        "file_url": address("organisation_export_file", room.organisation, export=export.uuid),
        "delete_url": address("organisation_export_deletion", room.organisation, export=export.uuid),
        "percent": 100 * export.rows // export.total if export.total else None,
        "is_filtered": bool(set(export.filters) - {"sort"}),
    }


def _unstored(response: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(response, private=True, no_store=True)
    return response
