"""Editions as learners meet them: beside the course, their page, locks at every door, My learning, the calendar."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from academy.delivery.outbox import deliver_letter
from academy.models import Letter
from courses.models import Adjustment, Attempt, BlockResponse, Enrollment, Place, StepResult, Submission
from courses.rules.release import Period
from courses.services.editions import set_module_dates
from courses.services.places import ask_for_place, seat_person
from courses.services.sessions import add_session
from tests import factories

pytestmark = pytest.mark.django_db

COURSE = "/en/courses/outreach/"


def address(name, edition, **kwargs):
    return reverse(name, kwargs={"edition": edition.uuid, **kwargs})


def body(response):
    return response.content.decode()


def module_key(course_page):
    return factories.steps_of(course_page)[0].module_key


@pytest.fixture
def learner(client, alice):
    client.force_login(alice)
    return client


def test_the_course_shows_coming_editions_with_what_she_can_do(learner, course_page, facilitator):
    edition = factories.make_edition(course_page, language="sq", seats=12, facilitators=[facilitator])
    factories.make_edition(course_page, begins=-90)
    factories.make_edition(course_page, live=False)
    text = body(learner.get(COURSE))
    assert text.count('class="edition-card"') == 1
    assert "in Albanian" in text
    assert "12 seats left" in text
    assert "facilitated by Fani Facilitator" in text
    assert ">Register<" in text
    assert ">Enroll<" in text  # at her own pace, beside it
    assert address("edition", edition) in text


def test_without_editions_the_course_says_nothing_of_them(learner, course_page):
    assert "With a group" not in body(learner.get(COURSE))


def test_an_edition_of_a_branch_is_nobody_elses_business(client, course_page, alice, charlie):
    municipality = factories.make_organisation()
    factories.run(alice, municipality, "member")
    edition = factories.make_edition(course_page, municipality)
    assert client.get(address("edition", edition)).status_code == 404
    for person, status in ((alice, 200), (charlie, 404)):
        client.force_login(person)
        assert client.get(address("edition", edition)).status_code == status
        assert client.get(address("edition_calendar", edition)).status_code == status
        assert client.post(address("edition_entry", edition)).status_code == (302 if status == 200 else 404)
    assert ("With a group" in body(client.get(COURSE))) is False


def test_she_registers_waits_and_leaves(learner, course_page, alice, bob):
    edition = factories.make_edition(course_page, seats=1)
    text = body(learner.post(address("edition_entry", edition), follow=True))
    assert "You take part. A letter with all dates is on its way." in text
    assert Place.objects.get().state == "seated"
    other = Client()
    other.force_login(bob)
    assert "Your number in it: 1." in body(other.post(address("edition_entry", edition), follow=True))
    learner.post(address("edition_leave", edition))
    assert Place.objects.get(user=bob).state == "seated"


def test_a_request_carries_its_message(learner, course_page):
    edition = factories.make_edition(course_page, entry="request")
    response = learner.post(address("edition_entry", edition), {"message": "x" * 601})
    assert response.status_code == 422
    assert "x" * 601 in body(response)
    learner.post(address("edition_entry", edition), {"message": "For our village"})
    assert (Place.objects.get().state, Place.objects.get().message) == ("asked", "For our village")


def test_links_to_join_are_for_people_of_the_edition(client, course_page, alice, admin):
    edition = factories.make_edition(course_page)
    starts_at = edition.opens_at + timedelta(days=1, hours=10)
    session = add_session(
        edition, admin, title="First meeting", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
        join_url="https://meet.example.org/secret",
    )  # fmt: skip
    pages = [
        address("edition", edition),
        address("edition_calendar", edition),
        address("session_calendar", edition, session=session.uuid),
    ]
    client.force_login(alice)
    for page in pages:
        response = client.get(page)
        assert (response.status_code, "First meeting" in body(response), "secret" in body(response)) == (
            200, True, False,
        )  # fmt: skip
    ask_for_place(alice, edition)
    for page in pages:
        assert "secret" in body(client.get(page))
    assert client.get(address("session_calendar", edition, session=uuid4())).status_code == 404


def test_the_readers_zone_and_that_of_the_host(learner, course_page, alice, admin):
    alice.time_zone = "Europe/Istanbul"
    alice.save()
    edition = factories.make_edition(course_page, starts_on=timezone.datetime(2027, 1, 11).date(),
                                     ends_on=timezone.datetime(2027, 2, 11).date())  # fmt: skip
    starts_at = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
    add_session(edition, admin, title="Meeting", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    text = body(learner.get(address("edition", edition)))
    assert "12:00–13:00" in text
    assert "Europe/Skopje: 12 January, 10:00–11:00" in text


# Locks ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def locked(course_page, enrollment, admin):
    """Alice is in an edition whose first module opens in three days."""
    edition = factories.make_edition(course_page, begins=0)
    seat_person(edition, enrollment.user, by=admin)
    set_module_dates(
        edition, admin, {module_key(course_page): Period(edition.opens_at + timedelta(days=3), edition.deadline_at)}
    )
    enrollment.refresh_from_db()
    return edition


DOORS = {
    "lesson": lambda place: ("get", place["lesson"].url, {}),
    "quiz": lambda place: ("get", place["quiz"].url, {}),
    "assignment": lambda place: ("get", place["assignment"].url, {}),
    "completion": lambda place: (
        "post", reverse("step_completion", args=[place["enrollment"].uuid, place["lesson"].translation_key]), {},
    ),
    "attempt": lambda place: (
        "post", reverse("attempt_start", args=[place["enrollment"].uuid, place["quiz"].translation_key]), {},
    ),
    "submission": lambda place: (
        "post", reverse("assignment_answers", args=[place["enrollment"].uuid, place["assignment"].translation_key]),
        {"version": "0", "part-area": "Here"},
    ),
    "block": lambda place: (
        "post", reverse("block_response", args=[place["enrollment"].uuid, uuid4()])
        + f"?lesson={place['lesson'].translation_key}", {"answer": "1"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_a_module_that_is_not_open_yet_is_locked_at_every_door(learner, course_page, locked, enrollment, door):
    module = course_page.get_descendants().get(slug="first-module")
    place = {
        "enrollment": enrollment,
        "lesson": course_page.get_descendants().get(slug="lesson-1"),
        "quiz": course_page.get_descendants().get(slug="quiz"),
        "assignment": factories.make_assignment(module.specific),
    }
    method, url, data = DOORS[door](place)
    response = getattr(learner, method)(url, data)
    assert response.status_code == 403
    text = body(response)
    assert "The text of Lesson 1." not in text
    assert "question" not in text
    for records in (StepResult, Attempt, Submission, BlockResponse):
        assert not records.objects.exists()
    set_module_dates(locked, enrollment.user, {})
    assert getattr(learner, method)(url, data).status_code in ((404,) if door == "block" else (200, 302))


def test_the_outline_says_when_a_module_opens(learner, course_page, locked):
    text = body(learner.get(COURSE))
    assert "Opens on" in text
    assert 'data-state="locked"' in text
    assert "To be done by" in text


def test_at_her_own_pace_nothing_is_locked(learner, course_page, enrollment, locked):
    Enrollment.objects.update(edition=None)
    assert learner.get(course_page.get_descendants().get(slug="lesson-1").url).status_code == 200


def test_who_completed_the_course_reads_on(learner, course_page, enrollment, locked):
    factories.finish(enrollment)
    assert learner.get(course_page.get_descendants().get(slug="lesson-1").url).status_code == 200


@pytest.mark.parametrize("modules", [1, 3])
def test_locks_cost_one_query_in_an_edition_and_none_beside_it(
    learner, course_page, enrollment, admin, modules, django_assert_max_num_queries
):
    lesson = course_page.get_descendants().get(slug="lesson-1").url
    for number in range(modules - 1):
        factories.make_lesson(factories.make_module(course_page, f"More {number}"), f"Further {number}")
    learner.get(lesson)
    with django_assert_max_num_queries(8) as alone:
        learner.get(lesson)
        cost = len(alone)
    edition = factories.make_edition(course_page, begins=0)
    seat_person(edition, enrollment.user, by=admin)
    keys = {step.module_key for step in factories.steps_of(course_page)}
    set_module_dates(edition, admin, {key: Period(None, edition.deadline_at) for key in keys})
    learner.get(lesson)
    with django_assert_max_num_queries(cost + 1):
        learner.get(lesson)


# Around -----------------------------------------------------------------------------------------------------------


def test_my_learning_shows_the_edition_and_the_next_session(learner, course_page, alice, admin):
    edition = factories.make_edition(course_page)
    ask_for_place(alice, edition)
    for day, title in ((9, "Later"), (2, "Sooner")):
        starts_at = edition.opens_at + timedelta(days=day)
        add_session(edition, admin, title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    text = body(learner.get("/en/learning/"))
    assert address("edition", edition) in text
    assert "Sooner" in text
    assert "Later" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_my_learning_costs_the_same_for_any_number_of_editions(
    learner, site, alice, count, django_assert_max_num_queries
):
    for number in range(count):
        page = factories.make_course(f"Course {number}", lessons=1, quiz=False, final_test=False)
        ask_for_place(alice, factories.make_edition(page))
    learner.get("/en/learning/")
    with django_assert_max_num_queries(10):
        assert len(learner.get("/en/learning/").context["active"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_course_page_costs_the_same_for_any_number_of_editions(
    learner, course_page, facilitator, count, django_assert_max_num_queries
):
    organisation = factories.make_organisation()
    factories.run(facilitator, organisation, "member")
    for _ in range(count):
        factories.make_edition(course_page, organisation, is_for_branch_only=False, facilitators=[facilitator])
    learner.get(COURSE)
    with django_assert_max_num_queries(16):
        assert len(learner.get(COURSE).context["editions"]) == count


def test_letters_are_written_when_they_leave(course_page, alice, bob, admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        edition = factories.make_edition(course_page, seats=1, title="Пролетна група")
        first = ask_for_place(alice, edition)
        ask_for_place(bob, edition)
        starts_at = edition.opens_at + timedelta(days=1)
        add_session(edition, admin, title="Meeting", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    for letter in Letter.objects.waiting():  # news of a session are held, so that quick changes make one letter
        deliver_letter(letter.pk, now=timezone.now() + timedelta(minutes=11))
    by_person = {letter.to[0]: [] for letter in mail.outbox}
    for letter in mail.outbox:
        by_person[letter.to[0]].append(letter)
    seated, session = by_person[first.user.email]
    assert seated.subject == "You have a place: Пролетна група"
    assert address("edition", edition) in seated.body
    assert session.subject == "New session: Meeting"
    assert "BEGIN:VCALENDAR" in session.attachments[0][1]
    assert len(by_person[bob.email]) == 1
    assert "1" in by_person[bob.email][0].body


def test_a_facilitator_of_an_edition_reviews_its_assignments_and_no_others(client, course_page, alice, bob, charlie):
    page = factories.make_assignment(course_page)
    edition = factories.make_edition(course_page, facilitators=[charlie], needs_acceptance=True)
    ask_for_place(alice, edition)
    hers = factories.hand_in(Enrollment.objects.get(user=alice), page)
    his = factories.hand_in(factories.enroll(bob, course_page), page)
    client.force_login(charlie)
    assert "Alice Sample" in body(client.get("/en/learning/reviews/"))
    assert "Боб" not in body(client.get("/en/learning/reviews/"))
    assert client.get(f"/en/learning/reviews/{hers.uuid}/").status_code == 200
    assert client.get(f"/en/learning/reviews/{his.uuid}/").status_code == 404
    assert "Editions I facilitate" in body(client.get("/en/learning/"))
    step = page.translation_key
    assert not StepResult.objects.filter(enrollment=hers.enrollment, step__key=step).exists()  # needs acceptance
    assert StepResult.objects.filter(enrollment=his.enrollment, step__key=step).exists()
    client.post(f"/en/learning/reviews/{hers.uuid}/", {"decision": "accepted", "number": "1"})
    assert StepResult.objects.filter(enrollment=hers.enrollment, step__key=step).exists()


def test_personal_data_has_places_and_what_was_granted(course_page, alice, admin):
    from courses.services.adjustments import grant_attempts
    from courses.services.personal_data import erase_learning, export_learning

    edition = factories.make_edition(course_page)
    ask_for_place(alice, edition)
    enrollment = Enrollment.objects.get(user=alice)
    grant_attempts(enrollment, admin, 2, step=None, reason="Was ill")
    data = export_learning(alice)
    assert data["places_in_editions"][0]["state"] == "Takes part"
    assert data["courses"][0]["granted"][0]["reason"] == "Was ill"
    erase_learning(alice, frozenset())
    erase_learning(alice, frozenset())
    assert not Place.objects.exists()
    assert not Adjustment.objects.exists()
