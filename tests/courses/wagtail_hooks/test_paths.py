"""Writing a path in the CMS: who may, what the form refuses and where it says so, and the preview."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from courses.models import CourseIndexPage, PathPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses(settings, site):
    settings.REQUIRE_SECOND_FACTOR = False
    options = {"lessons": 1, "quiz": False, "final_test": False}
    return [factories.course_of(factories.make_course(title, **options)) for title in ("One", "Two", "Three")]


def data(rows, **extra):
    items = [{"course": course.pk, "builds_on": on.pk if on else "", "why": "Because."} for course, on in rows]
    return nested_form_data(
        {
            "title": "A way",
            "slug": "a-way",
            "summary": "All the way.",
            "description": rich_text("<p>Walk.</p>"),
            "audience": "",
            "made_by": "",
            "cover_motif": "diamonds",
            "cover_palette": "spruce",
            "has_certificate": "on",
            "certificate_months": "",
            "items": inline_formset(items),
            "outcomes": inline_formset([]),
            "comments": inline_formset([]),
        }
        | extra
    )


def add_url() -> str:
    index = CourseIndexPage.objects.get(locale__language_code="en")
    return reverse("wagtailadmin_pages:add", args=("courses", "pathpage", index.pk))


def test_a_trainer_writes_a_draft_and_sees_it(client, trainer, courses):
    client.force_login(trainer)
    one, two, _three = courses
    assert client.get(add_url()).status_code == 200
    response = client.post(add_url(), data([(one, None), (two, one)]))
    assert response.status_code == 302
    page = PathPage.objects.get()
    assert (page.live, [item.course for item in page.items.all()]) == (False, [one, two])
    index = page.get_parent()
    preview = reverse("wagtailadmin_pages:preview_on_add", args=("courses", "pathpage", index.pk))
    client.post(preview, data([(two, None), (one, two)], slug="another-way"))
    body = client.get(preview).content.decode()
    assert "Preview: learners see the button to their next course here." in body
    assert body.index("/en/courses/two/") < body.index("/en/courses/one/")


def test_an_editor_publishes_it(client, editor, courses):
    client.force_login(editor)
    client.post(add_url(), data([(courses[0], None), (courses[1], None)], **{"action-publish": "1"}))
    assert factories.path_of(PathPage.objects.get()).is_open
    assert client.get("/en/courses/a-way/").status_code == 200


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(0, None), (0, None)], "This course stands further up already"),
        ([(0, 0), (1, None)], "A course does not build on itself"),
        ([(0, 1), (1, None)], "This course comes later on the path"),
        ([(0, None), (1, 2)], "This course is not on the path"),
    ],
)
def test_an_order_that_does_not_hold_is_refused_at_its_row(client, trainer, courses, rows, words):
    client.force_login(trainer)
    rows = [(courses[course], None if on is None else courses[on]) for course, on in rows]
    response = client.post(add_url(), data(rows))
    body = response.content.decode()
    assert response.status_code == 200
    assert words in body
    assert "The order of the courses does not hold yet" in body
    assert "All the way." in body  # what was typed is kept
    assert not PathPage.objects.exists()


def test_a_facilitator_does_not_write_paths(client, facilitator, courses):
    client.force_login(facilitator)
    assert client.get(add_url()).status_code == 302
