"""A practice to be printed and carried into a meeting: the brief and the full record as PDF."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from peer_exchange.delivery.practice_sheet import sheet_of
from peer_exchange.enums import PracticeFileForm
from peer_exchange.models import Practice
from peer_exchange.services.practice_prints import print_of
from peer_exchange.views.practice_page import gone, is_public


@require_safe
def show_print(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """For everybody, in the language of the address; 410 when the practice has left the library."""
    if form not in PracticeFileForm.values:
        raise Http404
    practice = get_object_or_404(Practice.objects.select_related("organisation", "approach"), slug=slug)
    if not is_public(practice):
        return gone(request, practice)
    language, sheet = get_language(), sheet_of(practice, form)
    etag = f'"{sheet.digest[:32]}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    row = print_of(practice, form, language, sheet)
    response = FileResponse(
        row.file.open("rb"), content_type="application/pdf", filename=f"{practice.code}-{form}-{language}.pdf"
    )
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response
