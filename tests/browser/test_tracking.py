"""The overview and the list of people in a real browser: without barriers, light and dark, wide and on a phone."""

import pytest
from playwright.sync_api import expect

from courses.services.enrollments import enroll_person
from courses.services.tallies import recount_tallies
from tests import factories
from tests.browser.steps import come_signed_in


@pytest.fixture
def boss(course_page, alice, bob):
    association = factories.make_organisation("association", key="asc", name="Association Sample")
    town = factories.make_organisation(parent=association, key="town", name="Town Sample")
    course = factories.course_of(course_page)
    factories.finish(enroll_person(alice, course, language="en", organisation=town))
    enroll_person(bob, course, language="en", organisation=association)
    user = factories.UserFactory(email="boss@example.org", name="Boss Sample")
    factories.run(user, association)
    recount_tallies()
    return user


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_overview_and_people_have_no_barriers_and_fit_a_phone(
    boss, live_server, another_device, has_no_barriers, colours
):
    page = another_device(color_scheme=colours, viewport={"width": 1280, "height": 900})
    come_signed_in(page, boss, at=live_server.url)
    page.goto(f"{live_server.url}/en/organisation/asc/")
    expect(page.get_by_role("heading", name="Who completed what")).to_be_visible()
    has_no_barriers(page)
    page.goto(f"{live_server.url}/en/organisation/asc/people/?sort=activity")
    expect(page.get_by_role("rowheader", name="Alice Sample")).to_be_visible()
    has_no_barriers(page)
    for path in ("", "people/", "exports/"):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{live_server.url}/en/organisation/asc/{path}")
        has_no_barriers(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
