"""Assignments: saving without overwriting, handing in once, the talk with a facilitator, the decision."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from academy.models import Letter
from courses.delivery.assignment_letters import LETTERS
from courses.enums import EnrollmentState, SubmissionState
from courses.errors import (
    DecidedAlready,
    HandedInMeanwhile,
    NotEnrolled,
    NothingSaid,
    PartsMissing,
    StaleAnswers,
    SubmissionClosed,
)
from courses.models import HandIn, Step, StepResult, Submission, SubmissionComment
from courses.services import assignments as service
from courses.services.personal_data import erase_learning, export_learning
from courses.services.withdrawals import withdraw_person
from tests import factories
from tests.factories import ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(course_page):
    return factories.make_assignment(course_page, needs_acceptance=True)


@pytest.fixture
def step(page):
    return Step.objects.get(key=page.translation_key)


@pytest.fixture
def submission(enrollment, step):
    return service.open_submission(enrollment, step, language="en")


@pytest.fixture
def handed_in(submission, page):
    submission = service.save_answers(submission, ANSWERS, 0)
    service.hand_in(submission, page)
    submission.refresh_from_db()
    return submission


def test_the_assignment_is_a_step_of_its_course(course_page, step):
    assert (step.kind, step.minutes) == ("assignment", 60)
    assert [row.kind for row in factories.steps_of(course_page)][-1] == "assignment"


def test_a_step_with_a_text_is_retired_not_deleted(page, step, submission):
    page.unpublish()
    step.refresh_from_db()
    assert step.retired_at is not None


def test_opening_twice_is_one_submission(enrollment, step, submission):
    assert service.open_submission(enrollment, step, language="sq") == submission


def test_who_left_the_course_opens_nothing(enrollment, step):
    withdraw_person(enrollment)
    with pytest.raises(NotEnrolled):
        service.open_submission(enrollment, step, language="en")


def test_saving_keeps_what_is_not_given_and_counts(submission):
    first = service.save_answers(submission, {"area": "Here"}, 0)
    second = service.save_answers(first, {"plan": "Slowly", "area": None}, 1)
    assert (second.answers, second.version) == ({"plan": "Slowly"}, 2)


def test_saving_the_same_again_is_no_save(submission):
    service.save_answers(submission, {"area": "Here"}, 0)
    again = service.save_answers(submission, {"area": "Here"}, 0)
    assert again.version == 1


def test_a_stale_tab_overwrites_nothing(submission):
    service.save_answers(submission, {"area": "From the first tab"}, 0)
    with pytest.raises(StaleAnswers) as caught:
        service.save_answers(submission, {"area": "From the second tab"}, 0)
    assert caught.value.submission.answers == {"area": "From the first tab"}
    submission.refresh_from_db()
    assert (submission.answers, submission.version) == ({"area": "From the first tab"}, 1)


def test_handing_in_names_what_is_missing(submission, page):
    submission = service.save_answers(submission, {"area": "Here", "start": 0}, 0)
    with pytest.raises(PartsMissing) as caught:
        service.hand_in(submission, page)
    assert caught.value.keys == ["plan", "partners"]
    assert HandIn.objects.count() == 0


def test_handing_in_freezes_template_and_text(handed_in, page):
    page.parts.update(label="Changed since")
    frozen = handed_in.hand_ins.get()
    assert frozen.answers == ANSWERS
    assert frozen.sheet["parts"][0]["label"] == "The area the team serves"
    assert handed_in.state == SubmissionState.HANDED_IN


def test_the_same_text_twice_is_one_hand_in(handed_in, page):
    before = handed_in.handed_in_at
    service.hand_in(handed_in, page)
    handed_in.refresh_from_db()
    assert handed_in.hand_ins.count() == 1
    assert handed_in.handed_in_at == before


def test_she_goes_on_writing_for_herself_and_hands_in_again(handed_in, page):
    row = service.save_answers(handed_in, {"area": "Three villages"}, 1)
    assert row.hand_ins.get().answers["area"] == "Two villages"
    assert service.hand_in(row, page).number == 2
    assert [hand_in.answers["area"] for hand_in in row.hand_ins.all()] == ["Two villages", "Three villages"]


def test_a_new_text_for_a_part_the_template_lost_is_not_handed_in(submission, page):
    submission = service.save_answers(submission, ANSWERS | {"gone": "old"}, 0)
    assert "gone" not in service.hand_in(submission, page).answers


def test_it_waits_for_a_facilitator_only_where_the_course_says_so(handed_in, step, page, facilitator):
    results = StepResult.objects.filter(step=step)
    assert not results.exists()
    service.accept_submission(handed_in, facilitator, number=1)
    service.accept_submission(handed_in, facilitator, number=1)
    assert results.count() == 1


def test_without_acceptance_handing_in_is_enough(submission, page, step):
    page.needs_acceptance = False
    page.save_revision().publish()
    submission = service.save_answers(submission, ANSWERS, 0)
    service.hand_in(submission, page)
    service.hand_in(submission, page)
    assert StepResult.objects.filter(step=step).count() == 1


def test_the_last_step_completes_the_course(alice, site):
    course = factories.make_course("Short", lessons=1, quiz=False, final_test=False)
    page = factories.make_assignment(course)
    enrollment = factories.enroll(alice, course)
    lesson, step = factories.steps_of(course)
    service.record_step(enrollment, lesson)
    submission = service.open_submission(enrollment, step, language="en")
    service.hand_in(service.save_answers(submission, ANSWERS, 0), page)
    enrollment.refresh_from_db()
    assert (enrollment.state, enrollment.percent) == (EnrollmentState.COMPLETED, 100)


def test_an_accepted_text_is_closed(handed_in, page, facilitator):
    service.accept_submission(handed_in, facilitator, number=1)
    with pytest.raises(SubmissionClosed):
        service.save_answers(handed_in, {"area": "Elsewhere"}, 1)
    with pytest.raises(SubmissionClosed):
        service.hand_in(handed_in, page)
    with pytest.raises(DecidedAlready):
        service.return_submission(handed_in, facilitator, number=1)


def test_nobody_decides_on_her_own(handed_in, alice, facilitator):
    alice.groups.set(facilitator.groups.all())
    for decide in (service.accept_submission, service.return_submission):
        with pytest.raises(PermissionDenied, match="your own"):
            decide(handed_in, type(alice).objects.get(pk=alice.pk), number=1)


@pytest.mark.parametrize("person", ["charlie", "trainer", "organisation"])
def test_who_has_not_the_right_says_and_decides_nothing(handed_in, request, person):
    user = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        service.comment(handed_in, user, "Good.")
    with pytest.raises(PermissionDenied):
        service.accept_submission(handed_in, user, number=1)


def test_a_draft_is_nobodys_but_hers(submission, facilitator, admin, alice):
    for user in (facilitator, admin):
        assert not Submission.objects.reviewable_by(user).exists()
        with pytest.raises(PermissionDenied):
            service.comment(submission, user, "Good.")
    with pytest.raises(PermissionDenied, match="Hand in your assignment first"):
        service.comment(submission, alice, "Hello?")


def test_policy_and_queryset_say_the_same(submission, page, alice, facilitator, admin, editor, trainer, charlie):
    from courses.policies import may_review_submission

    def agree():
        for user in (alice, facilitator, admin, editor, trainer, charlie):
            row = Submission.objects.select_related("enrollment").get()
            listed = Submission.objects.reviewable_by(user).exists()
            assert bool(may_review_submission(user, row)) == listed, user

    agree()
    service.hand_in(service.save_answers(submission, ANSWERS, 0), page)
    agree()
    assert Submission.objects.reviewable_by(facilitator).exists()
    withdraw_person(submission.enrollment)
    agree()


def test_a_return_needs_a_word_and_opens_the_text(handed_in, page, facilitator):
    with pytest.raises(NothingSaid):
        service.return_submission(handed_in, facilitator, number=1)
    service.review_submission(
        handed_in, facilitator, {"plan": "How often?"}, decision=SubmissionState.RETURNED, number=1
    )
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.decided_by) == (SubmissionState.RETURNED, facilitator)
    row = service.save_answers(handed_in, {"plan": "Three times."}, 1)
    service.hand_in(row, page)
    row.refresh_from_db()
    assert (row.state, row.decided_at) == (SubmissionState.HANDED_IN, None)


def test_a_review_is_kept_whole_or_not_at_all(handed_in, page, facilitator):
    service.hand_in(service.save_answers(handed_in, {"area": "New"}, 1), page)
    with pytest.raises(HandedInMeanwhile):
        service.review_submission(handed_in, facilitator, {"": "Fine"}, decision=SubmissionState.ACCEPTED, number=1)
    assert not SubmissionComment.objects.exists()


def test_the_same_words_again_are_one_comment(handed_in, facilitator):
    service.comment(handed_in, facilitator, "Good.", part="plan")
    service.comment(handed_in, facilitator, "Good.", part="plan")
    service.comment(handed_in, facilitator, "Good.")
    assert SubmissionComment.objects.count() == 2


def letters(kind: str):
    return Letter.objects.filter(kind=kind)


def test_comments_of_a_sitting_go_in_one_letter(handed_in, alice, facilitator):
    now = timezone.now()
    service.comment(handed_in, facilitator, "First", part="plan", now=now)
    service.comment(handed_in, facilitator, "Second", now=now + timedelta(minutes=3))
    letter = letters("assignment_comments").get()
    assert (letter.user, letter.not_before) == (alice, now + timedelta(minutes=10))
    service.comment(handed_in, facilitator, "Third", now=now + timedelta(minutes=11))
    written = LETTERS["assignment_comments"].write(letter)
    assert [row["text"] for row in written.context["comments"]] == ["First", "Second"]
    assert written.context["comments"][0]["label"] == "The plan"
    second = letters("assignment_comments").exclude(pk=letter.pk).get()
    assert [row["text"] for row in LETTERS["assignment_comments"].write(second).context["comments"]] == ["Third"]


def test_her_own_words_send_her_no_letter(handed_in, alice):
    service.comment(handed_in, alice, "Thank you.")
    assert not Letter.objects.exists()


def test_a_decision_tells_the_comments_so_their_own_letter_is_dropped(handed_in, facilitator):
    service.review_submission(
        handed_in, facilitator, {"plan": "How often?"}, decision=SubmissionState.RETURNED, number=1
    )
    service.return_submission(handed_in, facilitator, number=1)
    assert LETTERS["assignment_comments"].write(letters("assignment_comments").get()) is None
    written = LETTERS["assignment_returned"].write(letters("assignment_returned").get())
    assert [row["text"] for row in written.context["comments"]] == ["How often?"]


def test_a_letter_of_a_decision_that_no_longer_holds_is_dropped(handed_in, page, facilitator):
    service.review_submission(handed_in, facilitator, {"": "Again"}, decision=SubmissionState.RETURNED, number=1)
    service.hand_in(service.save_answers(handed_in, {"area": "New"}, 1), page)
    assert LETTERS["assignment_returned"].write(letters("assignment_returned").get()) is None


def test_one_may_take_ones_texts_along_and_erase_them(handed_in, alice, facilitator):
    service.comment(handed_in, facilitator, "Good.", part="plan")
    (course,) = export_learning(alice)["courses"]
    (exported,) = course["assignments"]
    assert exported["text"] == ANSWERS
    assert exported["handed_in"][0]["text"] == ANSWERS
    assert [row["text"] for row in exported["comments"]] == ["Good."]
    assert [row["text"] for row in export_learning(facilitator)["comments_on_assignments"]] == ["Good."]
    erase_learning(alice, frozenset())
    assert not Submission.objects.exists()
    assert not HandIn.objects.exists()
    assert not SubmissionComment.objects.exists()
