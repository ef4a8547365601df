"""The tab "Staff": who belongs to the branch, and one person of it with her roles, moves and her leaving."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, IntegerField, Max, Min, OuterRef, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from academy.enums import Access, MembershipRole
from academy.folding import fold
from academy.models import Membership, Organisation, User
from academy.policies import may_govern, require
from academy.services import staff
from academy.services.access import record_access
from academy.services.organisations import OrganisationError
from courses.forms.staff import MoveForm, RoleForm, StaffFilterForm
from courses.models import Enrollment
from courses.views.organisation.room import Room, address, in_room

TAB = "organisation_staff"
PER_PAGE = 50
RANKS = [MembershipRole.MEMBER, MembershipRole.COORDINATOR, MembershipRole.ADMINISTRATOR]


@require_safe
@in_room(TAB)
def list_staff(request: HttpRequest, room: Room) -> HttpResponse:
    """One line per person and organisation, by name."""
    form = StaffFilterForm(request.GET, branch=room.branch)
    page = Paginator(_found(room, form.chosen), PER_PAGE).get_page(request.GET.get("page"))
    record_access(request.user, Access.VIEWED, "staff", organisation=room.organisation, count=len(page))
    people = User.objects.in_bulk([row["user"] for row in page])
    places = {row.pk: row for row in room.branch}
    query = request.GET.copy()
    query.pop("page", None)
    context = room.context() | {
        "form": form,
        "is_set": form.is_set,
        "page": page,
        "total": page.paginator.count,
        "query": query.urlencode(),
        "rows": [
            {
                "person": people[row["user"]],
                "organisation": places[row["organisation"]],
                "position": row["position"],
                "role": RANKS[row["rank"]].label if row["current"] else "",
                "is_running": row["current"] and row["rank"] > 0,
                "since": row["since"],
                "until": None if row["current"] else row["until"],
                "url": address("organisation_member", room.organisation, person=people[row["user"]].uuid),
            }
            for row in page
        ],
        "reset_url": address(TAB, room.organisation),
    }
    return render(request, "courses/organisation/staff.html", context)


def _found(room: Room, chosen: dict) -> QuerySet:
    """Persons × organisations: since when, which role, until when."""
    rows = Membership.objects.filter(organisation__in=room.branch_ids)
    if not chosen["ended"]:
        rows = rows.current()
    if key := chosen["organisation"]:
        rows = rows.filter(organisation__key=key)
    if words := fold(chosen["q"] or "").split():
        rows = _named(rows, chosen["q"].strip(), words)
    rank = Case(
        *(When(role=role, ended_at=None, then=number) for number, role in enumerate(RANKS)),
        default=0,
        output_field=IntegerField(),
    )
    found = (
        rows.order_by()
        .values("user", "organisation")
        .annotate(
            since=Min("started_at"),
            until=Max("ended_at"),
            rank=Max(rank),
            current=Count("pk", filter=Q(ended_at=None)),
            position=Max("position"),
        )
    )
    if role := chosen["role"]:
        found = found.filter(rank=RANKS.index(MembershipRole(role)), current__gt=0)
    return found.order_by("user__name", "user", "organisation__path")


def _named(rows: QuerySet, typed: str, words: list[str]) -> QuerySet:
    """By the name as she writes it, by the address, or in any script by the name that her enrollments carry."""
    folded = Enrollment.objects.filter(user=OuterRef("user"))
    for word in words:
        folded = folded.filter(sort_name__contains=word)
    as_written = Q(user__name__icontains=typed) | Q(user__name_other_script__icontains=typed)
    return rows.filter(as_written | Q(user__email__icontains=typed) | Exists(folded))


@require_safe
@in_room(TAB)
def show_member(request: HttpRequest, room: Room, person: UUID) -> HttpResponse:
    user = _person_or_404(room, person)
    record_access(request.user, Access.VIEWED, "membership", organisation=room.organisation, person=user)
    return _render(request, room, user)


@require_POST
@in_room(TAB, governing=True)
def change_member(request: HttpRequest, room: Room, person: UUID) -> HttpResponse:
    """Role and position, a move, or the end; the form names the organisation it is about."""
    user = _person_or_404(room, person)
    place = next((row for row in room.branch if row.key == request.POST.get("organisation")), None)
    if place is None or not Membership.objects.current().filter(user=user, organisation=place).exists():
        raise Http404
    require(may_govern(request.user, place))
    what = request.POST.get("what")
    form = MoveForm(request.POST, branch=room.branch, origin=place) if what == "move" else RoleForm(request.POST)
    if what != "end" and not form.is_valid():
        return _render(request, room, user, failed=(place, what, form), status=422)
    is_confirmed = request.POST.get("confirmed") == "1"
    try:
        said = _change(request.user, user, place, what, form, is_confirmed=is_confirmed)
    except OrganisationError as error:
        can_confirm = isinstance(error, staff.LastAdministrator)
        refusal = {"message": error.message, "place": place, "what": what, "can_confirm": can_confirm}
        return _render(request, room, user, failed=(place, what, form), refusal=refusal, status=409)
    messages.success(request, said % {"name": user.name or user.email})
    if not Organisation.objects.run_by(request.user).filter(pk=room.organisation.pk).exists():
        return redirect("organisations")  # she gave away what let her in
    return redirect(address("organisation_staff", room.organisation))


def _change(by: User, user: User, place: Organisation, what: str | None, form, *, is_confirmed: bool) -> str:
    if what == "end":
        staff.leave_organisation(user, place, by=by, is_confirmed=is_confirmed)
        return gettext("%(name)s does not belong to the organisation any more. What was learned there stays on record.")
    if what == "move":
        staff.move_staff(user, place, form.target, by=by, is_confirmed=is_confirmed)
        return gettext("%(name)s is moved.")
    staff.give_role(user, place, MembershipRole(form.cleaned_data["role"]), by=by, is_confirmed=is_confirmed)
    staff.set_position(user, place, form.cleaned_data["position"], by=by)
    return gettext("Role and position of %(name)s are saved.")


def _person_or_404(room: Room, person: UUID) -> User:
    """Who belongs to the branch or did; anybody else does not exist here."""
    belongs = Membership.objects.filter(user=OuterRef("pk"), organisation__in=room.branch_ids)
    user = User.objects.filter(Exists(belongs), uuid=person).first()
    if user is None:
        raise Http404
    return user


def _render(
    request: HttpRequest, room: Room, user: User, *, failed=None, refusal: dict | None = None, status: int = 200
) -> HttpResponse:
    rows = list(Membership.objects.filter(user=user, organisation__in=room.branch_ids).order_by("started_at", "pk"))
    places = {row.pk: row for row in room.branch}
    cards = []
    for pk in dict.fromkeys(row.organisation_id for row in rows):
        current = [row for row in rows if row.organisation_id == pk and row.ended_at is None]
        if current:
            cards.append(_card(room, places[pk], current, failed))
    ended = [
        {"organisation": places[row.organisation_id], "role": row.get_role_display(), "row": row}
        for row in rows
        if row.ended_at is not None
    ]
    context = room.context() | {
        "person": user,
        "cards": cards,
        "ended": ended,
        "refusal": refusal,
        "action": address("organisation_member_change", room.organisation, person=user.uuid),
        "back_url": address(TAB, room.organisation),
    }
    return render(request, "courses/organisation/staff_member.html", context, status=status)


def _card(room: Room, place: Organisation, current: list[Membership], failed) -> dict:
    role = max((MembershipRole(row.role) for row in current), key=RANKS.index)
    position = next((row.position for row in current if row.position), "")
    prefix = f"id_{place.pk}_%s"
    role_form = RoleForm(initial={"role": role, "position": position}, auto_id=prefix)
    move_form = MoveForm(branch=room.branch, origin=place, auto_id=prefix)
    if failed and failed[0].pk == place.pk:
        failed[2].auto_id = prefix
        if failed[1] == "move":
            move_form = failed[2]
        elif failed[1] == "role":
            role_form = failed[2]
    return {
        "organisation": place,
        "since": min(row.started_at for row in current),
        "role": role.label,
        "position": position,
        "role_form": role_form,
        "move_form": move_form if move_form.targets else None,
    }
