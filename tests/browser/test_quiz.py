"""A quiz in a browser with JavaScript: answers are saved as they are given, and found again on another device."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.steps import come_signed_in
from tests.courses.quizzes import begin

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def attempt(alice, course_page):
    question = factories.make_question("Who decides?", kind="short_text", accepted="council")
    several = factories.make_question("Which two?", kind="multiple_choice")
    true = factories.make_question("Is it so?", kind="true_false", is_true=True)
    module = course_page.get_children().first()
    quiz = factories.make_quiz(module, "Mixed", questions=[question, several, true], shuffles=False)
    return begin(factories.enroll(alice, course_page), quiz)


def test_answers_are_saved_as_they_are_given(attempt, live_server, page, another_device):
    address = f"{live_server.url}/en/learning/attempts/{attempt.uuid}/"
    come_signed_in(page, attempt.enrollment.user, at=live_server.url)
    page.goto(address, wait_until="networkidle")  # htmx comes after the page
    saved = page.get_by_role("status").filter(has_text="Saved.")
    for place, answer in enumerate(["text", "box", "radio"]):
        name = f"question-{place + 1}="  # a typed answer may be sent twice: wait for that of this question
        with page.expect_response(lambda response, name=name: name in (response.request.post_data or "")):
            if answer == "text":
                page.get_by_label("Who decides?").fill("The Council")
            elif answer == "box":
                page.get_by_label("Which two?: choice 1").check()
            else:
                page.get_by_label("True", exact=True).check()
        expect(saved).to_be_visible()
        assert attempt.responses.filter(item=place).exists()

    tablet = another_device(viewport=PHONE)
    come_signed_in(tablet, attempt.enrollment.user, at=live_server.url)
    tablet.goto(address)
    expect(tablet.get_by_label("Who decides?")).to_have_value("The Council")
    expect(tablet.get_by_label("Which two?: choice 1")).to_be_checked()
    expect(tablet.get_by_label("True", exact=True)).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_quiz_have_no_barriers(attempt, course_page, live_server, page, has_no_barriers, scheme):
    def look() -> None:
        for size in ({"width": 1280, "height": 900}, PHONE):
            page.set_viewport_size(size)
            has_no_barriers(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.emulate_media(color_scheme=scheme)
    come_signed_in(page, attempt.enrollment.user, at=live_server.url)
    page.goto(f"{live_server.url}/en/courses/outreach/first-module/mixed/")
    look()
    page.get_by_role("link", name="Continue").click()
    look()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="3 questions are unanswered")).to_be_visible()
    look()
    page.get_by_role("button", name="Hand in anyway").click()
    expect(page.get_by_role("heading", name="Not passed yet")).to_be_visible()
    look()
