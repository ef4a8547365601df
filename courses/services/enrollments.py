"""Enrolling in a course and leaving it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.models import User
from courses.enums import EnrollmentState
from courses.errors import LearningError
from courses.models import Course, Enrollment


class EnrollmentClosed(LearningError):
    message = _("This course does not take new learners at the moment.")


def enroll_person(user: User, course: Course, *, language: str, now: datetime | None = None) -> Enrollment:
    """Enroll; who is enrolled already (active or completed) keeps that enrollment. Raises EnrollmentClosed."""
    now = now or timezone.now()
    standing = Enrollment.objects.of(user).standing().filter(course=course).first()
    if standing is not None:
        return standing
    if not course.is_open:
        raise EnrollmentClosed
    try:
        with transaction.atomic():
            return Enrollment.objects.create(
                user=user, course=course, language=language, enrolled_at=now, last_activity_at=now
            )
    except IntegrityError:  # enrolled in another tab in this very moment
        return Enrollment.objects.of(user).standing().get(course=course)


@transaction.atomic
def withdraw_person(enrollment: Enrollment, *, now: datetime | None = None) -> None:
    """Leave the course; what was done stays on record. A completed course cannot be left."""
    Enrollment.objects.filter(pk=enrollment.pk, state=EnrollmentState.ACTIVE).update(
        state=EnrollmentState.WITHDRAWN, last_activity_at=now or timezone.now()
    )
    enrollment.refresh_from_db()
