"""When the modules of a learner's edition open. One query for people of an edition, none for everybody else."""

from courses.enums import EditionState, EnrollmentState
from courses.models import Edition, Enrollment
from courses.rules.release import Period, Releases


def releases_of(enrollment: Enrollment | None) -> Releases | None:
    """The dates that bind her; None at one's own pace, and once she has completed the course."""
    if enrollment is None or enrollment.edition_id is None or enrollment.state != EnrollmentState.ACTIVE:
        return None
    return releases_in(enrollment.edition_id)


def releases_in(edition_pk: int) -> Releases | None:
    """The dates of an edition; None when it was cancelled."""
    rows = list(
        Edition.objects.exclude(state=EditionState.CANCELLED)
        .filter(pk=edition_pk)
        .order_by()
        .values_list(
            "starts_on", "time_zone", "module_dates__module_key", "module_dates__opens_at", "module_dates__due_at"
        )
    )
    if not rows:
        return None
    begins_at = Edition(starts_on=rows[0][0], time_zone=rows[0][1]).opens_at
    return Releases(begins_at, {key: Period(opens_at, due_at) for _on, _zone, key, opens_at, due_at in rows if key})
