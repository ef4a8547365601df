"""The search page and the CMS search survive whatever is typed; scripts and diacritics do not matter."""

import pytest

from academy.folding import fold
from tests import factories

pytestmark = pytest.mark.django_db

NASTY = ['"', 'a"b', "\x00", "a\x00b", "'", "%", "*", "(", "NEAR", "a OR", "\\", "<script>", "ş", "х" * 500]


@pytest.mark.parametrize("query", NASTY)
def test_nothing_typed_breaks_the_search_page(client, course_page, query):
    assert client.get("/en/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize("query", NASTY)
def test_nothing_typed_breaks_the_catalogue(client, course_page, query):
    assert client.get("/en/courses/", {"q": query}).status_code == 200


@pytest.mark.parametrize("query", NASTY)
def test_nothing_typed_breaks_the_search_of_the_cms(client, admin, course_page, query, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(admin)
    assert client.get("/admin/pages/search/", {"q": query}).status_code == 200
    assert client.get("/admin/choose-page/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("sherbimet", "Shërbimet sociale në Shkodër"),
        ("shkoder", "Shërbimet sociale në Shkodër"),
        ("dnevni", "Дневни центри"),
        ("дневни", "Dnevni centri"),
        ("izmir", "İzmir ve Iğdır"),
        ("igdir", "İzmir ve Iğdır"),
        ("cacak", "Чачак"),
    ],
)
def test_scripts_and_diacritics_do_not_matter(client, site, query, title):
    factories.make_course(title, lessons=1, quiz=False, final_test=False, slug="a-course")
    for address in ("/en/search/", "/en/courses/"):
        assert title in client.get(address, {"q": query}).content.decode(), address


def test_a_lesson_is_found_by_its_title(client, course_page):
    body = client.get("/en/search/", {"q": "lesson"}).content.decode()
    assert "/en/courses/outreach/first-module/lesson-1/" in body


def test_an_unpublished_course_is_not_found(client, course_page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        course_page.unpublish()
    body = client.get("/en/search/", {"q": "outreach"}).content.decode()
    assert "/en/courses/outreach/" not in body


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Дневни Центар", "dnevni centar"),
        ("Shkodër", "shkoder"),
        ("Čačak", "Чачак"),
        ("İZMİR", "izmir"),
        ("Gjilan", "gilan"),
        ("Ћирилица", "cirilica"),
    ],
)
def test_fold_joins_scripts(left, right):
    assert fold(left) == fold(right)
