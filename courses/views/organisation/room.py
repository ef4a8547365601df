"""The frame of every page of the room: the door, where one stands in the tree, and the tabs she may open."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from academy import sockets
from academy.models import Organisation, User
from academy.policies import Refused, may_govern
from academy.querysets import OrganisationQuerySet
from academy.sign_in import has_room_link
from courses.models import Edition


@dataclass
class Room:
    """`organisation` is the branch she looks at; everything below it belongs to it. `tab` names the open tab, `run` is
    what she runs.
    """

    user: User
    run: OrganisationQuerySet
    organisation: Organisation
    tab: str = ""

    @cached_property
    def governs(self) -> bool:
        """Whether she administers it; course coordinators do not."""
        return bool(may_govern(self.user, self.organisation))

    @cached_property
    def branch(self) -> list[Organisation]:
        """The organisation and all below it, in the order of the tree."""
        return list(Organisation.objects.within(self.organisation).prefetch_related("names"))

    @cached_property
    def branch_ids(self) -> list[int]:
        return [row.pk for row in self.branch]

    @cached_property
    def above(self) -> list[Organisation]:
        """What stands above it, the nearest first: everybody who belongs to it knows them."""
        rows = Organisation.objects.above(self.organisation).exclude(pk=self.organisation.pk)
        return list(rows.prefetch_related("names"))

    def holder_of(self, edition: Edition) -> str:
        """Who holds it, when that is not the organisation itself; nothing of other branches."""
        if edition.organisation_id in (None, self.organisation.pk):
            return ""
        known = self.branch if edition.organisation_id in self.branch_ids else self.above
        return next((row.local_name for row in known if row.pk == edition.organisation_id), "")

    def context(self) -> dict:
        """The names that `courses/organisation/_room.html` uses."""
        return {
            "room": self,
            "organisation": self.organisation,
            "breadcrumbs": self._breadcrumbs(),
            "tabs": self._tabs(),
        }

    def _breadcrumbs(self) -> list[dict]:
        """Those above it that she runs too."""
        above = self.run.above(self.organisation).exclude(pk=self.organisation.pk).prefetch_related("names")
        if self.organisation.is_root():
            above = above.none()
        crumbs = [{"label": row.local_name, "url": address("organisation", row)} for row in reversed(above)]
        return [{"label": gettext("My organisations"), "url": reverse("organisations")}, *crumbs]

    def _tabs(self) -> list[dict]:
        rows = [(name, label) for name, label, is_for_governors in TABS if self.governs or not is_for_governors]
        own = [
            {"label": gettext(label), "url": address(name, self.organisation), "is_current": name == self.tab}
            for name, label in rows
        ]
        return own + [tab for _name, plug in sockets.room_tabs if (tab := plug(self.user, self.organisation))]


def _(text: str) -> str:
    return text


# name of the address, label, only for administrators; a room that is not built yet is not listed
TABS: list[tuple[str, str, bool]] = [
    ("organisation", _("Overview"), False),
    ("organisation_people", _("People"), False),
    ("organisation_editions", _("Editions"), False),
    ("organisation_staff", _("Staff"), False),
    ("organisation_invitations", _("Invitations"), False),
    ("organisation_reminders", _("Reminders"), False),
    ("organisation_messages", _("Messages"), False),
    ("organisation_indicators", _("Indicators"), True),
    ("organisation_settings", _("Organisation"), True),
    ("organisation_log", _("Log"), True),
]


def address(name: str, organisation: Organisation, **kwargs) -> str:
    """The address of a page of the room; every one of them names the organisation by its key."""
    return reverse(name, kwargs={"organisation": organisation.key, **kwargs})


def organisation_or_404(run: OrganisationQuerySet, key: str) -> Organisation:
    """One of the organisations that she runs; anybody else learns nothing of it."""
    try:
        return run.prefetch_related("names").get(key=key.replace("\x00", ""))
    except Organisation.DoesNotExist as error:
        raise Http404 from error


def navigation(request: HttpRequest) -> list[dict]:
    """The way into the room, for who runs an organisation; the session knows."""
    if not hasattr(request, "session") or not has_room_link(request):
        return []
    return [{"label": gettext("My organisation"), "url": reverse("organisations")}]


def in_room(tab: str, *, governing: bool = False) -> Callable:
    """For a view `(request, room, …)` at an address with `<slug:organisation>`.

    Who is not signed in signs in first, a stranger gets 404, a coordinator 403 where only administrators may go.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @login_required
        def enter(request: HttpRequest, organisation: str, *args, **kwargs) -> HttpResponse:
            run = Organisation.objects.run_by(request.user)
            room = Room(request.user, run, organisation_or_404(run, organisation), tab)
            if governing and not room.governs:
                back = gettext("Back to %(name)s") % {"name": room.organisation.local_name}
                way = {"label": back, "url": address("organisation", room.organisation)}
                raise Refused(may_govern(request.user, room.organisation).reason, [way])
            return view(request, room, *args, **kwargs)

        return enter

    return decorate
