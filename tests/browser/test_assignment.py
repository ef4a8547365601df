"""An assignment from both sides: Alice fills in the template, a facilitator returns it, Alice hands in again."""

import re

from playwright.sync_api import Page, expect

from courses.models import AssignmentPage, Submission
from tests import factories
from tests.browser.steps import come_signed_in, main


def make_page(course_page) -> AssignmentPage:
    return factories.make_assignment(course_page, needs_acceptance=True)


def fill_in(page: Page) -> None:
    page.get_by_role("textbox", name=re.compile("^1 ?The area")).fill("Two villages")
    page.get_by_role("textbox", name=re.compile("^2 ?The plan")).fill("Twice a week.")
    page.get_by_label("Later").check()
    page.get_by_label("Partner").nth(0).fill("Health centre")
    page.get_by_label("Brings").nth(0).fill("a nurse")


def test_alice_and_a_facilitator(
    enrollment, course_page, facilitator, live_server, settings, page, another_device, has_no_barriers
):
    settings.REQUIRE_SECOND_FACTOR = False
    assignment = make_page(course_page)
    come_signed_in(page, enrollment.user, at=live_server.url)
    page.goto(live_server.url + assignment.url)
    fill_in(page)
    expect(main(page)).to_contain_text("Saved at")
    expect(main(page)).to_contain_text("4 of 5 parts filled in")
    page.get_by_role("button", name="Add a row").click()
    page.get_by_label("Partner").nth(2).fill("School")
    expect(page.get_by_label("Partner")).to_have_count(3)
    page.get_by_role("button", name="Hand in").click()
    expect(main(page)).to_contain_text("Your assignment is handed in.")
    assert Submission.objects.get().answers["partners"] == [["Health centre", "a nurse"], ["School", ""]]

    desk = another_device()
    come_signed_in(desk, facilitator, at=live_server.url)
    desk.goto(f"{live_server.url}/en/learning/")
    desk.get_by_role("link", name="Assignments to review").click()
    has_no_barriers(desk)
    desk.get_by_role("link", name="Alice Sample").click()
    has_no_barriers(desk)
    desk.get_by_label("Comment on part 2").fill("Which days?")
    desk.get_by_role("button", name="Return with comments").click()
    expect(main(desk)).to_contain_text("The assignment is returned.")

    page.goto(f"{live_server.url}/en/learning/")
    main(page).get_by_role("link", name="Assignment", exact=True).click()
    expect(main(page)).to_contain_text("Which days?")
    page.get_by_role("textbox", name=re.compile("^2 ?The plan")).fill("Mondays and Thursdays.")
    page.get_by_role("button", name="Hand in again").click()
    expect(main(page)).to_contain_text("Handed in on")

    desk.get_by_role("link", name="Alice Sample").click()
    expect(main(desk)).to_contain_text("Changed since the round of")
    desk.set_viewport_size({"width": 390, "height": 844})
    has_no_barriers(desk)
    assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    desk.get_by_role("button", name="Accept").click()
    expect(main(desk)).to_contain_text("The assignment is accepted.")
    page.reload()
    expect(main(page)).to_contain_text("Accepted on")
    has_no_barriers(page)


def test_two_tabs_overwrite_nothing(enrollment, course_page, live_server, page, context):
    assignment = make_page(course_page)
    come_signed_in(page, enrollment.user, at=live_server.url)
    page.goto(live_server.url + assignment.url)
    second = context.new_page()
    second.goto(live_server.url + assignment.url)
    area = re.compile("^1 ?The area")
    page.get_by_role("textbox", name=area).fill("From the first tab")
    expect(main(page)).to_contain_text("Saved at")
    second.get_by_role("textbox", name=area).fill("From the second tab")
    second.get_by_role("button", name="Show both texts").click()
    expect(main(second)).to_contain_text("From the first tab")
    expect(second.get_by_role("textbox", name=area)).to_have_value("From the second tab")
    assert Submission.objects.get().answers["area"] == "From the first tab"
    second.get_by_role("button", name="Save").last.click()
    expect(main(second)).to_contain_text("Your text is saved.")
    assert Submission.objects.get().answers["area"] == "From the second tab"


def test_a_table_without_javascript(enrollment, course_page, live_server, another_device):
    assignment = make_page(course_page)
    page = another_device(java_script_enabled=False)
    come_signed_in(page, enrollment.user, at=live_server.url)
    page.goto(live_server.url + assignment.url)
    fill_in(page)
    page.get_by_role("button", name="Add a row").click()
    expect(page.get_by_label("Partner")).to_have_count(3)
    expect(page.get_by_label("Partner").first).to_have_value("Health centre")
    expect(page.get_by_label("Later")).to_be_checked()
    page.get_by_role("button", name="Hand in").click()
    expect(main(page)).to_contain_text("Your assignment is handed in.")
