"""A booklet: practices that somebody chose, as one PDF to be printed and carried into a meeting."""

from collections.abc import Sequence
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from academy import background
from academy.delivery.pdf import PdfError
from peer_exchange import jobs, library
from peer_exchange.library import Card, Library, Wish
from peer_exchange.models import Practice
from peer_exchange.services.practice_prints import Progress, booklet_of, claim_briefs
from peer_exchange.views.open_data import said_of
from peer_exchange.views.practice_cards import cards_of
from peer_exchange.views.practice_facets import asked

MOST = 20  # practices in a booklet
OFFERED = 60  # of a choice, to choose from
TITLE_LETTERS = 100
LOOK_AGAIN, TRY_AGAIN = 3, 300  # seconds
BOOKLETS, BOOKLET_SECONDS = 60, 300  # different ones for one address, until it has to wait


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """`?code=…&code=…`, or any choice of the library: what goes into the booklet, and what it is called."""
    shelf, wish = library.current(), Wish.of(request.GET)
    if request.GET.getlist("code"):
        cards = _named(shelf, request)
        return _choice(request, shelf, cards, cards)
    found = shelf.find(wish)
    return _choice(request, shelf, found[:OFFERED], found[:MOST], number=len(found))


@require_safe
def send(request: HttpRequest) -> HttpResponseBase:
    """The file; while its briefs are drawn, a page that says so and looks again by itself."""
    shelf = library.current()
    cards = _named(shelf, request)
    if not cards or len(cards) > MOST:
        if cards:
            error = ngettext(
                "A booklet takes %(most)d practice at most; you chose %(chosen)d. Take some away.",
                "A booklet takes %(most)d practices at most; you chose %(chosen)d. Take some away.",
                MOST,
            ) % {"most": MOST, "chosen": len(cards)}
        else:
            error = gettext("Choose at least one practice for the booklet.")
        offered = cards or shelf.find(Wish.of(request.GET))[:OFFERED]
        return _choice(request, shelf, offered, cards, error=error, status=422)
    rows = Practice.objects.public().select_related("organisation", "approach")
    if _asks_too_much(request):
        error = gettext("Too many attempts. Wait five minutes, then try again.")
        return _choice(request, shelf, cards, cards, error=error, status=429)
    by_code = {row.code: row for row in rows.filter(code__in=[card.code for card in cards])}
    practices = [by_code[card.code] for card in cards if card.code in by_code]
    title = _title(request) or gettext("Good practices")
    try:
        progress = booklet_of(practices, title=title, language=_language(), day=timezone.localdate())
    except PdfError:
        progress = Progress(faulty=tuple(row.pk for row in practices))
    if progress.name:
        return _file(request, progress.name)
    return _waiting(request, practices, title, progress)


def _named(shelf: Library, request: HttpRequest) -> list[Card]:
    """In the order of the address, without what is not in the library."""
    known = {card.code: card for card in shelf.cards}
    return [known[code] for code in dict.fromkeys(request.GET.getlist("code")) if code in known]


def _asks_too_much(request: HttpRequest) -> bool:
    """Whether this address had many different booklets made lately; the same again, as while one waits, is free."""
    key = f"booklets:{get_adapter(request).get_client_ip(request)}"
    known = f"{key}:{sha256(request.get_full_path().encode()).hexdigest()}"
    if cache.get(known):
        return False
    number = cache.get(key, 0)
    if number >= BOOKLETS:
        return True
    cache.set(key, number + 1, BOOKLET_SECONDS)
    cache.set(known, True, BOOKLET_SECONDS)
    return False


def _title(request: HttpRequest) -> str:
    return " ".join(request.GET.get("title", "").replace("\x00", "").split())[:TITLE_LETTERS]


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _choice(
    request: HttpRequest,
    shelf: Library,
    offered: Sequence[Card],
    chosen: Sequence[Card],
    *,
    number: int = 0,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    codes = {card.code for card in chosen}
    wish = Wish.of(request.GET)
    query = asked(wish.pairs())
    context = {
        "cards": [{**card, "is_chosen": card["code"] in codes} for card in cards_of(offered)],
        "title": _title(request) or said_of(shelf, wish)[:TITLE_LETTERS] or gettext("Good practices"),
        "title_letters": TITLE_LETTERS,
        "pairs": wish.pairs(),
        "most": MOST,
        "number": number,
        "error": error,
        "library_url": reverse("practices") + (f"?{query}" if query else ""),
    }
    return render(request, "peer_exchange/practices/booklet.html", context, status=status)


def _file(request: HttpRequest, name: str) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": request.get_full_path()})
    filename = f"practices-{timezone.localdate():%Y-%m-%d}-{_language()}.pdf"
    response = FileResponse(default_storage.open(name), content_type="application/pdf", filename=filename)
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _waiting(request: HttpRequest, practices: Sequence[Practice], title: str, progress: Progress) -> HttpResponse:
    if not progress.faulty and claim_briefs(progress.waiting, _language()):
        _draw(progress.waiting, _language())
    if request.headers.get("HX-Request") and not progress.faulty:
        return HttpResponse(status=204)
    context = {
        "title": title,
        "number": len(practices),
        "ready": len(practices) - len(progress.waiting),
        "faulty": [practice for practice in practices if practice.pk in progress.faulty],
        "seconds": LOOK_AGAIN,
        "address": request.get_full_path(),
        "choice_url": f"{reverse('practice_booklet')}?{request.GET.urlencode()}",
    }
    response = render(
        request, "peer_exchange/practices/booklet_waiting.html", context, status=503 if progress.faulty else 202
    )
    response["Retry-After"] = str(TRY_AGAIN if progress.faulty else LOOK_AGAIN)
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_store=True)
    return response


def _draw(pks: tuple[int, ...], language: str) -> None:
    """By a worker, or without a broker in a thread of this process."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        background.start(jobs.draw_briefs, list(pks), language)
    else:
        jobs.draw_briefs.delay(list(pks), language)
