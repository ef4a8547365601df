from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from courses.enums import EnrollmentState
from courses.errors import NotEnrolled, StepOfAnotherCourse
from courses.models import Certificate, Enrollment, StepResult
from courses.services.progress import (
    record_attempt,
    record_step,
    record_visit,
    refresh_course,
    refresh_enrollment,
    refresh_stale_courses,
)
from courses.services.withdrawals import withdraw_person
from courses.signals import course_completed
from tests import factories

NOW = timezone.now() + timedelta(hours=1)


@pytest.fixture
def steps(course_page):
    """Two lessons of 10 minutes, a quiz and a final test of 5 each."""
    return factories.steps_of(course_page)


@pytest.fixture
def heard():
    """Enrollments that the signal named."""
    enrollments = []

    def hear(sender, enrollment, **kwargs):
        enrollments.append(enrollment)

    course_completed.connect(hear)
    yield enrollments
    course_completed.disconnect(hear)


def add_lesson(course_page):
    module = course_page.get_children().exclude(slug="final-test").first().specific
    return factories.make_lesson(module, "A new lesson")


def test_a_lesson_is_done(enrollment, steps):
    row = record_step(enrollment, steps[0], now=NOW)
    assert row.percent == 33
    assert (row.last_step, row.last_activity_at) == (steps[0], NOW)
    assert row.results.get().done_at == NOW
    row.refresh_from_db()
    assert (row.percent, row.state) == (33, EnrollmentState.ACTIVE)


def test_twice_is_once(enrollment, steps):
    record_step(enrollment, steps[0], now=NOW)
    row = record_step(enrollment, steps[0], now=NOW + timedelta(days=1))
    assert row.percent == 33
    assert row.results.get().done_at == NOW


def test_few_statements(enrollment, steps, django_assert_num_queries):
    with django_assert_num_queries(6):  # a savepoint and its release around four
        record_step(enrollment, steps[0])
    with django_assert_num_queries(5):
        record_step(enrollment, steps[0])


def test_a_failed_attempt_does_not_make_the_step_done(enrollment, steps):
    row = record_attempt(enrollment, steps[2], score=Decimal(40), passed=False)
    assert row.percent == 0
    assert not StepResult.objects.exists()


def test_the_best_score_of_a_quiz_is_kept(enrollment, steps):
    for score in (70, 95, 80):
        record_attempt(enrollment, steps[2], score=Decimal(score), passed=True)
    assert StepResult.objects.get().score == 95


def test_the_best_score_of_the_final_test_stands_on_the_enrollment(enrollment, steps):
    assert record_attempt(enrollment, steps[2], score=Decimal(99), passed=True).score is None
    assert record_attempt(enrollment, steps[3], score=Decimal(40), passed=False).score == 40
    assert record_attempt(enrollment, steps[3], score=Decimal(85), passed=True).score == 85
    assert record_attempt(enrollment, steps[3], score=Decimal(60), passed=False).score == 85


def test_a_step_of_another_course(enrollment):
    other = factories.make_course("Day-care")
    with pytest.raises(StepOfAnotherCourse):
        record_step(enrollment, factories.steps_of(other)[0])
    assert not StepResult.objects.exists()


def test_who_left_records_nothing(enrollment, steps):
    withdraw_person(enrollment)
    with pytest.raises(NotEnrolled):
        record_step(enrollment, steps[0])
    before = Enrollment.objects.get().last_activity_at
    record_visit(enrollment, steps[0].pk, now=NOW)
    assert Enrollment.objects.get().last_activity_at == before


def test_completing_the_course(enrollment, steps, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = factories.finish(enrollment)
        assert heard == []
    assert (row.state, row.percent, row.score) == (EnrollmentState.COMPLETED, 100, 90)
    assert row.completed_at is not None
    assert heard == [row]
    assert Certificate.objects.get().enrollment == row


def test_completing_twice_changes_nothing(enrollment, steps, heard, django_capture_on_commit_callbacks):
    first = factories.finish(enrollment)
    with django_capture_on_commit_callbacks(execute=True):
        again = record_attempt(enrollment, steps[3], score=Decimal(100), passed=True, now=NOW)
    assert again.completed_at == first.completed_at
    assert Certificate.objects.get().score == 90
    assert heard == []


def test_a_listener_that_fails_harms_nobody(enrollment, django_capture_on_commit_callbacks):
    def fail(sender, **kwargs):
        raise RuntimeError("a listener's own fault")

    course_completed.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert factories.finish(enrollment).state == EnrollmentState.COMPLETED
    finally:
        course_completed.disconnect(fail)


def test_a_course_without_certificate(alice):
    page = factories.make_course("Short", has_certificate=False)
    assert factories.finish(factories.enroll(alice, page)).state == EnrollmentState.COMPLETED
    assert not Certificate.objects.exists()


def test_a_visit_is_where_to_resume(enrollment, steps, django_assert_num_queries):
    record_visit(enrollment, steps[1].pk, now=NOW)
    enrollment.refresh_from_db()
    assert (enrollment.last_step, enrollment.last_activity_at) == (steps[1], NOW)
    with django_assert_num_queries(0):
        record_visit(enrollment, steps[1].pk, now=NOW + timedelta(seconds=59))
    with django_assert_num_queries(1):
        record_visit(enrollment, steps[1].pk, now=NOW + timedelta(seconds=60))
    with django_assert_num_queries(1):
        record_visit(enrollment, steps[0].pk, now=NOW + timedelta(seconds=61))


def test_a_new_lesson_lowers_the_percentage_of_who_is_under_way(enrollment, steps, course_page):
    record_step(enrollment, steps[0])
    add_lesson(course_page)
    assert refresh_enrollment(enrollment).percent == 25
    assert refresh_enrollment(enrollment).percent == 25


def test_a_new_lesson_un_completes_nobody(enrollment, course_page):
    factories.finish(enrollment)
    add_lesson(course_page)
    row = refresh_enrollment(enrollment)
    assert (row.state, row.percent) == (EnrollmentState.COMPLETED, 100)


def test_a_result_of_a_retired_step_is_kept_and_does_not_count(enrollment, steps):
    steps[0].retired_at = NOW
    steps[0].save()
    assert record_step(enrollment, steps[0]).percent == 0
    assert StepResult.objects.count() == 1
    assert record_step(enrollment, steps[1]).percent == 50


def test_the_last_missing_step_is_retired(enrollment, steps, course_page, django_capture_on_commit_callbacks):
    for step in steps[1:]:
        record_attempt(enrollment, step, score=Decimal(90), passed=True)
    steps[0].retired_at = NOW
    steps[0].save()
    course = enrollment.course
    course.is_stale = True
    course.save()
    with django_capture_on_commit_callbacks(execute=True):
        refresh_stale_courses()
    enrollment.refresh_from_db()
    course.refresh_from_db()
    assert enrollment.state == EnrollmentState.COMPLETED
    assert not course.is_stale
    assert Certificate.objects.count() == 1


def test_who_is_anonymous_completes_without_certificate(enrollment, steps):
    for step in steps[1:]:
        record_attempt(enrollment, step, score=Decimal(90), passed=True)
    Enrollment.objects.update(user=None)
    steps[0].retired_at = NOW
    steps[0].save()
    assert refresh_enrollment(enrollment).state == EnrollmentState.COMPLETED
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("learners", [1, 3])
def test_refreshing_a_course_compares_in_few_queries(learners, course_page, django_assert_num_queries):
    for _ in range(learners):
        factories.enroll(factories.UserFactory(), course_page)
    course = factories.course_of(course_page)
    with django_assert_num_queries(6):
        assert refresh_course(course.pk) == 0


def test_refreshing_a_course_changes_who_is_concerned(course_page, alice, bob):
    hers, his = factories.enroll(alice, course_page), factories.enroll(bob, course_page)
    record_step(hers, factories.steps_of(course_page)[0])
    add_lesson(course_page)
    assert refresh_course(hers.course_id) == 1
    hers.refresh_from_db()
    his.refresh_from_db()
    assert (hers.percent, his.percent) == (25, 0)
