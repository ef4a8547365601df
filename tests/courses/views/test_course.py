"""The course page and enrolling: what each person sees, and what twice, closed or unknown leads to."""

import pytest

from courses.models import Enrollment
from tests import factories

pytestmark = pytest.mark.django_db
COURSE = "/en/courses/outreach/"


def test_a_visitor_reads_what_it_teaches_and_is_asked_to_sign_up(client, course_page):
    course_page.outcomes.create(key="plan", text="Plan a route.", locale=course_page.locale)
    course_page.audience, course_page.made_by = "Social workers", "The sample team"
    course_page.save_revision().publish()
    body = client.get(COURSE).content.decode()
    for words in ("Plan a route.", "Social workers", "The sample team", "Lesson 1", "2 lessons"):
        assert words in body
    assert f"/accounts/signup/?next={COURSE}" in body
    assert "csrfmiddlewaretoken" not in body  # or it could not be cached


def test_enrolling_leads_to_the_first_lesson(client, course_page, alice):
    client.force_login(alice)
    response = client.post("/en/learning/enrollments/", {"course": "outreach"})
    assert response["Location"] == f"{COURSE}first-module/lesson-1/"
    assert Enrollment.objects.get().user == alice


def test_enrolling_twice_is_once(client, course_page, alice):
    client.force_login(alice)
    for _ in range(2):
        client.post("/en/learning/enrollments/", {"course": "outreach"})
    assert Enrollment.objects.count() == 1


def test_a_completed_course_is_not_begun_anew(client, alice, enrollment):
    factories.finish(enrollment)
    client.force_login(alice)
    client.post("/en/learning/enrollments/", {"course": "outreach"})
    assert Enrollment.objects.get().state == "completed"


def test_a_closed_course_says_so(client, course_page, alice):
    course_page.is_open = False
    course_page.save_revision().publish()
    client.force_login(alice)
    response = client.post("/en/learning/enrollments/", {"course": "outreach"}, follow=True)
    assert "does not take new learners" in response.content.decode()
    assert not Enrollment.objects.exists()


def test_the_language_of_enrolling_is_kept(client, course_page, alice):
    client.force_login(alice)
    client.post("/mk/learning/enrollments/", {"course": "outreach"})
    assert Enrollment.objects.get().language == "mk"


@pytest.mark.parametrize("key", ["", "nothing", "\x00"])
def test_an_unknown_course_is_not_found(client, course_page, alice, key):
    client.force_login(alice)
    assert client.post("/en/learning/enrollments/", {"course": key}).status_code == 404


def test_get_does_not_enroll(client, course_page, alice):
    client.force_login(alice)
    assert client.get("/en/learning/enrollments/", {"course": "outreach"}).status_code == 405


def test_the_course_page_of_a_learner_shows_progress_and_the_way_on(client, alice, enrollment):
    from courses.services.progress import record_step

    record_step(enrollment, factories.steps_of_course(enrollment.course)[0])
    client.force_login(alice)
    response = client.get(COURSE)
    assert response.context["resume"].title == "Lesson 2"
    assert response.context["progress"]["done"] == 1


@pytest.mark.parametrize("lessons", [1, 3])
def test_the_course_page_costs_the_same_for_any_length(client, site, alice, lessons, django_assert_max_num_queries):
    page = factories.make_course(lessons=lessons)
    factories.enroll(alice, page)
    client.force_login(alice)
    client.get(COURSE)
    with django_assert_max_num_queries(12):
        client.get(COURSE)
