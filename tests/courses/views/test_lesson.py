"""A lesson: who may read it, what finishing does, what a learner finds again."""

import uuid

import pytest
from wagtail.models import Locale

from courses.models import StepResult
from courses.services.progress import record_step
from tests import factories

pytestmark = pytest.mark.django_db
LESSON = "/en/courses/outreach/first-module/lesson-1/"


def completion(enrollment, step, language="en"):
    return f"/{language}/learning/enrollments/{enrollment.uuid}/steps/{step.key}/completion/"


@pytest.fixture
def step(course_page):
    return factories.steps_of(course_page)[0]


@pytest.fixture
def signed_in(client, alice, enrollment):
    client.force_login(alice)
    return client


def test_a_lesson_shows_text_outline_and_neighbours(signed_in):
    response = signed_in.get(LESSON)
    body = response.content.decode()
    assert "The text of Lesson 1." in body
    assert response.context["next"].title == "Lesson 2"
    assert response.context["previous"] is None
    assert body.count('aria-current="page"') == 1


def test_finishing_records_the_step_and_leads_on(signed_in, enrollment, step):
    response = signed_in.post(completion(enrollment, step))
    assert response["Location"] == "/en/courses/outreach/first-module/lesson-2/"
    enrollment.refresh_from_db()
    assert StepResult.objects.get().step == step
    assert 0 < enrollment.percent < 100


def test_finishing_twice_is_once(signed_in, enrollment, step):
    for _ in range(2):
        signed_in.post(completion(enrollment, step))
    assert StepResult.objects.count() == 1


def test_a_quiz_is_not_finished_like_a_lesson(signed_in, enrollment, course_page):
    quiz = factories.steps_of(course_page)[2]
    assert signed_in.post(completion(enrollment, quiz)).status_code == 404
    assert not StepResult.objects.exists()


def test_a_step_of_another_course_is_not_found(signed_in, enrollment):
    other = factories.steps_of(factories.make_course("Other", quiz=False, final_test=False))[0]
    assert signed_in.post(completion(enrollment, other)).status_code == 404


@pytest.mark.parametrize("key", [uuid.uuid4()])
def test_an_unknown_step_is_not_found(signed_in, enrollment, key):
    address = f"/en/learning/enrollments/{enrollment.uuid}/steps/{key}/completion/"
    assert signed_in.post(address).status_code == 404


def test_the_last_lesson_of_a_simple_course_completes_it(client, site, alice):
    page = factories.make_course(lessons=1, quiz=False, final_test=False)
    enrollment = factories.enroll(alice, page)
    client.force_login(alice)
    response = client.post(completion(enrollment, factories.steps_of(page)[0]), follow=True)
    assert response.redirect_chain[-1][0] == "/en/learning/"
    assert "You have completed the course" in response.content.decode()


def test_she_resumes_where_she_was_on_another_device(signed_in, enrollment):
    signed_in.get("/en/courses/outreach/first-module/lesson-2/")
    response = signed_in.get("/en/learning/")
    assert response.context["active"][0]["resume"].title == "Lesson 2"


def test_after_the_last_page_she_resumes_at_what_is_missing(signed_in, enrollment, course_page):
    second = factories.steps_of(course_page)[1]
    record_step(enrollment, second)
    response = signed_in.get("/en/learning/")
    assert response.context["active"][0]["resume"].title == "Quiz"


def test_switching_the_language_in_mid_course_loses_nothing(signed_in, enrollment, course_page, step):
    signed_in.post(completion(enrollment, step))
    albanian = Locale.objects.get(language_code="sq")
    copy = course_page.copy_for_translation(albanian)
    copy.slug = "ekipet"
    copy.save_revision().publish()
    response = signed_in.get("/sq/courses/ekipet/")
    assert response.context["progress"]["done"] == 1
    lesson = signed_in.get("/sq/courses/outreach/first-module/lesson-2/")
    assert lesson.status_code == 200
    assert lesson.context["content_language"] == "en"
    signed_in.post(completion(enrollment, factories.steps_of(course_page)[1], "sq"))
    assert StepResult.objects.count() == 2


def test_a_module_leads_to_its_course(client, course_page):
    assert client.get("/en/courses/outreach/first-module/")["Location"] == "/en/courses/outreach/"


def test_the_preview_shows_the_draft_as_learners_will_see_it(client, trainer, course_page, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    lesson = course_page.get_descendants().get(slug="lesson-1").specific
    lesson.title = "A better title"
    lesson.save_revision()
    client.force_login(trainer)
    preview = client.get(f"/admin/pages/{lesson.pk}/view_draft/").content.decode()
    assert "A better title" in preview
    assert "The text of Lesson 1." in preview
    assert "Course outline" in preview
    assert "A better title" not in client.get(LESSON).content.decode()


@pytest.mark.parametrize("lessons", [1, 3])
def test_a_lesson_costs_the_same_in_a_course_of_any_length(client, site, alice, lessons, django_assert_max_num_queries):
    page = factories.make_course(lessons=lessons)
    factories.enroll(alice, page)
    client.force_login(alice)
    client.get(LESSON)
    with django_assert_max_num_queries(8):
        client.get(LESSON)


@pytest.mark.parametrize("count", [1, 3])
def test_my_learning_costs_the_same_for_any_number_of_courses(client, site, alice, count, django_assert_num_queries):
    for number in range(count):
        factories.enroll(alice, factories.make_course(f"Course {number}", lessons=1, quiz=False, final_test=False))
    client.force_login(alice)
    client.get("/en/learning/")
    with django_assert_num_queries(9):  # the person 2, enrollments, results, certificates, work 1, editions, rights 2
        response = client.get("/en/learning/")
    assert len(response.context["active"]) == count


def test_my_learning_is_empty_with_an_invitation(client, site, charlie):
    client.force_login(charlie)
    body = client.get("/en/learning/").content.decode()
    assert "You have not begun a course yet" in body
    assert "/en/courses/" in body


def test_a_course_that_was_unpublished_keeps_its_place_in_my_learning(signed_in, course_page):
    course_page.unpublish()
    response = signed_in.get("/en/learning/")
    assert "This course is not published at the moment" in response.content.decode()


def test_a_restricted_page_asks_for_its_password_at_once(client, course_page, django_capture_on_commit_callbacks):
    from wagtail.models import PageViewRestriction

    client.get("/en/courses/outreach/")
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(
            page=course_page, restriction_type=PageViewRestriction.PASSWORD, password="secret-word"
        )
    body = client.get("/en/courses/outreach/").content.decode()
    assert "Lesson 1" not in body
    assert "Outreach" not in client.get("/en/courses/").content.decode()
