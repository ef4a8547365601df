"""The people of a branch and their courses: a list to filter, sort and search, all of it in the address."""

from dataclasses import replace
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from academy.enums import Access
from academy.models import Organisation
from academy.services.access import record_access
from courses.enums import EditionState, ExportFormat, ExportKind, LearnerStatus
from courses.forms.people import PeopleForm
from courses.models import Certificate, Course, Edition, Enrollment, Tally
from courses.services.export_contents import Labels, edition_title, narrowed, person_name
from courses.services.exports import OFFERED
from courses.services.people import (
    COUNTED,
    SORTS,
    PeopleFilter,
    certificates_of,
    count_people,
    looked_up,
    page_of,
    people,
    status_now,
)
from courses.views.organisation.room import Room, address, in_room

SIGNS = {
    LearnerStatus.NOT_STARTED: "circle",
    LearnerStatus.ON_TRACK: "play",
    LearnerStatus.BEHIND: "clock",
    LearnerStatus.OVERDUE: "alert",
    LearnerStatus.COMPLETED: "check",
    LearnerStatus.WITHDRAWN: "cross",
}
EDITIONS = 200  # to choose from, the newest


@require_safe
@in_room("organisation_people")
def list_people(request: HttpRequest, room: Room) -> HttpResponse:
    now = timezone.now()
    labels = Labels(room.branch, get_language())
    form = PeopleForm(
        request.GET,
        branch=room.branch,
        names=labels.organisations,
        courses=_courses(room, labels),
        editions=editions_of(room, labels),
    )
    wanted = form.wanted()
    found = people([row.pk for row in narrowed(room.branch, wanted.organisation)], wanted, now=now)
    found, total = looked_up(found) if wanted.q else (found, count_people(found))
    page = page_of(
        found,
        wanted.sort,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        are_few=bool(wanted.q) and total <= COUNTED,
    )
    certificates = certificates_of(page.rows)
    record_access(request.user, Access.VIEWED, "people", organisation=room.organisation, count=len(page.rows))
    here = address("organisation_people", room.organisation)
    context = {
        **room.context(),
        "form": form,
        "wanted": wanted,
        "total": total if total <= COUNTED else COUNTED,
        "is_more": total > COUNTED,
        "rows": [_row(room, row, labels, certificates.get(row.pk), now) for row in page.rows],
        "head": _head(here, wanted),
        "statuses": _statuses(here, wanted),
        "filter_is_open": replace(wanted, status="").is_set,
        "previous_url": _url(here, wanted, before=page.before) if page.before else "",
        "next_url": _url(here, wanted, after=page.after) if page.after else "",
        "here": here,
        "invitations_url": address("organisation_invitations", room.organisation),
        "write_url": _url(address("organisation_message_new", room.organisation), wanted),
        "exports": _exports(wanted),
        "exports_url": address("organisation_exports", room.organisation),
    }
    return render(request, "courses/organisation/people.html", context)


def status_of_row(row: Enrollment, now) -> dict:
    """Name, word and sign of where she stands, for `courses/organisation/_status.html`."""
    status = status_now(row, now)
    return {"name": status.value, "label": status.label, "icon": SIGNS[status]}


def _row(room: Room, row: Enrollment, labels: Labels, certificate: Certificate | None, now) -> dict:
    return {
        "enrollment": row,
        "name": person_name(row),
        "url": address("organisation_person", room.organisation, enrollment=row.uuid),
        "course": labels.course(row.course),
        "organisation": labels.organisations.get(row.organisation_id, ""),
        "edition": edition_title(row.edition),
        "status": status_of_row(row, now),
        "certificate": certificate,
    }


def _statuses(here: str, wanted: PeopleFilter) -> list[dict]:
    """One click to everybody who stands alike, the other filters kept."""
    return [
        {"label": label, "url": _url(here, wanted, status=value), "is_current": wanted.status == value}
        for value, label in [("", gettext("Everybody")), *LearnerStatus.choices]
    ]


def _head(here: str, wanted: PeopleFilter) -> list[dict]:
    """Columns; those that sort know the address that sorts by them, the other way round when they do already."""
    columns = [
        (gettext("Name"), "name"), (gettext("Course"), ""), (gettext("Organisation"), ""), (gettext("Status"), ""),
        (gettext("Progress"), "progress"), (gettext("Score"), "score"), (gettext("Last activity"), "activity"),
        (gettext("Deadline"), ""), (gettext("Certificate"), ""),
    ]  # fmt: skip
    head = []
    for label, sort in columns:
        if not sort:
            head.append({"label": label})
            continue
        other = {"name": "name-down", "activity": "activity-up", "progress": "progress-up", "score": "score-up"}[sort]
        is_sorted = wanted.sort in (sort, other)
        direction = ("descending" if SORTS[wanted.sort].down else "ascending") if is_sorted else ""
        target = other if wanted.sort == sort else sort
        head.append({"label": label, "url": _url(here, wanted, sort=target), "direction": direction})
    return head


def _url(here: str, wanted: PeopleFilter, **changes: str) -> str:
    parameters = {name: value for name, value in {**wanted.as_json(), **changes}.items() if value}
    if parameters.get("sort") == "name":
        del parameters["sort"]
    return f"{here}?{urlencode(parameters)}" if parameters else here


def _exports(wanted: PeopleFilter) -> list[dict]:
    offered = [
        {
            "kind": ExportKind.PEOPLE.value,
            "format": format.value,
            "label": ExportFormat(format).label,
            "filters": wanted.as_json(),
        }
        for format in OFFERED[ExportKind.PEOPLE]
    ]
    if wanted.edition:
        labels = {ExportFormat.ZIP: gettext("Certificates as ZIP"), ExportFormat.PDF: gettext("Certificates, one PDF")}
        offered += [
            {
                "kind": ExportKind.CERTIFICATES.value,
                "format": format.value,
                "label": labels[format],
                "filters": {"edition": wanted.edition},
            }
            for format in OFFERED[ExportKind.CERTIFICATES]
        ]
    return offered


def _courses(room: Room, labels: Labels) -> list[tuple[str, str]]:
    """Those that anybody of the branch was ever counted in."""
    counted = Tally.objects.filter(course=OuterRef("pk"), organisation__in=room.branch_ids)
    rows = Course.objects.filter(Exists(counted))
    return sorted(((row.key, labels.course(row)) for row in rows), key=lambda row: row[1])


def editions_of(room: Room, labels: Labels) -> list[tuple[str, str]]:
    """Those of the branch, those announced of what stands above it, and those of others in which its people are."""
    above = Organisation.objects.above(room.organisation).order_by().values("pk")
    announced = Q(organisation__in=above) & ~Q(state=EditionState.DRAFT)
    joined = Edition.objects.joined_from(room.branch_ids).order_by().values("pk")
    rows = Edition.objects.filter(Q(organisation__in=room.branch_ids) | announced | Q(pk__in=joined))
    rows = rows.select_related("course")
    return [
        (str(row.uuid), " · ".join(dict.fromkeys([labels.course(row.course), edition_title(row)])))
        for row in rows.order_by("-starts_on", "-pk")[:EDITIONS]
    ]
