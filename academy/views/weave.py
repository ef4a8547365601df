"""Cover files: pure pictures, the same for everybody, kept by browsers and proxies for a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from academy import weave


@require_safe
@gzip_page
@cache_control(public=True, max_age=31_536_000, immutable=True)
def cover(request: HttpRequest, motif: str, palette: str) -> HttpResponse:
    """The cover of a motif in a palette; `<palette>_dark` is its variant for dark surroundings."""
    try:
        svg = weave.cover_svg(motif, palette)
    except KeyError:
        raise Http404("There is no such cloth.") from None
    return HttpResponse(svg, content_type="image/svg+xml")
