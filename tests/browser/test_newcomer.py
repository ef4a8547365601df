"""A newcomer finds a course, signs up, learns, fails, learns again, and holds a certificate that anyone can check."""

import re
from io import BytesIO

import segno
from django.core import mail
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from academy.models import Approach, User
from courses.models import Certificate
from tests import factories
from tests.browser.courses import CHECK, QUIZ, TEST, TICKS, make_small_course
from tests.browser.steps import choose, fill_in_sign_in, link_in, main, question

NAME, SECOND = "Љубица Ђорђевић", "Ljubica Đorđević"
EMAIL, PASSWORD = "ljubica@example.org", "dugacka-reka-ispod-mosta"


def test_newcomer_to_certificate(site, live_server, settings, page: Page, another_device, has_no_barriers):
    settings.SITE_URL = live_server.url
    course = make_small_course()
    factories.make_course("Archives", final_test=False, approach=Approach.objects.exclude(key="outreach").first())
    home = f"{live_server.url}/en/"

    find_the_course(page, home)
    sign_up(page)
    open_the_link_of_the_letter(page)
    expect(page).to_have_url(re.compile(f"/en/courses/{course.slug}/$"))
    add_a_second_script(page, live_server.url)

    page.goto(f"{home}courses/{course.slug}/")
    main(page).get_by_role("button", name="Enroll").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan a route")
    expect(page.get_by_text("You are enrolled.")).to_be_visible()
    check_herself(page)
    tick(page)
    has_no_barriers(page)

    tablet = another_device(viewport={"width": 820, "height": 1180})
    tablet.goto(f"{home}learning/")
    fill_in_sign_in(tablet, EMAIL, PASSWORD)
    expect(main(tablet)).to_contain_text("0 of 2 lessons, about 15 minutes left")
    main(tablet).get_by_role("link", name="Begin").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Plan a route")
    expect(tablet.get_by_label(TICKS[0])).to_be_checked()
    expect(tablet.get_by_label(TICKS[1])).not_to_be_checked()
    expect(main(tablet)).to_contain_text("About Who decides")
    finish_lesson(tablet)
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Knock at the door")

    page.goto(f"{home}learning/")
    expect(main(page)).to_contain_text("1 of 2 lessons")
    main(page).get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Knock at the door")
    expect(page.get_by_role("link", name="Plan a route (done)")).to_be_visible()
    finish_lesson(page)

    fail_and_pass_the_quiz(page)
    has_no_barriers(page)
    main(page).get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Final test")
    main(page).get_by_role("button", name="Start").click()
    choose(page, TEST, "Right: the mayor")
    has_no_barriers(page)
    main(page).get_by_role("button", name="Hand in").click()
    expect(main(page)).to_contain_text("You have completed the whole course.")
    has_no_barriers(page)

    letter = mail.outbox[-1]
    assert letter.to == [EMAIL]
    [(file_name, content, mime)] = letter.attachments
    assert (file_name[-4:], mime) == (".pdf", "application/pdf")
    assert "Field work" in letter.body

    page.goto(f"{home}learning/")
    expect(page.get_by_role("region", name="Completed")).to_contain_text("Field work")
    has_no_barriers(page)
    address = page.get_by_role("link", name="Certificate (PDF)").get_attribute("href")
    assert page.request.get(f"{live_server.url}{address}").body() == content

    colleague = another_device()
    colleague.goto(link_in(letter))
    expect(main(colleague)).to_contain_text(f"This certificate is valid. {NAME} has completed the course.")
    expect(main(colleague)).to_contain_text(SECOND)
    has_no_barriers(colleague)
    assert Certificate.objects.get().code in colleague.url
    assert qr_code_in(content) == qr_code_of(colleague.url)


def find_the_course(page: Page, home: str) -> None:
    page.goto(home)
    main(page).get_by_role("link", name="Find a course").click()
    expect(page.get_by_role("status")).to_have_text("2 courses")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Search words").fill("FIELD wo")
    page.get_by_label("Approach").select_option("outreach")
    main(page).get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_have_text("1 course")
    main(page).get_by_role("link", name="Field work").click()
    expect(main(page)).to_contain_text("2 lessons · 17 minutes")


def sign_up(page: Page) -> None:
    page.get_by_role("link", name="Sign up and enroll").click()
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("Your e-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    main(page).get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")


def open_the_link_of_the_letter(page: Page) -> None:
    [letter] = mail.outbox
    assert letter.to == [EMAIL]
    page.goto(link_in(letter))
    main(page).get_by_role("button", name="Yes, it is mine").click()


def add_a_second_script(page: Page, address: str) -> None:
    page.get_by_role("banner").get_by_text(NAME.split()[0]).click()
    page.get_by_role("link", name="Profile").click()
    expect(page).to_have_url(f"{address}/accounts/profile/")
    page.get_by_label("Name in a second script").fill(SECOND)
    main(page).get_by_role("button", name="Save").click()
    expect(page.get_by_label("Name in a second script")).to_have_value(SECOND)
    assert User.objects.get(email=EMAIL).name_other_script == SECOND


def check_herself(page: Page) -> None:
    choose(page, CHECK, "Wrong: the driver")
    main(page).get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Read the first paragraph again.")).to_be_visible()
    choose(page, CHECK, "Right: the team")
    main(page).get_by_role("button", name="Check again").click()
    expect(page.get_by_text("So it is.")).to_be_visible()
    expect(question(page, CHECK)).to_be_visible()


def tick(page: Page) -> None:
    checklist = page.get_by_role("group", name="Before the first visit")
    with page.expect_response(lambda response: "/blocks/" in response.url):
        checklist.get_by_label(TICKS[0]).check()
    page.reload()
    expect(checklist.get_by_label(TICKS[0])).to_be_checked()
    expect(checklist.get_by_label(TICKS[1])).not_to_be_checked()


def finish_lesson(page: Page) -> None:
    main(page).get_by_role("button", name="Finish the lesson and go on").click()


def fail_and_pass_the_quiz(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Quiz on routes")
    main(page).get_by_role("button", name="Start").click()
    choose(page, QUIZ, "Wrong: nine")
    main(page).get_by_role("button", name="Hand in").click()
    expect(main(page)).to_contain_text("Not passed yet")
    expect(main(page)).to_contain_text("Read the first paragraph again.")
    expect(main(page)).to_contain_text(f"About {QUIZ}")
    main(page).get_by_role("button", name="Try again").click()
    choose(page, QUIZ, "Right: two")
    main(page).get_by_role("button", name="Hand in").click()
    expect(main(page)).to_contain_text("Passed")


def qr_code_of(address: str) -> list[list[bool]]:
    return [[bool(module) for module in row] for row in segno.make(address, error="m").matrix]


def qr_code_in(pdf: bytes) -> list[list[bool]]:
    """The modules of the only square picture of the PDF, dark ones True."""
    [page] = PdfReader(BytesIO(pdf)).pages
    [picture] = [file.image.convert("L") for file in page.images if file.image.width == file.image.height]
    size = 5
    count = picture.width // size
    return [
        [picture.getpixel((x * size + size // 2, y * size + size // 2)) < 128 for x in range(count)]
        for y in range(count)
    ]
