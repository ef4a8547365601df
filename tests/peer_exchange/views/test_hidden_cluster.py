"""A hidden cluster is invisible to who does not belong to it, on every address of these rooms and on all pages of the
others: nothing that is said in it, nor its name. Addresses are read from the resolver, so that no new one is forgotten.
"""

from io import BytesIO
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from academy.delivery.outbox import deliver_letter
from academy.models import Approach, Letter
from academy.services.staff import leave_organisation
from peer_exchange.delivery.event_calendars import feed_of
from peer_exchange.delivery.spreading import spread_post
from peer_exchange.enums import ClusterEntry, OutputKind, PollKind, ResourceKind, Visibility
from peer_exchange.models import EventPlace, Notice, Post
from peer_exchange.services import digests, event_reminders, events, members
from peer_exchange.services.attachments import add_attachment
from peer_exchange.services.calendar_feeds import open_feed
from peer_exchange.services.challenges import post_challenge
from peer_exchange.services.cluster_invitations import invite_address
from peer_exchange.services.clusters import change_cluster
from peer_exchange.services.event_places import take_part
from peer_exchange.services.outputs import add_output
from peer_exchange.services.polls import NewPoll
from peer_exchange.services.resources import add_document, add_link
from tests import factories
from tests.peer_exchange.clusters import found, take_in, works_at
from tests.peer_exchange.discussions import ask, reply
from tests.peer_exchange.events import Room, make_event
from tests.peer_exchange.practices import make_practice

pytestmark = pytest.mark.django_db

NAME, SECRET, WANTED = "vibraphone", "xylophone", "marimba"  # the cluster's, of what is said in it, searched for
OUTSIDE = ("anonymous", "stranger", "former", "moved", "neighbour")
LOGIN = "/accounts/login/"


def a_picture() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    file.seek(0)
    return file


def text(word: str) -> str:
    return f"{word.capitalize()} {SECRET} {WANTED}"


@pytest.fixture
def place(site, organisation, alice, admin, course_page, tmp_path, settings):
    """A hidden cluster with one of everything, and the people outside: two of them were in it and are out again."""
    settings.MEDIA_ROOT = tmp_path
    course = factories.course_of(course_page)
    cluster = found(
        organisation, title=f"{NAME} {WANTED}", purpose=text("purpose"), visibility=Visibility.HIDDEN,
        entry=ClusterEntry.INVITATION, courses=[course], approach=Approach.objects.get(key="outreach"),
        texts={"sq": (f"{NAME} {WANTED}", text("qellimi"))}, welcome=text("welcome"),
    )  # fmt: skip
    people = {name: factories.UserFactory(email=f"{name}@example.org") for name in OUTSIDE[1:]}
    towns = {name: works_at(people[name], name=f"Town of {name}") for name in ("former", "moved")}
    factories.run(people["neighbour"], factories.make_organisation("association", name="Neighbours (sample)"))
    works_at(alice, name="Town of members")
    insider = take_in(cluster, alice, by=organisation)
    members.introduce_oneself(insider, text("I"))
    for name in towns:
        take_in(cluster, people[name], by=organisation)
    room = Room(cluster, organisation, [alice])
    picture = add_attachment(cluster, by=alice, file=a_picture(), name=f"{SECRET}.png")
    topic = ask(
        cluster, alice, f"{NAME} {WANTED}", body=f"<p>{text('body')}</p>", asked=[people["former"], towns["moved"]],
        tried=text("tried"), poll=NewPoll(PollKind.CHOICE, text("poll"), ("One", "Two")), attachments=[picture.uuid],
        step=factories.steps_of(course_page)[0],
    )  # fmt: skip
    answer = reply(topic, people["former"])
    event = make_event(room, title=f"{NAME} {WANTED}", about=f"<p>{text('about')}</p>", place=text("place"))
    for name in towns:
        take_part(people[name], event)
    common = {"title": text("thing"), "language": "en"}
    shelf = add_document(cluster, organisation, data=b"%PDF-1.7 x", name=f"{SECRET}.pdf", event=event, **common)
    add_link(cluster, organisation, kind=ResourceKind.LINK, url="https://example.org/", **common)
    output = add_output(
        cluster, cluster.host, OutputKind.CONCEPT, by=organisation, title=text("plan"), language="en",
        due_on=timezone.localdate(),
    )  # fmt: skip
    invitation = invite_address(cluster, "new@example.org", by=organisation, language="en", message=text("come"))
    digests.open_digest(cluster, by=organisation, text=text("week"), language="en")
    practice = make_practice(alice, approach=cluster.approach, clusters=[cluster])
    challenge = post_challenge(alice, cluster=cluster, title="No bus", problem="Nobody drives.", language="en")
    edition = factories.make_edition(course_page)
    factories.enroll(people["stranger"], course_page)
    factories.finish(factories.enroll(people["former"], course_page))
    return {
        "cluster": cluster, "people": people | {"anonymous": None}, "towns": towns, "topic": topic, "event": event,
        "answer": answer, "room": room, "shelf": shelf, "picture": picture, "practice": practice, "admin": admin,
        "filled": {
            "clusters/slug": cluster.slug, "challenges/slug": challenge.slug, "practices/slug": practice.slug,
            "discussions/uuid": topic.uuid, "events/uuid": event.uuid, "resources/uuid": shelf.uuid,
            "outputs/uuid": output.uuid, "members/uuid": insider.uuid, "invitations/uuid": invitation.uuid,
            "clusters/files/uuid": picture.uuid, "discussions/topic": topic.uuid, "posts/post": answer.uuid,
            "posts/number": answer.number, "editions/edition": edition.uuid, "form": "csv", "language": "sq",
            "step": "result", "kind": "documents", "pk": 1,
            **{f"{part}/uuid": practice.uuid for part in
               ("drafts", "checks", "editing", "reviews", "practices/files", "adoptions")},
        },
    }  # fmt: skip


@pytest.fixture
def outside(place, organisation):
    """The two who were in it are out: one left, the municipality of the other did without her."""
    for post in Post.objects.all():
        spread_post(post.pk)
    members.leave_cluster(place["cluster"], place["people"]["former"])
    leave_organisation(place["people"]["moved"], place["towns"]["moved"], by=place["admin"])
    return place


def patterns():
    """`(route, pattern)` of every address whose view stands in peer_exchange, the CMS apart."""

    def walk(found, before=""):
        for pattern in found:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver) and not pattern.namespace and not route.startswith("admin/"):
                yield from walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith("peer_exchange."):
                yield route, pattern

    return list(walk(get_resolver().url_patterns))


def filled(place, person, route, pattern):
    """The arguments of an address; the same for a cluster that does not exist, where it names one. A new argument, or
    one behind a new word, fails here until it is known what to fill in.
    """
    found = {}
    for name in pattern.pattern.converters:
        before = route.partition(f":{name}>")[0].rpartition("<")[0]
        if name == "token":
            user = place["people"][person]
            found[name] = open_feed(user).token if user and route.startswith("calendars/") else "no-such"
            continue
        words = [word for word in before.split("/") if word and "<" not in word and ":" not in word]
        if name == "slug" and "calendars" in words:
            found[name] = place["cluster"].slug
            continue
        keys = [f"{'/'.join(words[-count:])}/{name}" for count in (2, 1)] + [name]
        found[name] = next(place["filled"][key] for key in keys if key in place["filled"])
    there = reverse(pattern.name, kwargs=found)
    if found.get("slug") != place["cluster"].slug:
        return there, None
    return there, reverse(pattern.name, kwargs=found | {"slug": "no-such"})


def visitor(place, person):
    client = Client()
    if place["people"][person] is not None:
        client.force_login(place["people"][person])
    return client


def told(response, *, but="") -> str:
    """Headers and body, without the address that was asked for."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:
        close()
    said = "\n".join([*response.headers.values(), body.decode(errors="ignore")])
    return (said.replace(but, "") if but else said).lower()


@pytest.mark.parametrize("person", OUTSIDE)
def test_every_address_of_clusters_answers_as_if_there_were_none(outside, settings, person):
    settings.REQUIRE_SECOND_FACTOR = False
    client, asked = visitor(outside, person), 0
    for (route, pattern), method in product(patterns(), ("get", "post")):
        there, nowhere = filled(outside, person, route, pattern)
        if nowhere is None and method == "post":
            continue
        response = getattr(client, method)(there)
        assert response.status_code < 500, there
        said = told(response, but=outside["cluster"].slug)
        assert SECRET not in said, (method, there)
        assert NAME not in said, (method, there)
        if nowhere is not None:
            asked += 1
            to_sign_in = response.headers.get("Location", "").startswith(LOGIN)
            assert response.status_code in (404, 405) or to_sign_in, (method, there)
            assert getattr(client, method)(nowhere).status_code == response.status_code, (method, there)
    assert asked > 100, "the addresses were found"


def test_a_member_is_told(place, alice, settings):
    """The words are there to be found: the test above would see them."""
    place["people"]["alice"] = alice
    client, found = visitor(place, "alice"), set()
    for route, pattern in patterns():
        there, nowhere = filled(place, "alice", route, pattern)
        if nowhere is not None and SECRET in told(client.get(there), but=place["cluster"].slug):
            found.add(pattern.name)
    assert found >= {
        "cluster", "cluster_members", "cluster_events", "event", "cluster_resources", "topic", "event_calendar",
        "cluster_calendar", "cluster_feed",
    }  # fmt: skip


PAGES = (
    "/", "/en/", "/sq/", "/en/courses/", "/en/courses/outreach/", "/en/courses/outreach/first-module/lesson-1/",
    "/en/learning/", f"/en/search/?q={WANTED}", f"/en/search/?q={NAME[:5]}", "/en/organisation/", "/accounts/data/",
    "/accounts/letters/", "/accounts/organisations/", "/sitemap.xml", "/robots.txt", "/en/editions/%(edition)s/",
    "/en/organisation/neighbours-sample/", "/en/organisation/neighbours-sample/staff/",
    "/en/organisation/neighbours-sample/log/", "/en/organisation/neighbours-sample/indicators/",
    "/open-data/practices.json", "/open-data/practices.geojson", "/en/practices/data/practices.atom",
    "/media/%(shelf)s", "/media/%(picture)s", "/media/images/../%(picture)s",
)  # fmt: skip


@pytest.mark.parametrize("person", OUTSIDE)
def test_no_page_of_other_rooms_names_it(outside, alice, settings, person):
    settings.REQUIRE_SECOND_FACTOR = False
    values = {
        "edition": outside["filled"]["editions/edition"], "shelf": outside["shelf"].file.name,
        "picture": outside["picture"].file.name,
    }  # fmt: skip
    outside["people"]["alice"] = alice
    for page in PAGES:
        address = page % values
        told(visitor(outside, "alice").get(address))  # she was there just before: nothing of hers is kept for others
        said = told(visitor(outside, person).get(address))
        assert SECRET not in said, address
        assert NAME not in said, address
        if page.startswith("/media/"):
            assert visitor(outside, person).get(address).status_code == 404


@pytest.mark.parametrize("person", OUTSIDE[1:])
def test_personal_data_hold_nothing_that_others_wrote_there(outside, person):
    """Who was in it is told of her own way in and out, as she knew it; of its words nothing."""
    said = told(visitor(outside, person).get("/accounts/data/download/"))
    assert SECRET not in said
    assert (NAME in said) == (person in ("former", "moved"))


def test_calendars_notices_and_choices_of_who_is_out_are_empty(outside):
    for name in ("former", "moved"):
        user = outside["people"][name]
        assert NAME not in feed_of(user).decode().lower()
        assert Notice.objects.filter(user=user).exists()
        assert not Notice.objects.shown_to(user).exists()


def test_letters_on_their_way_and_later_ones_do_not_reach_who_is_out(
    place, mailoutbox, django_capture_on_commit_callbacks
):
    """Queued while she was a member, they are dropped when they would leave; afterwards nothing is queued for her."""
    cluster, room, topic = place["cluster"], place["room"], place["topic"]
    gone = [place["people"][name] for name in ("former", "moved")]
    for post in Post.objects.all():
        spread_post(post.pk)
    monday = digests.coming_week(cluster)
    morning = timezone.now().replace(year=monday.year, month=monday.month, day=monday.day, hour=7, minute=30)
    digests.send_digests(now=morning)
    event_reminders.send_reminders(now=place["event"].starts_at - event_reminders.LONGEST)
    events.change_event(place["event"], room.leader, place=text("elsewhere"))
    before = set(Letter.objects.filter(user__in=gone).values_list("kind", flat=True))
    assert before >= {"event_invitation", "event_going", "event_changed", "cluster_digest", "cluster_post"}
    members.leave_cluster(cluster, gone[0])
    leave_organisation(gone[1], place["towns"]["moved"], by=place["admin"])
    of_cluster = Letter.objects.filter(user__in=gone).exclude(kind="membership")  # that she left her municipality
    known = set(of_cluster.values_list("pk", flat=True))
    Letter.objects.filter(pk__in=known).update(not_before=None)
    mailoutbox.clear()
    for pk in known:
        deliver_letter(pk)
    assert [(letter.to, letter.subject) for letter in mailoutbox] == []

    spread_post(reply(topic, room.members[0], body=f"<p>{text('more')}</p>").pk)
    events.change_event(place["event"], room.leader, place=text("again"))
    event_reminders.send_reminders(now=place["event"].starts_at - event_reminders.LONGEST)
    events.cancel_event(place["event"], room.leader, reason=text("snow"))
    make_event(room, title=text("next"))
    Letter.objects.filter(kind="cluster_digest").delete()
    digests.send_digests(now=morning)
    assert Letter.objects.filter(user=room.members[0], kind="cluster_digest").exists(), "who stayed hears"
    assert not of_cluster.exclude(pk__in=known).exists()
    assert not EventPlace.objects.filter(user__in=gone, state__in=["going", "waiting"]).exists()


def test_hidden_from_one_day_to_the_next_it_leaves_the_open_data(
    organisation, alice, client, django_capture_on_commit_callbacks
):
    cluster = found(organisation, title=f"{NAME} room", visibility=Visibility.PUBLIC)
    make_practice(alice, clusters=[cluster])
    assert NAME in told(client.get("/open-data/practices.json"))
    with django_capture_on_commit_callbacks(execute=True):
        change_cluster(cluster, by=organisation, visibility=Visibility.HIDDEN)
    assert NAME not in told(client.get("/open-data/practices.json"))
