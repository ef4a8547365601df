"""Parts of video and audio files, as players ask for them: seeking needs it, and Safari plays nothing without.

Who may have the file is decided before, by Wagtail's own checks.
"""

import re

from django.http import HttpRequest, HttpResponse
from wagtail.documents.models import AbstractDocument

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
LONGEST_PART = 1024 * 1024  # bytes; players ask for the next part by themselves
PLAYED = ("video/", "audio/")


def serve_part(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """The part that the request asks for; None when it asks for the whole, or this is no file to play."""
    wanted = RANGE.fullmatch(request.headers.get("range", ""))
    if wanted is None or not document.content_type.startswith(PLAYED):
        return None
    size = document.file.size
    part = part_of(wanted.group(1), wanted.group(2), size)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = part
    with document.file.open("rb") as file:
        file.seek(first)
        content = file.read(last - first + 1)
    return HttpResponse(
        content,
        status=206,
        content_type=document.content_type,
        headers={
            "Accept-Ranges": "bytes",
            "Content-Range": f"bytes {first}-{last}/{size}",
            "Content-Disposition": document.content_disposition,
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def part_of(first: str, last: str, size: int) -> tuple[int, int] | None:
    """First and last byte to send for `bytes=first-last` of a file of `size` bytes (RFC 9110, 14.1.2).

    None: nothing of the file lies there. Never more than the longest part, which the standard allows.
    """
    if first:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    else:
        start, end = max(size - int(last or 0), 0), size - 1
    if start > end:
        return None
    return start, min(end, start + LONGEST_PART - 1)
