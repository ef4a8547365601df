"""What a visitor meets first, in a browser: wide and narrow, in the light and in the dark."""

import pytest

PHONE = {"width": 390, "height": 844}
PATHS = ["/en/", "/en/courses/", "/en/search/?q=team", "/accounts/login/", "/accounts/signup/"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_public_pages_have_no_barriers(course_page, live_server, page, has_no_barriers, path, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(live_server.url + path)
    has_no_barriers(page)
    page.set_viewport_size(PHONE)
    has_no_barriers(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_root_leads_to_the_visitors_language(site, live_server, page):
    page.goto(live_server.url)
    assert page.url == f"{live_server.url}/en/"
