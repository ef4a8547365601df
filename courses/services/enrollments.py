"""Enrolling in a course; leaving it stands in `services.withdrawals`."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.folding import fold
from academy.models import Organisation, User
from academy.services.organisations import main_organisation
from courses.enums import EnrollmentState
from courses.errors import LearningError
from courses.models import Course, Edition, Enrollment
from courses.rules.standing import behind_from
from courses.services.progress import schedule

SORT_NAME_LENGTH = Enrollment._meta.get_field("sort_name").max_length


class EnrollmentClosed(LearningError):
    message = _("This course does not take new learners at the moment.")


def sort_name(user: User) -> str:
    """Her name as lists of enrollments sort and search it."""
    return fold(user.name or user.email)[:SORT_NAME_LENGTH]


@transaction.atomic
def enroll_person(
    user: User,
    course: Course,
    *,
    language: str,
    organisation: Organisation | None = None,
    edition: Edition | None = None,
    now: datetime | None = None,
) -> Enrollment:
    """Enroll; who is enrolled already (active or completed) keeps that enrollment.

    `organisation` stays with the records; without it, where she works now. With an `edition`, what she does at her own
    pace becomes part of it, unless she takes part in another one. Raises EnrollmentClosed.
    """
    now = now or timezone.now()
    standing = Enrollment.objects.of(user).standing().filter(course=course).order_by("-enrolled_at").first()
    if standing is not None:
        return _take_in(standing, edition, organisation, now)
    if not course.is_open:
        raise EnrollmentClosed
    row = Enrollment(
        user=user,
        course=course,
        language=language,
        organisation=organisation or main_organisation(user),
        edition=edition,
        sort_name=sort_name(user),
        enrolled_at=now,
        last_activity_at=now,
        changed_at=now,
        behind_at=behind_from(now),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # enrolled in another tab in this very moment
        return Enrollment.objects.of(user).standing().get(course=course)
    if edition is not None:
        schedule(row)
    return row


def rename_learner(user: User) -> None:
    """Lists know her by her new name."""
    Enrollment.objects.filter(user=user).update(sort_name=sort_name(user))


def _take_in(row: Enrollment, edition: Edition | None, organisation: Organisation | None, now: datetime) -> Enrollment:
    """An active enrollment at her own pace joins the edition, and the organisation when it had none."""
    if row.state != EnrollmentState.ACTIVE or edition is None or row.edition_id is not None:
        return row
    row.edition = edition
    row.organisation = row.organisation or organisation
    row.changed_at = now
    row.save(update_fields=["edition", "organisation", "changed_at"])
    schedule(row)
    return row


def record_holders(user: User) -> set[int]:
    """The organisations for which she learned, and those that hold an edition she takes part in: their keys."""
    pairs = Enrollment.objects.of(user).values_list("organisation", "edition__organisation")
    return {pk for pair in pairs for pk in pair if pk is not None}
