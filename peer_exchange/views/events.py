"""Events as members meet them: the tab of a cluster, the page of one, saying yes or no, saying how it was."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from academy.policies import require
from peer_exchange.enums import EventPlaceState
from peer_exchange.errors import PeerError
from peer_exchange.forms.events import FeedbackForm
from peer_exchange.models import Cluster, Event, EventPlace
from peer_exchange.policies import Standing, may_take_part
from peer_exchange.services import event_places as service
from peer_exchange.services.reading import see_event
from peer_exchange.views.cluster_room import cluster_context
from peer_exchange.views.doors import event_or_404, readable_cluster_or_404
from peer_exchange.views.event_cards import by_month, card_of, cards_of
from peer_exchange.writing import render as render_text

PAST_A_PAGE = 20


@require_safe
@cache_control(private=True, max_age=0)
def list_events(request: HttpRequest, slug: str) -> HttpResponse:
    """What comes, what was; and before that the drafts, for who leads."""
    cluster, standing = readable_cluster_or_404(request.user, slug)
    now = timezone.now()
    published = cluster.events.published().with_taken()
    coming = _of(cluster, published.coming(now=now).order_by("starts_at", "pk"))
    pages = Paginator(published.past(now=now).order_by("-starts_at", "-pk"), PAST_A_PAGE)
    past = pages.get_page(request.GET.get("page"))
    drafts = cluster.events.filter(published_at__isnull=True, cancelled_at__isnull=True).with_taken()
    context = cluster_context(request, cluster, standing, "cluster_events") | {
        "coming": by_month(cards_of(coming, request.user, standing, now=now)),
        "past": by_month(cards_of(_of(cluster, past.object_list), request.user, standing, now=now)),
        "page": past,
        "drafts": cards_of(_of(cluster, drafts), request.user, standing, now=now) if standing.leads else [],
        "takes_part": bool(may_take_part(standing, cluster)),
    }
    return render(request, "peer_exchange/events/list.html", context)


@require_safe
@cache_control(private=True, max_age=0)
def show_event(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    event, standing = event_or_404(request.user, slug, uuid)
    if request.user.is_authenticated:
        see_event(request.user, event)
    return _render(request, event, standing, None)


@require_POST
@login_required
def answer(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """She comes, or does not (any more)."""
    event, standing = event_or_404(request.user, slug, uuid)
    back = redirect("event", slug=slug, uuid=uuid)
    if request.POST.get("answer") == "no":
        had_seat = EventPlace.objects.going().filter(event=event, user=request.user).exists()
        if may_take_part(standing, event.cluster) or had_seat:
            gone = gettext("Noted: you do not come. Your seat is free for somebody else.")
            said = gone if had_seat else gettext("Noted: you do not come. Thank you for saying so.")
            try:
                service.decline(request.user, event)
            except PeerError as error:
                messages.error(request, error.message)
            else:
                messages.success(request, said)
        return back
    require(may_take_part(standing, event.cluster))
    try:
        place = service.take_part(request.user, event)
    except PeerError as error:
        messages.error(request, error.message)
        return back
    if place.state == EventPlaceState.GOING:
        messages.success(
            request, gettext("You take part. A letter with everything and a calendar entry is on its way.")
        )
    else:
        messages.success(
            request, gettext("You are on the waiting list. When a seat becomes free, it is yours and a letter says so.")
        )
    return back


@require_POST
@login_required
def say_how_it_was(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    event, standing = event_or_404(request.user, slug, uuid)
    place = EventPlace.objects.select_related("event").filter(event=event, user=request.user).first()
    if place is None:
        raise Http404
    form = FeedbackForm(request.POST, instance=place)
    if not form.is_valid():
        return _render(request, event, standing, form, status=422)
    try:
        service.give_feedback(place, **form.cleaned_data)
    except PeerError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, gettext("Thank you. It helps to make the next one better."))
    return redirect("event", slug=slug, uuid=uuid)


def _render(
    request: HttpRequest, event: Event, standing: Standing, form: FeedbackForm | None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    cluster = event.cluster
    event = Event.objects.with_taken().get(pk=event.pk)
    event.cluster = cluster
    place = None
    if request.user.is_authenticated:
        place = EventPlace.objects.filter(event=event, user=request.user).first()
    if place is not None:
        place.event = event
    card = card_of(event, place, request.user, standing, now=now)
    goes = place is not None and place.state == EventPlaceState.GOING
    may_say = place is not None and service.was_there(place, now=now)
    if may_say and form is None:
        form = FeedbackForm(instance=place)
    report = _report_of(event)
    is_over = now >= event.ends_at
    people = service.who_came(event) if is_over else list(event.places.going().values_list("user_id", flat=True))
    others = event.other_people if is_over else 0
    context = cluster_context(request, cluster, standing, "cluster_events") | {
        "event": event,
        "card": card,
        "place": place,
        "number": service.number_in_queue(place) if place is not None else 0,
        "sees_link": goes or standing.leads,
        "people": service.people_by_organisation(event, people),
        "people_count": len(people) + others,
        "others": others,
        "about_html": render_text(event.about),
        "report_html": render_text(report.text) if report else "",
        "agenda": _lines(event.agenda),
        "speakers": _lines(event.speakers),
        "materials": list(event.resources.all()),
        "report": report,
        "agreed": _lines(report.agreed) if report else [],
        "feedback_form": form if may_say else None,
        "is_over": is_over,
        "has_begun": now >= event.starts_at,
    }
    return render(request, "peer_exchange/events/event.html", context, status=status)


def _report_of(event: Event) -> Any:
    """The published one; its draft stands on the page where it is written."""
    report = getattr(event, "report", None)
    return report if report is not None and report.published_at is not None else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _of(cluster: Cluster, events: Any) -> list[Event]:
    """The rows, each knowing its cluster without a query."""
    rows = list(events)
    for row in rows:
        row.cluster = cluster
    return rows
