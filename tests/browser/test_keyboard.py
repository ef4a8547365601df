"""The learner's way with the keyboard alone: everything is reached, seen, operated and left again."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.courses import QUIZ, make_small_course
from tests.browser.steps import come_signed_in, main, question

FAR = 60  # presses of Tab after which something counts as out of reach


def go_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus, and see that every stop on the way shows it."""
    for _press in range(FAR):
        page.keyboard.press("Tab")
        assert shows_focus(page), page.evaluate("document.activeElement.outerHTML")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached")


def shows_focus(page: Page) -> bool:
    """Whether what has the focus can be seen to have it: an outline, on it or (a card, a choice) around it."""
    return page.evaluate(
        """() => {
            let element = document.activeElement;
            if (!element || element.tabIndex < 0) return true; // the page itself, or its main part after the skip link
            const box = element.getBoundingClientRect();
            if (!box.width || !box.height) return false;
            for (let depth = 0; element && depth < 4; element = element.parentElement, depth++)
                for (const part of [null, "::before", "::after"]) {
                    const style = getComputedStyle(element, part);
                    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
                }
            return false;
        }"""
    )


def press(page: Page, target: Locator) -> None:
    go_to(page, target)
    page.keyboard.press("Enter")


def follow(page: Page, target: Locator) -> None:
    """Press what leads to another page, and arrive there."""
    go_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_course_with_the_keyboard_alone(alice, live_server, page: Page, has_no_barriers):
    course = make_small_course()
    come_signed_in(page, alice, at=live_server.url)

    page.goto(f"{live_server.url}/en/courses/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    filter_courses(page)
    has_no_barriers(page)

    follow(page, main(page).get_by_role("link", name="Field work"))
    expect(page).to_have_url(live_server.url + course.url)
    has_no_barriers(page)
    follow(page, main(page).get_by_role("button", name="Enroll"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan a route")
    fill_in_the_lesson(page)
    follow(page, main(page).get_by_role("button", name="Finish the lesson and go on"))
    follow(page, main(page).get_by_role("button", name="Finish the lesson and go on"))

    follow(page, main(page).get_by_role("button", name="Start"))
    go_to(page, question(page, QUIZ).get_by_role("radio").first)
    page.keyboard.press("Space")
    while not page.get_by_label("Right: two").is_checked():
        page.keyboard.press("ArrowDown")
    follow(page, main(page).get_by_role("button", name="Hand in"))
    expect(main(page)).to_contain_text("Passed")
    has_no_barriers(page)
    follow(page, main(page).get_by_role("link", name="Continue"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Final test")


def filter_courses(page: Page) -> None:
    press(page, page.get_by_text("Filter", exact=True))
    go_to(page, page.get_by_label("Search words"))
    page.keyboard.type("field")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 course")


def fill_in_the_lesson(page: Page) -> None:
    go_to(page, page.get_by_label("Right: the team").or_(page.get_by_label("Wrong: the driver")).first)
    page.keyboard.press("Space")
    while not page.get_by_label("Wrong: the driver").is_checked():
        page.keyboard.press("ArrowDown")
    press(page, main(page).get_by_role("button", name="Check my answer"))
    verdict = page.locator("[data-takes-focus]")
    expect(verdict).to_be_focused()
    expect(verdict).to_contain_text("Not right")
    go_to(page, page.get_by_label("Print the map"))
    with page.expect_response(lambda response: "/blocks/" in response.url):
        page.keyboard.press("Space")
    expect(page.get_by_label("Print the map")).to_be_checked()


def test_menus_open_close_and_give_the_focus_back(course_page, live_server, page: Page):
    page.goto(f"{live_server.url}/en/")
    languages = page.get_by_role("banner").locator("summary", has_text="English")
    press(page, languages)
    shqip = page.get_by_role("banner").get_by_role("link", name="Shqip")
    expect(shqip).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(shqip).to_be_hidden()
    expect(languages).to_be_focused()

    page.keyboard.press("Enter")
    follow(page, shqip)
    expect(page).to_have_url(re.compile(r"/sq/$"))
    expect(page.locator("html")).to_have_attribute("lang", "sq")


def test_the_menu_of_a_phone(course_page, live_server, page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/en/")
    menu = page.locator("summary", has_text="Menu")
    press(page, menu)
    go_to(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Courses"))
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    go_to(page, main(page).get_by_role("link", name="Find a course"))
    expect(page.locator("details[open]")).to_have_count(0)


def test_nothing_holds_the_focus(enrollment, live_server, page: Page):
    """From the first stop of a lesson to the last and back: Tab leaves the page at both ends."""
    come_signed_in(page, enrollment.user, at=live_server.url)
    page.goto(f"{live_server.url}/en/courses/outreach/first-module/lesson-1/")
    forward = stops(page, "Tab")
    assert len(forward) > 10
    assert stops(page, "Shift+Tab") == forward[::-1]


def stops(page: Page, key: str) -> list[int]:
    """Where the focus comes on its way through the page, as places in the document, until it leaves or comes round."""
    found: list[int] = []
    for _press in range(2 * FAR):
        page.keyboard.press(key)
        place = page.evaluate("[...document.body.querySelectorAll('*')].indexOf(document.activeElement)")
        if place < 0 or found[:1] == [place]:
            return found
        assert place not in found, page.evaluate("document.activeElement.outerHTML")
        found.append(place)
    raise AssertionError("the focus never leaves the page")
