"""The first page of the room: a picture of how the branch learns, then whom to help. A service gives the numbers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from academy.branding import branding_of
from academy.models import Organisation
from academy.sign_in import remember_room
from courses.enums import LearnerStatus
from courses.forms.people import PeriodForm
from courses.models import Edition
from courses.rules.periods import USUAL, Period
from courses.services.export_contents import heat_level
from courses.services.overviews import Numbers, Overview, course_titles, overview_of
from courses.views.organisation.charts import bars
from courses.views.organisation.room import Room, address, in_room

CHOOSER = 100  # organisations named on the page where one chooses


@require_safe
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """To the only organisation she runs, else the tops of her branches to choose from."""
    run = Organisation.objects.run_by(request.user).active()
    tops: list[Organisation] = []
    for row in run.prefetch_related("names"):
        if not tops or not row.path.startswith(tops[-1].path):
            tops.append(row)
    if not tops:
        raise Http404
    remember_room(request, True)
    if len(tops) == 1:
        return redirect(address("organisation", tops[0]))
    items = [{"organisation": row, "url": address("organisation", row)} for row in tops[:CHOOSER]]
    return render(request, "courses/organisation/choose.html", {"items": items})


@require_safe
@in_room("organisation")
def show_overview(request: HttpRequest, room: Room) -> HttpResponse:
    form = PeriodForm(request.GET or {"period": USUAL})
    now = timezone.now()
    overview = overview_of(room.organisation, room.branch, form.chosen(timezone.localdate(now)), now=now)
    people = address("organisation_people", room.organisation)
    context = {
        **room.context(),
        "period_end": overview.period.last,
        "overview": overview,
        "logo_url": branding_of(room.organisation).logo_url,
        "form": form,
        "form_is_open": bool(form.errors),
        "figures": _figures(overview, people),
        "happened": _happened(overview),
        "period_name": period_name(overview.period),
        "before_name": period_name(overview.period.before) if overview.period.before else "",
        "funnel": _funnel(overview),
        "heat": _heat(room, overview),
        "chart": bars(overview.months),
        "needs": _needs(overview, people),
        "editions": [_edition(room, edition) for edition in overview.editions],
        "joined": [_joined(room, edition) for edition in overview.joined],
        "people_url": people,
        "invitations_url": address("organisation_invitations", room.organisation),
        "exports_url": address("organisation_exports", room.organisation),
        "query": {name: value for name, value in request.GET.items() if name in form.fields},
    }
    return render(request, "courses/organisation/overview.html", context)


def period_name(period: Period) -> str:
    if period.days is not None:
        return " – ".join(date_format(day, "DATE_FORMAT") for day in (period.days.first, period.days.last))
    last = date_format(period.last, "F Y")
    if period.first is None:
        return gettext("until %(month)s") % {"month": last}
    if period.first == period.last:
        return last
    return f"{date_format(period.first, 'F Y')} – {last}"


def _figures(overview: Overview, people: str) -> list[dict]:
    until, waiting = overview.until, overview.waiting
    completed = gettext("completed")
    if until.percent:
        completed = gettext("completed, %(percent)d %%") % {"percent": until.percent}
    behind, overdue = waiting[LearnerStatus.BEHIND], waiting[LearnerStatus.OVERDUE]
    return [
        {"label": gettext("enrolled"), "value": until.staying, "url": people},
        {"label": completed, "value": until.completed, "url": f"{people}?status=completed"},
        {"label": gettext("behind"), "value": behind, "url": f"{people}?status=behind", "tone": behind and "attention"},
        {
            "label": gettext("overdue"),
            "value": overdue,
            "url": f"{people}?status=overdue",
            "tone": overdue and "attention",
        },
    ]


def _happened(overview: Overview) -> list[dict]:
    """What was done in the period, and how that differs from the one before it, in words."""
    before = overview.before
    names = [
        ("enrolled", gettext("enrolled")),
        ("started", gettext("started")),
        ("half", gettext("reached the half")),
        ("completed", gettext("completed")),
    ]
    return [
        {
            "label": label,
            "value": getattr(overview.in_period, name),
            "change": _change(overview.in_period, before, name) if before else "",
        }
        for name, label in names
    ]


def _change(now: Numbers, before: Numbers, name: str) -> str:
    difference = getattr(now, name) - getattr(before, name)
    if difference > 0:
        return gettext("+%(n)d, more than before") % {"n": difference}
    if difference < 0:
        return gettext("−%(n)d, fewer than before") % {"n": -difference}
    return gettext("as many as before")


def _funnel(overview: Overview) -> list[dict]:
    until = overview.until
    steps = [
        (gettext("Invited"), until.enrolled + overview.invited),
        (gettext("Enrolled"), until.enrolled),
        (gettext("Started"), until.started),
        (gettext("Half done"), until.half),
        (gettext("Completed"), until.completed),
    ]
    top = max((value for _label, value in steps), default=0) or 1
    return [
        {"label": label, "value": value, "percent": round(100 * value / top), "width": max(round(600 * value / top), 2)}
        for label, value in steps
    ]


def _heat(room: Room, overview: Overview) -> dict:
    rows = []
    for line in overview.lines:
        name = line.organisation.local_name
        own = line.is_itself and len(room.branch) > 1
        rows.append(
            {
                "label": gettext("%(name)s itself") % {"name": name} if own else name,
                "url": "" if line.is_itself else address("organisation", line.organisation),
                "cells": [_cell(line.total), *(_cell(line.by_course.get(pk)) for pk, _key, _title in overview.courses)],
            }
        )
    return {
        "head": [gettext("Organisation"), gettext("All courses"), *[title for _pk, _key, title in overview.courses]],
        "rows": rows,
    }


def _cell(numbers: Numbers | None) -> dict:
    if numbers is None or not numbers.enrolled:
        return {"value": "–", "of": "", "level": 0}
    percent = numbers.percent or 0
    of = gettext("%(completed)d of %(enrolled)d") % {"completed": numbers.completed, "enrolled": numbers.staying}
    return {"value": f"{percent} %", "of": of, "level": heat_level(percent)}


def _needs(overview: Overview, people: str) -> list[dict]:
    """Whom to help, in sentences; nothing when everybody is well."""
    waiting = overview.waiting
    sentences = {
        LearnerStatus.OVERDUE: ngettext(
            "%(n)d person has passed the last day of her course",
            "%(n)d people have passed the last day of their course",
            waiting[LearnerStatus.OVERDUE],
        ),
        LearnerStatus.BEHIND: ngettext(
            "%(n)d person has fallen behind", "%(n)d people have fallen behind", waiting[LearnerStatus.BEHIND]
        ),
        LearnerStatus.NOT_STARTED: ngettext(
            "%(n)d person has not started yet", "%(n)d people have not started yet", waiting[LearnerStatus.NOT_STARTED]
        ),
    }
    return [
        {"text": sentence % {"n": waiting[status]}, "url": f"{people}?status={status.value}", "status": status.value}
        for status, sentence in sentences.items()
        if waiting[status]
    ]


def _edition(room: Room, edition: Edition) -> dict:
    return {
        "title": edition.title or course_titles(get_language() or "en").get(edition.course_id, edition.course.title),
        "starts_on": edition.starts_on,
        "ends_on": edition.ends_on,
        "organisation": room.holder_of(edition),
        "url": reverse("edition_manage", kwargs={"edition": edition.uuid}),
    }


def _joined(room: Room, edition: Edition) -> dict:
    """Of others: how many of the branch take part, and the way to them."""
    people = address("organisation_people", room.organisation)
    return _edition(room, edition) | {"ours": edition.ours, "url": f"{people}?edition={edition.uuid}"}
