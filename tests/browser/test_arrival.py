"""Where a visitor arrives who names only the site."""

import pytest


def test_the_root_leads_to_a_language(site, live_server, page):
    page.goto(live_server.url)
    assert page.url == f"{live_server.url}/en/"


@pytest.mark.browser_context_args(locale="sq-AL")
def test_the_language_is_that_of_the_browser(site, live_server, page):
    page.goto(live_server.url)
    assert page.url == f"{live_server.url}/sq/"
    assert page.locator("html").get_attribute("lang") == "sq"
