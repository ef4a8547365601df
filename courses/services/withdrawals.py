"""Leaving a course. Stands above `services.places`: a seat in an edition becomes free with it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.enums import EnrollmentState
from courses.models import Edition, Enrollment, Place
from courses.services.places import leave_edition


@transaction.atomic
def withdraw_person(enrollment: Enrollment, *, now: datetime | None = None) -> None:
    """Leave the course; what was done stays on record, with the edition. A completed course cannot be left.

    Her seat goes to who waits for it. Twice called, no change.
    """
    now = now or timezone.now()
    # First the edition, as everywhere, so that two people never wait for each other's rows
    editions = Edition.objects.select_for_update(of=("self",))
    edition = editions.filter(pk=enrollment.edition_id).first() if enrollment.edition_id is not None else None
    rows = Enrollment.objects.filter(pk=enrollment.pk, state=EnrollmentState.ACTIVE)
    is_withdrawn = rows.update(state=EnrollmentState.WITHDRAWN, last_activity_at=now, changed_at=now)
    if is_withdrawn and edition is not None:
        for place in Place.objects.seated().filter(edition=edition, user=enrollment.user_id).select_related("user"):
            leave_edition(place, by=place.user, now=now)
    enrollment.refresh_from_db()
