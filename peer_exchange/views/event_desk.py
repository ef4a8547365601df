"""Events for who leads the cluster: plan, change, publish, cancel, copy; who was there; the report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Avg, Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from academy.enums import Access
from academy.services.access import record_access
from peer_exchange.enums import EventAttendance, EventPlaceState
from peer_exchange.errors import PeerError
from peer_exchange.forms.events import AttendanceForm, CancelForm, EventForm, ReportForm
from peer_exchange.models import ClusterMember, Event, EventPlace
from peer_exchange.policies import Standing
from peer_exchange.services import event_places, events
from peer_exchange.views.cluster_room import cluster_context
from peer_exchange.views.doors import led_cluster_or_404, led_event_or_404

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@login_required
def plan_event(request: HttpRequest, slug: str) -> HttpResponse:
    """A new one: a draft until it is published."""
    cluster, standing = led_cluster_or_404(request.user, slug)
    form = EventForm(request.POST or None, cluster=cluster)
    if request.method == "POST" and form.is_valid():
        event = events.create_event(cluster, request.user, **form.values())
        messages.success(request, gettext("The draft is saved. Look at it, then publish it: that invites the members."))
        return redirect("event", slug=slug, uuid=event.uuid)
    context = cluster_context(request, cluster, standing, "cluster_events") | {"form": form, "event": None}
    return render(request, "peer_exchange/events/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(GET_OR_POST)
@login_required
def change_event(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    event, standing = led_event_or_404(request.user, slug, uuid)
    form = EventForm(request.POST or None, instance=event, cluster=event.cluster)
    if request.method == "POST" and form.is_valid():
        try:
            events.change_event(event, request.user, **form.values())
        except PeerError as error:
            form.add_error("capacity", error.message)
        else:
            said = gettext("Saved. If time, place or link changed, people get a letter.")
            messages.success(request, said if event.published_at else gettext("The draft is saved."))
            return redirect("event", slug=slug, uuid=uuid)
    return _page(request, event, standing, "form", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@login_required
def publish_event(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    event, _standing = led_event_or_404(request.user, slug, uuid)
    try:
        events.publish_event(event, request.user)
    except PeerError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, gettext("Published. The members of the cluster are invited."))
    return redirect("event", slug=slug, uuid=uuid)


@require_http_methods(GET_OR_POST)
@login_required
def cancel_event(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """With its reason; a draft that nobody has seen is deleted instead."""
    event, standing = led_event_or_404(request.user, slug, uuid)
    if request.method == "POST" and event.published_at is None:
        events.delete_draft(event)
        messages.success(request, gettext("The draft is deleted."))
        return redirect("cluster_events", slug=slug)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            events.cancel_event(event, request.user, reason=form.cleaned_data["reason"])
        except PeerError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, gettext("Cancelled. Everybody concerned gets a letter; calendars strike it out."))
        return redirect("event", slug=slug, uuid=uuid)
    told = event.places.exclude(state=EventPlaceState.DECLINED).count()
    context = {"form": form, "told": told}
    return _page(request, event, standing, "cancel", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def copy_event(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    event, _standing = led_event_or_404(request.user, slug, uuid)
    copy = events.copy_event(event, request.user)
    messages.success(request, gettext("This is the copy. Check the day, then publish it."))
    return redirect("event_change", slug=slug, uuid=copy.uuid)


@require_http_methods(GET_OR_POST)
@login_required
def note_attendance(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Ticks, on a phone in the room: who registered, and below them every other member who walked in."""
    event, standing = led_event_or_404(request.user, slug, uuid)
    if request.method == "POST":
        form = AttendanceForm(event.places.all(), request.POST)
        event_places.note_attendance(event, request.user, form.states, other_people=form.other_people)
        if request.headers.get("HX-Request"):
            return render(request, "peer_exchange/events/_attendance_state.html", _attendance(event))
        messages.success(request, gettext("Attendance is saved."))
        return redirect("event_attendance", slug=slug, uuid=uuid)
    context = _attendance(event)
    record_access(
        request.user,
        Access.VIEWED,
        "attendance",
        organisation=event.cluster.host,
        count=len(context["registered"]) + len(context["others"]),
        event=str(event.uuid),
    )
    return _page(request, event, standing, "attendance", context)


@require_http_methods(GET_OR_POST)
@login_required
def write_report(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """What came out of it, beside what people said of it."""
    event, standing = led_event_or_404(request.user, slug, uuid)
    report = getattr(event, "report", None)
    form = ReportForm(request.POST or None, instance=report, language=event.language)
    if request.method == "POST" and form.is_valid():
        publish = "publish" in request.POST
        events.write_report(event, request.user, values=form.cleaned_data, publish=publish)
        if publish:
            messages.success(request, gettext("The report is published: the members of the cluster can read it."))
            return redirect("event", slug=slug, uuid=uuid)
        messages.success(request, gettext("The report is saved."))
        return redirect("event_report", slug=slug, uuid=uuid)
    context = {"form": form, "report": report, **feedback_of(event)}
    return _page(request, event, standing, "report", context, status=422 if form.is_bound else 200)


def feedback_of(event: Event) -> dict[str, Any]:
    """`{answers, mean, marks: [{mark, number, percent}] from 5 to 1, words}`; names are not told."""
    said = EventPlace.objects.filter(event=event, usefulness__isnull=False)
    counts = dict(said.order_by().values_list("usefulness").annotate(number=Count("pk")))
    answers = sum(counts.values())
    words = said.exclude(feedback="").order_by("-feedback_at", "pk").values_list("feedback", flat=True)
    return {
        "answers": answers,
        "mean": said.aggregate(mean=Avg("usefulness"))["mean"],
        "marks": [
            {"mark": mark, "number": counts.get(mark, 0), "percent": round(100 * counts.get(mark, 0) / (answers or 1))}
            for mark in range(5, 0, -1)
        ],
        "words": list(words),
    }


def _attendance(event: Event) -> dict[str, Any]:
    """`registered`, `others`: rows {user, organisation, is_there, state}; `shown`: the ticks, for the form."""
    members = {
        row.user_id: row
        for row in ClusterMember.objects.filter(cluster=event.cluster_id)
        .select_related("user", "organisation")
        .prefetch_related("organisation__names")
    }
    places = {row.user_id: row for row in event.places.select_related("user")}
    registered, others = [], []
    for pk in members.keys() | places.keys():
        place, member = places.get(pk), members.get(pk)
        if place is None and (member is None or not member.is_joined):
            continue
        user = place.user if place is not None else member.user
        row = {
            "user": user,
            "organisation": member.organisation.local_name if member and member.organisation else "",
            "attendance": place.attendance if place else "",
            "is_there": place is not None and place.attendance == EventAttendance.ATTENDED,
            "is_waiting": place is not None and place.state == EventPlaceState.WAITING,
        }
        takes_part = place is not None and place.state in event_places.TAKING_PART
        (registered if takes_part else others).append(row)
    for rows in (registered, others):
        rows.sort(key=lambda row: (row["user"].name.casefold(), row["user"].pk))
    shown = [row["user"].pk for row in (*registered, *others) if row["is_there"]]
    missed = sum(row["attendance"] == EventAttendance.MISSED for row in registered)
    return {
        "event": event,
        "registered": registered,
        "others": others,
        "shown": ",".join(map(str, sorted(shown))),
        "present": len(shown),
        "missed": missed,
        "present_words": ngettext("%(n)d person there", "%(n)d people there", len(shown)) % {"n": len(shown)},
    }


def _page(
    request: HttpRequest, event: Event, standing: Standing, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    frame = cluster_context(request, event.cluster, standing, "cluster_events")
    return render(request, f"peer_exchange/events/{name}.html", frame | {"event": event} | context, status=status)
