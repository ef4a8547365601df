"""Where editions are managed: who comes in, creating one, dates, sessions, places, attendance, adjustments."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Adjustment, Edition, Enrollment, LiveSession, Place
from courses.services.places import ask_for_place
from courses.services.sessions import add_session, note_attendance
from courses.views.organisation import editions
from tests import factories

pytestmark = pytest.mark.django_db

SIGN_IN = "sign in"


@pytest.fixture
def association(site):
    return factories.make_organisation("association", name="Association (sample)", key="association")


@pytest.fixture
def municipality(association):
    return factories.make_organisation("municipality", association, name="Lipovac (sample)", key="lipovac")


@pytest.fixture
def coordinator(municipality):
    user = factories.UserFactory(email="coordinator@example.org", name="Cora Coordinator")
    factories.run(user, municipality, "coordinator")
    return user


@pytest.fixture
def edition(course_page, municipality, facilitator, alice):
    factories.run(alice, municipality, "member")
    return factories.make_edition(course_page, municipality, facilitators=[facilitator], seats=2)


@pytest.fixture
def session(edition, admin):
    starts_at = edition.opens_at + timedelta(hours=10)
    return add_session(edition, admin, title="Hello", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def at(name, edition, **kwargs):
    return reverse(name, kwargs={"edition": edition.uuid, **kwargs})


def body(response):
    return response.content.decode()


def outcome(response):
    return SIGN_IN if "/accounts/login/" in response.headers.get("Location", "") else response.status_code


PAGES = ["edition_manage", "edition_people", "edition_sessions", "edition_dates", "edition_settings"]
POSTS = ["edition_state", "edition_copy"]


def test_who_may_come_in(request, edition, session, association, coordinator, alice):
    above, beside = factories.UserFactory(email="above@example.org"), factories.UserFactory(email="beside@example.org")
    factories.run(above, association, "administrator")
    factories.run(beside, factories.make_organisation(name="Beside", key="beside"), "administrator")
    place = ask_for_place(alice, edition)
    enrollment = Enrollment.objects.get(user=alice)
    people = {
        None: SIGN_IN, alice: 404, request.getfixturevalue("charlie"): 404, beside: 404,
        request.getfixturevalue("trainer"): 404, request.getfixturevalue("editor"): 404, coordinator: 200, above: 200,
        request.getfixturevalue("facilitator"): 200, request.getfixturevalue("admin"): 200,
    }  # fmt: skip
    addresses = [at(name, edition) for name in PAGES]
    addresses += [at(name, edition, session=session.uuid) for name in ("edition_session", "session_attendance")]
    addresses += [at("edition_adjustments", edition, enrollment=enrollment.uuid)]
    posts = [at(name, edition) for name in POSTS]
    posts += [at("session_cancel", edition, session=session.uuid), at("edition_place", edition, place=place.uuid)]
    for person, expected in people.items():
        client = Client()
        if person is not None:
            client.force_login(person)
        assert {outcome(client.get(url)) for url in addresses} == {expected}, person
        if expected != 200:
            assert {outcome(client.post(url, {"cancel": 1, "sure": 1})) for url in posts} == {expected}, person
    assert Edition.objects.get().state == "published"


def test_the_room_is_for_who_runs_it(request, edition, municipality, coordinator, alice, facilitator, admin):
    enrollment = ask_for_place(alice, edition) and Enrollment.objects.get(user=alice)
    names = ["organisation_editions", "organisation_edition_new"]
    urls = [reverse(name, kwargs={"organisation": "lipovac"}) for name in names]
    urls.append(reverse("organisation_adjustments", args=["lipovac", enrollment.uuid]))
    for person, expected in {coordinator: 200, admin: 200, alice: 404, facilitator: 404}.items():
        client = Client()
        client.force_login(person)
        assert {client.get(url).status_code for url in urls} == {expected}, person
    other = factories.make_organisation(name="Other", key="other")
    factories.run(coordinator, other, "coordinator")
    client = Client()
    client.force_login(coordinator)
    assert client.get(reverse("organisation_adjustments", args=["other", enrollment.uuid])).status_code == 404


def posted(course_page, municipality, **changed):
    today = timezone.localdate()
    return {
        "course": factories.course_of(course_page).pk, "organisation": municipality.pk, "title": "", "language": "sq",
        "starts_on": (today + timedelta(days=10)).isoformat(), "ends_on": (today + timedelta(days=40)).isoformat(),
        "time_zone": "Europe/Skopje", "seats": "12", "entry": "open", "is_for_branch_only": "on",
        "facilitator_emails": "coordinator@example.org", "note": "Come",
    } | changed  # fmt: skip


def test_a_coordinator_prepares_and_announces_an_edition(desk, course_page, municipality, coordinator):
    listed = "/en/organisation/lipovac/editions/"
    assert "No edition yet" in body(desk.get(listed))
    response = desk.post(f"{listed}new/", posted(course_page, municipality))
    edition = Edition.objects.get()
    assert response.headers["Location"] == at("edition_dates", edition)
    assert list(edition.facilitators.all()) == [coordinator]
    assert (edition.state, edition.seats, edition.language) == ("draft", 12, "sq")
    assert "In preparation" in body(desk.get(listed))
    desk.post(at("edition_state", edition), {"announce": "1"})
    assert Edition.objects.get().state == "published"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ends_on": "2020-01-01"}, "The last day is before the first."),
        ({"starts_on": "soon"}, "Write the day like"),
        ({"facilitator_emails": "charlie@example.org"}, "Nobody in an organisation that you run has this address"),
        ({"facilitator_emails": "nobody@example.org"}, "Nobody in an organisation that you run has this address"),
        ({"seats": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, course_page, municipality, charlie, changed, said):
    response = desk.post(
        "/en/organisation/lipovac/editions/new/", posted(course_page, municipality, title="My title", **changed)
    )
    assert response.status_code == 422
    assert said in body(response)
    assert "My title" in body(response)
    assert not Edition.objects.exists()


def test_an_organisation_outside_the_branch_cannot_be_chosen(desk, course_page, association, municipality):
    response = desk.post("/en/organisation/lipovac/editions/new/", posted(course_page, association))
    assert response.status_code == 422


def test_a_facilitator_changes_neither_organisation_nor_facilitators(client, edition, facilitator, association):
    client.force_login(facilitator)
    text = body(client.get(at("edition_settings", edition)))
    assert 'name="facilitator_emails"' not in text
    assert 'name="organisation"' not in text
    data = {
        "title": "New", "language": "en", "starts_on": edition.starts_on, "ends_on": edition.ends_on,
        "time_zone": "Europe/Skopje", "entry": "open", "organisation": association.pk, "facilitator_emails": "",
    }  # fmt: skip
    assert client.post(at("edition_settings", edition), data).status_code == 302
    edition.refresh_from_db()
    assert (edition.title, edition.organisation.key, edition.is_for_branch_only) == ("New", "lipovac", True)
    assert list(edition.facilitators.all()) == [facilitator]


def test_dates_are_suggested_saved_and_refused(desk, edition, course_page):
    url = at("edition_dates", edition)
    text = body(desk.post(url, {"spread": "1"}))
    assert "Nothing is saved yet" in text
    assert f'value="{edition.starts_on.isoformat()}"' in text
    assert not edition.module_dates.exists()
    key = factories.steps_of(course_page)[0].module_key
    bad = {f"opens-{key}": "2020-01-01", f"due-{key}": edition.ends_on.isoformat()}
    response = desk.post(url, bad)
    assert response.status_code == 422
    assert "It opens outside the edition." in body(response)
    assert 'value="2020-01-01"' in body(response)
    desk.post(url, bad | {f"opens-{key}": edition.starts_on.isoformat()})
    assert edition.module_dates.get().due_at == edition.deadline_at
    assert f'value="{edition.ends_on.isoformat()}"' in body(desk.get(url))


def test_a_session_is_added_changed_and_cancelled(desk, edition):
    url = at("edition_sessions", edition)
    data = {"title": "Hello", "day": edition.starts_on.isoformat(), "begins": "10:00", "ends": "11:30"}
    response = desk.post(url, data | {"ends": "09:00"})
    assert response.status_code == 422
    assert "It ends before it begins." in body(response)
    desk.post(url, data)
    row = edition.sessions.get()
    assert row.starts_at.astimezone(edition.zone).hour == 10
    desk.post(at("edition_session", edition, session=row.uuid), data | {"begins": "10:30"})
    row.refresh_from_db()
    assert (row.sequence, row.starts_at.astimezone(edition.zone).minute) == (1, 30)
    desk.post(at("session_cancel", edition, session=row.uuid))
    row.refresh_from_db()
    assert row.cancelled_at is not None


def test_requests_are_decided_and_people_taken_out(desk, course_page, municipality, alice, bob):
    for user in (alice, bob):
        factories.run(user, municipality, "member")
    edition = factories.make_edition(course_page, municipality, entry="request")
    hers, his = ask_for_place(alice, edition, message="Please"), ask_for_place(bob, edition)
    assert "Please" in body(desk.get(at("edition_people", edition)))
    desk.post(at("edition_place", edition, place=hers.uuid), {"accept": "1"})
    desk.post(at("edition_place", edition, place=his.uuid), {"decline": "1"})
    assert set(Place.objects.values_list("state", flat=True)) == {"seated", "declined"}
    desk.post(at("edition_place", edition, place=hers.uuid), {"remove": "1"})
    assert Place.objects.get(pk=hers.pk).state == "left"


@pytest.mark.parametrize("count", [1, 3])
def test_people_cost_the_same_for_any_number(desk, edition, municipality, count, django_assert_max_num_queries):
    edition.seats = None
    edition.save()
    for _ in range(count):
        user = factories.UserFactory()
        factories.run(user, municipality, "member")
        ask_for_place(user, edition)
    desk.get(at("edition_people", edition))
    with django_assert_max_num_queries(22):
        assert len(desk.get(at("edition_people", edition)).context["rows"]) == count


def test_attendance_is_saved_for_all_at_once(desk, edition, session, alice):
    ask_for_place(alice, edition)
    pk = Enrollment.objects.get(user=alice).pk
    url = at("session_attendance", edition, session=session.uuid)
    desk.post(url, {f"person-{pk}": "present", "person-999999": "present"})
    assert session.attendances.get().state == "present"
    assert "1 of 1 person present" in body(desk.get(url))
    desk.post(url, {f"person-{pk}": ""})
    assert not session.attendances.exists()


@pytest.mark.parametrize("door", ["room", "edition"])
def test_one_person_is_granted_more(desk, edition, alice, door):
    ask_for_place(alice, edition)
    enrollment = Enrollment.objects.get(user=alice)
    url = reverse("organisation_adjustments", args=["lipovac", enrollment.uuid])
    if door == "edition":
        url = at("edition_adjustments", edition, enrollment=enrollment.uuid)
    response = desk.post(url, {"kind": "deadline", "reason": "Was ill"})
    assert response.status_code == 422
    assert "Choose the new last day." in body(response)
    assert desk.post(url, {"kind": "attempt", "amount": "11", "reason": "x"}).status_code == 422
    assert desk.post(url, {"kind": "attempt", "amount": "1", "reason": ""}).status_code == 422
    sooner = {"kind": "deadline", "day": edition.ends_on.isoformat(), "reason": "Was ill"}
    response = desk.post(url, sooner)
    assert (response.status_code, Adjustment.objects.count()) == (422, 0)
    assert "Choose a later day." in body(response), "the last day she has already"
    day = edition.ends_on + timedelta(days=7)
    assert desk.post(url, {"kind": "deadline", "day": day.isoformat(), "reason": "Was ill"}).status_code == 302
    enrollment.refresh_from_db()
    assert timezone.localdate(enrollment.deadline_at) == day + timedelta(days=1)
    assert Adjustment.objects.get().reason == "Was ill"
    assert "Was ill" in body(desk.get(url))


def test_a_copy_and_a_cancellation_need_a_clear_will(desk, edition):
    desk.post(at("edition_state", edition), {"cancel": "1"})
    assert Edition.objects.get().state == "published"
    desk.post(at("edition_copy", edition), {"starts_on": "2030-05-01"})
    assert Edition.objects.filter(state="draft", starts_on="2030-05-01").exists()
    desk.post(at("edition_state", edition), {"cancel": "1", "sure": "1"})
    assert Edition.objects.get(pk=edition.pk).state == "cancelled"
    assert desk.get(at("edition_manage", edition)).status_code == 200


def test_who_attended_stands_beside_her_name_once_a_session_has_begun(desk, edition, session, alice, admin):
    ask_for_place(alice, edition)
    note_attendance(session, admin, {Enrollment.objects.get(user=alice).pk: "present"})
    url = at("edition_people", edition)
    assert "Live sessions</th>" not in body(desk.get(url)), "it is still to come"
    LiveSession.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    page = body(desk.get(url))
    assert "Live sessions</th>" in page
    assert "1 of 1" in page


def test_editions_come_page_by_page_in_the_order_of_their_need(desk, municipality, course_page, monkeypatch):
    monkeypatch.setattr(editions, "PER_PAGE", 3)
    begins = {"over": -90, "long over": -120, "runs": -7, "comes": 7, "comes later": 30}
    for title, days in begins.items():
        row = factories.make_edition(course_page, municipality, title=title, live=title != "over")
        starts_on = timezone.localdate() + timedelta(days=days)
        Edition.objects.filter(pk=row.pk).update(starts_on=starts_on, ends_on=starts_on + timedelta(days=20))
    factories.make_edition(course_page, municipality, title="prepared", live=False, begins=60)
    url = reverse("organisation_editions", args=["lipovac"])
    found = []
    for number in (1, 2):
        groups = desk.get(url, {"page": number}).context["groups"]
        found.append({group["title"]: [row["title"] for row in group["rows"]] for group in groups})
    assert found == [
        {"In preparation": ["prepared"], "Running": ["runs"], "Coming": ["comes"]},
        {"Coming": ["comes later"], "Past": ["over", "long over"]},
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_editions_cost_the_same_for_any_number(desk, municipality, course_page, count, django_assert_num_queries):
    for number in range(count):
        factories.make_edition(course_page, municipality, title=f"Edition {number}")
    url = reverse("organisation_editions", args=["lipovac"])
    desk.get(url)
    with django_assert_num_queries(13):
        assert len(desk.get(url).context["groups"][0]["rows"]) == count


def test_editions_of_others_are_told_with_the_own_people_only(desk, municipality, association, course_page, alice, bob):
    neighbour = factories.make_organisation("municipality", association, key="neighbour", name="Neighbour Sample")
    factories.run(alice, municipality, "member")
    factories.run(bob, neighbour, "member")
    url = reverse("organisation_editions", args=["lipovac"])
    costs = []
    for number in range(3):
        shared = factories.make_edition(course_page, association, title=f"Shared {number}")
        theirs = factories.make_edition(course_page, neighbour, title=f"Theirs {number}")
        for held, person, place in ((shared, alice, municipality), (shared, bob, neighbour), (theirs, bob, neighbour)):
            Enrollment.objects.create(
                user=person, course=shared.course, language="en", sort_name=person.name.lower(), edition=held,
                organisation=place, state="completed", completed_at=timezone.now(),
            )  # fmt: skip
        desk.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = desk.get(url)
        costs.append(len(queries))
    rows = response.context["joined"]
    assert [(row["title"], row["edition"].ours, row["holder"]) for row in rows] == [
        (f"Shared {number}", 1, association.name) for number in (2, 1, 0)
    ]
    assert len(set(costs)) == 1, costs
    html = response.content.decode()
    assert "Theirs" not in html
    assert "Neighbour" not in html
    shown = desk.get(rows[0]["people_url"]).content.decode()
    assert "Alice Sample" in shown
    assert bob.name not in shown
