"""The learner's whole way with JavaScript switched off: every step is a form or a link."""

import re

from playwright.sync_api import Page, expect

from courses.models import Certificate, CoursePage
from tests import factories
from tests.browser.courses import CHECK, TEST, TICKS, make_small_course, two_choices
from tests.browser.steps import choose, main, question, sign_in

SECOND_QUESTION = "Who keeps the key?"


def test_the_whole_course_without_javascript(alice, live_server, settings, another_device):
    settings.SITE_URL = live_server.url
    course = make_small_course()
    ask_a_second_question(course)
    page = another_device(java_script_enabled=False)
    sign_in(page, alice, at=live_server.url)
    page.goto(live_server.url + course.url)
    main(page).get_by_role("button", name="Enroll").click()

    answer_the_self_check(page)
    page.get_by_label(TICKS[1]).check()
    main(page).get_by_role("button", name="Save").click()
    expect(page.get_by_label(TICKS[1])).to_be_checked()
    expect(page.get_by_label(TICKS[0])).not_to_be_checked()
    main(page).get_by_role("button", name="Finish the lesson and go on").click()
    main(page).get_by_role("button", name="Finish the lesson and go on").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Quiz on routes")
    main(page).get_by_role("link", name="Next Final test").click()
    main(page).get_by_role("button", name="Start").click()
    save_and_come_back(page)
    hand_in_with_a_gap(page)
    expect(main(page)).to_contain_text("Passed")
    expect(main(page)).to_contain_text("You reached 100 %, 70 % are needed.")

    main(page).get_by_role("link", name="Back to the quiz").click()
    main(page).get_by_role("link", name="Previous Quiz on routes").click()
    main(page).get_by_role("button", name="Start").click()
    page.get_by_label("Right: two").check()
    main(page).get_by_role("button", name="Hand in").click()
    expect(main(page)).to_contain_text("You have completed the whole course.")
    main(page).get_by_role("link", name="See your certificate").click()
    expect(main(page)).to_contain_text(Certificate.objects.get().code)


def ask_a_second_question(course: CoursePage) -> None:
    test = course.get_children().type(factories.QuizPage).get().specific
    test.items.add(
        factories.QuizItem(
            question=two_choices(SECOND_QUESTION, "Right: the office", "Wrong: the dog"),
            sort_order=1,
            locale=test.locale,
        )
    )
    test.save_revision().publish()


def answer_the_self_check(page: Page) -> None:
    main(page).get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Answer first; then you see whether it is right.")).to_be_visible()
    choose(page, CHECK, "Wrong: the driver")
    main(page).get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Not right", exact=True).first).to_be_visible()
    choose(page, CHECK, "Right: the team")
    main(page).get_by_role("button", name="Check again").click()
    expect(question(page, CHECK).get_by_label("Right: the team")).to_be_checked()
    expect(page.get_by_text("Right", exact=True).first).to_be_visible()


def save_and_come_back(page: Page) -> None:
    choose(page, TEST, "Right: the mayor")
    main(page).get_by_role("button", name="Save and go on later").click()
    expect(main(page)).to_contain_text("Your answers are saved.")
    main(page).get_by_role("link", name="Continue").click()
    expect(question(page, TEST).get_by_label("Right: the mayor")).to_be_checked()


def hand_in_with_a_gap(page: Page) -> None:
    main(page).get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 question is unanswered")
    main(page).get_by_role("link", name=re.compile(r"^Question \d$")).click()
    expect(question(page, TEST).get_by_label("Right: the mayor")).to_be_checked()
    choose(page, SECOND_QUESTION, "Right: the office")
    main(page).get_by_role("button", name="Hand in").click()
