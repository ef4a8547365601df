"""Open data: its page with the dictionary, the files, the feed; each of the whole library or of any choice."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from academy import site_version
from peer_exchange import library
from peer_exchange.delivery import open_data
from peer_exchange.delivery.practice_letters import public_path
from peer_exchange.library import Library, Wish
from peer_exchange.models import LICENCE, Practice
from peer_exchange.rules.digests import digest_of
from peer_exchange.views.practice_facets import asked, chips

FOLDER: Path = settings.VAR_DIR / "open-data"
FORMS: dict[str, tuple[str, Callable[[Iterable[dict]], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", open_data.csv_lines),
    "json": ("application/json", open_data.json_lines),
    "geojson": ("application/geo+json", open_data.geojson_lines),
}
IN_FEED = 50
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # in XML; they come with text from slides


@require_safe
def show_data(request: HttpRequest) -> HttpResponse:
    """What there is, under which licence, what every column means."""
    shelf, wish = library.current(), Wish.of(request.GET)
    query = asked(wish.pairs())
    context = {
        "files": [(form.upper(), _with(reverse("practice_data_file", kwargs={"form": form}), query)) for form in FORMS],
        "feed": _with(reverse("practice_feed"), query),
        "booklet_url": _with(reverse("practice_booklet"), query),
        "count": len(shelf.find(wish)),
        "is_chosen": wish.is_set,
        "licence": LICENCE,
        "columns": open_data.dictionary(),
    }
    return render(request, "peer_exchange/sharing/data.html", context)


@require_safe
def send_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The whole library from a file that is made once per version of the site; a choice row by row."""
    if form not in FORMS:
        raise Http404
    content_type, lines_of = FORMS[form]
    wish, version = Wish.of(request.GET), site_version.current(Practice.site_part)
    etag = f'"{version}-{form}-{digest_of(asked(wish.pairs()))}"' if version is not None else None
    unchanged = get_conditional_response(request, etag=etag) if etag else None
    if unchanged is not None:
        return unchanged
    response: HttpResponseBase
    if wish.is_set or version is None:
        pks = [card.practice_id for card in library.current().find(wish)] if wish.is_set else None
        response = StreamingHttpResponse(lines_of(open_data.rows_of(pks)), content_type=content_type)
    else:
        response = FileResponse(_made(form, version).open("rb"), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="practices.{form}"'
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    if etag:
        response["ETag"] = etag
    return response


@require_safe
def send_feed(request: HttpRequest) -> HttpResponse:
    """Atom: what was published or renewed last, of any choice, in the language of the address."""
    shelf, wish = library.current(), Wish.of(request.GET)
    cards = shelf.find(wish)
    days = dict(Practice.objects.public().values_list("pk", "last_published_at"))
    cards = sorted((card for card in cards if card.practice_id in days), key=lambda card: days[card.practice_id])
    cards = cards[: -IN_FEED - 1 : -1]
    ids = {row.pk: row for row in Practice.objects.public().filter(pk__in=[card.practice_id for card in cards])}
    chosen, query = UNWRITABLE.sub(" ", said_of(shelf, wish)), asked(wish.pairs())
    feed = Atom1Feed(
        title=f"{gettext('Good practices')} – {chosen}" if chosen else gettext("Good practices"),
        link=settings.SITE_URL + _with(reverse("practices"), query), description=settings.SITE_NAME,
        language=get_language(), feed_url=settings.SITE_URL + _with(reverse("practice_feed"), query),
        author_name=settings.SITE_NAME, author_link=settings.SITE_URL, feed_copyright=LICENCE,
    )  # fmt: skip
    for card in cards:
        row = ids[card.practice_id]
        feed.add_item(
            title=UNWRITABLE.sub(" ", card.title), link=settings.SITE_URL + public_path(row),
            description=escape(UNWRITABLE.sub(" ", card.result_line)), unique_id=f"urn:uuid:{row.uuid}",
            pubdate=row.first_published_at, updateddate=row.last_published_at,
            categories=[card.approach.local_name] if card.approach else [],
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{feed.content_type}")


def said_of(shelf: Library, wish: Wish) -> str:
    """The choice in one line, for titles; empty for the whole library."""
    return " · ".join(chip["label"] for chip in chips(shelf, wish, lambda _wish: ""))


def _made(form: str, version: int) -> Path:
    """The file of this version; those of older ones go."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{version}.{form}"
    if not file.exists():
        growing = FOLDER / f"{uuid4()}.growing"
        with growing.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(FORMS[form][1](open_data.rows_of(None)))
        growing.replace(file)
        for old in FOLDER.glob(f"*.{form}"):
            if old != file:
                old.unlink(missing_ok=True)
    return file


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
