"""Editions: their dates and those of their people, sessions and attendance, what one person is granted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from academy.models import AccessRecord, Letter
from courses.errors import DatesOutside, EditionCancelled, NoAttemptsLeft, NotEnrolled, SeatsTaken
from courses.models import Adjustment, Enrollment
from courses.rules.release import Period
from courses.services import editions as service
from courses.services.adjustments import extras_of, grant_attempts, grant_deadline, grant_time
from courses.services.attempts import start_attempt, submit_attempt
from courses.services.places import ask_for_place, seat_person
from courses.services.sessions import add_session, cancel_session, change_session, note_attendance
from tests import factories
from tests.courses.quizzes import quiz_of, step_of

pytestmark = pytest.mark.django_db


def seated(edition, user):
    ask_for_place(user, edition)
    return Enrollment.objects.get(user=user)


def first_module(course_page):
    return factories.steps_of(course_page)[0].module_key


def test_new_dates_reach_everybody_and_modules_move_along(course_page, alice, admin):
    edition = factories.make_edition(course_page)
    key = first_module(course_page)
    due = edition.opens_at + timedelta(days=7)
    service.set_module_dates(edition, admin, {key: Period(None, due)})
    enrollment = seated(edition, alice)
    assert (enrollment.due_at, enrollment.deadline_at) == (due, edition.deadline_at)
    week = timedelta(days=7)
    changed = service.change_edition(edition, admin, starts_on=edition.starts_on + week, ends_on=edition.ends_on + week)
    enrollment.refresh_from_db()
    assert enrollment.deadline_at == changed.deadline_at
    assert enrollment.due_at.astimezone(edition.zone).replace(tzinfo=None) == (
        due.astimezone(edition.zone) + week
    ).replace(tzinfo=None)


def test_many_people_get_their_dates_in_the_background(
    course_page, alice, admin, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(service, "FEW", 0)
    edition = factories.make_edition(course_page)
    enrollment = seated(edition, alice)
    with django_capture_on_commit_callbacks(execute=True):
        changed = service.change_edition(edition, admin, ends_on=edition.ends_on + timedelta(days=3))
        enrollment.refresh_from_db()
        assert enrollment.deadline_at == edition.deadline_at
    enrollment.refresh_from_db()
    assert enrollment.deadline_at == changed.deadline_at


def test_the_sweep_makes_good_what_was_lost(course_page, alice):
    edition = factories.make_edition(course_page)
    enrollment = seated(edition, alice)
    Enrollment.objects.update(deadline_at=None)
    service.reschedule_editions()
    enrollment.refresh_from_db()
    assert enrollment.deadline_at == edition.deadline_at


def test_dates_of_modules_lie_within_the_edition(course_page, admin):
    edition, key = factories.make_edition(course_page), first_module(course_page)
    day = timedelta(days=1)
    for period in (
        Period(edition.opens_at - day, None),
        Period(edition.deadline_at, None),
        Period(None, edition.deadline_at + day),
        Period(edition.opens_at + 2 * day, edition.opens_at + day),
    ):
        with pytest.raises(DatesOutside) as error:
            service.set_module_dates(edition, admin, {key: period})
        assert list(error.value.faults) == [key]
    assert not edition.module_dates.exists()
    service.set_module_dates(edition, admin, {key: Period(edition.opens_at, edition.deadline_at)})
    assert edition.module_dates.count() == 1


def test_fewer_seats_than_people_are_refused(course_page, admin):
    edition = factories.make_edition(course_page, seats=3)
    for _ in range(2):
        ask_for_place(factories.UserFactory(), edition)
    with pytest.raises(SeatsTaken):
        service.change_edition(edition, admin, seats=1)
    assert service.change_edition(edition, admin, seats=2).seats == 2


def test_a_copy_has_dates_and_sessions_but_no_people(course_page, alice, admin):
    edition = factories.make_edition(course_page, facilitators=[alice], seats=5)
    service.set_module_dates(edition, admin, {first_module(course_page): Period(None, edition.deadline_at)})
    starts_at = edition.opens_at + timedelta(hours=10)
    add_session(edition, admin, title="Hello", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    ask_for_place(factories.UserFactory(), edition)
    copy = service.copy_edition(edition, admin, starts_on=edition.starts_on + timedelta(days=180))
    assert (copy.state, copy.seats, copy.places.count()) == ("draft", 5, 0)
    assert list(copy.facilitators.all()) == [alice]
    assert copy.module_dates.get().due_at == copy.deadline_at
    assert copy.sessions.get().starts_at.astimezone(copy.zone).hour == 10
    assert copy.sessions.get().uuid != edition.sessions.get().uuid


def test_sessions_tell_people_of_what_matters(course_page, alice, admin):
    edition = factories.make_edition(course_page)
    seated(edition, alice)
    starts_at = edition.opens_at + timedelta(hours=10)
    session = add_session(edition, admin, title="Hello", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    assert change_session(session, admin, title="Hello").sequence == 0
    assert change_session(session, admin, agenda="Names").sequence == 1
    assert change_session(session, admin, place="Room 2").sequence == 2
    assert cancel_session(session, admin).sequence == 3
    assert cancel_session(session, admin).sequence == 3
    letters = Letter.objects.filter(user=alice, kind__startswith="session").order_by("pk")
    told = [(letter.kind, letter.data["sequence"]) for letter in letters]  # only the newest state leaves
    assert told == [*(("session_announced", number) for number in range(3)), ("session_cancelled", 3)]
    assert all(letter.not_before > timezone.now() for letter in letters)
    Letter.objects.all().delete()
    session = add_session(edition, admin, title="Now", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    Letter.objects.update(not_before=timezone.now())
    change_session(session, admin, agenda="Names")
    change_session(session, admin, place="Room 2", now=starts_at - timedelta(minutes=30))
    last = Letter.objects.filter(user=alice).order_by("pk").values_list("kind", "not_before")
    assert [kind for kind, _moment in last] == ["session_announced", "session_changed"]
    assert last[1][1] is None


def test_nothing_changes_in_a_cancelled_edition(course_page, admin):
    edition = factories.make_edition(course_page)
    service.cancel_edition(edition, admin)
    with pytest.raises(EditionCancelled):
        service.change_edition(edition, admin, seats=3)
    with pytest.raises(EditionCancelled):
        service.set_module_dates(edition, admin, {})


def test_attendance_is_noted_changed_and_taken_back(course_page, alice, bob, admin):
    edition = factories.make_edition(course_page)
    mine, outside = seated(edition, alice), factories.enroll(bob, course_page)
    starts_at = edition.opens_at + timedelta(hours=10)
    session = add_session(edition, admin, title="Hello", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    assert note_attendance(session, admin, {mine.pk: "present", outside.pk: "present"}) == 1
    assert note_attendance(session, admin, {mine.pk: "present"}) == 0
    assert note_attendance(session, admin, {mine.pk: "excused"}) == 1
    assert session.attendances.get().state == "excused"
    assert note_attendance(session, admin, {mine.pk: None}) == 1
    assert not session.attendances.exists()


# Adjustments ------------------------------------------------------------------------------------------------------


def test_her_own_deadline_counts_in_place_of_the_editions(course_page, alice, admin):
    edition = factories.make_edition(course_page)
    enrollment = seated(edition, alice)
    later = edition.deadline_at + timedelta(days=10)
    assert grant_deadline(enrollment, admin, later, reason="Was ill").pk == (
        grant_deadline(enrollment, admin, later, reason="Was ill").pk
    )
    service.reschedule_edition(edition.pk)
    enrollment.refresh_from_db()
    assert enrollment.deadline_at == later
    assert AccessRecord.objects.filter(actor=admin, person=alice, what="adjustment").count() == 1
    assert Letter.objects.filter(user=alice, kind="adjustment").count() == 1


def test_another_attempt(course_page, enrollment, admin):
    quiz = quiz_of(course_page)
    quiz.attempts_allowed = 1
    quiz.save_revision().publish()
    step = step_of(quiz)
    submit_attempt(start_attempt(enrollment, quiz, step, language="en"), {})
    with pytest.raises(NoAttemptsLeft):
        start_attempt(enrollment, quiz, step, language="en")
    grant_attempts(enrollment, admin, 1, step=step, reason="The network failed")
    assert start_attempt(enrollment, quiz, step, language="en").number == 2


def test_more_time(course_page, enrollment, admin):
    quiz = quiz_of(course_page)
    quiz.time_limit = 40
    quiz.save_revision().publish()
    grant_time(enrollment, admin, 25, step=None, reason="Reads with a screen reader")
    now = timezone.now()
    attempt = start_attempt(enrollment, quiz, step_of(quiz), language="en", now=now)
    assert attempt.deadline_at - now == timedelta(minutes=50)


def test_what_is_granted_for_one_quiz_is_not_for_another(course_page, enrollment, admin):
    _first, _second, quiz, final = factories.steps_of(course_page)
    grant_attempts(enrollment, admin, 2, step=quiz, reason="One")
    grant_attempts(enrollment, admin, 1, step=None, reason="All")
    grant_time(enrollment, admin, 25, step=None, reason="Less")
    grant_time(enrollment, admin, 50, step=None, reason="More")
    assert (extras_of(enrollment, quiz).attempts, extras_of(enrollment, final).attempts) == (3, 1)
    assert extras_of(enrollment, quiz).percent == Decimal(50)


def test_only_who_answers_for_her_grants(course_page, alice, bob, charlie):
    municipality, beside = factories.make_organisation(), factories.make_organisation(name="Beside")
    factories.run(alice, municipality, "member")
    factories.run(bob, municipality, "coordinator")
    stranger = factories.UserFactory()
    factories.run(stranger, beside, "administrator")
    enrollment = factories.enroll(alice, course_page)
    for who in (stranger, charlie, alice):
        with pytest.raises(PermissionDenied):
            grant_attempts(enrollment, who, 1, step=None, reason="Please")
    grant_attempts(enrollment, bob, 1, step=None, reason="Please")
    edition = factories.make_edition(course_page, facilitators=[charlie])
    seat_person(edition, alice)
    grant_attempts(enrollment, charlie, 1, step=None, reason="Of my group")
    assert Adjustment.objects.count() == 2
    Enrollment.objects.update(state="withdrawn")
    with pytest.raises(NotEnrolled):
        grant_attempts(enrollment, charlie, 1, step=None, reason="Again")
