"""Letters about editions and assignments as their recipients read them: what was decided, why, and who helps."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from academy.delivery.outbox import deliver_letter
from academy.models import Letter
from courses.enums import PlaceState, SubmissionState
from courses.services.adjustments import grant_deadline, grant_time
from courses.services.assignments import comment, review_submission
from courses.services.editions import cancel_edition
from courses.services.places import ask_for_place, leave_edition
from courses.services.sessions import add_session
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def association(site):
    return factories.make_organisation(
        "association", name="Shoqata Shembull", help_email="help@sample.example.org", help_phone="+000 1"
    )


@pytest.fixture
def read(mailoutbox):
    """The last letter of this kind as it leaves: subject, and its text and HTML one after another."""

    def do(kind: str) -> tuple[str, str]:
        letter = Letter.objects.filter(kind=kind).latest("pk")
        Letter.objects.filter(pk=letter.pk).update(not_before=None)
        assert deliver_letter(letter.pk)
        message = mailoutbox[-1]
        return message.subject, message.body + message.alternatives[0].content

    return do


def is_branded(text: str) -> bool:
    """In both forms of the letter: whose it is and who helps."""
    return all(text.count(said) >= 2 for said in ("Shoqata Shembull", "help@sample.example.org", "+000 1"))


def test_who_could_not_take_her_turn_reads_why(course_page, alice, bob, read):
    edition = factories.make_edition(course_page, seats=1, title="Spring")
    seated = ask_for_place(bob, edition)
    waiting = ask_for_place(alice, edition)
    factories.finish(factories.enroll(alice, course_page))
    leave_edition(seated, by=bob)
    waiting.refresh_from_db()
    assert waiting.state == PlaceState.LEFT
    subject, text = read("edition_dropped")
    assert subject == "No longer on the waiting list: Spring"
    assert "completed the course already" in text


def test_who_takes_part_elsewhere_reads_what_she_can_do(course_page, alice, bob, read):
    edition, other = (factories.make_edition(course_page, seats=1) for _number in range(2))
    seated = ask_for_place(bob, edition)
    ask_for_place(alice, edition)
    ask_for_place(alice, other)
    leave_edition(seated, by=bob)
    assert "leave that one first" in read("edition_dropped")[1]


def test_places_sessions_and_cancelling_come_from_who_holds_the_edition(association, course_page, alice, admin, read):
    factories.run(alice, association, "member")
    edition = factories.make_edition(course_page, association)
    ask_for_place(alice, edition)
    assert is_branded(read("edition_seated")[1])
    begins = timezone.now() + timedelta(days=8)
    add_session(edition, admin, title="First", starts_at=begins, ends_at=begins + timedelta(hours=1))
    assert is_branded(read("session_announced")[1])
    cancel_edition(edition, admin)
    assert is_branded(read("edition_cancelled")[1])


def test_an_edition_of_nobody_comes_from_the_site(association, course_page, alice, read):
    factories.run(alice, association, "member")
    ask_for_place(alice, factories.make_edition(course_page))
    assert "Shoqata" not in read("edition_seated")[1]


def test_grants_and_assignments_come_from_her_organisation(association, course_page, alice, admin, read):
    factories.run(alice, association, "member")
    assignment = factories.make_assignment(factories.make_module(course_page, "Practice"), "A plan")
    enrollment = factories.enroll(alice, course_page)
    grant_time(enrollment, admin, 50, step=None, reason="Asked for it")
    assert is_branded(read("adjustment")[1])
    submission = factories.hand_in(enrollment, assignment)
    comment(submission, admin, "How often?")
    assert is_branded(read("assignment_comments")[1])
    review_submission(submission, admin, {"": "Say how often."}, decision=SubmissionState.RETURNED, number=1)
    assert is_branded(read("assignment_returned")[1])


@pytest.mark.parametrize(
    ("zone", "said"), [("Europe/Skopje", "20 January 2027"), ("Europe/Sofia", "21 January 2027, 01:00")]
)
def test_a_later_deadline_is_told_as_the_day_that_ends_with_it(
    course_page, association, alice, admin, read, zone, said
):
    alice.time_zone = zone
    alice.save()
    midnight = datetime(2027, 1, 21, tzinfo=ZoneInfo("Europe/Skopje"))
    grant_deadline(factories.enroll(alice, course_page), admin, midnight, reason="Was ill")
    _subject, text = read("adjustment")
    assert f"until {said}" in text
    assert "Was ill" in text
