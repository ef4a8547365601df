"""From an address to a page: languages, fallback, publication."""

import pytest
from wagtail.models import Locale

from academy import routing, site_version
from tests import factories

pytestmark = pytest.mark.django_db


def translate(page, language, *, slug, title):
    parent = page.get_parent()
    locale = Locale.objects.get(language_code=language)
    if not parent.has_translation(locale):
        translate(parent.specific, language, slug=parent.slug, title=parent.title)
    copy = page.copy_for_translation(locale)
    copy.slug, copy.title = slug, title
    copy.save_revision().publish()
    return copy


def test_a_page_is_found_in_its_own_language(course_page):
    route = routing.look_up(routing.home_paths(), "en", "courses/outreach/")
    assert (route.page_id, route.language, route.redirect_path) == (course_page.pk, "en", None)


def test_an_untranslated_page_is_shown_in_the_sites_language(course_page):
    route = routing.look_up(routing.home_paths(), "sq", "courses/outreach/")
    assert (route.page_id, route.language) == (course_page.pk, "en")


def test_a_translated_page_is_reached_from_the_old_address_by_redirect(course_page):
    copy = translate(course_page, "sq", slug="ekipet", title="Ekipet e lëvizshme")
    route = routing.look_up(routing.home_paths(), "sq", "courses/outreach/")
    assert route.redirect_path == "courses/ekipet/"
    assert routing.look_up(routing.home_paths(), "sq", "courses/ekipet/").page_id == copy.pk


def test_a_page_below_an_unpublished_one_is_not_found(course_page):
    lesson_path = "courses/outreach/first-module/lesson-1/"
    assert routing.look_up(routing.home_paths(), "en", lesson_path)
    course_page.get_children().get(slug="first-module").specific.unpublish()
    assert routing.look_up(routing.home_paths(), "en", lesson_path) is None


def test_what_is_remembered_ends_with_a_publication(client, course_page, django_capture_on_commit_callbacks):
    assert client.get("/en/courses/outreach/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        course_page.unpublish()
    assert client.get("/en/courses/outreach/").status_code == 404


def test_misses_are_not_remembered(rf, site):
    request = rf.get("/en/nothing/")
    before = routing._known.cache_info().currsize
    for number in range(5):
        assert routing.find_route(request, "en", f"nothing-{number}/") is None
    assert routing._known.cache_info().currsize == before
    assert site_version.current() is not None


@pytest.mark.parametrize("language", ["en", "sq", "sr", "sr-latn", "tr"])
def test_every_language_has_a_home(client, site, language):
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    assert response["Content-Language"] == language


def test_the_root_leads_to_the_visitors_language(client, alice):
    assert client.get("/", headers={"accept-language": "mk,en;q=0.5"})["Location"] == "/mk/"
    alice.language = "tr"
    alice.save()
    client.force_login(alice)
    assert client.get("/", headers={"accept-language": "mk"})["Location"] == "/tr/"


def test_content_in_another_language_says_so(client, course_page):
    body = client.get("/sq/courses/outreach/").content.decode()
    assert '<html lang="sq"' in body
    assert '<h1 lang="en">Outreach</h1>' in body


def test_factories_publish(course_page):
    assert len(factories.steps_of(course_page)) == 4
