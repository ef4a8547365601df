"""Every address of writing, checking and reviewing × every kind of person."""

import pytest
from django.test import Client
from django.urls import reverse

from peer_exchange.models import StillRunning
from peer_exchange.services.practice_checks import submit_practice
from peer_exchange.services.practice_reviews import invite_reviewer
from tests import factories
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.people import make_region, peer_of
from tests.peer_exchange.practices import make_draft, make_practice

PEOPLE = ("anonymous", "charlie", "alice", "municipality", "checker", "reviewer", "trainer", "editor", "admin")
SIGN_IN = "sign-in"
OK, GONE, WRONG_ROLE, MOVED = 200, 404, 403, 302


@pytest.fixture
def world(site, request):
    """Alice writes: a draft, one in check, a public full case. `municipality` administers her town, not its check."""
    from academy.enums import MembershipRole
    from academy.services.organisations import join_organisation

    region = make_region()
    alice, editor = request.getfixturevalue("alice"), request.getfixturevalue("editor")
    people = {name: request.getfixturevalue(name) for name in ("charlie", "trainer", "admin")}
    people |= {"alice": alice, "editor": editor, "checker": region.checker}
    people["municipality"] = factories.UserFactory(email="mayor@example.org", name="Mara Mayor")
    join_organisation(people["municipality"], region.town, role=MembershipRole.ADMINISTRATOR)
    people["reviewer"] = peer_of(region.elsewhere, "Rada")
    draft = make_draft(alice, region.town, title="Draft")
    sent = make_draft(alice, region.town, title="Sent")
    submit_practice(sent, by=alice)
    case = make_practice(alice, region.town, parts=PARTS, **FULL)
    review = invite_reviewer(case, people["reviewer"], by=editor)
    StillRunning.objects.create(practice=case, token_hash="0" * 64)
    return people, {"draft": draft, "sent": sent, "case": case, "review": review}


def everybody(value, **others):
    return {"anonymous": SIGN_IN, **dict.fromkeys(PEOPLE[1:], value), **others}


authors = everybody(GONE, alice=OK, editor=OK, admin=OK)
gone = dict.fromkeys(PEOPLE, GONE)

TABLE = {
    "mine": ("practices_mine", None, {}, everybody(OK)),
    "new": ("practice_new", None, {}, everybody(OK)),
    "draft": ("practice_draft", "draft", {"step": "story"}, authors),
    "a step that is none": ("practice_draft", "draft", {"step": "nonsense"}, everybody(GONE)),
    "draft in check": ("practice_draft", "sent", {"step": "story"}, authors),
    "preview": ("practice_preview", "draft", {}, authors),
    "result of peers": ("practice_reviews_result", "case", {}, authors),
    "checks": ("practices_check", None, {}, everybody(WRONG_ROLE, checker=OK, editor=OK, admin=OK)),
    "check": ("practice_check", "sent", {}, everybody(GONE, checker=OK, editor=OK, admin=OK)),
    "editing": ("practice_editing", "case", {}, everybody(GONE, alice=WRONG_ROLE, editor=OK, admin=OK)),
    "review": ("practice_review", "review", {}, everybody(GONE, reviewer=OK)),
    "upload that is none": ("practice_upload", "draft", {}, gone),
    "invitation by a wrong link": ("practice_author", None, {"token": "no.token"}, everybody(GONE)),
    "answer by a wrong link": ("practice_still_running", None, {"token": "no.token"}, gone),
}
POSTED = {
    "take back": ("practice_withdraw", "sent", {}, everybody(GONE, alice=MOVED, editor=MOVED, admin=MOVED)),
    "throw away": ("practice_discard", "draft", {}, everybody(GONE, alice=MOVED)),
    "throw away what is in check": (
        "practice_discard",
        "sent",
        {},
        everybody(GONE, alice=MOVED, editor=WRONG_ROLE, admin=WRONG_ROLE),
    ),
    "co-author": ("practice_authors", "draft", {}, everybody(GONE, alice=MOVED, editor=MOVED, admin=MOVED)),
    "take off": ("practice_author_drop", "draft", {"pk": 1}, everybody(GONE, alice=MOVED, editor=MOVED, admin=MOVED)),
    "file": (
        "practice_file_add",
        "draft",
        {"kind": "picture"},
        everybody(GONE, alice=MOVED, editor=MOVED, admin=MOVED),
    ),
}


def found_by(people, address, method):
    found = {}
    for person in PEOPLE:
        client = Client()
        if person != "anonymous":
            client.force_login(people[person])
        answer = getattr(client, method)(address)
        is_door = answer.headers.get("Location", "").startswith("/accounts/login/?next=")
        found[person] = SIGN_IN if is_door else answer.status_code
    return found


def address_of(things, name, thing, arguments):
    return reverse(name, kwargs={**({"uuid": things[thing].uuid} if thing else {}), **arguments})


@pytest.mark.parametrize("row", TABLE)
def test_who_opens_it(world, settings, row):
    settings.REQUIRE_SECOND_FACTOR = False
    people, things = world
    name, thing, arguments, expected = TABLE[row]
    assert found_by(people, address_of(things, name, thing, arguments), "get") == expected


@pytest.mark.parametrize("row", POSTED)
def test_who_posts_there(world, settings, row):
    settings.REQUIRE_SECOND_FACTOR = False
    people, things = world
    name, thing, arguments, expected = POSTED[row]
    address = address_of(things, name, thing, arguments)
    assert found_by(people, address, "post") == expected
    assert found_by(people, address, "get") == {**dict.fromkeys(PEOPLE, 405)}
