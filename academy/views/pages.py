"""The doors of the site's own pages: the root address, any page of the tree, search, uploaded files."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils._os import safe_join
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views

from academy import languages, sockets
from academy.folding import fold
from academy.routing import find_route


@require_safe
def to_language(request: HttpRequest) -> HttpResponse:
    """The root address leads to the visitor's language."""
    response = redirect(f"/{languages.of_request(request)}/")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it where no page names an icon, beside a PDF for example."""
    return redirect(static("img/mark.svg"))


def page(request: HttpRequest, path: str) -> HttpResponse:
    """Any page of the tree, in the visitor's language or the nearest (see `academy.routing`)."""
    route = find_route(request, get_language(), path)
    if route is None:
        raise Http404
    if route.redirect_path is not None:
        return redirect(f"/{get_language()}/{route.redirect_path}")
    request.content_language = route.language
    request._wagtail_route_for_request = (route.load(), [], {})
    return wagtail_views.serve(request, path)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search over everything the visitor may see; each room answers for its own."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    groups = []
    if fold(query):
        groups = [plug(request, query) for _name, plug in sockets.search_sources]
    count = sum(len(group["results"]) for group in groups)
    return render(request, "academy/search.html", {"query": query, "groups": groups, "count": count})


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """An uploaded image in the embedded mode, when no object storage serves it."""
    try:
        return FileResponse(Path(safe_join(settings.MEDIA_ROOT, path)).open("rb"))
    except (OSError, ValueError) as error:
        raise Http404 from error
