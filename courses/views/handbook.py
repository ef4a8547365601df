"""The handbook of a course: the file when it is ready, until then a page that says so and looks again by itself."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses.enums import HandbookState
from courses.models import Handbook
from courses.outline import Outline, outline_for
from courses.services.handbooks import forget_file, request_handbook
from courses.views.doors import course_or_404, require_open

LOOK_AGAIN, TRY_AGAIN = 6, 300  # seconds


@require_safe
def show_handbook(request: HttpRequest, key: str) -> HttpResponseBase:
    """For whoever may open the course's page; in the language of the address, else the one the course shows there."""
    course = course_or_404(key)
    outline = outline_for(course.page_key, get_language())
    if outline is None:
        raise Http404
    require_open(request, course.page_key)
    book = request_handbook(course, outline.language)
    if book is None:
        raise Http404
    if book.state == HandbookState.READY:
        try:
            return _file(request, book)
        except FileNotFoundError:
            forget_file(book)
            book = request_handbook(course, outline.language) or book
    return _waiting(request, book, outline)


def handbook_of(course_id: int, language: str) -> Handbook | None:
    """The newest one that is ready, perhaps of an older version: for its number of pages and its size."""
    ready = Handbook.objects.filter(course=course_id, language=language, state=HandbookState.READY)
    return ready.order_by("-requested_at").first()


def _file(request: HttpRequest, book: Handbook) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": request.path})
    etag = f'"{book.version[:32]}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    file = book.file.open("rb")
    response = FileResponse(file, content_type="application/pdf", filename=f"{book.course.key}-{book.language}.pdf")
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _waiting(request: HttpRequest, book: Handbook, outline: Outline) -> HttpResponse:
    has_failed = book.state == HandbookState.FAILED
    if request.headers.get("HX-Request") and not has_failed:
        return HttpResponse(status=204)
    context = {"outline": outline, "has_failed": has_failed, "seconds": LOOK_AGAIN}
    response = render(request, "courses/handbook.html", context, status=503 if has_failed else 202)
    response["Retry-After"] = str(TRY_AGAIN if has_failed else LOOK_AGAIN)
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_store=True)
    return response
