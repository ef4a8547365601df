"""The tab "Invitations": three ways to invite, who was invited one by one, and what became of it."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.enums import Access, MembershipRole
from academy.folding import fold
from academy.services.access import record_access
from courses.enums import RowOutcome
from courses.errors import LearningError
from courses.forms.invitations import InvitationFilterForm, InvitePersonForm
from courses.models import Invitation, InvitationLink, Roster
from courses.services.invitation_links import is_open
from courses.services.invitations import VALID, invite_person, revoke_invitation, send_invitation_again
from courses.services.overviews import course_titles
from courses.views.organisation.room import Room, address, in_room
from courses.wording import aim_of

ON_A_PAGE = 50
FEW = 5  # links and lists on the first page of the tab; all of them have pages of their own


@require_safe
@in_room("organisation_invitations")
def list_invitations(request: HttpRequest, room: Room) -> HttpResponse:
    form = InvitationFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    is_set = bool(wanted.get("q") or wanted.get("state"))
    rows = Invitation.objects.filter(organisation__in=room.branch_ids)
    rows = in_state(found(rows, wanted.get("q", "")), wanted.get("state", ""))
    rows = rows.select_related("organisation", "course", "edition__course", "accepted_by")
    rows = rows.prefetch_related("organisation__names").order_by("-created_at", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        record_access(
            request.user, Access.VIEWED, "invitations", organisation=room.organisation, count=len(page.object_list)
        )
    query = {key: value for key, value in wanted.items() if value}
    titles = course_titles(get_language() or "en")
    context = {
        **room.context(),
        "form": form,
        "is_set": is_set,
        "page": page,
        "total": page.paginator.count,
        "query": urlencode(query),
        "rows": [row_of(room, invitation, titles) for invitation in page],
        "links": links_of(room)[:FEW],
        "rosters": rosters_of(room)[:FEW],
        "urls": {
            "self": address("organisation_invitations", room.organisation),
            "invite": address("organisation_invite", room.organisation),
            "links": address("organisation_links", room.organisation),
            "rosters": address("organisation_rosters", room.organisation),
        },
        "back": request.get_full_path(),
    }
    return render(request, "courses/organisation/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_room("organisation_invitations")
def invite(request: HttpRequest, room: Room) -> HttpResponse:
    """One person. The answer is the same whether or not the address has an account."""
    data = request.POST if request.method == "POST" else None
    form = InvitePersonForm(data, user=request.user, branch=room.branch, governs=room.governs)
    back = address("organisation_invitations", room.organisation)
    if form.is_valid():
        cleaned = form.cleaned_data
        course, edition = cleaned["aim"]
        try:
            done = invite_person(
                cleaned.get("organisation") or room.organisation,
                cleaned["email"],
                by=request.user,
                branch=room.organisation,
                course=course,
                edition=edition,
                language=cleaned["language"],
                name=cleaned["name"],
                position=cleaned["position"],
                role=MembershipRole(cleaned.get("role") or MembershipRole.MEMBER),
            )
        except LearningError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, said(done.outcome, cleaned["email"], done.invitation is not None))
            return redirect(address("organisation_invite", room.organisation) if "another" in request.POST else back)
    context = {**room.context(), "form": form, "days": VALID.days, "back_url": back}
    status = 422 if form.errors else 200
    return render(request, "courses/organisation/invite.html", context, status=status)


@require_POST
@in_room("organisation_invitations")
def change_invitation(request: HttpRequest, room: Room, invitation: UUID) -> HttpResponse:
    """Send again or revoke."""
    row = Invitation.objects.select_related("organisation").filter(uuid=invitation, organisation__in=room.branch_ids)
    found_row = row.first()
    if found_row is None:
        raise Http404
    if "revoke" in request.POST:
        if revoke_invitation(found_row, by=request.user):
            messages.success(request, _("The invitation is revoked; its link opens nothing any more."))
        else:
            messages.info(request, _("This invitation was accepted already."))
    elif send_invitation_again(found_row, by=request.user):
        messages.success(request, _("The invitation is sent again and valid for %(n)d days.") % {"n": VALID.days})
    else:
        messages.info(request, _("A letter left within the last hour, or the invitation is not open any more."))
    return redirect(address("organisation_invitations", room.organisation))


def found(rows: QuerySet, text: str) -> QuerySet:
    """By name or address, in any script."""
    for word in fold(text).split():
        rows = rows.filter(folded__contains=word)
    return rows


def in_state(rows: QuerySet, state: str) -> QuerySet:
    """As `state_of` says it."""
    if state == "accepted":
        return rows.filter(accepted_at__isnull=False)
    if state == "revoked":
        return rows.filter(accepted_at__isnull=True, revoked_at__isnull=False)
    if state == "open":
        return rows.open()
    if state == "expired":
        return rows.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__lte=timezone.now())
    return rows


def state_of(invitation: Invitation) -> str:
    if invitation.accepted_at:
        return "accepted"
    if invitation.revoked_at:
        return "revoked"
    return "open" if invitation.expires_at > timezone.now() else "expired"


def row_of(room: Room, invitation: Invitation, titles: Mapping[int, str]) -> dict:
    state = state_of(invitation)
    is_hers = invitation.role == MembershipRole.MEMBER or room.governs
    return {
        "invitation": invitation,
        "state": state,
        "label": {
            "open": _("Open"),
            "accepted": _("Accepted"),
            "expired": _("Expired"),
            "revoked": _("Revoked"),
        }[state],
        "title": aim_of(invitation.course, invitation.edition, titles),
        "organisation": ""
        if invitation.organisation_id == room.organisation.pk
        else invitation.organisation.local_name,
        "role": "" if invitation.role == MembershipRole.MEMBER else invitation.get_role_display(),
        "url": address("organisation_invitation", room.organisation, invitation=invitation.uuid),
        "may_change": is_hers and state in ("open", "expired"),
    }


def said(outcome: RowOutcome, email: str, is_invited: bool) -> str:
    """What happened, for who invited; people of the branch are known to her anyway."""
    if outcome == RowOutcome.INVITED:
        return _("The invitation to %(email)s is on its way.") % {"email": email}
    if outcome == RowOutcome.ENROLLED:
        return _("%(email)s belongs to your people already: enrolled at once, and a letter says so.") % {"email": email}
    if is_invited:
        return _("%(email)s has an open invitation already. Use “Send again” in the list if the letter got lost.") % {
            "email": email
        }
    return _("%(email)s takes part already; nothing changed.") % {"email": email}


def links_of(room: Room) -> list[dict]:
    rows = InvitationLink.objects.filter(organisation__in=room.branch_ids)
    rows = rows.select_related("organisation", "course", "edition__course").order_by("-created_at", "-pk")[:100]
    titles = course_titles(get_language() or "en")
    return [
        {
            "link": row,
            "title": aim_of(row.course, row.edition, titles),
            "is_open": is_open(row),
            "url": address("organisation_link", room.organisation, token=row.token),
        }
        for row in rows
    ]


def rosters_of(room: Room) -> list[dict]:
    rows = Roster.objects.filter(organisation__in=room.branch_ids)
    rows = rows.select_related("organisation", "course", "edition__course").order_by("-created_at", "-pk")[:100]
    titles = course_titles(get_language() or "en")
    return [
        {
            "roster": row,
            "title": aim_of(row.course, row.edition, titles),
            "url": address("organisation_roster", room.organisation, roster=row.uuid),
        }
        for row in rows
    ]
