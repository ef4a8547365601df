"""My practices: what I write, with its state and what to do next; what I am asked to review."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.models import WorkflowState

from academy.models import User
from peer_exchange.delivery.practice_letters import public_path
from peer_exchange.enums import PUBLIC_STATES, AuthorRole, PracticeState, ReviewState
from peer_exchange.models import Practice
from peer_exchange.policies import may_check_practices, may_edit_practices
from peer_exchange.services.still_running import silent_before

MOST_DOUBTFUL = 20
OPEN_REVIEWS = (ReviewState.INVITED, ReviewState.STARTED)


@dataclass(frozen=True)
class Row:
    """`state` in words; `note` says what happens; `action` {label, url} is what she does next."""

    practice: Practice
    title: str
    state: str
    note: str
    action: dict[str, str]
    others: str
    url: str  # of the public page, or empty
    may_discard: bool


@require_safe
@login_required
def list_mine(request: HttpRequest) -> HttpResponse:
    reviews = request.user.practice_reviews.select_related("practice").order_by("-invited_at")
    context = {
        "rows": rows_of(request.user),
        "open_reviews": [review for review in reviews if review.state in OPEN_REVIEWS],
        "done_reviews": [review for review in reviews if review.state == ReviewState.SUBMITTED],
        "doubtful": doubtful_for(request.user),
        "checks": Practice.objects.checked_by(request.user).in_check().count() if _checks(request.user) else None,
    }
    return render(request, "peer_exchange/practices/mine.html", context)


def doubtful_for(user: User) -> list[Practice]:
    """To editors, what they should ask about, mend or archive by hand: nothing leaves the library by itself."""
    if not may_edit_practices(user):
        return []
    limit = silent_before(timezone.now())
    return list(
        Practice.objects.doubtful(limit)
        .select_related("organisation")
        .prefetch_related("organisation__names")[:MOST_DOUBTFUL]
    )


def rows_of(user: User) -> list[Row]:
    """The newest first; as many queries for one as for fifty."""
    states = WorkflowState.objects.filter(practice=OuterRef("pk"))
    practices = (
        Practice.objects.written_by(user)
        .annotate(
            is_in_check=Exists(states.filter(status="in_progress")),
            is_back=Exists(states.filter(status="needs_changes")),
        )
        .select_related("latest_revision", "organisation")
        .prefetch_related("authors__user")
        .order_by("-created_at")
    )
    return [_row(practice, user) for practice in practices]


def _checks(user: User) -> bool:
    return bool(may_check_practices(user))


def _row(practice: Any, user: User) -> Row:
    revision = practice.latest_revision
    title = revision.content["title"] if revision else practice.title
    is_public = practice.live and practice.state in PUBLIC_STATES
    write = {"label": gettext("Go on writing"), "url": _draft(practice)}
    if practice.is_in_check:
        state = gettext("In check")
        note = gettext("Others read it before it becomes public. You get a letter when they decided.")
        action = {"label": gettext("Read it"), "url": reverse("practice_preview", kwargs={"uuid": practice.uuid})}
    elif practice.is_back:
        state = PracticeState.RETURNED.label
        note = gettext("It came back with comments. Read them, change what you find right, send it again.")
        action = {"label": gettext("Read the comments"), "url": _draft(practice)}
    elif is_public and practice.needs_update_at:
        state, note = practice.get_state_display(), gettext("Something in it is out of date. Please write an update.")
        action = {"label": gettext("Write an update"), "url": _draft(practice)}
    elif is_public:
        state = practice.get_state_display()
        has_update = practice.has_unpublished_changes
        note = gettext("You are writing an update; readers still see the version before.") if has_update else ""
        action = write if has_update else {"label": gettext("Write an update"), "url": _draft(practice)}
    else:
        state, action = practice.get_state_display(), write
        note = gettext("Only its authors see it. Finish it, then send it.")
    if is_public and practice.is_in_check:
        note = gettext("An update is being checked; readers still see the version before.")
    others = [row.user.name if row.user else row.email for row in practice.authors.all() if row.user_id != user.pk]
    return Row(
        practice,
        title or gettext("Untitled practice"),
        str(state),
        note,
        action,
        ", ".join(others),
        public_path(practice) if is_public else "",
        may_discard=practice.version == 0 and not practice.is_in_check and _began(practice, user),
    )


def _began(practice: Practice, user: User) -> bool:
    return any(row.user_id == user.pk and row.role == AuthorRole.AUTHOR for row in practice.authors.all())


def _draft(practice: Practice) -> str:
    return reverse("practice_draft", kwargs={"uuid": practice.uuid, "step": "result"})
