"""Every address of events and of the shelf × who asks × who may see the cluster."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from peer_exchange.enums import ClusterRole, ResourceKind, Visibility
from peer_exchange.models import Resource
from peer_exchange.services.calendar_feeds import open_feed
from peer_exchange.services.event_places import take_part
from peer_exchange.services.resources import add_document, add_link
from tests import factories
from tests.peer_exchange.events import make_event, make_room
from tests.peer_exchange.notice_makers import join

pytestmark = pytest.mark.django_db

SIGN_IN = "sign-in"
PEOPLE = ("anonymous", "stranger", "invited", "left", "observer", "member", "facilitator", "host", "admin")
OUTSIDE = PEOPLE[:4]  # the invited one knows of a hidden cluster, but does not read it
READERS = ("observer", "member", "facilitator", "host", "admin")
LEADERS = ("facilitator", "host", "admin")


@pytest.fixture(params=Visibility.values)
def case(request, site, admin):
    """A cluster of this visibility, everybody who may ask, an event, its draft, and things on the shelf."""
    association = factories.make_organisation("association", name="Hosts (sample)", key="hosts")
    room = make_room(visibility=request.param, host=association)
    people = {name: factories.UserFactory(email=f"{name}@example.org") for name in PEOPLE[1:-1]}
    factories.run(people["host"], association)
    join(room.cluster, people["invited"], state="invited", joined_at=None)
    join(room.cluster, people["left"], state="left")
    join(room.cluster, people["observer"], ClusterRole.OBSERVER)
    join(room.cluster, people["member"])
    join(room.cluster, people["facilitator"], ClusterRole.FACILITATOR)
    event, draft = make_event(room), make_event(room, live=False)
    common = {"title": "Thing", "language": "en"}
    return {
        "visibility": request.param,
        "people": {**people, "admin": admin, "anonymous": None},
        "room": room,
        "event": event,
        "draft": draft,
        "link": add_link(room.cluster, room.leader, kind=ResourceKind.LINK, url="https://example.org/", **common),
        "file": add_document(room.cluster, room.leader, data=b"%PDF-1.7 x", name="a.pdf", **common),
    }


def ask(case, person, name, method="get", data=None, **kwargs):
    client = Client()
    user = case["people"][person]
    if user is not None:
        client.force_login(user)
    response = getattr(client, method)(reverse(name, kwargs={"slug": case["room"].cluster.slug, **kwargs}), data or {})
    if response.streaming:
        b"".join(response.streaming_content)
    if response.headers.get("Location", "").startswith("/accounts/login/"):
        return SIGN_IN
    return response.status_code


def outside(case, knows):
    """What those who do not belong get: nothing of a hidden one but for the invited, everything of a public one."""
    if case["visibility"] == Visibility.PUBLIC:
        return dict.fromkeys(OUTSIDE, 200)
    found = dict.fromkeys(OUTSIDE, knows)
    if case["visibility"] == Visibility.HIDDEN:
        found |= dict.fromkeys(OUTSIDE, 404) | {"invited": knows}
    return found


@pytest.mark.parametrize("name", ["cluster_events", "cluster_calendar", "cluster_resources"])
def test_the_tabs(case, settings, name):
    settings.REQUIRE_SECOND_FACTOR = False
    found = {person: ask(case, person, name) for person in PEOPLE}
    assert found == outside(case, 403) | dict.fromkeys(READERS, 200)


@pytest.mark.parametrize("name", ["event", "event_calendar"])
def test_one_event(case, settings, name):
    settings.REQUIRE_SECOND_FACTOR = False
    found = {person: ask(case, person, name, uuid=case["event"].uuid) for person in PEOPLE}
    assert found == outside(case, 404) | dict.fromkeys(READERS, 200)
    found = {person: ask(case, person, name, uuid=case["draft"].uuid) for person in PEOPLE}
    assert found == dict.fromkeys(PEOPLE, 404) | dict.fromkeys(LEADERS, 200)


def test_things_on_the_shelf(case, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    found = {person: ask(case, person, "resource", uuid=case["file"].uuid) for person in PEOPLE}
    assert found == outside(case, 404) | dict.fromkeys(READERS, 200)
    found = {person: ask(case, person, "resource", uuid=case["link"].uuid) for person in PEOPLE}
    away = {person: 302 if status == 200 else status for person, status in outside(case, 404).items()}
    assert found == away | dict.fromkeys(READERS, 302)


LED = [
    ("event_new", "get", False), ("event_change", "get", True), ("event_cancel", "get", True),
    ("event_attendance", "get", True), ("event_report", "get", True), ("event_publish", "post", True),
    ("event_copy", "post", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "method", "of_event"), LED)
def test_what_only_leaders_do(case, settings, name, method, of_event):
    settings.REQUIRE_SECOND_FACTOR = False
    kwargs = {"uuid": case["event"].uuid} if of_event else {}
    found = {person: ask(case, person, name, method, **kwargs) for person in PEOPLE}
    ok = 200 if method == "get" else 302
    public = case["visibility"] == Visibility.PUBLIC
    hidden = case["visibility"] == Visibility.HIDDEN
    unread = 404 if of_event or hidden else 403
    expected = dict.fromkeys(OUTSIDE, 403 if public else unread) | dict.fromkeys(("observer", "member"), 403)
    if not public and not of_event:
        expected["invited"] = 403
    assert found == expected | dict.fromkeys(LEADERS, ok) | {"anonymous": SIGN_IN}


def test_who_may_answer(case, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    found = {
        person: ask(case, person, "event_answer", "post", {"answer": "yes"}, uuid=case["event"].uuid)
        for person in PEOPLE
    }
    outsiders = 403 if case["visibility"] == Visibility.PUBLIC else 404
    expected = dict.fromkeys(OUTSIDE, outsiders) | dict.fromkeys(READERS, 302)
    assert found == expected | {"anonymous": SIGN_IN}
    assert set(case["event"].places.going().values_list("user__email", flat=True)) == {
        case["people"][person].email for person in READERS
    }


def test_who_may_put_something_on_the_shelf_and_take_it_away(case, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    found = {person: ask(case, person, "resource_new") for person in PEOPLE}
    unread = {Visibility.PUBLIC: 403, Visibility.MEMBERS: 403, Visibility.HIDDEN: 404}[case["visibility"]]
    expected = dict.fromkeys(OUTSIDE, unread) | dict.fromkeys(READERS, 200)
    assert found == expected | {"anonymous": SIGN_IN, "invited": 403, "observer": 403}
    removed = {
        person: ask(case, person, "resource_remove", "post", uuid=case["file"].uuid)
        for person in PEOPLE
        if person not in LEADERS
    }
    unread = 403 if case["visibility"] == Visibility.PUBLIC else 404
    assert removed == dict.fromkeys(OUTSIDE, unread) | {"anonymous": SIGN_IN, "observer": 403, "member": 403}
    path = Path(case["file"].file.path)
    assert path.exists()
    assert ask(case, "facilitator", "resource_remove", "post", uuid=case["file"].uuid) == 302
    assert not Resource.objects.filter(pk=case["file"].pk).exists()


def test_only_who_takes_part_or_leads_reads_the_link(case, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    take_part(case["people"]["member"], case["event"])
    tells = set()
    for person in PEOPLE:
        client = Client()
        if case["people"][person] is not None:
            client.force_login(case["people"][person])
        for name in ("event", "event_calendar", "cluster_events", "cluster_calendar"):
            kwargs = {"slug": case["room"].cluster.slug}
            if not name.startswith("cluster"):
                kwargs["uuid"] = case["event"].uuid
            if b"meet.example.org/secret" in client.get(reverse(name, kwargs=kwargs)).content:
                tells.add(person)
    assert tells == {"member", *LEADERS}


def test_search_shows_what_one_reads(case, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    case["event"].title = "Unmistakable gathering"
    case["event"].save()
    case["draft"].title = "Unmistakable draft"
    case["draft"].save()
    case["link"].title = "Unmistakable link"
    case["link"].save()
    common = {"title": "Unmistakable early link", "language": "en", "url": "https://example.org/"}
    add_link(case["room"].cluster, case["room"].leader, kind=ResourceKind.LINK, event=case["draft"], **common)
    finds, finds_things = set(), set()
    for person in PEOPLE:
        client = Client()
        if case["people"][person] is not None:
            client.force_login(case["people"][person])
        text = client.get("/en/search/?q=unmistakable").content.decode()
        assert "Unmistakable draft" not in text
        assert "Unmistakable early" not in text
        if "Unmistakable gathering" in text:
            finds.add(person)
        if "Unmistakable link" in text:
            finds_things.add(person)
    assert finds == finds_things == set(PEOPLE if case["visibility"] == Visibility.PUBLIC else READERS)


def test_the_home_page_shows_what_comes_next_to_members(case, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    shown = set()
    for person in PEOPLE:
        client = Client()
        if case["people"][person] is not None:
            client.force_login(case["people"][person])
        if "What comes next in your clusters" in client.get("/en/").content.decode():
            shown.add(person)
    assert shown == {"observer", "member", "facilitator"}


def test_the_feed_of_one_cluster_asks_whose_token_it_is(case):
    """No session: the secret address alone. `invited` and `left` know of the cluster and read nothing."""
    slug = case["room"].cluster.slug
    found = {}
    for person in PEOPLE[1:]:
        token = open_feed(case["people"][person]).token
        found[person] = Client().get(reverse("cluster_feed", kwargs={"token": token, "slug": slug})).status_code
    public = case["visibility"] == Visibility.PUBLIC
    assert found == dict.fromkeys(OUTSIDE[1:], 200 if public else 404) | dict.fromkeys(READERS, 200)
