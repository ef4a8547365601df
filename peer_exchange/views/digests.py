"""The facilitator opens the weekly letter with her own words, and sees it as a member gets it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from academy.delivery.mail import write_letter
from academy.sockets import LetterKind
from peer_exchange.delivery.digest_letters import LETTERS, parts_of, written
from peer_exchange.delivery.digest_news import KIND, news_between
from peer_exchange.forms.digests import OpeningForm
from peer_exchange.models import Cluster, DigestOpening
from peer_exchange.rules.digesting import Reader, item_of, span_of
from peer_exchange.services import digests
from peer_exchange.views.cluster_room import cluster_address, cluster_context
from peer_exchange.views.doors import led_cluster_or_404

NOBODY = 0  # the preview is that of a member who wrote nothing and read nothing


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def open_digest(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, standing = led_cluster_or_404(request.user, slug)
    week = digests.coming_week(cluster)
    opening = DigestOpening.objects.filter(cluster=cluster, week=week).first()
    initial = {"language": get_language()}
    form = OpeningForm(request.POST if request.method == "POST" else None, instance=opening, initial=initial)
    if request.method == "POST" and form.is_valid():
        digests.open_digest(cluster, by=request.user, **form.cleaned_data)
        messages.success(request, gettext("Your words are saved. This is the letter with them."))
        return redirect("cluster_digest", slug=slug)
    language = _language(request)
    letter = letter_of(cluster, language)
    context = {
        **cluster_context(request, cluster, standing, "cluster_board"),
        "form": form,
        "week": week,
        "letter": letter,
        "language": language,
        "languages": [
            {"code": code, "name": name, "url": f"?language={code}", "is_current": code == language}
            for code, name in settings.LANGUAGES
        ],
        "frame_url": f"{cluster_address('cluster_digest_letter', cluster)}?language={language}",
    }
    return render(request, "peer_exchange/notices/digest.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
@never_cache
@csp_replace({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "img-src": ["'self'", "data:"]})
def show_letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The letter alone, for the frame: mail has its styles on the elements, so this answer has its own policy."""
    cluster, _standing = led_cluster_or_404(request.user, slug)
    letter = letter_of(cluster, _language(request))
    return HttpResponse(letter["html"] if letter else "")


def letter_of(cluster: Cluster, language: str) -> dict[str, str] | None:
    """`{subject, text, html}`: what the coming weekly letter says of this cluster as things stand; None for silence."""
    zone = ZoneInfo(cluster.time_zone)
    monday = digests.coming_week(cluster)
    span = span_of(monday, zone)
    news = news_between(span.until - timedelta(days=7), span.until, {cluster.pk})
    reader = Reader(NOBODY, frozenset({cluster.pk}))
    items = [item for rows in news.values() for row in rows if (item := item_of(row, reader, span))]
    with translation.override(language), timezone.override(zone):
        parts = parts_of(items, {cluster.pk}, monday)
        if not parts:
            return None
        letter = written(parts, is_weekly=True)
    kind: LetterKind = LETTERS[KIND]
    message = write_letter(
        letter.template,
        to="",
        language=language,
        key="preview",
        context=letter.context,
        zone=zone,
        why=kind.label,
        unsubscribe_url=settings.SITE_URL,
    )
    html, _type = message.alternatives[0]
    return {"subject": message.subject, "text": message.body, "html": html}


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE
