"""My learning: where she goes on, what she finished, her certificates."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courses.enums import EnrollmentState
from courses.models import Certificate, Enrollment, StepResult
from courses.outline import outline_for
from courses.views.shell import catalogue_url, progress_of, resume_item


@require_safe
@login_required
def show_learning(request: HttpRequest) -> HttpResponse:
    """Three queries, whatever the number of courses."""
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
