"""Two last courses in the same moment: the path is completed all the same, and once."""

import pytest

from courses.models import Certificate, PathCompletion
from courses.services import paths
from tests import factories
from tests.courses.services.test_attempts_at_once import at_once, only_postgresql  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def enrollments(site, alice, only_postgresql):  # noqa: F811
    pages = [factories.make_course(f"Course {n}", lessons=1, quiz=False, final_test=False) for n in range(4)]
    factories.make_path(*pages)
    return [factories.enroll(alice, page) for page in pages]


def test_the_last_courses_end_at_once(enrollments):
    found = at_once(factories.finish, enrollments)
    assert [row.state for row in found] == ["completed"] * 4
    assert PathCompletion.objects.count() == 1
    assert Certificate.objects.filter(path_completion__isnull=False).count() == 1


def test_sweeps_and_a_learner_at_once(enrollments, alice):
    for enrollment in enrollments:
        factories.finish(enrollment)
    Certificate.objects.filter(path_completion__isnull=False).delete()
    PathCompletion.objects.all().delete()
    path = enrollments[0].course.paths.get()
    course = enrollments[0].course
    acts = [lambda: paths.refresh_path(path.pk), lambda: paths.complete_paths(alice, course)] * 3
    for result in at_once(lambda act: act(), acts):
        assert not isinstance(result, Exception), result
    assert PathCompletion.objects.count() == 1
    assert Certificate.objects.filter(path_completion__isnull=False).count() == 1
