"""The site's addresses and the two bare pages: what Django itself costs with this site's middlewares."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from academy import urls
from academy.urls import handler400, handler403, handler404, handler500  # noqa: F401


def bare(request: HttpRequest) -> HttpResponse:
    """The middlewares alone."""
    return HttpResponse("bare")


def bare_signed_in(request: HttpRequest) -> HttpResponse:
    """The session and the person, read from the database."""
    return HttpResponse(f"bare {request.user.pk}")


urlpatterns = [path("bench/bare/", bare), path("bench/bare-signed-in/", bare_signed_in), *urls.urlpatterns]
