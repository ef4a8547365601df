"""A reader's way through the library: by size of the town and yearly cost, two compared, one opened, its people asked.

Once with JavaScript and once without; and the map by keyboard and by thumb.
"""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from peer_exchange.enums import CostBand
from tests.browser.steps import come_signed_in, main, sign_in
from tests.peer_exchange.practices import make_municipality, make_practice

PHONE = {"width": 390, "height": 844}
SMALL, LARGE = "10,000 to 30,000 people", "Over 100,000 people"
CHEAP, DEAR = "5,000 to 20,000 euros a year", "Over 100,000 euros a year"


@pytest.fixture
def shelf(alice):
    """Three small and cheap ones, one dear, one of a large town."""
    small = make_municipality("small-town", population=18_000, latitude="41.33", longitude="19.82")
    large = make_municipality("large-town", population=180_000, economy="RS", latitude="44.80", longitude="20.46")
    for title in ("A bus for carers", "A kitchen for all", "A room for talks"):
        make_practice(alice, small, title=title, yearly_cost_band=CostBand.FROM_5_TO_20)
    make_practice(alice, small, title="A dear hall", yearly_cost_band=CostBand.OVER_100)
    make_practice(alice, large, title="A tower", yearly_cost_band=CostBand.FROM_5_TO_20)


def titles(page: Page) -> list[str]:
    return page.locator(".found").get_by_role("article").get_by_role("link").all_inner_texts()


def compare_two_and_write_to_one(page: Page, address: str) -> None:
    for title in ("A kitchen for all", "A bus for carers"):
        page.get_by_label(f"Compare: {title}").check()
    page.get_by_role("button", name="Compare those chosen").click()
    expect(page.get_by_role("columnheader")).to_have_text([re.compile("A kitchen for all"), re.compile("A bus")])
    expect(page.get_by_role("row", name=re.compile("^Running cost of a year")).get_by_text(CHEAP)).to_have_count(2)
    page.get_by_role("link", name="A bus for carers", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A bus for carers")
    assert "sara@example.org" not in page.content()
    main(page).get_by_role("link", name="Write to them").first.click()
    page.get_by_label("We would like to visit you").check()
    page.get_by_label("Your message").fill("May three of us come in May?")
    assert "sara@example.org" not in page.content()
    mail.outbox.clear()
    main(page).get_by_role("button", name="Send the message").click()
    expect(page.get_by_text("Your message is on its way.")).to_be_visible()
    assert "sara@example.org" not in page.content()
    (letter,) = [each for each in mail.outbox if each.to == ["sara@example.org"]]
    assert "May three of us come in May?" in letter.body
    assert letter.reply_to == ["bob@example.org"]


def test_the_journey_without_javascript(shelf, bob, live_server, settings, another_device):
    settings.SITE_URL = live_server.url
    page = another_device(java_script_enabled=False, viewport=PHONE)
    bob.language = "en"
    bob.save()
    sign_in(page, bob, at=live_server.url)
    page.goto(f"{live_server.url}/en/practices/")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label(re.compile(SMALL)).check()
    page.get_by_label(re.compile(CHEAP)).check()
    page.get_by_role("button", name=re.compile("^Show the practices")).click()
    expect(page).to_have_url(f"{live_server.url}/en/practices/?population=10_30&cost=5_20")
    assert sorted(titles(page)) == ["A bus for carers", "A kitchen for all", "A room for talks"]
    expect(page.get_by_role("heading", name="3 practices", exact=True)).to_be_visible()
    compare_two_and_write_to_one(page, live_server.url)


def test_the_journey_with_javascript_says_the_count_and_keeps_a_short_address(shelf, bob, page, live_server, settings):
    settings.SITE_URL = live_server.url
    come_signed_in(page, bob, at=live_server.url)
    page.goto(f"{live_server.url}/en/practices/")
    page.wait_for_load_state("networkidle")
    page.get_by_label(re.compile(SMALL)).check()
    expect(page.get_by_role("status").filter(has_text="4 practices")).to_have_count(1)
    page.get_by_label(re.compile(CHEAP)).focus()
    page.keyboard.press("Space")
    expect(page.locator("#found-said")).to_have_text("3 practices")
    expect(page.get_by_label(re.compile(CHEAP))).to_be_focused()
    expect(page).to_have_url(f"{live_server.url}/en/practices/?population=10_30&cost=5_20")
    expect(page.get_by_label(re.compile(DEAR))).to_be_visible()
    compare_two_and_write_to_one(page, live_server.url)


def test_nothing_found_leads_on(shelf, page, live_server):
    page.goto(f"{live_server.url}/en/practices/?population=over_100&cost=over_100")
    expect(main(page)).to_contain_text("What stands in the way")
    page.get_by_role("link", name=f"1 practice without “{LARGE}”").click()
    assert titles(page) == ["A dear hall"]


def test_the_map_is_used_by_keyboard_and_by_thumb(shelf, page, live_server):
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/en/practices/map/")
    tower = page.get_by_role("link", name="A tower, Large Town, Serbia")
    sizes = page.locator("a.map__marker .map__touch").evaluate_all(
        "circles => circles.map(circle => circle.getBoundingClientRect().width)"
    )
    assert len(sizes) == 2
    assert min(sizes) >= 24
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    several = page.get_by_role("link", name="4 practices: Small Town, Albania")
    several.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#place-AL-small-town$"))
    expect(page.locator("#place-AL-small-town")).to_be_in_viewport()
    tower.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("A tower")
