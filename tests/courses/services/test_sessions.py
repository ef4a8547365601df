"""Attendance of live sessions, counted for lists: of those that have begun, and only in one's own edition."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Enrollment, LiveSession
from courses.services.places import ask_for_place
from courses.services.sessions import Attended, attendance_of, note_attendance
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def edition(course_page, alice, bob):
    row = factories.make_edition(course_page)
    for user in (alice, bob):
        ask_for_place(user, row)
    return row


def session(edition, begins, **fields):
    """One that begins in so many hours."""
    starts_at = timezone.now() + begins * HOUR
    return LiveSession.objects.create(
        edition=edition, title="Session", starts_at=starts_at, ends_at=starts_at + HOUR, **fields
    )


def test_present_of_those_that_have_begun(edition, alice, bob, charlie, course_page, facilitator):
    hers, his = (Enrollment.objects.get(user=user) for user in (alice, bob))
    other = factories.enroll(charlie, course_page)
    first, second, coming = (session(edition, begins) for begins in (-50, -2, 50))
    cancelled = session(edition, -1, cancelled_at=timezone.now())
    for row in (first, second, coming, cancelled):
        note_attendance(row, facilitator, {hers.pk: "present", his.pk: "excused" if row == first else "absent"})
    assert attendance_of([hers, his, other]) == {hers.pk: Attended(2, 2), his.pk: Attended(0, 2)}
    Enrollment.objects.filter(pk=hers.pk).update(edition=factories.make_edition(course_page))
    hers.refresh_from_db()
    assert attendance_of([hers]) == {}, "there has been no session in her new edition"


def test_two_queries_for_any_number(edition, django_assert_num_queries):
    session(edition, -2)
    rows = list(Enrollment.objects.all())
    for some in (rows[:1], rows):
        with django_assert_num_queries(2):
            attendance_of(some)
