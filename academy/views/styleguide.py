"""The style guide: every interface component in every state, for the team and for screenshots."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academy import sockets
from academy.views import styleguide_data


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Open to staff, and to everybody while DEBUG is on; a stranger gets 404."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    context = styleguide_data.context()
    context["specimens"] = [plug() for _name, plug in sockets.specimens]
    return render(request, "academy/styleguide.html", context)
