"""The tab "Organisation": names and place, what stands on certificates and letters, what lies below it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.branding import branding_of
from academy.designations import footnote
from academy.forms.organisations import AboutForm, BrandingForm, LogoForm, UnitForm
from academy.models import Organisation
from academy.services import logos, organisations
from courses.delivery.certificate_pdf import draw_certificate
from courses.services.certificates import sample_certificate
from courses.views.organisation.room import Room, address, in_room

TAB = "organisation_settings"
PAGES: list[tuple[str, Callable[[], str]]] = [
    ("organisation_settings", lambda: gettext("Names and place")),
    ("organisation_branding", lambda: gettext("Certificates and letters")),
    ("organisation_units", lambda: gettext("What lies below")),
]


@require_http_methods(["GET", "HEAD", "POST"])
@in_room(TAB, governing=True)
def show_settings(request: HttpRequest, room: Room) -> HttpResponse:
    row = Organisation.objects.get(pk=room.organisation.pk)  # a form changes its instance before it is valid
    form = AboutForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        organisations.edit_organisation(room.organisation, by=request.user, names=form.names, **form.own)
        messages.success(request, gettext("Saved."))
        return redirect(address("organisation_settings", room.organisation))
    context = {"form": form, "footnote": footnote()}
    return _render(request, room, "settings", context, page="organisation_settings", status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_room(TAB, governing=True)
def show_branding(request: HttpRequest, room: Room) -> HttpResponse:
    row = Organisation.objects.get(pk=room.organisation.pk)
    form = BrandingForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        organisations.edit_organisation(room.organisation, by=request.user, **form.own)
        messages.success(request, gettext("Saved. Certificates that were issued before stay as they are."))
        return redirect(address("organisation_branding", room.organisation))
    return _branding(request, room, form, LogoForm(), status=422 if form.errors else 200)


@require_POST
@in_room(TAB, governing=True)
def change_logo(request: HttpRequest, room: Room) -> HttpResponse:
    if request.POST.get("remove"):
        logos.remove_logo(room.organisation, by=request.user)
        messages.success(request, gettext("The logo is removed."))
        return redirect(address("organisation_branding", room.organisation))
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        row = Organisation.objects.get(pk=room.organisation.pk)
        return _branding(request, room, BrandingForm(instance=row), form, status=422)
    logos.set_logo(room.organisation, form.cleaned_data["logo"], by=request.user)
    messages.success(request, gettext("The logo is saved."))
    return redirect(address("organisation_branding", room.organisation))


@require_safe
@in_room(TAB, governing=True)
def show_sample(request: HttpRequest, room: Room) -> HttpResponse:
    """How a certificate will look, marked as a sample."""
    pdf = draw_certificate(sample_certificate(room.organisation, get_language()), is_sample=True)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="sample.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@in_room(TAB, governing=True)
def show_units(request: HttpRequest, room: Room) -> HttpResponse:
    form = UnitForm(request.POST if request.method == "POST" else None, branch=room.branch)
    if form.is_valid():
        unit = organisations.found_organisation(
            form.parent, by=request.user, kind=form.cleaned_data["kind"], name=form.cleaned_data["name"]
        )
        messages.success(request, gettext("“%(name)s” is added.") % {"name": unit.name})
        return redirect(address("organisation_units", room.organisation))
    top = room.organisation.depth
    rows = [
        {
            "organisation": row,
            "level": min(row.depth - top, 4),
            "url": address("organisation_settings", row),
        }
        for row in room.branch[1:]
    ]
    context = {"form": form, "rows": rows}
    return _render(request, room, "units", context, page="organisation_units", status=422 if form.errors else 200)


@require_POST
@in_room(TAB, governing=True)
def switch_unit(request: HttpRequest, room: Room) -> HttpResponse:
    """Deactivate one below, or activate it again; oneself is left to who stands above."""
    key = request.POST.get("unit", "")
    unit = next((row for row in room.branch[1:] if row.key == key), None)
    if unit is None:
        raise Http404
    is_active = request.POST.get("active") == "1"
    organisations.switch_organisation(unit, is_active=is_active, by=request.user)
    said = gettext("“%(name)s” is active again.") if is_active else gettext("“%(name)s” is not active any more.")
    messages.success(request, said % {"name": unit.local_name})
    return redirect(address("organisation_units", room.organisation))


def _branding(
    request: HttpRequest, room: Room, form: BrandingForm, logo_form: LogoForm, *, status: int
) -> HttpResponse:
    branding = branding_of(room.organisation)
    context = {
        "form": form,
        "logo_form": logo_form,
        "logo_url": branding.logo_url,
        "has_own_logo": room.organisation.logo_id is not None,
        "branding": branding,
        "sample_url": address("organisation_sample", room.organisation),
        "logo_action": address("organisation_logo", room.organisation),
    }
    return _render(request, room, "branding", context, page="organisation_branding", status=status)


def _render(request: HttpRequest, room: Room, name: str, context: dict, *, page: str, status: int) -> HttpResponse:
    pages = [
        {"label": label(), "url": address(key, room.organisation), "is_current": key == page} for key, label in PAGES
    ]
    context = room.context() | context | {"pages": pages}
    return render(request, f"courses/organisation/{name}.html", context, status=status)
