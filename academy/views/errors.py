"""Error pages that say what happened and where to go next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from academy import sockets


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Shows the reason that the policy gave, and what she may open instead: her organisations at least."""
    ways = getattr(exception, "ways", ())
    own = sockets.navigation.get("organisations")
    if not ways and own is not None:
        ways = own(request)
    return render(request, "403.html", {"reason": str(exception), "ways": ways}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context: whatever broke may break again."""
    return render(None, "500.html", status=500)
