"""The page of a path and what other pages say of it: what each person sees, and what it costs."""

import pytest
from django.core.management import call_command
from wagtail.models import Locale

from academy import site_version
from courses.models import PathCompletion
from tests import factories

pytestmark = pytest.mark.django_db
WAY = "/en/courses/a-way/"


def make_courses(count: int):
    options = {"lessons": 1, "quiz": False, "final_test": False}
    return [factories.make_course(f"Course {number}", **options) for number in range(1, count + 1)]


@pytest.fixture
def pages(site):
    return make_courses(3)


@pytest.fixture
def path_page(pages):
    return factories.make_path(*pages, summary="All the way.", audience="Social workers", made_by="The sample team")


def body_of(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_sees_the_whole_way(client, path_page):
    body = body_of(client, WAY)
    for words in ("A way", "All the way.", "Social workers", "The sample team", "Walk it.", "Why Course 2."):
        assert words in body
    assert "3 courses" in body
    assert "15 hours of study" in body
    assert "Begin with the first course" in body
    assert "csrfmiddlewaretoken" not in body  # or it could not be cached


def test_it_leads_a_learner_on(client, alice, pages, path_page):
    client.force_login(alice)
    assert "Begin with the first course" in body_of(client, WAY)
    factories.finish(factories.enroll(alice, pages[0]))
    context = client.get(WAY).context
    assert [row["state"] for row in context["stations"]] == ["done", "open", "open"]
    assert (context["next"]["url"], context["path_progress"]["done"]) == ("/en/courses/course-2/", 1)
    assert context["path_progress"]["minutes_left"] == 20
    factories.enroll(alice, pages[2])
    assert client.get(WAY).context["next"]["resume"].url == "/en/courses/course-3/first-module/lesson-1/"


def test_at_the_end_stands_the_certificate(client, alice, pages, path_page):
    for page in pages:
        factories.finish(factories.enroll(alice, page))
    client.force_login(alice)
    context = client.get(WAY).context
    assert context["next"] is None
    assert context["certificate"] == PathCompletion.objects.get().certificates.get()
    code = context["certificate"].code
    assert code in body_of(client, WAY)
    assert code in body_of(client, "/en/learning/")


@pytest.mark.parametrize("count", [2, 8])
def test_it_costs_the_same_for_any_number_of_courses(
    client, alice, site, count, django_assert_max_num_queries, django_assert_num_queries
):
    pages = make_courses(count)
    factories.make_path(*pages)
    site_version.bump()
    with django_assert_max_num_queries(9):
        client.get(WAY)
    for page in pages[:-1]:
        factories.finish(factories.enroll(alice, page))
    factories.enroll(alice, pages[-1])
    client.force_login(alice)
    client.get(WAY)
    with django_assert_num_queries(5):  # session, person, enrollments, results, completion
        client.get(WAY)
    client.get("/en/learning/")
    with django_assert_max_num_queries(11):  # the clusters and the practices after a course among them
        client.get("/en/learning/")


def test_pages_that_tell_of_the_path_keep_to_the_budget(
    client, path_page, django_assert_max_num_queries, django_assert_num_queries
):
    """Anew after a publication too; only the very first request of a course page goes beyond, which reads the catalogue
    for its place on the path, and what the other rooms know of courses.
    """
    for url, published, first in (("/en/", 9, 11), ("/en/courses/", 7, 8), ("/en/courses/course-1/", 12, 15)):
        site_version.bump()
        with django_assert_max_num_queries(first):
            client.get(url)
        site_version.bump(site_version.PAGES)
        with django_assert_max_num_queries(published):
            client.get(url)
        with django_assert_num_queries(0):
            client.get(url)


def test_other_pages_tell_of_it(client, alice, pages, path_page):
    for url in ("/en/", "/en/courses/", "/en/search/?q=way"):
        assert "All the way." in body_of(client, url), url
    assert "All the way." not in body_of(client, "/en/courses/?q=course")  # a search is answered with courses
    body = body_of(client, "/en/courses/course-2/")
    assert "Course 2 of 3 on the learning path" in body
    assert "/en/courses/course-3/" in body
    client.force_login(alice)
    assert "All the way." not in body_of(client, "/en/learning/")
    factories.enroll(alice, pages[1])
    assert "All the way." in body_of(client, "/en/learning/")


def test_a_course_off_the_path_says_nothing_of_it(client, path_page):
    factories.make_course("Beside", lessons=1, quiz=False, final_test=False)
    assert "learning path" not in body_of(client, "/en/courses/beside/")


def test_the_next_course_is_one_that_is_not_done(client, alice, pages, path_page):
    for page in pages[:2]:
        factories.finish(factories.enroll(alice, page))
    client.force_login(alice)
    [place] = client.get("/en/courses/course-1/").context["places"]
    assert place["next"].card.title == "Course 3"


def test_unpublished_it_is_gone_everywhere(client, path_page):
    path_page.unpublish()
    assert client.get(WAY).status_code == 404
    for url in ("/en/", "/en/courses/", "/en/search/?q=way", "/en/courses/course-1/"):
        assert "All the way." not in body_of(client, url), url
        assert "learning path" not in body_of(client, url), url


def test_a_course_that_is_not_published_is_counted_but_not_named(client, pages, path_page):
    pages[1].unpublish()
    body = body_of(client, WAY)
    assert "Course 2" not in body.replace("Why Course 2.", "")
    assert "1 more course of this path is not published" in body


def test_in_another_language_the_courses_keep_theirs(client, path_page):
    page = path_page.copy_for_translation(Locale.objects.get(language_code="sq"), copy_parents=True)
    page.title = "Rruga"
    page.save_revision().publish()
    body = body_of(client, "/sq/courses/a-way/")
    assert "Rruga" in body
    assert '<a href="/sq/courses/course-1/" lang="en" hreflang="en">Course 1</a>' in body
    assert "Rruga" not in body_of(client, WAY)
    assert '<h1 lang="en">A way</h1>' in body_of(client, "/mk/courses/a-way/")


def test_the_result_of_the_last_step_names_the_next_course(client, alice, site):
    from courses.services.attempts import submit_attempt
    from tests.courses.quizzes import all_right, begin, quiz_of

    pages = [factories.make_course(title, lessons=1, final_test=False) for title in ("One", "Two")]
    factories.make_path(*pages)
    enrollment = factories.enroll(alice, pages[0])
    factories.finish(enrollment)
    attempt = begin(enrollment, quiz_of(pages[0]))
    submit_attempt(attempt, all_right(attempt))
    client.force_login(alice)
    body = body_of(client, f"/en/learning/attempts/{attempt.uuid}/result/")
    assert "/en/courses/two/" in body


def test_the_demo_path_loads_after_its_courses_only(site):
    from django.core.management.base import CommandError

    with pytest.raises(CommandError, match="load it first"):
        call_command("load_path", "courses/content/paths/leave-no-one-behind.yaml")
