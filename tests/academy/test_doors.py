"""Doors that must stay shut: the CMS's own sign-in, documents by their file name, addresses made to exhaust."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import PageViewRestriction

from academy import publishing, site_version
from academy.templatetags import keeping
from courses.models import BlockResponse, Enrollment
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_cms_has_no_sign_in_of_its_own(client, admin):
    response = client.post("/admin/login/", {"username": admin.email, "password": factories.PASSWORD})
    assert response["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/login/?next=/admin/users/")["Location"] == "/accounts/login/?next=%2Fadmin%2Fusers%2F"
    assert client.get("/en/_util/login/")["Location"].startswith("/accounts/login/")


def test_documents_are_not_served_by_their_file_name(client, site):
    for name in ("documents/plan.pdf", "images/picture.png"):
        default_storage.save(name, ContentFile(b"contents"))
    response = client.get("/media/images/picture.png")
    assert b"".join(response.streaming_content) == b"contents"
    for close in response._resource_closers:  # closing the response itself would end the test's connection
        close()
    for path in ("documents/plan.pdf", "images/../documents/plan.pdf", "images/%2e%2e/documents/plan.pdf"):
        assert client.get(f"/media/{path}").status_code == 404


def test_an_endless_address_is_refused_without_a_search(client, site, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # the redirects that editors keep
        assert client.get(f"/en/{'a/' * 500}").status_code == 404


@pytest.mark.parametrize("target", ["//[", "http://[::1"])
@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/accounts/signup/"])
def test_a_broken_target_is_a_bad_request(client, site, address, target):
    assert client.get(address, {"next": target}).status_code == 400


def test_a_wrong_host_is_a_bad_request(client, site):
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400


def test_where_somebody_goes_next_is_nobody_elses_business(client, site):
    client.post("/accounts/login/", {"login": "x@example.org", "password": "wrong", "next": "/en/learning/"})
    assert "learning" not in client.get("/accounts/login/").content.decode()


def test_what_is_kept_stays_small(client, site):
    before = len(keeping._kept)
    client.get("/en/" + "x" * 400 + "/")
    assert all(sum(map(len, key)) <= keeping.LONGEST_KEY for key in keeping._kept)
    assert len(keeping._kept) - before < 10


def test_a_change_made_while_redis_was_away_is_caught_up_with(course_page):
    site_version.bump()
    settled = site_version.current()
    publishing.catch_up()
    assert site_version.current() == settled
    course_page.unpublish()  # within a test nothing is committed, so nothing raised the version
    assert site_version.current() == settled
    publishing.catch_up()
    assert site_version.current() > settled


@pytest.fixture
def restricted(course_page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(
            page=course_page, restriction_type=PageViewRestriction.PASSWORD, password="secret-word"
        )
    return course_page


def test_a_restricted_course_takes_nobody_in_by_the_back_door(client, restricted, charlie):
    client.force_login(charlie)
    assert client.post("/en/learning/enrollments/", {"course": "outreach"}).status_code == 404
    assert not Enrollment.objects.exists()


def test_nor_is_anything_done_in_it(client, course_page, enrollment, alice, django_capture_on_commit_callbacks):
    client.force_login(alice)
    lesson, _second, quiz, _final = factories.steps_of(course_page)
    base = f"/en/learning/enrollments/{enrollment.uuid}/steps"
    open_attempt = client.post(f"{base}/{quiz.key}/attempts/")["Location"]
    assert client.get(open_attempt).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(
            page=course_page, restriction_type=PageViewRestriction.PASSWORD, password="secret-word"
        )
    for address in (f"{base}/{lesson.key}/completion/", f"{base}/{quiz.key}/attempts/", f"{open_attempt}submission/"):
        assert client.post(address).status_code == 404, address
    assert client.get(open_attempt).status_code == 404
    assert not enrollment.results.exists()


def test_the_password_of_a_page_opens_it(client, restricted):
    page = client.get("/en/courses/outreach/")
    form = page.context["form"]
    action = page.context["action_url"]
    assert action.endswith(f"/{restricted.pk}/")
    response = client.post(action, {"password": "secret-word", "return_url": form.initial["return_url"]})
    assert response["Location"] == "/en/courses/outreach/"
    assert "Lesson 1" in client.get("/en/courses/outreach/").content.decode()


def test_a_lesson_with_ticks_is_retired_and_the_ticks_stay(course_page, enrollment):
    lesson = course_page.get_descendants().get(slug="lesson-1").specific
    step = factories.steps_of(course_page)[0]
    BlockResponse.objects.create(
        enrollment=enrollment, step=step, block="00000000-0000-0000-0000-000000000001", data={"ticks": ["a"]}
    )
    lesson.unpublish()
    step.refresh_from_db()
    assert step.retired_at is not None
    assert BlockResponse.objects.count() == 1
