"""Peer review: whom editors may invite, what reviewers say, what becomes Validated."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from academy.models import Letter
from academy.services.organisations import join_organisation
from peer_exchange.enums import PracticeState, ReviewState
from peer_exchange.errors import ConflictOfInterest, NotAReviewer, NothingDeclared, NotValidated, ReviewIncomplete
from peer_exchange.models import Practice, PracticeReview
from peer_exchange.rules.rubric import NOT_YET, THIRD, VALIDATED, WAITING, WEIGHTS
from peer_exchange.services.practice_reviews import (
    begin_review,
    decline_review,
    invite_reviewer,
    name_exemplary,
    save_review,
    submit_review,
)
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.people import make_region, peer_of
from tests.peer_exchange.practices import make_draft, make_municipality, make_practice

GOOD = dict.fromkeys(WEIGHTS, 2)


@pytest.fixture
def region(site):
    return make_region()


@pytest.fixture
def case(alice, region):
    return make_practice(alice, region.town, parts=PARTS, **FULL)


def judge(practice, user, editor, scores):
    review = begin_review(invite_reviewer(practice, user, by=editor), by=user)
    save_review(review, by=user, scores=scores, comments={"evidence": "Counted every month."}, summary="Good.")
    return submit_review(review, by=user)


def state_of(practice):
    return Practice.objects.get(pk=practice.pk).state


def test_two_peers_of_other_municipalities_validate_it(case, region, editor, alice):
    assert judge(case, peer_of(region.village, "Vera"), editor, GOOD).state == WAITING
    assert state_of(case) == PracticeState.SHARED
    assert judge(case, peer_of(region.elsewhere, "Emil"), editor, GOOD).state == VALIDATED
    case.refresh_from_db()
    assert case.state == PracticeState.VALIDATED
    assert {case.first_review.reviewer.name, case.second_review.reviewer.name} == {"Vera Peer", "Emil Peer"}
    assert [letter.user for letter in Letter.objects.filter(kind="practice_reviewed")] == [alice]


def test_weak_reviews_leave_it_shared_and_tell_the_authors(case, region, editor):
    judge(case, peer_of(region.village, "Vera"), editor, dict.fromkeys(WEIGHTS, 1))
    outcome = judge(case, peer_of(region.elsewhere, "Emil"), editor, dict.fromkeys(WEIGHTS, 1))
    assert outcome.state == NOT_YET
    assert state_of(case) == PracticeState.SHARED
    assert Letter.objects.filter(kind="practice_reviewed").count() == 1


def test_where_two_differ_a_third_decides(case, region, editor):
    judge(case, peer_of(region.village, "Vera"), editor, {**GOOD, "evidence": 3})
    outcome = judge(case, peer_of(region.elsewhere, "Emil"), editor, {**GOOD, "evidence": 0})
    assert (outcome.state, outcome.apart) == (THIRD, ("evidence",))
    assert state_of(case) == PracticeState.SHARED
    third = peer_of(make_municipality("third-sample"), "Toni")
    assert judge(case, third, editor, GOOD).state == VALIDATED
    case.refresh_from_db()
    assert case.second_review.reviewer == third
    assert case.first_review.reviewer.name == "Vera Peer"  # nearer to the third than the zero


def test_who_cannot_be_invited(case, region, editor, alice, charlie):
    for nobody in (charlie, alice, peer_of(region.town, "Tanja"), region.checker):
        with pytest.raises(NotAReviewer):
            invite_reviewer(case, nobody, by=editor)
    invite_reviewer(case, peer_of(region.village, "Vera"), by=editor)
    with pytest.raises(NotAReviewer):
        invite_reviewer(case, peer_of(region.village, "Vlado"), by=editor)
    assert PracticeReview.objects.count() == 1


def test_who_declined_makes_room_for_a_colleague(case, region, editor):
    vera = peer_of(region.village, "Vera")
    decline_review(invite_reviewer(case, vera, by=editor), by=vera)
    assert invite_reviewer(case, peer_of(region.village, "Vlado"), by=editor).state == ReviewState.INVITED


def test_invited_twice_one_invitation_and_one_letter(case, region, editor):
    vera = peer_of(region.village, "Vera")
    assert invite_reviewer(case, vera, by=editor) == invite_reviewer(case, vera, by=editor)
    assert Letter.objects.filter(kind="practice_review").count() == 1


def test_cards_and_what_is_not_public_are_not_reviewed(alice, region, editor):
    vera = peer_of(region.village, "Vera")
    for practice in (make_practice(alice, region.town), make_draft(alice, region.town, parts=PARTS, **FULL)):
        with pytest.raises(NotAReviewer):
            invite_reviewer(practice, vera, by=editor)


def test_only_editors_invite_and_only_the_reviewer_writes(case, region, editor, charlie):
    vera = peer_of(region.village, "Vera")
    with pytest.raises(PermissionDenied):
        invite_reviewer(case, vera, by=charlie)
    review = invite_reviewer(case, vera, by=editor)
    for other in (charlie, editor):
        with pytest.raises(PermissionDenied):
            save_review(review, by=other, scores=GOOD, comments={}, summary="")


def test_half_a_review_is_kept_but_not_handed_in_and_a_handed_in_one_stays(case, region, editor):
    vera = peer_of(region.village, "Vera")
    review = begin_review(invite_reviewer(case, vera, by=editor), by=vera)
    save_review(review, by=vera, scores={"evidence": 3, "cost": 7, "stars": 5}, comments={}, summary="So far")
    review.refresh_from_db()
    assert review.scores == {"evidence": 3}
    with pytest.raises(ReviewIncomplete):
        submit_review(review, by=vera)
    save_review(review, by=vera, scores=GOOD, comments={}, summary="")
    submit_review(review, by=vera)
    with pytest.raises(PermissionDenied):
        save_review(review, by=vera, scores=dict.fromkeys(WEIGHTS, 3), comments={}, summary="")


def test_nobody_judges_who_declared_nothing(case, region, editor):
    vera = peer_of(region.village, "Vera")
    review = invite_reviewer(case, vera, by=editor)
    with pytest.raises(NothingDeclared):
        save_review(review, by=vera, scores=GOOD, comments={}, summary="")
    PracticeReview.objects.update(scores=GOOD)
    with pytest.raises(NothingDeclared):
        submit_review(review, by=vera)
    with pytest.raises(PermissionDenied):
        begin_review(review, by=editor)
    assert begin_review(review, by=vera).state == begin_review(review, by=vera).state == ReviewState.STARTED


def test_who_comes_too_near_meanwhile_neither_begins_nor_hands_in(case, region, editor, alice):
    vera, emil = peer_of(region.village, "Vera"), peer_of(region.elsewhere, "Emil")
    writes = invite_reviewer(case, vera, by=editor)
    moves = begin_review(invite_reviewer(case, emil, by=editor), by=emil)
    save_review(moves, by=emil, scores=GOOD, comments={}, summary="")
    case.authors.create(user=vera)
    join_organisation(emil, region.town)
    with pytest.raises(ConflictOfInterest):
        begin_review(writes, by=vera)
    with pytest.raises(ConflictOfInterest):
        submit_review(moves, by=emil)
    decline_review(moves, by=emil)
    assert state_of(case) == PracticeState.SHARED


def test_the_database_refuses_validated_without_two_reviews(case, region, editor):
    judge(case, peer_of(region.village, "Vera"), editor, GOOD)
    one = case.reviews.get()
    rows = Practice.objects.filter(pk=case.pk)
    for state in (PracticeState.VALIDATED, PracticeState.EXEMPLARY):
        for reviews in ((None, None), (one, None), (None, one), (one, one)):
            first, second = reviews
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(state=state, first_review=first, second_review=second, validated_at=timezone.now())


def test_exemplary_is_chosen_by_editors_among_the_validated(case, region, editor, charlie):
    with pytest.raises(NotValidated):
        name_exemplary(case, by=editor, year=2027)
    judge(case, peer_of(region.village, "Vera"), editor, GOOD)
    judge(case, peer_of(region.elsewhere, "Emil"), editor, GOOD)
    with pytest.raises(PermissionDenied):
        name_exemplary(case, by=charlie, year=2027)
    name_exemplary(case, by=editor, year=2027)
    case.refresh_from_db()
    assert (case.state, case.exemplary_year) == (PracticeState.EXEMPLARY, 2027)
