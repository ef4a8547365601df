"""A facilitator reads what learners handed in: the list, one submission with comments and the decision, its file."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from academy.enums import Access
from academy.policies import require
from academy.services.access import record_access
from courses import policies
from courses.delivery.assignment_paper import Paper
from courses.enums import SubmissionState
from courses.errors import LearningError
from courses.forms.assignments import CommentForm, ReviewFilterForm
from courses.models import HandIn, Submission
from courses.outline import outline_for
from courses.rules.worksheets import Sheet
from courses.services.assignments import review_submission
from courses.views.assignment import course_title, file_response
from courses.views.doors import reviewed_or_404
from courses.views.worksheets import rows_to_read, talk_of

PER_PAGE = 25
ORDER = {SubmissionState.HANDED_IN: 0, SubmissionState.RETURNED: 1, SubmissionState.ACCEPTED: 2}


@require_safe
@login_required
def list_reviews(request: HttpRequest) -> HttpResponse:
    """Those that wait first, the longest waiting at the top."""
    require(policies.may_review(request.user))
    reviewable = Submission.objects.reviewable_by(request.user)
    form = ReviewFilterForm(request.GET, submissions=reviewable)
    found = form.results().waiting_first().annotate(round=Max("hand_ins__number"))
    found = found.select_related("enrollment__user", "enrollment__course", "step").defer("answers")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "is_set": form.is_set,
        "page": page,
        "rows": [_row(submission) for submission in page],
        "query": query.urlencode(),
        "waiting": reviewable.to_review().count(),
    }
    return render(request, "courses/reviews.html", context)


def _row(submission: Submission) -> dict:
    outline = outline_for(submission.enrollment.course.page_key, get_language())
    item = outline.find(submission.step.key) if outline else None
    learner = submission.enrollment.user
    return {
        "submission": submission,
        "learner": learner.name if learner else gettext("a person who has left"),
        "title": item.title if item else gettext("Assignment"),
        "language": item.language if item else "",
        "course": outline.title if outline else submission.enrollment.course.title,
        "course_language": outline.language if outline else submission.enrollment.course.source_language,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: HttpRequest, submission: UUID) -> HttpResponse:
    """One submission: the newest hand-in beside what was said of it; comments and decision come in one form."""
    row = reviewed_or_404(request.user, submission)
    hand_ins = list(row.hand_ins.all())
    newest = hand_ins[-1]
    if request.method != "POST":
        _note(request, row, Access.VIEWED)
        return _render(request, row, hand_ins)
    form = CommentForm([part["key"] for part in newest.sheet["parts"]], request.POST)
    decision = request.POST.get("decision", "")
    if form.errors:
        return _render(request, row, hand_ins, form=form, status=422)
    if not form.comments and decision not in DECISIONS:
        error = LearningError(gettext("Write a comment first, or choose to return or accept the assignment."))
        return _render(request, row, hand_ins, form=form, error=error, status=422)
    number = request.POST.get("number", "")
    try:
        review_submission(
            row,
            request.user,
            form.comments,
            decision=decision if decision in DECISIONS else "",
            number=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0,
        )
    except LearningError as error:
        row = reviewed_or_404(request.user, submission)
        return _render(request, row, list(row.hand_ins.all()), form=form, error=error, status=409)
    messages.success(request, DECISIONS.get(decision, _commented)())
    if decision in DECISIONS:
        return redirect("reviews")
    return redirect("review", submission=row.uuid)


def _note(request: HttpRequest, row: Submission, access: Access) -> None:
    enrollment = row.enrollment
    record_access(request.user, access, "submission", organisation=enrollment.organisation, person=enrollment.user)


def _commented() -> str:
    return gettext("Your comments are sent. The learner gets a letter in about ten minutes.")


DECISIONS = {
    SubmissionState.RETURNED.value: lambda: gettext(
        "The assignment is returned. The learner gets a letter with your comments."
    ),
    SubmissionState.ACCEPTED.value: lambda: gettext("The assignment is accepted. The learner gets a letter."),
}


def _render(
    request: HttpRequest,
    row: Submission,
    hand_ins: list[HandIn],
    *,
    form: CommentForm | None = None,
    error: LearningError | None = None,
    status: int = 200,
) -> HttpResponse:
    newest = hand_ins[-1]
    before = hand_ins[-2] if len(hand_ins) > 1 else None
    keys = [part["key"] for part in newest.sheet["parts"]]
    talk = talk_of(row.comments.select_related("author"), request.user.pk, keys)
    rows = rows_to_read(newest, before, talk, form=form)
    context = _row(row) | {
        "title": newest.sheet["title"],
        "language": newest.language,
        "hand_in": newest,
        "before": before,
        "rows": rows,
        "changed": [part for part in rows if part.is_changed],
        "talk": talk.get("", []),
        "typed_comment": form.typed.get("", "") if form else "",
        "comment_error": form.errors.get("", "") if form else "",
        "error": error,
        "is_accepted": row.state == SubmissionState.ACCEPTED,
        "is_returned": row.state == SubmissionState.RETURNED,
    }
    return render(request, "courses/review.html", context, status=status)


@require_safe
@login_required
def download(request: HttpRequest, submission: UUID, form: str) -> HttpResponse:
    """The newest hand-in as a file; never what she wrote since."""
    row = reviewed_or_404(request.user, submission)
    _note(request, row, Access.EXPORTED)
    newest = row.hand_ins.latest("number")
    learner = row.enrollment.user
    name = learner.name if learner else ""
    sheet = Sheet.from_json(newest.sheet)
    return file_response(
        Paper(sheet, newest.answers, newest.language, course_title(row.enrollment), name, newest.at), form
    )
