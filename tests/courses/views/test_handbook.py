"""The address of a handbook: waiting, ready, failed; the same doors as the course page."""

import pytest
from wagtail.models import PageViewRestriction

from courses.delivery import handbooks as delivery
from courses.delivery.handbook_pdf import Drawn
from courses.models import CoursePage, Handbook

pytestmark = pytest.mark.django_db
ADDRESS = "/en/handbooks/outreach.pdf"


@pytest.fixture(autouse=True)
def drawings(monkeypatch):
    made = []
    monkeypatch.setattr(delivery, "draw_handbook", lambda content: made.append(content) or Drawn(b"%PDF-1.7 x", 3))
    return made


@pytest.fixture
def ready(client, course_page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.get(ADDRESS)
    return Handbook.objects.get()


def status_of_file(client) -> int:
    response = client.get(ADDRESS)
    response.close()
    return response.status_code


def test_first_it_is_being_prepared(client, course_page):
    response = client.get(ADDRESS)
    html = response.content.decode()
    assert response.status_code == 202
    assert "no-store" in response["Cache-Control"]
    assert '<noscript><meta http-equiv="refresh" content="6"></noscript>' in html
    assert f'hx-get="{ADDRESS}"' in html
    assert client.get(ADDRESS, headers={"HX-Request": "true"}).status_code == 204


def test_then_the_file_comes_and_is_not_sent_twice(client, ready):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="outreach-en.pdf"' in response["Content-Disposition"]
    assert b"".join(response.streaming_content) == b"%PDF-1.7 x"
    again = client.get(ADDRESS, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert client.get(ADDRESS, headers={"HX-Request": "true"})["HX-Redirect"] == ADDRESS


def test_a_failure_says_how_to_go_on(client, ready):
    Handbook.objects.update(state="failed", fault="ValueError: no ink")
    response = client.get(ADDRESS)
    assert response.status_code == 503
    assert "Try again in five minutes" in response.content.decode()
    assert "no ink" not in response.content.decode()


def test_a_lost_file_is_drawn_again(client, ready, drawings, django_capture_on_commit_callbacks):
    ready.file.storage.delete(ready.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.get(ADDRESS).status_code == 202
    assert status_of_file(client) == 200
    assert len(drawings) == 2


def test_another_language_gets_the_language_of_the_course(client, ready):
    response = client.get("/mk/handbooks/outreach.pdf")
    response.close()
    assert 'filename="outreach-en.pdf"' in response["Content-Disposition"]


def test_a_draft_is_not_there(client, course_page):
    assert client.get("/en/handbooks/nothing.pdf").status_code == 404
    course_page.unpublish()
    assert client.get(ADDRESS).status_code == 404
    assert not Handbook.objects.exists()


def test_a_restricted_course_keeps_its_handbook(client, ready, course_page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=course_page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(ADDRESS).status_code == 404


def test_the_course_page_names_pages_and_size_at_no_great_cost(client, ready, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        html = client.get(CoursePage.objects.get().url).content.decode()
    assert f'<a href="{ADDRESS}">PDF</a>, 3 pages, 10\xa0bytes' in html
