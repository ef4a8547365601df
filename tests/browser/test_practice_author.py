"""An author's way from the first draft to Shared, without JavaScript; saving by itself, growing tables and two tabs
with it; and no barrier on any of the pages.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from academy.models import Approach
from academy.services.organisations import join_organisation
from peer_exchange.models import Practice
from peer_exchange.services.practice_checks import submit_practice
from peer_exchange.services.practice_reviews import invite_reviewer
from peer_exchange.services.practices import draft_of
from tests.browser.steps import come_signed_in, main, sign_in
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.people import make_region, peer_of
from tests.peer_exchange.practices import make_draft, make_practice


@pytest.fixture
def region(site):
    return make_region()


def open_with_scripts(page: Page, address: str) -> None:
    """Until what saves by itself has come too: it loads after the page."""
    page.goto(address)
    page.wait_for_load_state("networkidle")


def go_on(page: Page) -> None:
    main(page).get_by_role("button", name="Next step").click()


def test_from_the_first_draft_to_shared_without_javascript(alice, live_server, settings, another_device, region):
    settings.SITE_URL = live_server.url
    join_organisation(alice, region.town)
    page = another_device(java_script_enabled=False)
    sign_in(page, alice, at=live_server.url)
    page.goto(f"{live_server.url}/en/practices/mine/")
    main(page).get_by_role("link", name="Write a practice").click()
    main(page).get_by_role("button", name="Begin").click()

    page.get_by_label("What is the practice called?").fill("A day centre in an old school")
    page.get_by_label("What changed, for whom, in one line").fill("28 children spend their days among peers")
    expect(page.get_by_label("In which municipality?")).to_have_value(str(region.town.pk))
    go_on(page)
    page.get_by_label("Children with disabilities").check()
    page.get_by_label("Which approach is it, above all?").select_option(str(Approach.objects.first().pk))
    page.get_by_label("Running", exact=True).check()
    page.get_by_label("Since which year?").fill("2022")
    go_on(page)
    page.get_by_label("What was the problem?").fill("Children stayed at home.")
    page.get_by_label("What did you do?").fill("x" * 1001)
    page.get_by_label("What came of it so far?").fill("Many children come.")
    go_on(page)
    expect(main(page)).to_contain_text("Please check these answers")
    page.get_by_label("What did you do?").fill("A day centre in an empty school.")
    go_on(page)

    steps = main(page).get_by_role("group", name="Steps", exact=True)
    steps.get_by_label("What", exact=True).fill("Decide")
    steps.get_by_role("button", name="One more row").click()
    steps.get_by_label("What", exact=True).nth(1).fill("Open")
    go_on(page)
    page.get_by_label("Whom may others ask?").fill("Alice Sample")
    page.get_by_label("E-mail address; it is never shown").fill("alice@example.org")
    main(page).get_by_role("button", name="Send to be checked").click()
    main(page).get_by_text("Still missing", exact=True).click()
    main(page).get_by_role("link", name="What came of it so far?").click()
    page.get_by_label("What came of it so far?").fill("28 children come every day.")
    main(page).get_by_role("button", name="Save").last.click()
    main(page).get_by_role("link", name="Contact, files, sending").click()
    main(page).get_by_role("button", name="Send to be checked").click()
    expect(main(page)).to_contain_text("In check")

    desk = another_device(java_script_enabled=False)
    sign_in(desk, region.checker, at=live_server.url)
    desk.goto(f"{live_server.url}/en/practices/checks/")
    main(desk).get_by_role("link", name="A day centre in an old school").click()
    expect(main(desk)).to_contain_text("28 children come every day.")
    main(desk).get_by_role("button", name="Publish").click()
    page.reload()
    expect(main(page)).to_contain_text("Shared")
    practice = Practice.objects.public().get()
    assert [step.what for step in practice.steps.all()] == ["Decide", "Open"]
    assert practice.code


def test_it_saves_by_itself_counts_grows_and_survives_a_crash(page, another_device, alice, live_server, region):
    draft = make_draft(alice, region.town)
    address = f"{live_server.url}/en/practices/drafts/{draft.uuid}"
    come_signed_in(page, alice, at=live_server.url)
    open_with_scripts(page, f"{address}/story/")
    field = page.get_by_label("What was the problem?")
    with page.expect_response(re.compile("/story/")):
        field.fill("Families waited for years.")
    expect(main(page)).to_contain_text("characters left: 574")
    expect(page.locator("#writing-saved")).to_contain_text("Saved at")
    page.context.close()  # the computer goes off

    other = another_device()
    come_signed_in(other, alice, at=live_server.url)
    other.goto(f"{address}/story/")
    expect(other.get_by_label("What was the problem?")).to_have_value("Families waited for years.")
    open_with_scripts(other, f"{address}/case/")
    lessons = main(other).get_by_role("group", name="Lessons, three to five")
    lessons.get_by_role("textbox").fill("Ask the parents")
    lessons.get_by_role("button", name="One more row").click()
    with other.expect_response(lambda answer: "Count" in (answer.request.post_data or "")):
        lessons.get_by_role("textbox").nth(1).fill("Count")
    expect(other.locator("#writing-saved")).to_contain_text("Saved at")
    assert [lesson.text for lesson in draft_of(draft).lessons.all()] == ["Ask the parents", "Count"]


def test_two_tabs_overwrite_nothing(page, another_device, alice, live_server, region):
    draft = make_draft(alice, region.town)
    address = f"{live_server.url}/en/practices/drafts/{draft.uuid}/story/"
    other = another_device()
    for tab in (page, other):
        come_signed_in(tab, alice, at=live_server.url)
        open_with_scripts(tab, address)
    with page.expect_response(re.compile("/story/")):
        page.get_by_label("What was the problem?").fill("From the first tab")
    expect(page.locator("#writing-saved")).to_contain_text("Saved at")
    with other.expect_response(re.compile("/story/")):
        other.get_by_label("What was the problem?").fill("From the second tab")
    main(other).get_by_role("button", name="Show both texts").click()
    expect(other.get_by_label("What was the problem?")).to_have_value("From the second tab")
    expect(main(other)).to_contain_text("From the first tab")
    assert draft_of(draft).problem == "From the first tab"
    main(other).get_by_role("button", name="Save", exact=True).last.click()
    expect(main(other)).to_contain_text("Saved. You can go on")
    assert draft_of(draft).problem == "From the second tab"


def test_the_pages_have_no_barriers(
    page, another_device, alice, editor, live_server, region, has_no_barriers, settings
):
    settings.REQUIRE_SECOND_FACTOR = False
    case = make_practice(alice, region.town, parts=PARTS, **FULL)
    draft = make_draft(alice, region.town, title="Another")
    vera = peer_of(region.village, "Vera")
    review = invite_reviewer(case, vera, by=editor)
    come_signed_in(page, alice, at=live_server.url)
    steps = [f"drafts/{draft.uuid}/{step}/" for step in ("result", "people", "story", "case", "contact")]
    for path in ("mine/", "new/", *steps, f"drafts/{case.uuid}/preview/", f"drafts/{case.uuid}/reviews/"):
        page.goto(f"{live_server.url}/en/practices/{path}")
        has_no_barriers(page)
    submit_practice(draft, by=alice)
    for user, paths in {
        region.checker: ("checks/", f"checks/{draft.uuid}/"),
        vera: (f"reviews/{review.uuid}/",),
        editor: (f"editing/{case.uuid}/",),
    }.items():
        desk = another_device()
        come_signed_in(desk, user, at=live_server.url)
        for path in paths:
            desk.goto(f"{live_server.url}/en/practices/{path}")
            has_no_barriers(desk)
