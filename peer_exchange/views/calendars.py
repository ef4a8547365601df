"""Calendar files of events and clusters, a person's own feed, and the page where she sees and renews its address."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from academy.delivery.calendars import REFRESH, TYPE
from academy.models import User
from peer_exchange.delivery import event_calendars
from peer_exchange.enums import EventPlaceState
from peer_exchange.models import CalendarToken, Cluster, EventPlace
from peer_exchange.services.calendar_feeds import close_feed, open_feed, owner_of, renew_feed
from peer_exchange.views.doors import event_or_404, readable_cluster_or_404
from peer_exchange.views.event_cards import by_month, next_events

SHOWN = 30  # events on the page of her calendar
FRESH = int(REFRESH.total_seconds() // 4)  # seconds for which a program need not ask again


@require_safe
def show_event_calendar(request: HttpRequest, slug: str, uuid) -> HttpResponse:
    """One event as a file; the link to join is in it for who takes part."""
    event, standing = event_or_404(request.user, slug, uuid)
    state = None
    if request.user.is_authenticated:
        state = EventPlace.objects.filter(event=event, user=request.user).values_list("state", flat=True).first()
    tells_link = state == EventPlaceState.GOING or standing.leads
    content = event_calendars.event_file(event, tells_link=tells_link)
    return _calendar(request, content, "event.ics", seconds=0)


@require_safe
def show_cluster_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All events of a cluster that she reads, as a file."""
    cluster, _standing = readable_cluster_or_404(request.user, slug)
    user = request.user if request.user.is_authenticated else None
    return _calendar(request, event_calendars.cluster_file(cluster, user), f"{cluster.slug}.ics", seconds=0)


@require_safe
def show_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Everything dated that concerns the person whose secret address this is; no sign-in."""
    return _calendar(request, event_calendars.feed_of(_owner_or_404(token)), "calendar.ics", seconds=FRESH)


@require_safe
def show_cluster_feed(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """One cluster to subscribe to; 404 for one that the person may not read (any more)."""
    user = _owner_or_404(token)
    cluster = Cluster.objects.readable_by(user).prefetch_related("texts").filter(slug=slug).first()
    if cluster is None:
        raise Http404
    content = event_calendars.cluster_file(cluster, user, is_feed=True)
    return _calendar(request, content, f"{cluster.slug}.ics", seconds=FRESH)


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def show_my_calendar(request: HttpRequest) -> HttpResponse:
    """What comes for her, and the address of her feed: to take into a calendar, to make anew, to switch off."""
    row = CalendarToken.objects.filter(user=request.user).first()
    url = settings.SITE_URL + reverse("calendar_feed", kwargs={"token": row.token}) if row else ""
    clusters = []
    if row is not None:
        clusters = [
            {
                "title": cluster.local_title,
                "url": settings.SITE_URL + reverse("cluster_feed", kwargs={"token": row.token, "slug": cluster.slug}),
            }
            for cluster in Cluster.objects.joined_by(request.user).running().prefetch_related("texts")
        ]
    context = {
        "months": by_month(next_events(request.user, most=SHOWN)),
        "feed": row,
        "feed_url": url,
        "webcal_url": "webcal://" + url.partition("://")[2] if url else "",
        "clusters": clusters,
    }
    return render(request, "peer_exchange/events/my_calendar.html", context)


@require_POST
@login_required
def change_feed(request: HttpRequest) -> HttpResponse:
    """open | renew | close."""
    wanted = request.POST.get("feed")
    if wanted == "renew":
        renew_feed(request.user)
        messages.success(request, gettext("This is the new address. The old one gives nothing any more."))
    elif wanted == "close":
        close_feed(request.user)
        messages.success(request, gettext("Your feed is switched off; its address gives nothing any more."))
    else:
        open_feed(request.user)
        messages.success(request, gettext("Your feed is ready. Take its address into your calendar."))
    return redirect(reverse("my_calendar") + "#feed")


def _owner_or_404(token: str) -> User:
    user = owner_of(token)
    if user is None:
        raise Http404
    return user


def _calendar(request: HttpRequest, content: bytes, name: str, *, seconds: int) -> HttpResponse:
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=seconds)
    return get_conditional_response(request, etag=etag, response=response)
