"""One person's record: her courses within the branch, what she did in one of them, dates, what she was granted.

Her answers, and courses she takes for another organisation, are not shown here.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from academy.enums import Access
from academy.models import Membership
from academy.services.access import record_access
from courses.models import Attempt, Enrollment, StepResult, Submission
from courses.outline import Outline, outline_for
from courses.services.export_contents import Labels, edition_title, person_name
from courses.services.people import certificates_of
from courses.views.organisation.people import status_of_row
from courses.views.organisation.room import Room, address, in_room


@require_safe
@in_room("organisation_people")
def show_person(request: HttpRequest, room: Room, enrollment: UUID) -> HttpResponse:
    row = member_or_404(room, enrollment)
    record_access(request.user, Access.VIEWED, "record", organisation=row.organisation, person=row.user)
    now = timezone.now()
    language = get_language()
    labels = Labels(room.branch, language)
    hers = _courses_of(room, row)
    certificates = certificates_of(hers)
    context = {
        **room.context(),
        "enrollment": row,
        "name": person_name(row),
        "course": labels.course(row.course),
        "edition": edition_title(row.edition),
        "place": labels.organisations.get(row.organisation_id, ""),
        "status": status_of_row(row, now),
        "certificate": certificates.get(row.pk),
        "modules": _modules(row, outline_for(row.course.page_key, language)),
        "adjustments": list(row.adjustments.select_related("by", "step")),
        "adjust_url": _adjust_url(room, row),
        "attendances": list(row.attendances.select_related("session").order_by("session__starts_at")),
        "others": [
            {
                "course": labels.course(other.course),
                "url": address("organisation_person", room.organisation, enrollment=other.uuid),
                "status": status_of_row(other, now),
                "enrollment": other,
                "certificate": certificates.get(other.pk),
            }
            for other in hers
            if other.pk != row.pk
        ],
        "memberships": _memberships(room, row, labels),
        "people_url": address("organisation_people", room.organisation),
    }
    return render(request, "courses/organisation/person.html", context)


def member_or_404(room: Room, key: UUID) -> Enrollment:
    """An enrollment of the branch; of anybody else there is none."""
    rows = Enrollment.objects.filter(organisation__in=room.branch_ids)
    try:
        return rows.select_related("user", "course", "edition", "organisation", "last_step").get(uuid=key)
    except Enrollment.DoesNotExist as error:
        raise Http404 from error


def _courses_of(room: Room, row: Enrollment) -> list[Enrollment]:
    if row.user_id is None:
        return [row]
    rows = Enrollment.objects.filter(user=row.user_id, organisation__in=room.branch_ids)
    return list(rows.select_related("course").order_by("-enrolled_at"))


def _modules(row: Enrollment, outline: Outline | None) -> list[dict]:
    """The outline with what she did: when, with which score, how often; never her answers."""
    if outline is None:
        return []
    done = {result.step_id: result for result in StepResult.objects.filter(enrollment=row)}
    attempts: dict[int, list[Attempt]] = {}
    tried = Attempt.objects.filter(enrollment=row).defer("paper").order_by("step", "number")
    for attempt in tried:
        attempts.setdefault(attempt.step_id, []).append(attempt)
    submissions = {s.step_id: s for s in Submission.objects.filter(enrollment=row).defer("answers")}
    modules = []
    for module in outline.modules:
        items = [
            {
                "item": item,
                "result": done.get(item.step_id),
                "attempts": attempts.get(item.step_id, []),
                "submission": submissions.get(item.step_id),
            }
            for item in module.items
        ]
        modules.append(
            {
                "title": module.title,
                "language": module.language,
                "items": items,
                "done": sum(line["result"] is not None for line in items),
                "total": len(items),
            }
        )
    return modules


def _memberships(room: Room, row: Enrollment, labels: Labels) -> list[dict]:
    if row.user_id is None:
        return []
    rows = Membership.objects.filter(user=row.user_id, organisation__in=room.branch_ids)
    return [{"membership": one, "organisation": labels.organisations.get(one.organisation_id, "")} for one in rows]


def _adjust_url(room: Room, row: Enrollment) -> str:
    """Where a deadline or attempts can be granted to her; only for somebody who still learns."""
    if row.user_id is None or row.state != "active":
        return ""
    return address("organisation_adjustments", room.organisation, enrollment=row.uuid)
