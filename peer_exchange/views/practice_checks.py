"""The desk of those who check practices before they become public: the list, one practice, the decision."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from academy.models import Organisation, User
from academy.policies import require
from peer_exchange.enums import PUBLIC_STATES
from peer_exchange.errors import PeerError
from peer_exchange.forms.practice_reviews import CheckComments
from peer_exchange.forms.practices import STEPS
from peer_exchange.models import Practice
from peer_exchange.policies import may_check_practices
from peer_exchange.querysets import CHECKING_KINDS
from peer_exchange.rules.completeness import completeness_of
from peer_exchange.services.practice_checks import approve_practice, return_practice
from peer_exchange.services.practices import draft_of, facts_of
from peer_exchange.views.practice_doors import checked_practice_or_404
from peer_exchange.views.practice_reading import sections_of

PER_PAGE = 25
NAMES = [name for groups in STEPS.values() for _heading, names in groups for name in names]


def room_tab(user: User, organisation: Organisation) -> dict | None:
    """In the room of an association, for who checks its practices."""
    if organisation.kind not in CHECKING_KINDS or not may_check_practices(user):
        return None
    return {"label": gettext("Practices"), "url": reverse("practices_check")}


@require_safe
@login_required
def list_checks(request: HttpRequest) -> HttpResponse:
    """What waits, the longest waiting first."""
    require(may_check_practices(request.user))
    waiting = Practice.objects.checked_by(request.user).in_check()
    waiting = waiting.select_related("organisation", "latest_revision").prefetch_related("organisation__names")
    page = Paginator(waiting.order_by("workflow_states__created_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"practice": practice, "title": practice.latest_revision.content["title"]} for practice in page]
    return render(request, "peer_exchange/practices/checks.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One practice, field by field, beside what is public; a comment to each; publish or return."""
    practice = checked_practice_or_404(request.user, uuid)
    if request.method != "POST":
        return _page(request, practice)
    sent = CheckComments(NAMES, request.POST)
    raw = request.POST.get("version", "")
    version = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else -1
    decision = request.POST.get("decision", "")
    if decision == "return" and not sent.comments:
        error = PeerError(gettext("Say what should change: a comment on a field, or on the whole, then return it."))
        return _page(request, practice, sent=sent, error=error, status=422)
    try:
        if decision == "publish":
            approve_practice(practice, by=request.user, version=version, note=sent.comments.get("", ""))
            messages.success(request, gettext("The practice is public. Its authors get a letter."))
        elif decision == "return":
            return_practice(practice, by=request.user, version=version, comments=sent.comments)
            messages.success(request, gettext("The practice is returned. Its authors get a letter with your comments."))
        else:
            return _page(request, practice, sent=sent)
    except PeerError as error:
        return _page(request, practice, sent=sent, error=error, status=409)
    return redirect("practices_check")


def _page(
    request: HttpRequest,
    practice: Practice,
    *,
    sent: CheckComments | None = None,
    error: PeerError | None = None,
    status: int = 200,
) -> HttpResponse:
    draft = draft_of(practice)
    public = practice if practice.live and practice.state in PUBLIC_STATES else None
    state = practice.current_workflow_state
    is_waiting = state is not None and state.status == "in_progress"
    # What its authors write before they send it, and after it came back, is theirs alone.
    sections = sections_of(draft, public=public) if is_waiting else []
    for section in sections:
        for line in section.lines:
            line.typed = sent.typed.get(line.name, "") if sent else ""
    context = {
        "practice": practice,
        "draft": draft,
        "public": public,
        "sections": [section for section in sections if section.filled],
        "blank": [line for section in sections if not section.filled for line in section.lines],
        "changed": [line for section in sections for line in section.lines if line.is_changed],
        "typed_whole": sent.typed[""] if sent else "",
        "error": error,
        "is_waiting": is_waiting,
        "meter": completeness_of(facts_of(draft)),
        "authors": [author for author in practice.authors.select_related("user", "organisation") if author.user],
    }
    return render(request, "peer_exchange/practices/check.html", context, status=status)
