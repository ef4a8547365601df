"""Discussions as people use them: a question from asking to "did it help?" in two browsers, order without JavaScript,
the keyboard alone, pictures, and the fields that offer peers.
"""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from academy.models import Letter, User
from academy.tasks import deliver_waiting_letters
from peer_exchange.enums import ClusterRole, PollKind, TopicKind
from peer_exchange.models import AcceptedAnswer, Cluster, Notice, Post, Topic
from peer_exchange.services import nudges
from peer_exchange.services.polls import NewPoll
from tests.browser.steps import LINK, come_signed_in, main
from tests.browser.test_keyboard import follow, go_to
from tests.factories import make_organisation
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.notice_makers import join, make_cluster


@pytest.fixture(autouse=True)
def here(live_server, settings, tmp_path):
    """Letters lead to this server, files stay in this test."""
    settings.SITE_URL = live_server.url
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def cluster(site, alice: User, bob: User, facilitator: User) -> Cluster:
    cluster = make_cluster(host=make_organisation("association", key="host"))
    join(cluster, alice, organisation=make_organisation(key="alfa", name="Alfa"))
    join(cluster, bob, organisation=make_organisation(key="bravo", name="Bravo"))
    join(cluster, facilitator, role=ClusterRole.FACILITATOR)
    return cluster


def room_of(cluster: Cluster, live_server) -> str:
    return f"{live_server.url}/en/clusters/{cluster.slug}/discussions/"


def url_of(topic: Topic, live_server) -> str:
    return f"{room_of(topic.cluster, live_server)}{topic.uuid}/"


def let_minutes_pass() -> None:
    """As if the letters had been held for their ten minutes; the beat comes."""
    Letter.objects.waiting().update(not_before=timezone.now() - timedelta(minutes=1))
    deliver_waiting_letters()


def letters_to(user: User, mailoutbox) -> list:
    return [letter for letter in mailoutbox if letter.to == [user.email]]


def link_to_topic(letter) -> str:
    """In English, though the letter speaks another language."""
    found = next(url for url in LINK.findall(letter.body) if "/discussions/" in url)
    return re.sub(r"/(sr|sq)/clusters/", "/en/clusters/", found)


def answer(page: Page, words: str, *, scripts: bool) -> None:
    field = page.get_by_label("Your text").first
    if scripts:
        field.focus()
        area = page.get_by_role("textbox", name="Your text")
        expect(area).to_have_attribute("contenteditable", "true")
        area.press_sequentially(words)
    else:
        field.fill(words)
    with page.expect_navigation():
        page.get_by_role("button", name="Send").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_question_from_asking_to_did_it_help(cluster, alice, bob, live_server, another_device, mailoutbox, scripts):
    hers, his = (another_device(java_script_enabled=scripts) for _ in range(2))
    come_signed_in(hers, alice, at=live_server.url)
    come_signed_in(his, bob, at=live_server.url)

    hers.goto(f"{room_of(cluster, live_server)}new/?kind=question")
    hers.get_by_label("Title").fill("How do you pay the driver in winter?")
    if scripts:
        hers.get_by_label("Tell more").focus()
        hers.get_by_role("textbox", name="Tell more").press_sequentially("We have a van and four villages.")
        hers.get_by_label("First").press_sequentially("bob")
        hers.get_by_role("option", name="Боб Пример (Bravo)").click()
    else:
        hers.get_by_label("Tell more").fill("We have a van and four villages.")
        hers.get_by_label("First").fill("Боб Пример (Bravo)")
    hers.get_by_label("What have you tried already?").fill("We asked the health centre.")
    hers.get_by_label("An answer helps until").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    with hers.expect_navigation():
        hers.get_by_role("button", name="Send").click()
    expect(main(hers)).to_contain_text("Asked in particular")
    expect(main(hers)).to_contain_text("We asked the health centre.")
    topic = Topic.objects.get()

    (asked,) = letters_to(bob, mailoutbox)  # at once, in his language
    assert asked.extra_headers["Content-Language"] == "sr"
    assert topic.title in asked.subject
    assert "We have a van and four villages." in asked.body
    assert asked.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    his.goto(link_to_topic(asked))
    answer(his, "The first way.", scripts=scripts)
    assert letters_to(alice, mailoutbox) == [], "the answer is held for ten minutes"
    hers.reload()
    expect(main(hers)).to_contain_text("The first way.")
    let_minutes_pass()
    assert letters_to(alice, mailoutbox) == [], "she has read it meanwhile"

    his.reload()
    answer(his, "A second, better way.", scripts=scripts)
    let_minutes_pass()
    (told,) = letters_to(alice, mailoutbox)
    assert told.subject == f"An answer to your question: {topic.title}"
    assert "A second, better way." in told.body
    hers.goto(link_to_topic(told))
    with hers.expect_navigation():
        hers.locator("#post-3").get_by_role("button", name="This answers the question").click()
    expect(hers.get_by_role("region", name="What solved it")).to_contain_text("A second, better way.")
    let_minutes_pass()
    assert letters_to(bob, mailoutbox)[-1].subject.endswith(topic.title)
    assert len(letters_to(bob, mailoutbox)) == 2

    with hers.expect_navigation():
        hers.locator("#post-3").get_by_role("button", name="Not the answer after all").click()
    expect(hers.get_by_role("region", name="What solved it")).to_have_count(0)
    assert not AcceptedAnswer.objects.exists()
    with hers.expect_navigation():
        hers.locator("#post-3").get_by_role("button", name="This answers the question").click()
    let_minutes_pass()
    assert len(letters_to(bob, mailoutbox)) == 2, "he heard that it helped; a second thought is no second letter"

    Topic.objects.update(solved_at=timezone.now() - timedelta(days=14, hours=1))
    nudges.ask_whether_it_helped()
    let_minutes_pass()
    question = letters_to(alice, mailoutbox)[-1]
    assert question.subject == f"Did it help? {topic.title}"
    hers.goto(link_to_topic(question))
    with hers.expect_navigation():
        main(hers).get_by_role("button", name="Yes", exact=True).click()
    expect(main(hers).locator(".topic-facts")).to_contain_text("Did it help?Yes")


def test_one_click_in_the_mail_program_ends_these_letters(cluster, alice, bob, live_server, page: Page, mailoutbox):
    ask(cluster, alice, asked=[bob])
    (letter,) = letters_to(bob, mailoutbox)
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert urlsplit(stop).netloc == urlsplit(live_server.url).netloc
    response = page.request.post(
        stop, form={"List-Unsubscribe": "One-Click"}
    )  # no cookie, no token, as RFC 8058 has it
    assert response.ok
    ask(cluster, alice, "And the fuel?", asked=[bob])
    assert len(letters_to(bob, mailoutbox)) == 1
    assert Notice.objects.filter(user=bob, kind="routed").count() == 2, "the app still tells him"


def test_a_facilitator_keeps_order_without_javascript(cluster, alice, bob, facilitator, live_server, another_device):
    topic = ask(cluster, alice)
    reply(topic, bob, "<p>Buy my tyres.</p>")
    hers, his, desk = (another_device(java_script_enabled=False) for _ in range(3))
    for page, user in ((hers, alice), (his, bob), (desk, facilitator)):
        come_signed_in(page, user, at=live_server.url)

    hers.goto(url_of(topic, live_server))
    hers.locator("#post-2").get_by_role("link", name="Report").click()
    hers.get_by_label("Advertising or spam").check()
    main(hers).get_by_role("button", name="Report").click()

    desk.goto(f"{live_server.url}/en/clusters/{cluster.slug}/moderation/")
    expect(main(desk)).to_contain_text("1 post waits for your decision.")
    main(desk).get_by_role("link", name=topic.title).click()
    desk.get_by_label("Hide: nobody reads it until it is restored").check()
    main(desk).get_by_role("button", name="Decide").click()
    expect(main(desk)).to_contain_text("Say why: its author reads it.")
    desk.get_by_label("Reason").fill("It is an advertisement.")
    main(desk).get_by_role("button", name="Decide").click()
    hers.goto(url_of(topic, live_server))
    expect(main(hers)).not_to_contain_text("Buy my tyres.")

    his.goto(f"{live_server.url}/en/notices/")
    expect(main(his)).to_contain_text("Your post is hidden until it is reviewed")
    main(his).get_by_role("link", name=topic.title).first.click()
    expect(main(his).locator("#post-2")).to_contain_text("Hidden until it is reviewed.")

    desk.goto(url_of(topic, live_server))
    main(desk).get_by_role("link", name="Keep order").click()
    main(desk).get_by_role("button", name="Pin", exact=True).click()
    desk.goto(url_of(topic, live_server))
    main(desk).get_by_role("link", name="Keep order").click()
    desk.get_by_label("Why it is closed").fill("Answered in the handbook.")
    main(desk).get_by_role("button", name="Close", exact=True).click()
    his.goto(url_of(topic, live_server))
    expect(main(his)).to_contain_text("Closed: Answered in the handbook.")
    expect(main(his)).to_contain_text("This topic is closed.")

    reply(topic, facilitator, "<p>One more word.</p>")
    hers.goto(room_of(cluster, live_server))
    expect(main(hers).locator("[data-unread]")).to_have_count(1)
    main(hers).get_by_role("button", name="Mark all as read").click()
    expect(main(hers).locator("[data-unread]")).to_have_count(0)


def test_reading_voting_thanking_and_accepting_with_the_keyboard_alone(
    cluster, alice, bob, live_server, page: Page, has_no_barriers
):
    topic = ask(cluster, alice, poll=NewPoll(PollKind.CHOICE, "Which day?", ("Monday", "Tuesday")))
    reply(topic, bob, "<p>Tuesday suits the health centre.</p>")
    come_signed_in(page, alice, at=live_server.url)
    page.goto(room_of(cluster, live_server))
    follow(page, main(page).get_by_role("link", name=topic.title))
    go_to(page, page.get_by_label("Monday"))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Tuesday")).to_be_checked()
    follow(page, main(page).get_by_role("button", name="Vote", exact=True))
    expect(main(page)).to_contain_text("1 person voted")
    useful = page.locator("#post-2").get_by_role("button", name="Useful")
    go_to(page, useful)
    with page.expect_response(lambda response: "/reactions/" in response.url):
        page.keyboard.press("Enter")
    pressed = page.locator("#post-2").get_by_role("button", name="Useful 1")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(pressed).to_be_focused()
    follow(page, page.locator("#post-2").get_by_role("button", name="This answers the question"))
    expect(page.get_by_role("region", name="What solved it")).to_be_visible()
    has_no_barriers(page)
    follow(page, page.locator("#post-2").get_by_role("link", name="Report"))
    go_to(page, main(page).get_by_role("radio").first)
    page.keyboard.press("Space")
    follow(page, main(page).get_by_role("button", name="Report"))
    assert Post.objects.get(topic=topic, number=2).flags.get().user == alice
    page.goto(f"{live_server.url}/en/")
    follow(page, page.get_by_role("banner").get_by_role("link", name="Notices"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Notices")


def test_order_is_kept_with_the_keyboard_alone(cluster, alice, bob, facilitator, live_server, page: Page):
    topic = ask(cluster, alice)
    join(cluster, newcomer := User.objects.create_user("new@example.org", "x", name="Nena New"), is_vetted=False)
    held = reply(topic, newcomer, "<p>My first word.</p>")
    come_signed_in(page, facilitator, at=live_server.url)
    page.goto(f"{live_server.url}/en/clusters/{cluster.slug}/moderation/")
    follow(page, main(page).get_by_role("link", name=topic.title))
    go_to(page, page.get_by_label("Approve: everybody reads it"))
    page.keyboard.press("Space")
    follow(page, main(page).get_by_role("button", name="Decide"))
    held.refresh_from_db()
    assert held.is_shown
    page.goto(room_of(cluster, live_server))
    follow(page, main(page).get_by_role("button", name="Mark all as read"))
    expect(main(page).locator("[data-unread]")).to_have_count(0)


def test_an_answer_is_written_below_its_quotation(cluster, alice, bob, live_server, page: Page):
    topic = ask(cluster, alice)
    come_signed_in(page, bob, at=live_server.url)
    page.goto(url_of(topic, live_server))
    page.locator("#post-1").get_by_role("link", name="Quote").click()
    area = page.get_by_role("textbox", name="Your text")
    expect(area).to_have_attribute("contenteditable", "true")
    area.locator("p").last.click()
    page.keyboard.type("From the budget.")
    with page.expect_navigation():
        page.get_by_role("button", name="Send").click()
    assert topic.posts.get(number=2).body == "<blockquote><p>We have a van.</p></blockquote><p>From the budget.</p>"


# Pictures --------------------------------------------------------------------------------------------------------


def picture(size: tuple[int, int] = (60, 40)) -> bytes:
    output = BytesIO()
    Image.new("RGB", size, "teal").save(output, "PNG")
    return output.getvalue()


def wake(page: Page):
    page.get_by_label("Your text").first.focus()
    area = page.get_by_role("textbox", name="Your text")
    expect(area).to_have_attribute("contenteditable", "true")
    return area


def test_a_picture_is_chosen_described_and_shown(cluster, alice, live_server, page: Page, has_no_barriers):
    topic = ask(cluster, alice)
    come_signed_in(page, alice, at=live_server.url)
    page.goto(url_of(topic, live_server))
    wake(page).press_sequentially("The van: ")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Picture").click()
    chooser.value.set_files({"name": "van.png", "mimeType": "image/png", "buffer": picture()})
    words = page.get_by_role("textbox", name="What does the picture show?")
    expect(words).to_be_focused()
    has_no_barriers(page)
    page.keyboard.type("A green van in the snow")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Your text").locator("img")).to_have_attribute(
        "alt", "A green van in the snow"
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Send").click()
    shown = page.locator("#post-2").get_by_role("img", name="A green van in the snow")
    expect(shown).to_be_visible()
    assert shown.evaluate("async (image) => (await image.decode(), image.naturalWidth)") == 60
    assert topic.posts.get(number=2).attachments.get().uploader == alice


def test_what_is_no_picture_is_refused_in_place_and_the_words_stay(cluster, alice, live_server, page: Page):
    topic = ask(cluster, alice)
    come_signed_in(page, alice, at=live_server.url)
    page.goto(url_of(topic, live_server))
    area = wake(page)
    area.press_sequentially("Half a thought")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Picture").click()
    chooser.value.set_files({"name": "van.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"})
    expect(page.locator(".editor__status")).not_to_be_empty()
    expect(page.locator(".editor__status")).not_to_have_text("The picture is being uploaded …")
    expect(page.get_by_role("textbox", name="What does the picture show?")).to_have_count(0)
    expect(area).to_have_text("Half a thought")


def test_a_picture_is_pasted_from_the_clipboard(cluster, alice, live_server, page: Page):
    topic = ask(cluster, alice)
    come_signed_in(page, alice, at=live_server.url)
    page.goto(url_of(topic, live_server))
    wake(page).evaluate(
        """(area, bytes) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "shot.png", { type: "image/png" }));
            area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        list(picture()),
    )
    page.get_by_role("textbox", name="What does the picture show?").fill("A map")
    page.get_by_role("button", name="Put it into the text").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Send").click()
    expect(page.locator("#post-2").get_by_role("img", name="A map")).to_be_visible()


# Whom a question asks --------------------------------------------------------------------------------------------


def test_peers_are_found_by_keys_in_any_script_and_nobody_else(
    cluster, alice, bob, charlie, live_server, page: Page, has_no_barriers
):
    come_signed_in(page, alice, at=live_server.url)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{room_of(cluster, live_server)}new/?kind=question")
    field = page.get_by_role("combobox", name="First")
    field.focus()
    page.keyboard.type("pri")
    option = page.get_by_role("option", name="Боб Пример (Bravo)")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    has_no_barriers(page)
    page.keyboard.press("Enter")
    expect(field).to_have_value("Боб Пример (Bravo)")
    expect(field).to_have_attribute("aria-expanded", "false")
    second = page.get_by_role("combobox", name="Second")
    second.focus()
    page.keyboard.type("charlie")
    offered = page.get_by_role("listbox", name="Members who match").get_by_role("option")
    expect(offered).to_have_text("No member of that name")
    page.keyboard.press("Enter")  # neither chooses nor sends
    page.keyboard.press("Escape")
    expect(offered).to_have_count(0)
    second.fill("")
    page.keyboard.press("ArrowDown")
    expect(offered).to_have_text(["Bravo", "Fani Facilitator", "Боб Пример (Bravo)"])
    assert page.url.endswith("kind=question")
    assert not Topic.objects.exists()


def test_what_was_chosen_is_kept_as_a_draft(cluster, alice, bob, live_server, page: Page):
    come_signed_in(page, alice, at=live_server.url)
    page.goto(f"{room_of(cluster, live_server)}new/?kind=question")
    page.get_by_role("combobox", name="First").press_sequentially("боб")
    page.get_by_role("option", name="Боб Пример (Bravo)").click()
    expect(page.get_by_text("Saved as a draft at")).to_be_visible(timeout=8000)
    page.goto(f"{room_of(cluster, live_server)}new/")
    expect(page.get_by_role("combobox", name="First", include_hidden=True)).to_have_value("Боб Пример (Bravo)")
    assert TopicKind.QUESTION in page.content()
