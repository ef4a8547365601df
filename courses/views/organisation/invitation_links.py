"""Invitation links of an organisation: making one, showing it with its square code, revoking it."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.forms.invitations import LinkForm
from courses.models import InvitationLink
from courses.services.invitation_links import create_link, is_open, revoke_link
from courses.views.organisation.invitations import links_of
from courses.views.organisation.room import Room, address, in_room
from courses.wording import aim_of


@require_http_methods(["GET", "HEAD", "POST"])
@in_room("organisation_invitations")
def links(request: HttpRequest, room: Room) -> HttpResponse:
    """All links, and the form of a new one."""
    form = LinkForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        course, edition = form.cleaned_data["aim"]
        link = create_link(
            room.organisation,
            by=request.user,
            limit=form.cleaned_data["limit"],
            expires_at=form.expires_at,
            note=form.cleaned_data["note"],
            course=course,
            edition=edition,
        )
        messages.success(request, _("The link is ready. Pass it on, or show the square code."))
        return redirect(address("organisation_link", room.organisation, token=link.token))
    context = {
        **room.context(),
        "form": form,
        "links": links_of(room),
        "back_url": address("organisation_invitations", room.organisation),
    }
    return render(request, "courses/organisation/invitation_links.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_room("organisation_invitations")
def link(request: HttpRequest, room: Room, token: str) -> HttpResponse:
    """One link, large enough to be read from a wall; POST revokes it."""
    rows = InvitationLink.objects.select_related("organisation", "course", "edition__course")
    row = rows.filter(token=token.replace("\x00", ""), organisation__in=room.branch_ids).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        revoke_link(row, by=request.user)
        messages.success(request, _("The link is revoked. Who came in by it stays."))
        return redirect(address("organisation_link", room.organisation, token=row.token))
    url = settings.SITE_URL + reverse("join", kwargs={"token": row.token})
    context = {
        **room.context(),
        "link": row,
        "link_url": url,
        "code": segno.make(url, error="m").svg_data_uri(scale=8, border=2, light="#fff"),
        "title": aim_of(row.course, row.edition),
        "is_open": is_open(row),
        "back_url": address("organisation_links", room.organisation),
    }
    return render(request, "courses/organisation/invitation_link.html", context)
