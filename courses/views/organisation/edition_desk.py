"""Where an edition is managed: its frame and door, the overview, settings, dates of modules, announcing, copying.

Who runs its organisation and who facilitates it come to the same pages; only the former see the room around them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy import sockets
from academy.models import Organisation, User
from courses.enums import EditionState, ExportFormat, PlaceState
from courses.errors import DatesOutside, LearningError
from courses.forms.editions import CopyForm, EditionForm, ModuleDatesForm
from courses.models import Edition
from courses.outline import Outline, outline_for
from courses.rules.release import spread
from courses.services import editions as service
from courses.views.organisation.room import Room, address

TABS = [
    ("edition_manage", _("Overview")),
    ("edition_people", _("Places")),
    ("edition_sessions", _("Live sessions")),
    ("edition_dates", _("Dates of modules")),
    ("edition_settings", _("Settings")),
]


@dataclass
class Desk:
    """`tab` names the open page of the edition."""

    user: User
    edition: Edition
    tab: str

    @cached_property
    def room(self) -> Room | None:
        """The room of its organisation, for who runs that."""
        organisation = self.edition.organisation
        run = Organisation.objects.run_by(self.user)
        if organisation is None or not run.filter(pk=organisation.pk).exists():
            return None
        return Room(self.user, run, organisation, "organisation_editions")

    @cached_property
    def outline(self) -> Outline | None:
        return outline_for(self.edition.course.page_key, get_language())

    @property
    def title(self) -> str:
        return self.edition.title or (self.outline.title if self.outline else self.edition.course.title)

    @property
    def is_over(self) -> bool:
        return self.edition.ends_on < timezone.localdate(timezone=self.edition.zone)

    @property
    def phase(self) -> str:
        """What people call its state; an announced one comes, runs and is over."""
        edition = self.edition
        if edition.state != EditionState.PUBLISHED:
            return edition.get_state_display()
        if self.is_over:
            return gettext("Past")
        is_running = edition.starts_on <= timezone.localdate(timezone=edition.zone)
        return gettext("Running") if is_running else gettext("Coming")

    def url(self, name: str, **kwargs) -> str:
        return reverse(name, kwargs={"edition": self.edition.uuid, **kwargs})

    def room_url(self, name: str) -> str:
        """A page of the room narrowed to this edition; empty for who does not run its organisation."""
        return f"{address(name, self.room.organisation)}?edition={self.edition.uuid}" if self.room else ""

    def context(self) -> dict:
        """The names that `courses/organisation/_edition.html` uses."""
        if self.room is not None:
            context = self.room.context()
            crumbs = [
                *context["breadcrumbs"],
                {"label": self.room.organisation.local_name, "url": address("organisation", self.room.organisation)},
                {"label": gettext("Editions"), "url": address("organisation_editions", self.room.organisation)},
            ]
        else:
            context = {"room": None, "organisation": self.edition.organisation, "tabs": []}
            crumbs = [{"label": gettext("My learning"), "url": reverse("learning")}]
        return context | {
            "desk": self,
            "edition": self.edition,
            "title": self.title,
            "breadcrumbs": crumbs,
            "phase": self.phase,
            "is_over": self.is_over,
            "is_cancelled": self.edition.state == EditionState.CANCELLED,
            "edition_tabs": [
                {"label": gettext(label), "url": self.url(name), "is_current": name == self.tab} for name, label in TABS
            ],
        }


def managed_or_404(user: User, key: UUID) -> Edition:
    """An edition that she manages; anybody else learns nothing of these pages."""
    rows = Edition.objects.managed_by(user).select_related("course", "organisation")
    try:
        return rows.prefetch_related("organisation__names").get(uuid=key)
    except Edition.DoesNotExist as error:
        raise Http404 from error


def at_desk(tab: str) -> Callable:
    """For a view `(request, desk, …)` at an address with `<uuid:edition>`. What a service refuses, she reads there."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @login_required
        def enter(request: HttpRequest, edition: UUID, *args, **kwargs) -> HttpResponse:
            desk = Desk(request.user, managed_or_404(request.user, edition), tab)
            try:
                return view(request, desk, *args, **kwargs)
            except LearningError as error:
                messages.error(request, error.message)
                return redirect(desk.url(tab))

        return enter

    return decorate


@require_safe
@at_desk("edition_manage")
def show_desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How it stands, and what is still to do before it can be announced."""
    edition, now = desk.edition, timezone.now()
    states = dict(edition.places.values_list("state").annotate(n=Count("pk")).values_list("state", "n").order_by())
    sessions = list(edition.sessions.filter(cancelled_at=None))
    progress = edition.enrollments.standing().aggregate(
        begun=Count("pk", filter=Q(started_at__isnull=False)), completed=Count("pk", filter=Q(state="completed"))
    )
    people_url = desk.url("edition_people")
    seated = states.get(PlaceState.SEATED, 0)
    context = desk.context() | {
        "stats": [
            {
                "value": seated,
                "label": gettext("take part; %(seats)d seats") % {"seats": edition.seats} if edition.seats
                else gettext("people take part; there is no limit"),
                "url": people_url,
            },
            {"value": states.get(PlaceState.WAITING, 0), "label": gettext("on the waiting list"), "url": people_url},
            {
                "value": states.get(PlaceState.ASKED, 0),
                "label": gettext("requests to decide"),
                "url": people_url,
                "tone": "attention" if states.get(PlaceState.ASKED) else "",
            },
            {"value": progress["begun"], "label": gettext("have opened a lesson")},
            {"value": progress["completed"], "label": gettext("have completed the course")},
        ],
        "next_session": next((row for row in sessions if row.ends_at > now), None),
        "facilitators": list(edition.facilitators.order_by("name")),
        "todo": [
            {"is_done": edition.facilitators.exists(), "text": gettext("Say who facilitates"),
             "url": desk.url("edition_settings")},
            {"is_done": bool(edition.note), "text": gettext("Write what people can expect"),
             "url": desk.url("edition_settings")},
            {"is_done": edition.module_dates.exists(), "text": gettext("Set the dates of the modules"),
             "url": desk.url("edition_dates")},
            {"is_done": bool(sessions), "text": gettext("Add a live session"), "url": desk.url("edition_sessions")},
        ],
        "is_draft": edition.state == EditionState.DRAFT,
        "certificates": [
            (ExportFormat.ZIP.value, gettext("Certificates as ZIP")),
            (ExportFormat.PDF.value, gettext("Certificates, one PDF")),
        ] if desk.room and progress["completed"] else [],
        "people_url": desk.room_url("organisation_people"),
        "write_url": desk.room_url("organisation_message_new"),
        "exports_url": address("organisation_exports", desk.room.organisation) if desk.room else "",
        "copy_form": CopyForm(),
        "sections": [found for _name, plug in sockets.edition_sections if (found := plug(request, edition))],
    }  # fmt: skip
    return render(request, "courses/organisation/edition.html", context)


@require_POST
@at_desk("edition_manage")
def change_state(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Announce it, or cancel it; by the button pressed."""
    if "announce" in request.POST:
        service.announce_edition(desk.edition, request.user)
        messages.success(request, gettext("The edition is announced. People see it beside the course."))
    elif "cancel" in request.POST and request.POST.get("sure"):
        service.cancel_edition(desk.edition, request.user)
        messages.success(request, gettext("The edition is cancelled. Everybody with a place gets a letter."))
    else:
        messages.warning(request, gettext("Nothing was changed. To cancel, tick that you are sure."))
    return redirect(desk.url("edition_manage"))


@require_POST
@at_desk("edition_manage")
def copy(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["starts_on"]))
        return redirect(desk.url("edition_manage"))
    made = service.copy_edition(desk.edition, request.user, starts_on=form.cleaned_data["starts_on"])
    messages.success(request, gettext("This is the copy, in preparation. Check its dates, then announce it."))
    return redirect("edition_settings", edition=made.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("edition_settings")
def change_settings(request: HttpRequest, desk: Desk) -> HttpResponse:
    runs = desk.room is not None or request.user.is_superuser
    form = EditionForm(
        request.POST or None,
        instance=desk.edition,
        user=request.user,
        organisations=Organisation.objects.run_by(request.user).prefetch_related("names"),
        runs=runs,
    )
    status = 200
    if request.method == "POST":
        before = (desk.edition.starts_on, desk.edition.ends_on)
        if form.is_valid():
            try:
                row = service.change_edition(desk.edition, request.user, **form.values())
            except LearningError as error:
                form.add_error("seats" if "seats" in form.fields else None, str(error.message))
            else:
                messages.success(request, gettext("The settings are saved."))
                if (row.starts_on, row.ends_on) != before and row.module_dates.exists():
                    messages.info(request, gettext("The dates of the modules moved along; check them."))
                return redirect(desk.url("edition_settings"))
        status = 422
        desk = Desk(request.user, managed_or_404(request.user, desk.edition.uuid), desk.tab)
    return render(request, "courses/organisation/edition_settings.html", desk.context() | {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("edition_dates")
def change_dates(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Dates of the modules; "spread evenly" fills in suggestions and saves nothing."""
    modules = desk.outline.modules if desk.outline else ()
    edition, status, is_suggested = desk.edition, 200, False
    if request.method == "POST" and "spread" in request.POST:
        is_suggested = True
        minutes = [module.minutes for module in modules]
        form = ModuleDatesForm(edition, modules, suggested=spread(edition.starts_on, edition.ends_on, minutes))
    elif request.method == "POST":
        form = ModuleDatesForm(edition, modules, request.POST)
        try:
            if not form.errors:
                service.set_module_dates(edition, request.user, form.periods)
                messages.success(request, gettext("The dates are saved. Everybody in the edition sees them."))
                return redirect(desk.url("edition_dates"))
        except DatesOutside as error:
            form.show(error.faults)
        status = 422
    else:
        form = ModuleDatesForm(edition, modules)
    context = desk.context() | {"form": form, "is_suggested": is_suggested}
    return render(request, "courses/organisation/edition_dates.html", context, status=status)
