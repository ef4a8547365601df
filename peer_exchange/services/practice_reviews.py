"""Peer review: who is invited, what she writes, what two or three judgements say, the exemplary ones of a year.

What is judged is a published full case in one version. Two reviews that agree, or a third that decides, make it
Validated; the database refuses that state without two of them.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy import site_version
from academy.enums import OrganisationKind
from academy.models import Organisation, User
from academy.policies import require
from peer_exchange.enums import PUBLIC_STATES, REVIEWED_STATES, PracticeState, ReviewState
from peer_exchange.errors import (
    ConflictOfInterest,
    NotAReviewer,
    NothingDeclared,
    NotValidated,
    ReviewClosed,
    ReviewIncomplete,
)
from peer_exchange.models import Practice, PracticeReview
from peer_exchange.policies import may_edit_practices, may_judge
from peer_exchange.rules.completeness import completeness_of
from peer_exchange.rules.rubric import MOST, VALIDATED, WAITING, WEIGHTS, Outcome, is_whole, outcome_of, percent_of
from peer_exchange.services.practice_news import authors_of, tell
from peer_exchange.services.practices import facts_of


def municipality_of(user: User) -> Organisation | None:
    """Where she works: the municipality of her newest membership, or the one above her unit; else that organisation."""
    for membership in user.memberships.current().select_related("organisation").order_by("-started_at"):
        line = Organisation.objects.above(membership.organisation)
        return line.filter(kind=OrganisationKind.MUNICIPALITY).first() or membership.organisation
    return None


@transaction.atomic
def invite_reviewer(
    practice: Practice, user: User, *, by: User, due_on: date | None = None, now: datetime | None = None
) -> PracticeReview:
    """Ask a peer from another municipality to judge the version in force. Invited already, it is the same invitation.

    Raises PermissionDenied, NotAReviewer with the reason.
    """
    require(may_edit_practices(by))
    row = _lock(practice)
    standing = row.reviews.filter(reviewer=user, version=row.version).first()
    if standing is not None:
        return standing
    home = _require_peer(row, user)
    review = PracticeReview.objects.create(
        practice=row, reviewer=user, organisation=home, version=row.version, language=user.language, invited_by=by,
        invited_at=now or timezone.now(), due_on=due_on,
    )  # fmt: skip
    tell("review", row, [user.pk], key=str(review.uuid), data={"review": review.pk}, now=now)
    return review


@transaction.atomic
def begin_review(review: PracticeReview, *, by: User) -> PracticeReview:
    """She declares that she has no conflict of interest. Twice called, no change.

    Raises PermissionDenied, ConflictOfInterest when she wrote on the practice or works in one of its municipalities.
    """
    row = PracticeReview.objects.select_for_update(of=("self",)).select_related("practice").get(pk=review.pk)
    require(may_judge(by, row))
    if _conflict_of(row.practice, by, municipality_of(by)):
        raise ConflictOfInterest
    row.state = ReviewState.STARTED
    row.save(update_fields=["state"])
    return row


@transaction.atomic
def save_review(
    review: PracticeReview, *, by: User, scores: Mapping[str, int], comments: Mapping[str, str], summary: str
) -> PracticeReview:
    """Keep what she has so far. Raises PermissionDenied, NothingDeclared."""
    row = PracticeReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    require(may_judge(by, row))
    if row.state != ReviewState.STARTED:
        raise NothingDeclared
    row.scores = {name: int(score) for name, score in scores.items() if name in WEIGHTS and score in range(MOST + 1)}
    row.comments = {name: text for name, text in comments.items() if name in WEIGHTS and text}
    row.summary = summary
    row.save(update_fields=["scores", "comments", "summary"])
    return row


@transaction.atomic
def decline_review(review: PracticeReview, *, by: User) -> None:
    """She cannot, or knows the people too well. Raises PermissionDenied."""
    row = PracticeReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    require(may_judge(by, row))
    row.state = ReviewState.DECLINED
    row.save(update_fields=["state"])


@transaction.atomic
def submit_review(review: PracticeReview, *, by: User, now: datetime | None = None) -> Outcome:
    """Hand in what is saved; what all reviews of the version say together then counts for the practice.

    Raises PermissionDenied, NothingDeclared, ReviewIncomplete, ReviewClosed, ConflictOfInterest when she belongs to it
    by now.
    """
    practice = _lock(review.practice)
    row = PracticeReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    require(may_judge(by, row))
    if row.state != ReviewState.STARTED:
        raise NothingDeclared
    if _conflict_of(practice, by, municipality_of(by)):
        raise ConflictOfInterest
    if not is_whole(row.scores):
        raise ReviewIncomplete
    if practice.version != row.version or not practice.live:
        raise ReviewClosed(_("The practice has changed since you were invited; this version is no longer judged."))
    row.state, row.submitted_at = ReviewState.SUBMITTED, now or timezone.now()
    row.percent = percent_of(row.scores)
    row.save(update_fields=["state", "submitted_at", "percent"])
    return _settle(practice, row.version, row.submitted_at)


def outcome_for(practice: Practice, version: int) -> Outcome:
    """What the reviews of a version say so far; one query."""
    return outcome_of([review.scores for review in _handed_in(practice, version)])


@transaction.atomic
def name_exemplary(practice: Practice, *, by: User, year: int) -> None:
    """The editors' choice of a year among the validated ones. Raises PermissionDenied, NotValidated."""
    require(may_edit_practices(by))
    row = _lock(practice)
    if row.state not in REVIEWED_STATES or not row.live:
        raise NotValidated
    row.state, row.exemplary_year = PracticeState.EXEMPLARY, year
    row.save(update_fields=["state", "exemplary_year"])
    site_version.bump_on_commit(Practice.site_part)


def _settle(practice: Practice, version: int, now: datetime) -> Outcome:
    reviews = _handed_in(practice, version)
    outcome = outcome_of([review.scores for review in reviews])
    if outcome.state == WAITING:
        return outcome
    if outcome.state == VALIDATED and practice.state in PUBLIC_STATES:
        # Of three the third decided; the one before it that is nearest to it stands beside it.
        first, second = reviews[:2] if not outcome.apart else _pair(reviews)
        practice.first_review, practice.second_review, practice.validated_at = first, second, now
        if practice.state == PracticeState.SHARED:
            practice.state = PracticeState.VALIDATED
        practice.save(update_fields=["first_review", "second_review", "validated_at", "state"])
        site_version.bump_on_commit(Practice.site_part)
    if outcome.percent is not None:
        tell("reviewed", practice, authors_of(practice), key=str(version), data={"practice": practice.pk}, now=now)
    return outcome


def _pair(reviews: list[PracticeReview]) -> tuple[PracticeReview, PracticeReview]:
    first, second, third = reviews[:3]
    nearest = min((first, second), key=lambda review: abs(percent_of(review.scores) - percent_of(third.scores)))
    return nearest, third


def _handed_in(practice: Practice, version: int) -> list[PracticeReview]:
    return list(practice.reviews.filter(version=version, state=ReviewState.SUBMITTED).order_by("submitted_at", "pk"))


def _require_peer(practice: Practice, user: User) -> Organisation:
    if not practice.live or practice.state not in PUBLIC_STATES:
        raise NotAReviewer(_("Peers review what is public; this practice is not."))
    if not completeness_of(facts_of(practice)).is_full:
        raise NotAReviewer(_("Peers review full cases only; ask the authors to fill in the rest first."))
    home = municipality_of(user)
    if conflict := _conflict_of(practice, user, home):
        raise NotAReviewer(conflict)
    if home is None or home.kind != OrganisationKind.MUNICIPALITY:
        raise NotAReviewer(_("A reviewer must belong to a municipality. Invite somebody else."))
    others = practice.reviews.filter(version=practice.version).exclude(state=ReviewState.DECLINED)
    if others.filter(organisation=home).exists():
        raise NotAReviewer(_("Somebody from her municipality reviews it already. Invite a third municipality."))
    return home


def _conflict_of(practice: Practice, user: User, home: Organisation | None) -> str:
    """Why she is too near to judge it, as an editor reads it; empty for who is not."""
    if practice.authors.filter(user=user).exists():
        return str(_("She is an author of this practice. Invite somebody else."))
    if home is not None and home.pk in _own_municipalities(practice):
        return str(_("She works in a municipality of this practice. Invite somebody from another one."))
    return ""


def _own_municipalities(practice: Practice) -> set[int]:
    """That of the practice and those of its authors, with what lies above each: units belong to a municipality."""
    places = [author.organisation for author in practice.authors.select_related("organisation")]
    places = [place for place in (*places, practice.organisation) if place is not None]
    return {above.pk for place in places for above in Organisation.objects.above(place)}


def _lock(practice: Practice) -> Practice:
    return Practice.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=practice.pk)
