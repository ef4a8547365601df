"""Hostile words in every place into which people write: names, titles, choices of polls, introductions, reasons,
reviews of practices. They are shown as words; nothing of them becomes part of a page or runs.
"""

from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Page

from academy.models import User
from peer_exchange.enums import ClusterRole, PollKind, TopicKind
from peer_exchange.models import CheckComment, ClusterMember, PollOption, Post, PracticeReview, Section, Topic
from peer_exchange.services import moderation
from peer_exchange.services.polls import NewPoll, cast_vote
from peer_exchange.services.practice_reviews import begin_review, invite_reviewer
from tests.browser.steps import come_signed_in
from tests.browser.test_clusters_safety import WATCH
from tests.factories import make_organisation
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.notice_makers import join, make_cluster
from tests.peer_exchange.payloads import PAYLOADS
from tests.peer_exchange.people import make_region, peer_of
from tests.peer_exchange.practices import make_draft, make_practice

# What a payload would make of the page if it were read as HTML.
LIVING = """() => {
    const words = new Set(["value", "content", "title", "alt", "aria-label", "label"]);
    const hostile = (one) =>
        /^on/i.test(one.name) ||
        (/^\\s*(javascript|vbscript|data:text)|evil\\.example/i.test(one.value) &&
            !words.has(one.name) && !one.name.startsWith("data-"));
    const shown = (element) => element.outerHTML.slice(0, 200);
    return [
        ...window.ran,
        ...[...document.querySelectorAll("*")].filter((element) => [...element.attributes].some(hostile)).map(shown),
        ...[...document.querySelectorAll("script:not([type$=json])")]
            .filter((one) => /alert|evil/.test(one.text + one.src)).map(shown),
        ...[...document.querySelectorAll("base, object, embed, marquee, [srcdoc]")].map(shown),
    ];
}"""


@pytest.fixture
def hostile() -> Iterator[str]:
    """One payload after the other, without end, so short that every column takes it."""
    return cycle([payload[:150] for payload in PAYLOADS])


@pytest.fixture
def everywhere(site, alice: User, bob: User, facilitator: User, hostile: Iterator[str]) -> Topic:
    """A cluster in which every text that a person may choose is hostile."""
    cluster = make_cluster(next(hostile), slug="hostile", host=make_organisation("association", key="host"))
    cluster.purpose = cluster.welcome = "".join(PAYLOADS)
    cluster.save()
    for number, user in enumerate((alice, bob)):
        place = make_organisation(key=f"place-{number}", name=next(hostile))
        join(cluster, user, organisation=place, introduction="".join(PAYLOADS)[:500])
    join(cluster, facilitator, role=ClusterRole.FACILITATOR)
    User.objects.filter(pk=bob.pk).update(name=next(hostile))
    bob.refresh_from_db()
    Section.objects.create(cluster=cluster, name=next(hostile)[:80])
    options = tuple(dict.fromkeys(payload[:200] for payload in PAYLOADS[:12]))
    poll = NewPoll(PollKind.CHOICE, next(hostile), options)
    topic = ask(cluster, alice, next(hostile), asked=[bob], tried="".join(PAYLOADS)[:2000], poll=poll)
    cast_vote(topic.poll, by=bob, values={topic.poll.options.first().pk: 2})
    answer = reply(topic, bob, f"<p>@{alice.name} <b>yes</b></p>")
    moderation.flag_post(answer, by=alice, reason="wrong", note="".join(PAYLOADS)[:600])
    moderation.hide_post(reply(topic, bob), by=facilitator, reason="".join(PAYLOADS)[:600])
    for number, payload in enumerate(PAYLOADS):
        Topic.objects.create(
            cluster=cluster, author=bob, title=payload[:200], kind=TopicKind.DISCUSSION, language="en",
            posts_count=1, last_post_no=1,
        )  # fmt: skip
        Post.objects.create(
            topic=Topic.objects.latest("pk"), cluster=cluster, number=1, author=bob, language="en",
            body=f"<p>{number}</p>",
        )  # fmt: skip
    Topic.objects.filter(pk=topic.pk).update(solved_otherwise="".join(PAYLOADS)[:600])
    return topic


def look(page: Page, url: str) -> str:
    """The words of the page, of which nothing lives."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(LIVING) == [], url
    return page.evaluate("document.body.innerText")


def test_nothing_hostile_runs_wherever_people_write(everywhere, alice, facilitator, live_server, another_device):
    assert len(PAYLOADS) >= 25
    topic, cluster = everywhere, everywhere.cluster
    room = f"{live_server.url}/en/clusters/{cluster.slug}/"
    answer = topic.posts.get(number=2)
    hers, desk = another_device(), another_device()
    for page, user in ((hers, alice), (desk, facilitator)):
        page.add_init_script(WATCH)
        come_signed_in(page, user, at=live_server.url)
    words = look(hers, f"{room}discussions/") + look(hers, f"{room}discussions/?page=2")
    assert PAYLOADS[0] in words, "it is shown as it was written"
    assert PollOption.objects.first().text in look(hers, f"{room}discussions/{topic.uuid}/")
    assert ClusterMember.objects.get(user=alice).introduction[:20] in look(hers, f"{room}members/")
    for address in (room, f"{room}discussions/new/?kind=question", f"{room}discussions/similar/?title=alert+script",
                    f"{room}events/", f"{room}resources/", f"{room}posts/{answer.uuid}/flag/"):  # fmt: skip
        look(hers, address)
    for address in ("notices/", "notices/settings/", "search/?q=alert", "clusters/", "", "learning/"):
        look(hers, f"{live_server.url}/en/{address}")
    look(hers, f"{live_server.url}/en/search/?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    for address in ("moderation/", "board/", "members/", "digest/", "settings/", f"posts/{answer.uuid}/decision/",
                    f"discussions/{topic.uuid}/", f"discussions/{topic.uuid}/order/"):  # fmt: skip
        look(desk, f"{room}{address}")


def test_a_hostile_name_is_only_a_name(everywhere, bob, live_server, page: Page):
    """On her own pages, and where others are offered her while they type."""
    page.add_init_script(WATCH)
    come_signed_in(page, bob, at=live_server.url)
    for address in ("accounts/profile/", "accounts/data/", "en/", "en/notices/"):
        look(page, f"{live_server.url}/{address}")


def test_hostile_people_are_offered_as_words(everywhere, alice, bob, live_server, page: Page):
    page.add_init_script(WATCH)
    come_signed_in(page, alice, at=live_server.url)
    look(page, f"{live_server.url}/en/clusters/hostile/discussions/new/?kind=question")
    page.get_by_role("combobox", name="First").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").filter(has_text=bob.name).first.wait_for()
    assert page.evaluate(LIVING) == []
    page.keyboard.press("Escape")
    page.get_by_label("Tell more").focus()
    page.get_by_role("textbox", name="Tell more").press_sequentially("@")
    page.get_by_role("option").filter(has_text=bob.name).first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert page.evaluate(LIVING) == []


def test_hostile_practices_and_what_is_said_of_them(site, alice, editor, hostile, live_server, page: Page):
    region = make_region()
    words = {name: "".join(PAYLOADS)[:900] for name in ("problem", "solution", "results")}
    case = make_practice(
        alice,
        region.town,
        parts=PARTS,
        **FULL | words | {"title": next(hostile)[:100], "result_line": next(hostile)[:100]},
    )
    vera = peer_of(region.village, "Vera")
    review = begin_review(invite_reviewer(case, vera, by=editor), by=vera)
    PracticeReview.objects.filter(pk=review.pk).update(
        comments={"evidence": "".join(PAYLOADS)}, summary="".join(PAYLOADS)[:2000]
    )
    draft = make_draft(alice, region.town, **words)
    for payload in PAYLOADS:
        CheckComment.objects.create(
            practice=draft, field="problem", text=payload, author=region.checker, version=draft.draft_version
        )
    page.add_init_script(WATCH)
    come_signed_in(page, alice, at=live_server.url)
    look(page, f"{live_server.url}/en/practices/{case.slug}/")
    look(page, f"{live_server.url}/en/practices/drafts/{case.uuid}/reviews/")
    for address in ("practices/", "practices/mine/", "search/?q=alert", "practices/?q=alert"):
        look(page, f"{live_server.url}/en/{address}")
    look(page, f"{live_server.url}/en/practices/drafts/{draft.uuid}/story/")
