"""Peers and editors: the page of a reviewer, the result for the authors, what editors do with a public practice."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from academy.models import User
from peer_exchange.enums import Criterion, ReviewState
from peer_exchange.errors import NotAReviewer, NothingDeclared, PeerError
from peer_exchange.forms.practice_reviews import ReasonForm, ReviewerForm, ReviewForm, YearForm
from peer_exchange.models import Practice, PracticeReview
from peer_exchange.policies import may_judge
from peer_exchange.rules.rubric import MOST, WEIGHTS, Outcome
from peer_exchange.rules.still_running import not_confirmed_since
from peer_exchange.services.practice_reviews import (
    begin_review,
    decline_review,
    invite_reviewer,
    name_exemplary,
    outcome_for,
    save_review,
    submit_review,
)
from peer_exchange.services.publications import archive_practice, unpublish_practice
from peer_exchange.services.still_running import clear_needs_update, mark_needs_update
from peer_exchange.views.practice_doors import edited_practice_or_404, own_review_or_404, written_practice_or_404
from peer_exchange.views.practice_reading import sections_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """First whether she is free to judge; then the rubric beside the practice, saved by itself, handed in once."""
    row = own_review_or_404(request.user, uuid)
    if request.method != "POST" or not may_judge(request.user, row):
        return _page(request, row, ReviewForm(review=row))
    if "decline" in request.POST:
        decline_review(row, by=request.user)
        messages.success(request, gettext("You declined. The editors ask somebody else; thank you for saying so."))
        return redirect("practices_mine")
    if "begin" in request.POST:
        return _begin(request, row)
    form = ReviewForm(request.POST, review=row)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        row = save_review(
            row, by=request.user, scores=form.scores, comments=form.comments, summary=form.cleaned_data["summary"]
        )
    except NothingDeclared as error:
        return _page(request, row, form, error=error, status=422)
    if request.htmx:
        return render(request, "peer_exchange/practices/_review_saved.html", {"now": timezone.now()})
    if "submit" not in request.POST:
        messages.success(request, gettext("Saved. Go on when you like."))
        return redirect("practice_review", uuid=row.uuid)
    try:
        submit_review(row, by=request.user)
    except PeerError as error:
        return _page(request, row, form, error=error, status=422)
    messages.success(request, gettext("Your review is handed in. Thank you: this is how good practice becomes better."))
    return redirect("practices_mine")


def _begin(request: HttpRequest, row: PracticeReview) -> HttpResponse:
    try:
        begin_review(row, by=request.user)
    except PeerError as error:
        return _page(request, row, ReviewForm(review=row), error=error, status=422)
    return redirect("practice_review", uuid=row.uuid)


def _page(
    request: HttpRequest, row: PracticeReview, form: ReviewForm, *, error: PeerError | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "review": row,
        "practice": row.practice,
        "sections": sections_of(row.practice),
        "form": form,
        "error": error,
        "is_open": bool(may_judge(request.user, row)),
        "is_declared": row.state != ReviewState.INVITED,
        "bars": _bars(row.scores) if row.state == ReviewState.SUBMITTED else [],
    }
    return render(request, "peer_exchange/practices/review.html", context, status=status)


@require_safe
@login_required
def show_result(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To the authors: what peers said of the version in force, without their names; bars, no stars."""
    practice = written_practice_or_404(request.user, uuid)
    reviews = _submitted(practice)
    outcome = outcome_for(practice, practice.version)
    context = {
        "practice": practice,
        "outcome": outcome,
        "bars": _bars(outcome.points) if outcome.points else [],
        "reviews": [
            {
                "summary": review.summary,
                "language": review.language,
                "comments": [
                    (Criterion(name).label, review.comments[name]) for name in WEIGHTS if name in review.comments
                ],
            }
            for review in reviews
        ],
    }
    return render(request, "peer_exchange/practices/review_result.html", context)


def _submitted(practice: Practice) -> list[PracticeReview]:
    rows = practice.reviews.filter(version=practice.version, state=ReviewState.SUBMITTED)
    return list(rows.order_by("submitted_at", "pk"))


def _bars(points: Mapping[str, Any]) -> list[dict]:
    """One bar per criterion: points of 3, and the same in words."""
    return [
        {"label": Criterion(name).label, "points": points[name], "most": MOST, "weight": weight}
        for name, weight in WEIGHTS.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For editors: reviewers, and what may be done with a public practice."""
    practice = edited_practice_or_404(request.user, uuid)
    forms = {
        "invite": ReviewerForm(prefix="invite"),
        "needs_update": ReasonForm(prefix="needs_update"),
        "archive": ReasonForm(prefix="archive"),
        "exemplary": YearForm(prefix="exemplary", initial={"year": timezone.localdate().year}),
    }
    action = request.POST.get("action", "")
    status = 200
    if request.method == "POST":
        if action in forms:
            forms[action] = type(forms[action])(request.POST, prefix=action)
        if action not in forms or forms[action].is_valid():
            try:
                _act(request, practice, action, getattr(forms.get(action), "cleaned_data", {}))
                return redirect("practice_editing", uuid=practice.uuid)
            except PeerError as error:
                messages.error(request, error.message)
        status = 422
    outcome: Outcome = outcome_for(practice, practice.version)
    context = {
        "practice": practice,
        "forms": forms,
        "reviews": list(practice.reviews.select_related("reviewer", "organisation")),
        "outcome": outcome,
        "apart": [Criterion(name).label for name in outcome.apart],
        "unconfirmed": _unconfirmed(practice),
    }
    return render(request, "peer_exchange/practices/editing.html", context, status=status)


def _unconfirmed(practice: Practice) -> date | None:
    first, confirmed = practice.first_published_at, practice.confirmed_at
    if first is None:
        return None
    return not_confirmed_since(confirmed.date() if confirmed else None, first.date(), timezone.localdate())


def _act(request: HttpRequest, practice: Practice, action: str, cleaned: dict) -> None:
    by = request.user
    if action == "invite":
        user = User.objects.filter(email__iexact=cleaned["email"], is_active=True).first()
        if user is None:
            raise NotAReviewer(gettext("Nobody has an account with this address. Ask her to make one first."))
        invite_reviewer(practice, user, by=by, due_on=cleaned["due_on"])
        messages.success(request, gettext("%(name)s is invited by letter.") % {"name": user.name})
    elif action == "needs_update":
        mark_needs_update(practice, by=by, reason=cleaned["reason"])
        messages.success(request, gettext("Readers now see that it needs an update."))
    elif action == "up_to_date":
        clear_needs_update(practice, by=by)
        messages.success(request, gettext("Readers see no warning any more."))
    elif action == "archive":
        archive_practice(practice, by=by, reason=cleaned["reason"])
        messages.success(request, gettext("It is archived and no longer in the library."))
    elif action == "unpublish":
        unpublish_practice(practice, by=by)
        messages.success(request, gettext("It is off the site; its authors may work on it."))
    elif action == "exemplary":
        name_exemplary(practice, by=by, year=cleaned["year"])
        messages.success(request, gettext("It is exemplary now."))
