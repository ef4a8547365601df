"""The room's pages about people: for whom they open, what they cost with many rows, and nothing of other branches."""

import pytest
from django.urls import reverse

from academy.models import AccessRecord
from courses.models import Export
from courses.services.enrollments import enroll_person
from courses.services.tallies import recount_tallies
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(site):
    return factories.make_organisation(key="town", name="Town Sample")


@pytest.fixture
def boss(town):
    user = factories.UserFactory(email="boss@example.org", name="Boss Sample")
    factories.run(user, town)
    return user


@pytest.fixture
def room(client, boss):
    client.force_login(boss)
    return client


def enroll_many(course_page, town, count):
    course = factories.course_of(course_page)
    for _number in range(count):
        enroll_person(factories.UserFactory(), course, language="en", organisation=town)
    recount_tallies()


def queries_of(client, path, django_assert_max_num_queries, most):
    with django_assert_max_num_queries(most) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", ["/en/organisation/town/", "/en/organisation/town/people/"])
def test_pages_cost_the_same_with_1_3_and_many_rows(path, room, town, course_page, django_assert_max_num_queries):
    room.get(path)
    found = []
    for more in (1, 2, 60):
        enroll_many(course_page, town, more)
        room.get(path)
        found.append(queries_of(room, path, django_assert_max_num_queries, 25))
    assert len(set(found)) == 1, found


def test_the_way_in_is_shown_to_who_runs_an_organisation_only(client, boss, alice, town, course_page):
    client.force_login(alice)
    assert "My organisation" not in client.get("/en/").content.decode()
    assert client.get("/en/organisation/").status_code == 404
    client.force_login(boss)
    assert "My organisation" in client.get("/en/").content.decode()
    assert client.get("/en/organisation/").headers["Location"] == "/en/organisation/town/"


def test_an_empty_room_invites(room):
    assert "Nobody learns here yet" in room.get("/en/organisation/town/").content.decode()
    assert "Nobody learns here yet" in room.get("/en/organisation/town/people/").content.decode()


def test_a_record_shows_the_branch_only_and_opening_it_is_noted(room, boss, town, alice, bob, course_page):
    course = factories.course_of(course_page)
    hers = enroll_person(alice, course, language="en", organisation=town)
    other = factories.make_course("Elsewhere only", slug="elsewhere-only")
    enroll_person(alice, factories.course_of(other), language="en", organisation=factories.make_organisation(key="no"))
    stranger = enroll_person(bob, course, language="en", organisation=factories.make_organisation(key="other"))
    page = room.get(reverse("organisation_person", args=["town", hers.uuid]))
    assert "Alice Sample" in page.content.decode()
    assert "Elsewhere only" not in page.content.decode().split("<footer")[0].split("<main")[1]
    record = AccessRecord.objects.get(access="viewed", what="record")
    assert (record.actor, record.person, record.organisation) == (boss, alice, town)
    assert room.get(reverse("organisation_person", args=["town", stranger.uuid])).status_code == 404
    assert room.get(reverse("organisation_person", args=["other", stranger.uuid])).status_code == 404
    assert AccessRecord.objects.filter(what="record").count() == 1


def test_everything_filtered_is_in_the_address(room, town, course_page, alice, bob):
    course = factories.course_of(course_page)
    enroll_person(alice, course, language="en", organisation=town)
    enroll_person(bob, course, language="en", organisation=town)
    text = room.get("/en/organisation/town/people/?q=bob&sort=activity&status=not_started").content.decode()
    assert "Боб Пример" in text
    assert "Alice Sample" not in text
    for nonsense in ("status=x", "sort=x", "course=x", "after=x", "before=1~%00", "organisation=x", "q=%00"):
        assert room.get(f"/en/organisation/town/people/?{nonsense}").status_code == 200


@pytest.mark.parametrize("query", ["period=days", "period=x", "since=abc", "since=2026-01&until=2025-01", "period=all"])
def test_any_period_shows_a_page(room, town, course_page, query):
    enroll_many(course_page, town, 1)
    assert room.get(f"/en/organisation/town/?{query}").status_code == 200


def test_only_who_asked_and_still_runs_it_fetches_an_export(
    room, client, boss, town, charlie, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = room.post("/en/organisation/town/exports/", {"kind": "people", "format": "csv", "q": "a"})
    export = Export.objects.get()
    assert (export.state, export.filters) == ("ready", {"q": "a", "sort": "name"})
    assert answer.headers["Location"] == reverse("organisation_export", args=["town", export.uuid])
    file = reverse("organisation_export_file", args=["town", export.uuid])
    assert b"".join(room.get(file).streaming_content).startswith("﻿Name;".encode())
    factories.run(charlie, town, "coordinator")
    client.force_login(charlie)
    for name in ("organisation_export", "organisation_export_file"):
        assert client.get(reverse(name, args=["town", export.uuid])).status_code == 404
    boss.memberships.update(ended_at=export.made_at)
    client.force_login(boss)
    assert client.get(file).status_code == 404


def test_the_page_of_an_export_looks_again_until_it_is_made(room, boss, town):
    export = Export.objects.create(
        by=boss, organisation=town, kind="people", format="xlsx", language="en", total=10, rows=4
    )
    page = room.get(reverse("organisation_export", args=["town", export.uuid])).content.decode()
    assert 'http-equiv="refresh"' in page
    assert "40 %" in page
    Export.objects.update(state="failed")
    page = room.get(reverse("organisation_export", args=["town", export.uuid])).content.decode()
    assert 'http-equiv="refresh"' not in page
    assert "could not be made" in page


@pytest.mark.parametrize("form", [{}, {"kind": "people", "format": "zip"}, {"kind": "framework", "format": "pdf"}])
def test_what_is_not_offered_is_refused_in_words(room, town, form):
    answer = room.post("/en/organisation/town/exports/", form, follow=True)
    assert "Choose one of the kinds of files" in answer.content.decode()
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    "filters",
    [
        {"kind": "people", "status": "asleep"},
        {"kind": "people", "course": "no-such-course"},
        {"kind": "people", "organisation": "elsewhere"},
        {"kind": "people", "edition": "3f0c1c86-5d3b-4f3e-9a51-0123456789ab"},
        {"kind": "people", "colour": "red"},
        {"kind": "overview", "since": "yesterday"},
        {"kind": "overview", "status": "behind"},
        {"kind": "certificates", "edition": "any", "status": "completed"},
    ],
)
def test_an_export_with_an_unknown_filter_is_refused_in_words(room, town, filters):
    """Left out, the file would hold more than was meant."""
    formats = {"people": "csv", "overview": "pdf", "certificates": "zip"}
    answer = room.post("/en/organisation/town/exports/", {"format": formats[filters["kind"]], **filters}, follow=True)
    assert "No file was made" in answer.content.decode()
    assert not Export.objects.exists()


def test_the_filters_of_the_page_are_those_of_the_export(room, town, course_page):
    enroll_many(course_page, town, 1)
    course = factories.course_of(course_page).key
    filters = {"q": "a", "status": "behind", "course": course, "activity": "silent", "sort": "score"}
    room.post("/en/organisation/town/exports/", {"kind": "people", "format": "csv", **filters})
    room.post("/en/organisation/town/exports/", {"kind": "overview", "format": "pdf", "period": "3"})
    assert [row.filters for row in Export.objects.order_by("pk")] == [filters, {"period": "3"}]


def test_the_overview_hands_on_only_what_is_a_period(room, town, course_page):
    enroll_many(course_page, town, 1)
    page = room.get("/en/organisation/town/?period=3&colour=red").content.decode()
    assert 'name="period" value="3"' in page
    assert 'name="colour"' not in page


def test_the_last_days_name_themselves_and_what_they_are_compared_with(room, town, course_page):
    enroll_many(course_page, town, 2)
    page = room.get("/en/organisation/town/?period=days").content.decode()
    assert "The last 30 days" in page
    assert "Today is not over yet." in page
    assert "+2, more than before" in page


def test_one_click_narrows_to_a_status_and_keeps_the_other_filters(room, town, course_page):
    html = room.get("/en/organisation/town/people/?q=ali&status=behind").content.decode()
    assert 'href="/en/organisation/town/people/?q=ali&amp;status=overdue"' in html
    assert 'href="/en/organisation/town/people/?q=ali">Everybody</a>' in html
    assert 'status=behind" aria-current="true">Behind</a>' in html


def test_editions_on_the_overview_lead_to_their_desk(room, boss, town, course_page):
    edition = factories.make_edition(course_page, town, by=boss)
    enroll_many(course_page, town, 1)
    desk = reverse("edition_manage", kwargs={"edition": edition.uuid})
    assert f'<a href="{desk}">' in room.get("/en/organisation/town/").content.decode()
    assert room.get(desk).status_code == 200
