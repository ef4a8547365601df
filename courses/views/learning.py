"""My learning: where she goes on, her assignments, what she finished, her certificates."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from academy import sockets
from academy.models import User
from courses.enums import EnrollmentState, SubmissionState
from courses.models import Certificate, Edition, Enrollment, LiveSession, Submission
from courses.outline import outline_for
from courses.views.path import begun_paths, done_among, standing_among
from courses.views.shell import catalogue_url, progress_of, resume_item


@require_safe
@login_required
def show_learning(request: HttpRequest) -> HttpResponse:
    """A handful of queries, whatever the number of courses."""
    enrollments = list(Enrollment.objects.of(request.user).standing().select_related("course", "edition"))
    done = done_among(enrollments)
    certificates = {
        row.enrollment_id: row for row in Certificate.objects.unrevoked().filter(enrollment__in=enrollments)
    }
    in_editions = next_sessions([row.edition for row in enrollments if row.edition is not None])
    led = list(Edition.objects.led_by(request.user).select_related("course", "organisation"))
    rows = [
        learning_row(enrollment, frozenset(done.get(enrollment.pk, ())), certificates.get(enrollment.pk))
        | {"in_edition": in_editions.get(enrollment.edition_id)}
        for enrollment in enrollments
    ]
    context = {
        "active": [row for row in rows if row["enrollment"].state == EnrollmentState.ACTIVE],
        "completed": with_offers(
            request, [row for row in rows if row["enrollment"].state == EnrollmentState.COMPLETED]
        ),
        "catalogue_url": catalogue_url(),
        "paths": begun_paths(request.user, standing_among(enrollments, done)),
        "assignments": assignment_rows(enrollments),
        "reviews": reviews_of(request.user, led),
        "led": led,
        "sections": [section for _name, plug in sockets.learning_sections if (section := plug(request))],
    }
    return render(request, "courses/learning.html", context)


def with_offers(request: HttpRequest, completed: list[dict]) -> list[dict]:
    """The same rows, each with what the rooms above offer to who completed that course."""
    courses = [row["enrollment"].course for row in completed]
    offers = [plug(request, courses) for _name, plug in sockets.next_offers] if completed else []
    for row, course in zip(completed, courses, strict=True):
        row["offers"] = [found[course.pk] for found in offers if course.pk in found]
    return completed


def learning_row(enrollment: Enrollment, done: frozenset[int], certificate: Certificate | None) -> dict:
    """A course that is no longer published keeps its title and its certificate, without a way in."""
    outline = outline_for(enrollment.course.page_key, get_language())
    return {
        "enrollment": enrollment,
        "title": outline.title if outline else enrollment.course.title,
        "language": outline.language if outline else enrollment.course.source_language,
        "url": outline.url if outline else "",
        "cover": {"motif": outline.motif, "palette": outline.palette} if outline else None,
        "progress": progress_of(outline, done) if outline else None,
        "resume": resume_item(outline, enrollment, done) if outline else None,
        "certificate": certificate,
    }


def assignment_rows(enrollments: list[Enrollment]) -> list[dict]:
    """Assignments she has begun and that are not accepted, the returned ones first; one query."""
    by_pk = {row.pk: row for row in enrollments}
    open_ones = Submission.objects.filter(enrollment__in=enrollments).exclude(state=SubmissionState.ACCEPTED)
    rows = []
    for submission in open_ones.select_related("step").defer("answers").order_by("-updated_at"):
        outline = outline_for(by_pk[submission.enrollment_id].course.page_key, get_language())
        item = outline.find(submission.step.key) if outline else None
        if outline is None or item is None:
            continue
        rows.append(
            {
                "submission": submission,
                "title": item.title,
                "language": item.language,
                "url": item.url,
                "course": outline.title,
                "course_language": outline.language,
                "is_returned": submission.state == SubmissionState.RETURNED,
            }
        )
    return sorted(rows, key=lambda row: not row["is_returned"])


def next_sessions(editions: list[Edition]) -> dict[int, dict]:
    """`{pk of the edition: {edition, session}}`, with the next session that is to come; one query, none without one."""
    found: dict[int, dict] = {edition.pk: {"edition": edition, "session": None} for edition in editions}
    if found:
        coming = LiveSession.objects.filter(edition__in=found, cancelled_at=None, ends_at__gt=timezone.now())
        for session in coming.order_by("-starts_at"):
            found[session.edition_id]["session"] = session
    return found


def reviews_of(user: User, led: list[Edition]) -> dict | None:
    """How many assignments wait for this facilitator, of `led` editions at least; None for everybody else."""
    if not led and not user.has_perm("courses.review_submission"):
        return None
    return {"waiting": Submission.objects.reviewable_by(user).to_review().count()}
