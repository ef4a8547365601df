"""The doors of the site's own pages: the root address, any page of the tree, search, uploaded files."""

from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils._os import safe_join
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views

from academy import languages, sockets
from academy.folding import fold
from academy.routing import find_route

PUBLIC_FOLDERS = ("images/", "original_images/", "avatar_images/", "logos/")


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


def sign_in(request: HttpRequest) -> HttpResponse:
    """The CMS has no sign-in of its own: that of the site asks for the second factor and counts wrong passwords."""
    target = request.GET.get("next") or reverse("wagtailadmin_home")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """An uploaded image in the embedded mode, when no object storage serves it.

    Documents are not among them: they go out through their own address, which asks who may have them.
    """
    if not path.startswith(PUBLIC_FOLDERS) or ".." in path:
        raise Http404
    try:
        return FileResponse(Path(safe_join(settings.MEDIA_ROOT, path)).open("rb"))
    except (OSError, ValueError) as error:
        raise Http404 from error
