"""A trainer changes a lesson, previews and submits it; an editor publishes; the learner and the public see it then."""

import re

import pytest
from django.core import mail
from playwright.sync_api import FrameLocator, Locator, Page, expect

from courses.models import LessonPage, Question, QuizPage
from tests import factories
from tests.browser.courses import make_small_course
from tests.browser.steps import come_signed_in, main

NEW_TEXT = "A second route is kept ready for days of snow."
NEW_QUESTION = "What is kept ready for days of snow?"
RIGHT, WRONG = "A second route", "A second vehicle"


@pytest.fixture(autouse=True)
def _without_second_factor(settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


def test_a_lesson_is_changed_previewed_and_published(
    alice, trainer, editor, live_server, settings, page: Page, another_device, has_no_barriers
):
    settings.SITE_URL = live_server.url
    course = make_small_course()
    factories.enroll(alice, course)
    lesson = LessonPage.objects.get(title="Plan a route")
    address = live_server.url + lesson.get_url()
    learner, public = another_device(), another_device()
    come_signed_in(learner, alice, at=live_server.url)
    learner.goto(address)
    public.goto(live_server.url + course.get_url())
    expect(main(public)).to_contain_text("Plan a route")

    come_signed_in(page, trainer, at=live_server.url)
    page.goto(f"{live_server.url}/admin/pages/{lesson.pk}/edit/")
    page.locator("[name=title]").fill("Plan two routes")
    write(page, NEW_TEXT)
    preview = open_preview(page)
    expect(preview.get_by_role("heading", level=1)).to_have_text("Plan two routes")
    expect(preview.get_by_text(NEW_TEXT)).to_be_visible()
    previewed = look_of(preview.get_by_text(NEW_TEXT))
    expect(action(page, "Publish")).to_have_count(0)

    learner.goto(address)
    expect(main(learner)).not_to_contain_text(NEW_TEXT)
    public.reload()
    expect(main(public)).not_to_contain_text("Plan two routes")

    action(page, "Submit to Editors' review").click()
    expect(page.locator(".messages")).to_contain_text("submitted")
    assert [letter.to for letter in mail.outbox] == [[editor.email]]

    desk = another_device()
    come_signed_in(desk, editor, at=live_server.url)
    desk.goto(f"{live_server.url}/admin/")
    desk.get_by_role("link", name="Plan two routes").first.click()
    action(desk, "Approve and Publish").click()
    expect(desk.locator(".messages")).to_contain_text("Plan two routes")

    learner.goto(address)
    expect(learner.get_by_role("heading", level=1)).to_have_text("Plan two routes")
    assert look_of(learner.get_by_text(NEW_TEXT)) == previewed
    has_no_barriers(learner)
    public.reload()
    expect(main(public)).to_contain_text("Plan two routes")
    has_no_barriers(public)


def test_a_question_is_written_once_and_used_in_a_lesson_and_a_quiz(
    alice, trainer, editor, live_server, settings, page: Page, another_device
):
    course = make_small_course()
    factories.enroll(alice, course)
    lesson, quiz = LessonPage.objects.get(title="Knock at the door"), QuizPage.objects.get(title="Quiz on routes")
    come_signed_in(page, trainer, at=live_server.url)

    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("link", name="Question bank").click()
    page.get_by_role("link", name="Add question").first.click()
    write_question(page)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text("created")

    page.goto(f"{live_server.url}/admin/pages/{lesson.pk}/edit/")
    page.locator("[data-contentpath=body]").get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Self-check question").click()
    choose_question(page)
    preview = open_preview(page)
    expect(preview.get_by_role("group").filter(has_text=NEW_QUESTION)).to_contain_text(WRONG)
    expect(preview.get_by_text("Only in this preview")).to_be_visible()
    save_draft(page)
    page.goto(f"{live_server.url}/admin/pages/{quiz.pk}/edit/")
    page.get_by_role("button", name="Add item").click()
    choose_question(page)
    save_draft(page)

    desk = another_device()
    come_signed_in(desk, editor, at=live_server.url)
    question = Question.objects.get(text=NEW_QUESTION)
    for place in (f"snippets/courses/question/edit/{question.pk}", f"pages/{lesson.pk}/edit", f"pages/{quiz.pk}/edit"):
        desk.goto(f"{live_server.url}/admin/{place}/")
        action(desk, "Publish").click()
        expect(desk.locator(".messages")).to_contain_text("published")

    learner = another_device()
    come_signed_in(learner, alice, at=live_server.url)
    learner.goto(live_server.url + lesson.get_url())
    learner.get_by_label(WRONG).check()
    main(learner).get_by_role("button", name="Check my answer").click()
    expect(learner.get_by_text("Read the last sentence.")).to_be_visible()
    learner.goto(live_server.url + quiz.get_url())
    main(learner).get_by_role("button", name="Start").click()
    learner.get_by_label("Right: two").check()
    learner.get_by_label(RIGHT).check()
    main(learner).get_by_role("button", name="Hand in").click()
    expect(main(learner)).to_contain_text("You reached 100 %")


def write(page: Page, text: str) -> None:
    """At the end of the first text of the lesson; the editor hands it to the form a moment later."""
    page.locator("[data-contentpath=body] [contenteditable=true]").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(text)
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(text)))


def write_question(page: Page) -> None:
    page.locator("select[name=kind]").select_option(label="Single choice")
    page.locator("textarea[name=text]").fill(NEW_QUESTION)
    for place, (words, feedback) in enumerate([(RIGHT, ""), (WRONG, "Read the last sentence.")]):
        page.get_by_role("button", name="Add choice").click()
        page.locator(f"[name=choices-{place}-text]").fill(words)
        page.locator(f"[name=choices-{place}-feedback]").fill(feedback)
    page.locator("[name=choices-0-is_correct]").check()


def choose_question(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Choose (a )?question", re.IGNORECASE)).last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Search words").fill("snow")
    dialog.get_by_role("link", name=NEW_QUESTION).click()
    expect(dialog).to_have_count(0)


def open_preview(page: Page) -> FrameLocator:
    page.get_by_role("button", name="Toggle preview").click()
    return page.frame_locator("#w-preview-iframe")


def action(page: Page, name: str) -> Locator:
    """A button of the menu beside "Save draft", opened."""
    page.wait_for_load_state()
    more = page.locator("footer").get_by_role("button", name="More actions")
    if more.count() and more.get_attribute("aria-expanded") != "true":
        more.click()
    return page.locator("footer").get_by_role("button", name=name, exact=True)


def save_draft(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text("updated")


def look_of(words: Locator) -> list[str]:
    """Letters and colours, which do not depend on the width of the frame."""
    return words.evaluate(
        "element => ['fontFamily', 'color', 'marginInlineStart'].map(name => getComputedStyle(element)[name])"
    )
