"""A person's side of organisations: where she belongs, who administers her data, who looked at it, and leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from academy import sockets
from academy.branding import branding_of
from academy.designations import footnote_for
from academy.enums import RUNNING_ROLES, MembershipRole
from academy.models import AccessRecord, Membership, Organisation, User
from academy.services import staff
from academy.services.organisations import main_organisation
from academy.views.access_log import lines_of

PER_PAGE = 20
RANK = {role: rank for rank, role in enumerate(MembershipRole)}


@login_required
@never_cache
@require_safe
def show_organisations(request: HttpRequest) -> HttpResponse:
    return _render(request)


@login_required
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """She leaves by herself; her records stay with the organisation of their day."""
    key = request.POST.get("organisation", "").replace("\x00", "")
    place = Organisation.objects.filter(
        key=key, memberships__user=request.user, memberships__ended_at=None
    ).distinct().first()  # fmt: skip
    if place is None:
        raise Http404
    try:
        staff.leave_organisation(
            request.user, place, by=request.user, is_confirmed=request.POST.get("confirmed") == "1"
        )
    except staff.LastAdministrator as error:
        return _render(request, refusal={"message": error.message, "key": place.key}, status=409)
    messages.success(request, _("You left %(name)s.") % {"name": place.local_name})
    return redirect("own_organisations")


def _render(request: HttpRequest, *, refusal: dict | None = None, status: int = 200) -> HttpResponse:
    memberships = list(
        Membership.objects.filter(user=request.user)
        .select_related("organisation")
        .prefetch_related("organisation__names")
        .order_by("-started_at", "-pk")
    )
    current = [row for row in memberships if row.ended_at is None]
    places = {row.organisation_id: row.organisation for row in current}
    main = main_organisation(request.user) if places else None
    holders = {pk for _name, plug in sockets.record_holders for pk in plug(request.user)} - places.keys()
    others = Organisation.objects.filter(pk__in=holders).prefetch_related("names").order_by("path")
    places |= {row.pk: row for row in others}
    running = _running(list(places.values()))
    cards = [
        _card(place, [row for row in current if row.organisation_id == pk], running) for pk, place in places.items()
    ]
    records = AccessRecord.objects.filter(person=request.user).exclude(actor=request.user)
    page = Paginator(records.by_day(timezone.get_current_timezone()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cards": cards,
        "main": main,
        "earlier": [row for row in memberships if row.ended_at is not None],
        "page": page,
        "rows": _with_names(lines_of(page, request.user)),
        "refusal": refusal,
        "footnote": footnote_for(
            *(row.organisation.local_name for row in memberships), *(card["organisation"].local_name for card in cards)
        ),
    }
    return render(request, "academy/own_organisations.html", context, status=status)


def _with_names(lines: list[dict]) -> list[dict]:
    """Each with the organisation whose records they are; two queries."""
    keys = {line["record"].organisation_id for line in lines}
    places = Organisation.objects.prefetch_related("names").in_bulk(keys - {None})
    return [line | {"organisation": places.get(line["record"].organisation_id)} for line in lines]


def _running(places: list[Organisation]) -> list[Membership]:
    """Those that run one of these places or one above it, with the people; one query."""
    steplen = Organisation.steplen
    paths = {row.path[:end] for row in places for end in range(steplen, len(row.path) + 1, steplen)}
    return list(
        Membership.objects.running()
        .filter(organisation__path__in=paths, organisation__is_active=True, user__is_active=True)
        .select_related("organisation", "user")
        .prefetch_related("organisation__names")
        .order_by("-organisation__depth", "user__name", "pk")
    )


def _card(place: Organisation, rows: list[Membership], running: list[Membership]) -> dict:
    """`rows` are her memberships there, none where only records of her are."""
    highest = max(rows, key=lambda row: RANK[MembershipRole(row.role)], default=None)
    above: dict[int, dict] = {}
    for row in running:
        if place.path.startswith(row.organisation.path):
            entry = above.setdefault(row.organisation_id, {"organisation": row.organisation, "people": []})
            entry["people"].append(_person(row))
    return {
        "organisation": place,
        "since": min((row.started_at for row in rows), default=None),
        "position": next((row.position for row in rows if row.position), ""),
        "role": highest.get_role_display() if highest and highest.role in RUNNING_ROLES else "",
        "administered_by": list(above.values()),
        "helper": branding_of(place).helper,
    }


def _person(row: Membership) -> dict[str, str]:
    """A name and a role; never an address."""
    user: User = row.user
    return {"name": user.name or _("a person without a name"), "role": row.get_role_display()}
