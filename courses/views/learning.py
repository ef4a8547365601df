"""My learning: where she goes on, her assignments, what she finished, her certificates."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from academy.models import User
from courses import policies
from courses.enums import EnrollmentState, SubmissionState
from courses.models import Certificate, Enrollment, StepResult, Submission
from courses.outline import outline_for
from courses.views.path import begun_paths
from courses.views.shell import catalogue_url, progress_of, resume_item


@require_safe
@login_required
def show_learning(request: HttpRequest) -> HttpResponse:
    """A handful of queries, whatever the number of courses."""
    enrollments = list(Enrollment.objects.of(request.user).standing().select_related("course"))
    done: dict[int, set[int]] = {}
    for enrollment_id, step_id in StepResult.objects.filter(enrollment__in=enrollments).values_list(
        "enrollment_id", "step_id"
    ):
        done.setdefault(enrollment_id, set()).add(step_id)
    certificates = {
        row.enrollment_id: row for row in Certificate.objects.unrevoked().filter(enrollment__in=enrollments)
    }
    rows = [
        learning_row(enrollment, frozenset(done.get(enrollment.pk, ())), certificates.get(enrollment.pk))
        for enrollment in enrollments
    ]
    context = {
        "active": [row for row in rows if row["enrollment"].state == EnrollmentState.ACTIVE],
        "completed": [row for row in rows if row["enrollment"].state == EnrollmentState.COMPLETED],
        "catalogue_url": catalogue_url(),
        "paths": begun_paths(request) if enrollments else [],
        "assignments": assignment_rows(enrollments),
        "reviews": reviews_of(request.user),
    }
    return render(request, "courses/learning.html", context)


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


def reviews_of(user: User) -> dict | None:
    """How many assignments wait for this facilitator; None for everybody else."""
    if not policies.may_review(user):
        return None
    return {"waiting": Submission.objects.reviewable_by(user).to_review().count()}
