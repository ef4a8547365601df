"""Pages of events: planning, answering, ticking, reporting, feeds; what the forms refuse; what lists cost."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from peer_exchange.enums import EventAttendance, ResourceKind, Visibility
from peer_exchange.models import CalendarToken, ClusterMember, Event, EventPlace, EventReport, Notice, Resource
from peer_exchange.services import events, resources
from peer_exchange.services.event_places import note_attendance, take_part
from peer_exchange.services.resources import add_link
from peer_exchange.views.event_cards import next_events
from tests.peer_exchange.events import make_event, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(alice, bob):
    return make_room([alice, bob])


def sign_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def leader(room):
    return sign_in(room.leader)


@pytest.fixture
def member(alice):
    return sign_in(alice)


def address(name, event, **kwargs):
    return reverse(name, kwargs={"slug": event.cluster.slug, "uuid": event.uuid, **kwargs})


FIELDS = {
    "title": "Wall of plans", "kind": "workshop", "language": "en", "day": "2030-03-30", "begins": "09:30",
    "ends": "11:00", "time_zone": "Europe/Istanbul", "place": "Sample House", "languages": ["en", "mk"],
    "about": "Three walls.\n\n- one\n- two", "agenda": "A\nB",
}  # fmt: skip


def plan(client, room, **fields):
    return client.post(reverse("event_new", kwargs={"slug": room.cluster.slug}), FIELDS | fields)


def test_a_plan_becomes_a_draft_with_moments_of_its_zone(leader, room):
    response = plan(leader, room)
    event = Event.objects.get()
    assert response.headers["Location"] == address("event", event)
    assert event.starts_at == datetime(2030, 3, 30, 9, 30, tzinfo=ZoneInfo("Europe/Istanbul"))
    assert event.ends_at - event.starts_at == timedelta(minutes=90)
    assert (event.published_at, event.languages) == (None, ["en", "mk"])
    assert event.about == "<p>Three walls.</p><ul><li>one</li><li>two</li></ul>"


def test_a_visit_of_two_days(leader, room):
    plan(leader, room, last_day="2030-03-31", ends="08:00")
    event = Event.objects.get()
    assert event.ends_at == datetime(2030, 3, 31, 8, tzinfo=ZoneInfo("Europe/Istanbul"))
    text = leader.get(address("event_change", event)).content.decode()
    assert 'value="2030-03-31"' in text


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"ends": "09:30"}, "ends", "It ends before it begins"),
        ({"last_day": "2030-03-29"}, "last_day", "The last day is before the first"),
        ({"day": "2030-03-31", "begins": "02:30", "ends": "05:00", "time_zone": "Europe/Skopje"}, "begins", "exist"),
        ({"place": ""}, "place", "a link to join"),
        ({"join_url": "javascript:alert(1)"}, "join_url", "valid URL"),
        ({"capacity": "0"}, "capacity", "greater than or equal to 1"),
        ({"languages": ["xx"]}, "languages", "not one of the available choices"),
        ({"time_zone": "Mars/Base"}, "time_zone", "time zone"),
        ({"title": ""}, "title", "required"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(leader, room, fields, field, said):
    response = plan(leader, room, **fields)
    assert response.status_code == 422
    assert said in str(response.context["form"].errors[field])
    assert "Three walls." in response.content.decode()
    assert not Event.objects.exists()


def test_publish_answer_and_leave_without_a_script(leader, member, room, alice):
    plan(leader, room)
    event = Event.objects.get()
    assert member.get(address("event", event)).status_code == 404
    leader.post(address("event_publish", event))
    assert "I take part" in member.get(address("event", event)).content.decode()
    member.post(address("event_answer", event), {"answer": "yes"})
    place = EventPlace.objects.get(user=alice)
    assert place.state == "going"
    assert "You take part" in member.get(address("event", event)).content.decode()
    member.post(address("event_answer", event), {"answer": "no"})
    place.refresh_from_db()
    assert place.state == "declined"
    assert "You said that you do not come" in member.get(address("event", event)).content.decode()


def test_what_is_over_is_not_declined_any_more(member, room, alice):
    event = make_event(room, days=-3)
    EventPlace.objects.create(event=event, user=alice, state="going")
    page = member.post(address("event_answer", event), {"answer": "no"}, follow=True).content.decode()
    assert "This event is over" in page
    assert EventPlace.objects.get(event=event, user=alice).state == "going"


def test_fewer_seats_than_taken_are_refused_beside_the_field(leader, room, alice, bob):
    event = make_event(room, capacity=2)
    take_part(alice, event)
    take_part(bob, event)
    data = FIELDS | {"day": "2030-03-30", "capacity": "1"}
    response = leader.post(address("event_change", event), data)
    assert response.status_code == 422
    assert "More people take part already" in response.content.decode()


def test_the_times_of_reader_and_host(member, room, alice):
    starts_at = datetime(2030, 12, 2, 10, tzinfo=ZoneInfo("Europe/Istanbul"))
    event = make_event(room, starts_at=starts_at, time_zone="Europe/Istanbul")
    text = " ".join(member.get(address("event", event)).content.decode().split())
    assert "your time: Skopje, UTC+1" in text
    assert "at the host’s: Istanbul, UTC+3" in text
    assert ">2 December 2030, 08:00</time>–" in text
    assert "2 December, <time" in text
    assert ">10:00</time>–" in text


def test_a_visitor_without_an_account_reads_the_name_of_the_zone_and_not_that_it_is_hers(room):
    room.cluster.visibility = Visibility.PUBLIC
    room.cluster.save()
    starts_at = datetime(2030, 12, 2, 10, tzinfo=ZoneInfo("Europe/Istanbul"))
    event = make_event(room, starts_at=starts_at, time_zone="Europe/Istanbul")
    overview = reverse("cluster", kwargs={"slug": room.cluster.slug})
    for page in (address("event", event), reverse("cluster_events", kwargs={"slug": room.cluster.slug}), overview):
        text = " ".join(Client().get(page).content.decode().split())
        assert "your time" not in text
        assert "Skopje, UTC+1" in text
        assert "at the host’s: Istanbul, UTC+3" in text


def test_my_learning_has_the_next_dates_with_what_is_to_be_prepared(room, alice, charlie):
    task = "Bring the plan of one week."
    for number, days in enumerate((3, 2, 5, 4)):
        make_event(room, days=days, title=f"Date {number}", preparation=task if days == 2 else "")
    take_part(alice, Event.objects.get(title="Date 1"))
    make_event(room, days=1, title="A draft", live=False)
    text = sign_in(alice).get("/en/learning/").content.decode()
    assert [text.index(f"Date {number}") for number in (1, 0, 3)] == sorted(
        text.index(f"Date {number}") for number in (1, 0, 3)
    )
    assert "Date 2" not in text
    assert "A draft" not in text
    assert text.count(task) == 1
    assert "What comes next in your clusters" not in sign_in(charlie).get("/en/learning/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_my_learning_asks_as_often_for_three_dates(room, alice, count, django_assert_max_num_queries):
    for number in range(count):
        make_event(room, days=number + 1)
    client = sign_in(alice)
    client.get("/en/learning/")
    with django_assert_max_num_queries(13):
        client.get("/en/learning/")


def test_what_was_written_is_cleaned_when_shown(member, room):
    event = make_event(room, about="<p>ok</p><script>alert(1)</script>", agenda="<b>x</b>", speakers="<i>y</i>")
    EventReport.objects.create(
        event=event, text='<p onclick="x()">r</p>', agreed="<u>z</u>", language="en", published_at=timezone.now()
    )
    text = member.get(address("event", event)).content.decode()
    for bad in ("<script>alert", "onclick", "<b>x", "<i>y", "<u>z"):
        assert bad not in text


# Afterwards ------------------------------------------------------------------------------------------------------


@pytest.fixture
def over(room, alice, bob):
    event = make_event(room, days=-2)
    for user in (alice, bob):
        EventPlace.objects.create(event=event, user=user, state="going")
    return event


def there(event):
    return set(event.places.filter(attendance=EventAttendance.ATTENDED).values_list("user_id", flat=True))


def test_two_phones_do_not_undo_each_other(leader, over, alice, bob):
    """Both pages were opened when nobody was ticked."""
    leader.post(address("event_attendance", over), {"there": [alice.pk], "shown": ""})
    leader.post(address("event_attendance", over), {"there": [bob.pk], "shown": ""})
    assert there(over) == {alice.pk, bob.pk}
    leader.post(address("event_attendance", over), {"there": [], "shown": f"{alice.pk}"})
    assert there(over) == {bob.pk}


def test_a_tick_by_script_gets_the_sum_and_what_is_shown_now(leader, over, alice):
    data = {"there": [alice.pk], "shown": "", "other_people": "3"}
    response = leader.post(address("event_attendance", over), data, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert "1 person there" in text
    assert f'value="{alice.pk}"' in text
    over.refresh_from_db()
    assert over.other_people == 3


def test_closing_the_list_makes_the_others_missing_and_walked_in_members_count(leader, room, over, alice, bob):
    leader.post(address("event_attendance", over), {"there": [alice.pk, room.leader.pk], "shown": "", "close": "1"})
    assert dict(over.places.values_list("user__email", "attendance")) == {
        alice.email: "attended", bob.email: "missed", room.leader.email: "attended",
    }  # fmt: skip


@pytest.mark.parametrize("data", [{"there": ["x", "9" * 30], "shown": "a,b"}, {"other_people": "-4"}, {}])
def test_nonsense_in_the_list_changes_nothing(leader, over, data):
    assert leader.post(address("event_attendance", over), data).status_code == 302
    assert there(over) == set()


def test_feedback_reaches_the_leader_as_a_sum_without_names(leader, member, room, over, alice):
    assert "How was it?" in member.get(address("event", over)).content.decode()
    data = {"usefulness": "4", "feedback": "More maps."}
    assert member.post(address("event_feedback", over), data).status_code == 302
    response = leader.get(address("event_report", over))
    text = response.content.decode()
    assert response.context["mean"] == 4
    assert "More maps." in text
    assert alice.name not in text


def test_feedback_out_of_range_is_said_and_of_who_was_not_there_refused(member, over, room, alice):
    assert member.post(address("event_feedback", over), {"usefulness": "9"}).status_code == 422
    note_attendance(over, room.leader, {alice.pk: EventAttendance.MISSED})
    response = member.post(address("event_feedback", over), {"usefulness": "5"}, follow=True)
    assert "Only people who were there" in response.content.decode()
    assert not EventPlace.objects.filter(usefulness__isnull=False).exists()


def test_a_report_is_read_once_it_is_published(leader, member, over):
    data = {"text": "We met.", "agreed": "Ana asks\nBesa sends", "language": "en"}
    leader.post(address("event_report", over), data)
    assert "We met." not in member.get(address("event", over)).content.decode()
    leader.post(address("event_report", over), data | {"publish": "1"})
    text = member.get(address("event", over)).content.decode()
    assert "We met." in text
    assert "<li>Besa sends</li>" in text


def test_cancelling_needs_a_reason_and_a_draft_is_deleted_instead(leader, room):
    event, draft = make_event(room), make_event(room, live=False)
    assert leader.post(address("event_cancel", event), {"reason": " "}).status_code == 422
    leader.post(address("event_cancel", event), {"reason": "Snow"})
    event.refresh_from_db()
    assert event.cancelled_at is not None
    leader.post(address("event_cancel", draft))
    assert list(Event.objects.all()) == [event]


# Feeds -----------------------------------------------------------------------------------------------------------


def feed(row):
    return Client().get(f"/calendars/{row.token}.ics")


def test_a_feed_is_opened_renewed_and_switched_off(member, alice, room):
    make_event(room)
    assert "Make my address" in member.get("/en/calendar/").content.decode()
    member.post("/en/calendar/feed/", {"feed": "open"})
    first = CalendarToken.objects.get(user=alice)
    assert len(first.token) >= 43
    text = member.get("/en/calendar/").content.decode()
    assert f"webcal://testserver/calendars/{first.token}.ics" in text
    assert feed(first).status_code == 200
    member.post("/en/calendar/feed/", {"feed": "renew"})
    second = CalendarToken.objects.get(user=alice)
    assert (feed(first).status_code, feed(second).status_code) == (404, 200)
    member.post("/en/calendar/feed/", {"feed": "close"})
    assert feed(second).status_code == 404


def test_the_feed_speaks_her_language_may_be_kept_by_her_alone_and_says_when_nothing_changed(bob, room):
    make_event(room, preparation="Ponesite kartu")
    row = CalendarToken.objects.create(user=bob, token="t" * 43)
    response = feed(row)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, max-age=900"
    assert "/sr/clusters/" in Calendar.from_ical(response.content).walk("VEVENT")[0]["url"]
    etag = response.headers["ETag"]
    assert Client().get(f"/calendars/{row.token}.ics", headers={"If-None-Match": etag}).status_code == 304
    events.change_event(Event.objects.get(), room.leader, place="Elsewhere")
    assert Client().get(f"/calendars/{row.token}.ics", headers={"If-None-Match": etag}).status_code == 200


def test_a_closed_account_has_no_feed(alice, room):
    row = CalendarToken.objects.create(user=alice, token="t" * 43)
    alice.is_active = False
    alice.save()
    assert feed(row).status_code == 404


def test_a_feed_opens_no_session_and_guesses_are_404(alice):
    CalendarToken.objects.create(user=alice, token="t" * 43)
    response = Client().get(f"/calendars/{'u' * 43}.ics")
    assert response.status_code == 404
    assert not Client().get(f"/calendars/{'t' * 43}.ics").cookies


# The shelf -------------------------------------------------------------------------------------------------------


def shelve(client, room, file=None, **fields):
    data = {"kind": "document", "title": "Week plan", "language": "en", **fields}
    if file is not None:
        data["file"] = file
    return client.post(reverse("resource_new", kwargs={"slug": room.cluster.slug}), data)


def upload(name, content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def test_a_document_is_renamed_in_storage_and_handed_out_as_an_attachment(member, room):
    event = make_event(room)
    assert shelve(member, room, upload("Plan №1.pdf", b"%PDF-1.7 x"), event=event.uuid).status_code == 302
    row = Resource.objects.get()
    assert row.file.name == f"clusters/resources/{row.uuid}.pdf"
    assert row.event == event
    response = member.get(reverse("resource", kwargs={"slug": room.cluster.slug, "uuid": row.uuid}))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 x"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert member.get(f"/media/{row.file.name}").status_code == 404


@pytest.mark.parametrize(
    ("file", "fields", "field"),
    [
        (("a.pdf", b"<html>"), {}, "file"),
        (("a.html", b"<script>alert(1)</script>"), {}, "file"),
        (("a.svg", b"<svg onload='x()'/>"), {}, "file"),
        (("a.docx", b"PK\x03\x04nonsense"), {}, "file"),
        (("a.pdf", b""), {}, "file"),
        (None, {}, "file"),
        (None, {"kind": "link"}, "url"),
        (None, {"kind": "link", "url": "javascript:alert(1)"}, "url"),
        (None, {"kind": "virus", "url": "https://example.org/"}, "kind"),
    ],
)
def test_what_is_not_what_it_says_is_refused(member, room, file, fields, field):
    response = shelve(member, room, upload(*file) if file else None, **fields)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Resource.objects.exists()


def test_the_shelf_takes_so_much_a_day(member, room, monkeypatch):
    monkeypatch.setattr(resources, "MOST_A_DAY", 2)
    answers = [shelve(member, room, kind="link", url="https://example.org/", title=f"Link {n}") for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    page = answers[2].content.decode()
    assert "Go on tomorrow" in page
    assert "Link 2" in page
    assert Resource.objects.count() == 2


def test_the_shelf_by_kind_language_and_event(member, room):
    event = make_event(room)
    common = {"cluster": room.cluster, "by": room.leader, "url": "https://example.org/"}
    add_link(**common, kind=ResourceKind.LINK, title="Guide", language="mk")
    add_link(**common, kind=ResourceKind.RECORDING, title="Film", language="en", event=event)
    page = reverse("cluster_resources", kwargs={"slug": room.cluster.slug})
    for query, found in [
        ("", {"Guide", "Film"}), ("?kind=link", {"Guide"}), ("?language=en", {"Film"}),
        (f"?event={event.uuid}", {"Film"}), ("?kind=document", set()), ("?kind=no&event=x", {"Guide", "Film"}),
    ]:  # fmt: skip
        response = member.get(page + query)
        assert {item["resource"].title for item in response.context["items"]} == found, query


def test_things_of_a_draft_are_on_nobodys_shelf_but_the_leaders(member, leader, room):
    draft = make_event(room, live=False)
    row = add_link(
        room.cluster, room.leader, kind=ResourceKind.LINK, url="https://example.org/", title="Early", language="en",
        event=draft,
    )  # fmt: skip
    page = reverse("cluster_resources", kwargs={"slug": room.cluster.slug})
    one = reverse("resource", kwargs={"slug": room.cluster.slug, "uuid": row.uuid})
    assert (len(member.get(page).context["items"]), member.get(one).status_code) == (0, 404)
    assert (len(leader.get(page).context["items"]), leader.get(one).status_code) == (1, 302)


# What it costs ---------------------------------------------------------------------------------------------------


def grow(room, alice, bob, number):
    for _number in range(number):
        event = make_event(room, capacity=5)
        take_part(alice, event)
        take_part(bob, event)
        past = make_event(room, days=-5)
        EventPlace.objects.create(event=past, user=alice, state="going")
        make_event(room, live=False)
        add_link(
            room.cluster, room.leader, kind=ResourceKind.LINK, url="https://example.org/", title="L", language="en",
            event=event,
        )  # fmt: skip
    return event


PAGES = [
    "/en/clusters/room-sample/events/", "/en/clusters/room-sample/resources/", "/en/calendar/",
    "/en/search/?q=meeting", "/en/clusters/room-sample/events/calendar.ics", "/en/",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["alice", "leader"])
def test_lists_cost_the_same_for_one_and_three(room, alice, bob, who, page, django_assert_max_num_queries):
    client = sign_in(alice if who == "alice" else room.leader)
    counts = []
    for number in (1, 2):
        grow(room, alice, bob, number)
        client.get(page)
        with django_assert_max_num_queries(20) as captured:
            assert client.get(page).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["event", "event_attendance", "event_report"])
def test_pages_of_an_event_cost_the_same_for_few_and_many_people(room, alice, bob, name, django_assert_max_num_queries):
    from tests import factories
    from tests.peer_exchange.notice_makers import join

    event = make_event(room, days=-1)
    client, counts = sign_in(room.leader), []
    for _round in range(2):
        for _number in range(3):
            user = factories.UserFactory()
            join(room.cluster, user, organisation=factories.make_organisation())
            EventPlace.objects.create(
                event=event, user=user, state="going", attendance="attended", usefulness=4, feedback="x"
            )
            add_link(
                room.cluster, room.leader, kind=ResourceKind.LINK, url="https://example.org/", title="L",
                language="en", event=event,
            )  # fmt: skip
        client.get(address(name, event))
        with django_assert_max_num_queries(20) as captured:
            assert client.get(address(name, event)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_comes_next_for_the_home_page(room, alice, django_assert_max_num_queries):
    make_event(room, title="Soon", days=1)
    cancelled = make_event(room, title="Cancelled", days=2)
    events.cancel_event(cancelled, room.leader, reason="Snow")
    make_event(room, title="Draft", days=2, live=False)
    make_event(room, title="Later", days=30)
    with django_assert_max_num_queries(4):  # what she runs, events, texts of their clusters, her places
        assert [card.event.title for card in next_events(alice)] == ["Soon", "Later"]
    ClusterMember.objects.filter(user=alice).update(state="left")
    assert next_events(alice) == []


def test_opening_its_page_her_notices_of_an_event_are_seen(member, room, alice, bob):
    first, other = make_event(room), make_event(room)
    member.get(address("event", first))
    unseen = Notice.objects.filter(seen_at__isnull=True)
    assert set(unseen.values_list("user", "event")) == {(alice.pk, other.pk), (bob.pk, first.pk), (bob.pk, other.pk)}


def test_anonymous_readers_of_a_public_cluster_are_led_in(alice):
    room = make_room([alice], visibility=Visibility.PUBLIC)
    text = Client().get(address("event", make_event(room))).content.decode()
    assert "Members of this cluster take part." in text
    assert "/accounts/login/?next=" in text
