"""The cache of anonymous pages: never wrong by signing in, publishing or language; never filled by a person."""

import gzip

import pytest

from academy import site_version
from tests import factories

pytestmark = pytest.mark.django_db


def is_hit(response) -> bool:
    return response.headers.get("X-Page-Cache") == "hit"


def test_the_second_visitor_gets_the_stored_page_without_a_query(client, course_page, django_assert_num_queries):
    first = client.get("/en/courses/")
    with django_assert_num_queries(0):
        second = client.get("/en/courses/")
    assert (is_hit(first), is_hit(second)) == (False, True)
    assert second.content == first.content
    for header in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"):
        assert second[header] == first[header]
    assert second["Content-Language"] == "en"
    assert "Cookie" in second["Vary"]


def test_signing_in_shows_the_person_and_leaves_the_cache_alone(client, course_page, alice):
    client.get("/en/courses/")
    client.force_login(alice)
    hers = client.get("/en/courses/")
    assert not is_hit(hers)
    assert "Alice Sample" in hers.content.decode()
    client.logout()
    client.cookies.clear()
    again = client.get("/en/courses/")
    assert is_hit(again)
    assert "Alice Sample" not in again.content.decode()


def test_a_signed_in_visit_never_fills_it(client, course_page, alice):
    client.force_login(alice)
    client.get("/en/courses/")
    client.logout()
    client.cookies.clear()
    assert not is_hit(client.get("/en/courses/"))


def test_languages_are_kept_apart(client, course_page):
    english = client.get("/en/courses/")
    albanian = client.get("/sq/courses/")
    assert not is_hit(albanian)
    assert albanian["Content-Language"] == "sq"
    assert english.content != albanian.content


def test_publishing_empties_it(client, course_page, django_capture_on_commit_callbacks):
    client.get("/en/courses/")
    course_page.title = "A new title"
    with django_capture_on_commit_callbacks(execute=True):
        course_page.save_revision().publish()
    response = client.get("/en/courses/")
    assert not is_hit(response)
    assert "A new title" in response.content.decode()


def test_an_address_with_a_query_is_never_kept(client, course_page):
    """Or a stranger could fill the memory with made-up ones."""
    client.get("/en/courses/")
    for _ in range(2):
        assert not is_hit(client.get("/en/courses/?q=outreach"))


@pytest.mark.parametrize("address", ["/en/nothing-here/", "/accounts/login/", "/en/learning/"])
def test_errors_forms_and_redirects_are_not_stored(client, site, address):
    client.get(address)
    assert not is_hit(client.get(address))


def test_hosts_are_kept_apart(client, course_page, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    client.get("/en/courses/")
    assert not is_hit(client.get("/en/courses/", headers={"host": "localhost"}))


def test_a_cookie_of_a_form_goes_round_it(client, course_page):
    client.get("/en/courses/")
    client.cookies["csrftoken"] = "x" * 32
    assert not is_hit(client.get("/en/courses/"))


def test_it_can_be_switched_off(client, course_page, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/en/courses/")
    assert not is_hit(client.get("/en/courses/"))


def test_nothing_is_cached_while_the_version_is_unknown(client, course_page, monkeypatch):
    monkeypatch.setattr(site_version, "whole", lambda: None)
    client.get("/en/courses/")
    assert not is_hit(client.get("/en/courses/"))


def test_a_stored_page_is_sent_packed_to_who_can_unpack_it(client, course_page):
    plain = client.get("/en/courses/").content
    packed = client.get("/en/courses/", headers={"accept-encoding": "gzip, br"})
    assert is_hit(packed)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_catalogue_costs_the_same_for_any_number_of_courses(client, site, count, django_assert_max_num_queries):
    for number in range(count):
        factories.make_course(f"Course {number}")
    with django_assert_max_num_queries(12):
        body = client.get("/en/courses/").content.decode()
    assert body.count("card__title") == count


@pytest.mark.parametrize("address", ["/en/", "/en/courses/", "/en/courses/outreach/"])
def test_public_pages_keep_to_their_budget(client, course_page, address, django_assert_max_num_queries):
    """Also the very first request, when nothing is in memory yet."""
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
    with django_assert_max_num_queries(6):
        assert client.get(f"{address}?again").status_code == 200
