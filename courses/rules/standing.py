"""Where somebody stands in a course: not started, active, behind, overdue, completed. Pure: dates in, a status out.

Behind means: she has begun, is not done, and either the date of a module has passed that she has not finished, or she
did nothing for two weeks. Overdue means: the last day of the whole course has passed. `EnrollmentQuerySet.standing_as`
says the same in SQL.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

SILENCE = timedelta(days=14)


def behind_from(last_activity_at: datetime, due: Iterable[datetime] = ()) -> datetime:
    """From when on she is behind if she does nothing more; `due` are the dates of modules she has not finished."""
    return min([last_activity_at + SILENCE, *due])


def status_of(
    *,
    state: str,
    started_at: datetime | None,
    behind_at: datetime | None,
    deadline_at: datetime | None,
    now: datetime,
) -> str:
    """One of courses.enums.LearnerStatus; `state` as in courses.enums.EnrollmentState. The first that holds counts."""
    if state != "active":
        return state
    if deadline_at is not None and deadline_at <= now:
        return "overdue"
    if started_at is None:
        return "not_started"
    if behind_at is not None and behind_at <= now:
        return "behind"
    return "active"
