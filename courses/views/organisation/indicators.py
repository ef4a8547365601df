"""Results frameworks in the room, for administrators: the list, one with its numbers, its PDF and CSV, writing them."""

import csv
from decimal import Decimal
from uuid import UUID

from anyascii import anyascii
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.enums import Access
from academy.services.access import record_access
from courses.delivery.framework_pdf import draw_framework
from courses.delivery.table_files import SEPARATOR, decimal, guarded
from courses.errors import LearningError
from courses.forms.indicators import FrameworkForm, IndicatorForm
from courses.models import Framework, Indicator
from courses.services import frameworks
from courses.services.overviews import course_titles
from courses.views.organisation.indicator_rows import needs_footnote, plain, rows_of, sheet_of
from courses.views.organisation.room import Room, address, in_room
from courses.wording import footnote

TAB = "organisation_indicators"


@require_safe
@in_room(TAB, governing=True)
def list_frameworks(request: HttpRequest, room: Room) -> HttpResponse:
    rows = Framework.objects.filter(organisation=room.organisation).annotate(indicators_total=Count("indicators"))
    context = room.context() | {
        "rows": [
            {"framework": row, "url": address("organisation_framework", room.organisation, framework=row.uuid)}
            for row in rows
        ],
        "new_url": address("organisation_framework_new", room.organisation),
    }
    return render(request, "courses/organisation/frameworks.html", context)


@require_safe
@in_room(TAB, governing=True)
def show_framework(request: HttpRequest, room: Room, framework: UUID) -> HttpResponse:
    row = _framework_or_404(room, framework)
    rows = rows_of(row, course_titles(get_language() or "en"), room.organisation)
    urls = {
        name: address(f"organisation_{target}", room.organisation, framework=row.uuid)
        for name, target in ADDRESSES.items()
    }
    context = room.context() | {
        "framework": row,
        "rows": rows,
        "urls": urls,
        "footnote": footnote() if needs_footnote(row, rows) else "",
        "back_url": address(TAB, room.organisation),
    }
    return render(request, "courses/organisation/framework.html", context)


ADDRESSES = {
    "edit": "framework_edit", "copy": "framework_copy", "pdf": "framework_pdf", "csv": "framework_csv",
    "new": "indicator_new",
}  # fmt: skip


@require_safe
@in_room(TAB, governing=True)
def download_pdf(request: HttpRequest, room: Room, framework: UUID) -> HttpResponse:
    row = _framework_or_404(room, framework)
    rows = rows_of(row, course_titles(get_language() or "en"), room.organisation)
    pdf = draw_framework(sheet_of(row, rows, room.organisation), room.organisation)
    return _file(request, room, row, pdf, "application/pdf", "pdf")


@require_safe
@in_room(TAB, governing=True)
def download_csv(request: HttpRequest, room: Room, framework: UUID) -> HttpResponse:
    """One line per indicator and one per row of its breakdown; numbers without separators, for other programs."""
    row = _framework_or_404(room, framework)
    response = _file(request, room, row, "\ufeff".encode(), "text/csv; charset=utf-8", "csv")
    writer = csv.writer(response, delimiter=SEPARATOR)
    writer.writerow(
        [gettext("Indicator"), gettext("Group"), gettext("Baseline"), gettext("Actual"), gettext("Target"),
         gettext("From"), gettext("Until"), gettext("How it is counted")]
    )  # fmt: skip
    period = [row.starts_on.isoformat(), row.ends_on.isoformat()]
    for line in rows_of(row, course_titles(get_language() or "en"), room.organisation):
        indicator, result = line["indicator"], line["result"]
        target = "" if indicator.target is None else _number(indicator.target)
        total = [indicator.label, gettext("Total"), _number(indicator.baseline), _number(result.actual), target]
        writer.writerow(_safe([*total, *period, str(result.note or result.explained)]))
        for group in result.rows:
            writer.writerow(_safe([indicator.label, group.label, "", _number(group.value), "", *period, ""]))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@in_room(TAB, governing=True)
def edit_framework(request: HttpRequest, room: Room, framework: UUID | None = None) -> HttpResponse:
    row = _framework_or_404(room, framework) if framework else None
    form = FrameworkForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        saved = frameworks.save_framework(room.organisation, request.user, row, **form.cleaned_data)
        messages.success(request, gettext("The framework is saved."))
        return redirect(address("organisation_framework", room.organisation, framework=saved.uuid))
    is_new = row is None
    context = room.context() | {
        "form": form,
        "title": gettext("New results framework") if is_new else gettext("Change the framework"),
        "back_url": _back(room, row),
        "delete_url": "" if is_new else address("organisation_framework_delete", room.organisation, framework=row.uuid),
        "delete_label": gettext("Delete this framework with its indicators"),
    }
    return _form_page(request, context, form)


@require_POST
@in_room(TAB, governing=True)
def copy_framework(request: HttpRequest, room: Room, framework: UUID) -> HttpResponse:
    copy = frameworks.copy_framework(_framework_or_404(room, framework), request.user)
    messages.success(
        request, gettext("This is the copy for the next year: what was reached is the baseline now. Check the targets.")
    )
    return redirect(address("organisation_framework", room.organisation, framework=copy.uuid))


@require_POST
@in_room(TAB, governing=True)
def delete_framework(request: HttpRequest, room: Room, framework: UUID) -> HttpResponse:
    frameworks.delete_framework(_framework_or_404(room, framework), request.user)
    messages.success(request, gettext("The framework is deleted."))
    return redirect(address(TAB, room.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@in_room(TAB, governing=True)
def edit_indicator(request: HttpRequest, room: Room, framework: UUID, indicator: UUID | None = None) -> HttpResponse:
    row = _framework_or_404(room, framework)
    known = _indicator_or_404(row, indicator) if indicator else None
    form = IndicatorForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            frameworks.save_indicator(row, request.user, known, **form.cleaned_data)
        except LearningError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, gettext("The indicator is saved."))
            return redirect(_back(room, row))
    delete_url = ""
    if known is not None:
        target = {"framework": row.uuid, "indicator": known.uuid}
        delete_url = address("organisation_indicator_delete", room.organisation, **target)
    context = room.context() | {
        "form": form,
        "title": gettext("Change the indicator") if known else gettext("New indicator"),
        "back_url": _back(room, row),
        "delete_url": delete_url,
        "delete_label": gettext("Delete this indicator"),
    }
    return _form_page(request, context, form)


@require_POST
@in_room(TAB, governing=True)
def delete_indicator(request: HttpRequest, room: Room, framework: UUID, indicator: UUID) -> HttpResponse:
    row = _framework_or_404(room, framework)
    frameworks.delete_indicator(_indicator_or_404(row, indicator), request.user)
    messages.success(request, gettext("The indicator is deleted."))
    return redirect(_back(room, row))


def _form_page(request: HttpRequest, context: dict, form) -> HttpResponse:
    return render(request, "courses/organisation/framework_form.html", context, status=422 if form.errors else 200)


def _back(room: Room, framework: Framework | None) -> str:
    if framework is None:
        return address(TAB, room.organisation)
    return address("organisation_framework", room.organisation, framework=framework.uuid)


def _framework_or_404(room: Room, framework: UUID) -> Framework:
    rows = Framework.objects.filter(organisation=room.organisation).select_related("organisation")
    return get_object_or_404(rows, uuid=framework)


def _indicator_or_404(framework: Framework, indicator: UUID) -> Indicator:
    return get_object_or_404(framework.indicators.select_related("framework"), uuid=indicator)


def _file(request: HttpRequest, room: Room, row: Framework, content: bytes, type_: str, ending: str) -> HttpResponse:
    record_access(request.user, Access.EXPORTED, "indicators", organisation=room.organisation, framework=str(row.uuid))
    response = HttpResponse(content, content_type=type_)
    name = slugify(anyascii(row.title))[:60].strip("-") or "indicators"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _number(value: Decimal) -> str:
    return decimal(plain(value))


def _safe(cells: list[str]) -> list[str]:
    return [guarded(cell) for cell in cells]
