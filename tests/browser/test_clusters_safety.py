"""What people write in a real browser: nothing of it runs, Word's text comes out clean, nothing typed is lost."""

import pytest
from playwright.sync_api import Page, expect

from academy.models import User
from peer_exchange.enums import ClusterRole
from peer_exchange.models import Draft, Post, Topic
from tests.browser.steps import come_signed_in
from tests.factories import make_organisation
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.notice_makers import join, make_cluster
from tests.peer_exchange.payloads import PAYLOADS

WATCH = """
    window.ran = [];
    window.BANNED = /SCRIPT|IFRAME|OBJECT|EMBED|SVG|FORM|STYLE|BASE|META/;
    for (const name of ["alert", "confirm", "prompt"]) window[name] = () => window.ran.push(name);
"""
ALARMS = """() => [
    ...window.ran,
    ...[...document.querySelectorAll(".written *")]
        .flatMap((element) => [element, ...element.attributes].map((node) => node.name ?? node.tagName))
        .filter((name) => /^(on|hx-)|^(style|class|id|srcdoc)$/i.test(name) || BANNED.test(name)),
    ...[...document.querySelectorAll(".written a")].map((a) => a.protocol).filter((p) => !/^(https?|mailto):$/.test(p)),
    ...[...document.querySelectorAll(".written img")].map((i) => i.src).filter((s) => !s.startsWith(location.origin)),
]"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri"} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='mso-style-link:"Heading 1 Char"'><span lang=SR-CYRL>Наслов<o:p></o:p></span></h1>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'><span lang=EN-GB style='color:red'>Bold</span></b>
<span lang=EN-GB>and plain<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]><span lang=EN-GB>first<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]><span lang=EN-GB>second<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;
</span></span><![endif]><span>counted<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid border=1><tr><td width=100><p class=MsoNormal>cell one</p></td>
<td><p class=MsoNormal>cell two</p></td></tr></table>
<p class=MsoNormal><a href="https://example.org/"><span>link</span></a> <img width=10 src="file:///C:/x.png"></p>
<!--EndFragment--></body></html>"""
PASTE = """(area, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "plain");
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def topic(alice: User, bob: User, facilitator: User, live_server) -> Topic:
    cluster = make_cluster(host=make_organisation("association", key="host"))
    join(cluster, alice, organisation=make_organisation(key="alfa"))
    join(cluster, bob, organisation=make_organisation(key="bravo"))
    join(cluster, facilitator, role=ClusterRole.FACILITATOR)
    return ask(cluster, alice)


def url_of(topic: Topic, live_server) -> str:
    return f"{live_server.url}/en/clusters/{topic.cluster.slug}/discussions/{topic.uuid}/"


def wake(page: Page):
    """The editor of the page, woken by the first press as people wake it."""
    page.get_by_label("Your text").first.focus()
    area = page.get_by_role("textbox", name="Your text")
    expect(area).to_have_attribute("contenteditable", "true")
    return area


def test_nothing_that_stands_in_the_database_runs(alice, topic, live_server, page: Page):
    """As if every check before had failed: the page cleans once more."""
    number = 2
    for payload in PAYLOADS:
        post = Post(topic=topic, cluster=topic.cluster, number=number, author=alice, language="en", body=payload)
        post.save()
        number += 1
    Topic.objects.filter(pk=topic.pk).update(
        last_post_no=number - 1, title=PAYLOADS[6][:200], tried=PAYLOADS[0], solved_otherwise=PAYLOADS[3]
    )
    come_signed_in(page, alice, at=live_server.url)
    page.add_init_script(WATCH)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for number in (1, 2):
        page.goto(f"{url_of(topic, live_server)}?page={number}")
        page.wait_for_load_state("networkidle")
        page.mouse.move(300, 500)
        assert page.evaluate(ALARMS) == []
    for address in ("", "?q=alert", "new/"):
        page.goto(f"{live_server.url}/en/clusters/{topic.cluster.slug}/discussions/{address}")
        assert page.evaluate("window.ran") == []
    page.goto(f"{live_server.url}/en/search/?q=alert")
    assert page.evaluate("window.ran") == []
    assert dialogs == []


def test_nothing_that_is_pasted_runs(alice, topic, live_server, page: Page):
    come_signed_in(page, alice, at=live_server.url)
    page.add_init_script(WATCH)
    page.goto(url_of(topic, live_server))
    area = wake(page)
    for payload in PAYLOADS:
        area.evaluate(PASTE, payload)
    page.wait_for_timeout(300)
    assert page.evaluate(ALARMS) == []
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**#post-2")
    assert page.evaluate(ALARMS) == []


def test_a_quotation_of_a_hostile_post_does_not_run_in_the_editor(alice, topic, live_server, page: Page):
    Post.objects.filter(topic=topic).update(body="".join(PAYLOADS))
    come_signed_in(page, alice, at=live_server.url)
    page.add_init_script(WATCH)
    page.goto(f"{url_of(topic, live_server)}?quote=1#reply")
    expect(wake(page)).to_contain_text("alert")
    assert page.evaluate(ALARMS) == []


def test_text_from_word_comes_out_clean(alice, topic, live_server, page: Page):
    come_signed_in(page, alice, at=live_server.url)
    page.goto(url_of(topic, live_server))
    wake(page).evaluate(PASTE, WORD)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**#post-2")
    body = topic.posts.get(number=2).body
    for kept in (
        "<strong>Наслов</strong>", "<strong>Bold</strong> and plain", "<ul><li>first</li><li>second</li></ul>",
        "<ol><li>counted</li></ol>", "cell one", '<a href="https://example.org/" rel="nofollow ugc noopener">link</a>',
    ):  # fmt: skip
        assert kept in body, body
    for gone in ("Mso", "style", "o:p", "<table", "file:", "Calibri", "Normal"):
        assert gone not in body, body


def test_a_text_is_written_with_keys_alone(alice, topic, live_server, page: Page, has_no_barriers):
    come_signed_in(page, alice, at=live_server.url)
    page.goto(url_of(topic, live_server))
    page.get_by_label("Your text").focus()
    area = page.get_by_role("textbox", name="Your text")
    expect(area).to_have_attribute("contenteditable", "true")
    expect(area).to_be_focused()
    page.keyboard.press("Control+b")
    page.keyboard.type("Bold")
    page.keyboard.press("Control+b")
    page.keyboard.type(" thanks @Боб")
    offered = page.get_by_role("option", name="Боб Пример")
    expect(offered).to_be_visible()
    has_no_barriers(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("one")
    page.keyboard.press("Control+k")
    page.keyboard.type("example.org/x")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**#post-2")
    post = topic.posts.get(number=2)
    assert post.body.startswith("<p><strong>Bold</strong> thanks <span data-mention=")
    assert "<ul><li>one" in post.body
    assert 'href="https://example.org/x"' in post.body
    assert [mention.user.name for mention in post.mentions.all()] == ["Боб Пример"]


def test_what_was_typed_is_there_after_the_page_was_lost(alice, topic, live_server, page: Page):
    come_signed_in(page, alice, at=live_server.url)
    page.goto(url_of(topic, live_server))
    wake(page).press_sequentially("Half a thought")
    expect(page.get_by_text("Saved as a draft at")).to_be_visible(timeout=8000)
    page.context.new_page().goto("about:blank")
    page.close()
    again = page.context.new_page()
    again.goto(url_of(topic, live_server))
    expect(wake(again)).to_have_text("Half a thought")


def test_a_second_tab_overwrites_nothing(alice, topic, live_server, page: Page):
    come_signed_in(page, alice, at=live_server.url)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(url_of(topic, live_server))
        wake(tab)
    page.get_by_role("textbox", name="Your text").press_sequentially("From the first")
    expect(page.get_by_text("Saved as a draft at")).to_be_visible(timeout=8000)
    other.get_by_role("textbox", name="Your text").press_sequentially("From the second")
    expect(other.get_by_text("Another tab saved something else.")).to_be_visible(timeout=8000)
    assert "From the first" in Draft.objects.get().fields["body"]
    other.get_by_role("button", name="Keep what I see here").click()
    expect(other.get_by_text("Saved as a draft at")).to_be_visible(timeout=8000)
    assert "From the second" in Draft.objects.get().fields["body"]


def test_without_javascript_everything_is_written_and_answered(alice, bob, topic, live_server, another_device):
    page = another_device(java_script_enabled=False)
    come_signed_in(page, bob, at=live_server.url)
    page.goto(url_of(topic, live_server))
    page.get_by_label("Your text").fill("Two ways:\n\n- one\n- two")
    page.get_by_role("button", name="Send").click()
    assert topic.posts.get(number=2).body == "<p>Two ways:</p><ul><li>one</li><li>two</li></ul>"
    page.get_by_role("button", name="Same here").click()
    expect(page.get_by_role("button", name="Same here 1")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{live_server.url}/en/clusters/{topic.cluster.slug}/discussions/new/")
    page.get_by_label("Question", exact=True).check()
    page.get_by_label("Title").fill("Which day suits the visit?")
    page.get_by_label("Tell more").fill("To the centre.")
    page.get_by_text("Add a poll").click()
    page.get_by_label("Kind of poll").select_option("choice")
    page.get_by_label("What do you ask?").fill("Which day?")
    page.get_by_role("textbox", name="Choices").fill("Monday\nTuesday")
    page.get_by_role("button", name="Send").click()
    page.get_by_label("Tuesday").check()
    page.get_by_role("button", name="Vote").click()
    expect(page.get_by_text("1 person voted")).to_be_visible()
    mine = Topic.objects.get(title="Which day suits the visit?")
    reply(mine, alice, "<p>Tuesday.</p>")
    page.reload()
    page.get_by_role("button", name="This answers the question").click()
    expect(page.get_by_text("Accepted answer")).to_be_visible()


def test_the_pages_have_no_barriers(alice, bob, topic, live_server, page: Page, has_no_barriers):
    reply(topic, bob, "<p>Од буџета на општината.</p>", language="sr")
    come_signed_in(page, alice, at=live_server.url)
    room = f"{live_server.url}/en/clusters/{topic.cluster.slug}/discussions/"
    for address in (
        room,
        f"{room}new/?kind=question",
        url_of(topic, live_server),
        f"{url_of(topic, live_server)}posts/1/edit/",
    ):
        page.goto(address)
        has_no_barriers(page)
