"""A quiz: its page, an attempt at it, handing in, the result. Grading and locking belong to `services.attempts`."""

from collections.abc import Callable
from functools import lru_cache, wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from academy import site_version
from courses.enums import QUIZ_KINDS, AttemptState, EnrollmentState, FeedbackTime
from courses.errors import AttemptClosed, LearningError
from courses.forms.answers import AnswerForm
from courses.models import Attempt, Certificate, Course, QuizPage, Step
from courses.outline import Item, Outline, outline_for
from courses.rules.grading import gaps
from courses.rules.kinds import Answer
from courses.rules.paper import Paper
from courses.services import attempts as service
from courses.services.adjustments import Extras, extras_of
from courses.services.progress import record_visit
from courses.services.questions import count_questions, make_paper, tell_paper
from courses.sheets import field_name, marked_sheet, open_sheet
from courses.views.doors import attempt_or_404, enrollment_or_404, require_open, require_released
from courses.views.lesson import refuse
from courses.views.path import places_of
from courses.views.shell import Shell, breadcrumbs, open_shell

View = Callable[..., HttpResponse]


def show_quiz(request: HttpRequest, page: QuizPage) -> HttpResponse:
    """The page of a quiz inside its course: what it asks, what she reached, start or continue."""
    shell = open_shell(request, page)
    if shell.is_preview:
        return _preview_quiz(request, page, shell)
    if refusal := refuse(request, shell):
        return refusal
    rows: list[Attempt] = []
    extras = Extras()
    if shell.enrollment is not None:
        if page.attempts_allowed is not None or page.time_limit:
            extras = extras_of(shell.enrollment, shell.item.step_id)
        record_visit(shell.enrollment, shell.item.step_id)
        mine = Attempt.objects.filter(enrollment=shell.enrollment, step_id=shell.item.step_id).defer("paper")
        rows = [_settled(attempt) for attempt in mine]
    closed = [row for row in rows if row.state != AttemptState.OPEN]
    context = shell.context() | {
        "question_count": question_count(page, shell.outline.source_language),
        "attempts": closed,
        "open_attempt": next((row for row in rows if row.state == AttemptState.OPEN), None),
        "best": max(closed, key=lambda row: row.score, default=None),
        "attempts_left": (
            None if page.attempts_allowed is None else max(0, page.attempts_allowed + extras.attempts - len(rows))
        ),
        "extra_percent": extras.percent if page.time_limit else 0,
        "minutes_allowed": service.time_allowed(page.time_limit or 0, extras).total_seconds() / 60,
    }
    return render(request, "courses/quiz.html", context)


def question_count(page: QuizPage, source_language: str) -> int:
    """How many questions a paper of this quiz has, counted once per version of the site."""
    version = site_version.current()
    if version is None:
        return count_questions(page, source_language=source_language)
    return _known_count(version, page.pk, source_language)


@lru_cache(maxsize=1024)
def _known_count(version: int, page_pk: int, source_language: str) -> int:
    return count_questions(QuizPage.objects.get(pk=page_pk), source_language=source_language)


def _preview_quiz(request: HttpRequest, page: QuizPage, shell: Shell) -> HttpResponse:
    """The draft with a paper as a learner may get it; nothing is stored."""
    course = Course.objects.filter(steps__key=page.translation_key).first()
    paper = make_paper(
        page,
        language=page.locale.language_code,
        source_language=course.source_language if course else page.locale.language_code,
        seed=0,
    )
    context = shell.context() | {
        "question_count": len(paper.items),
        "attempts_left": page.attempts_allowed,
        "rows": open_sheet(paper.items, {}),
    }
    return render(request, "courses/quiz.html", context)


@require_POST
@login_required
def start(request: HttpRequest, enrollment: UUID, key: UUID) -> HttpResponse:
    """Start an attempt, or go on with the one that is open."""
    mine = enrollment_or_404(request.user, enrollment)
    outline = outline_for(mine.course.page_key, get_language())
    item = outline.find(key) if outline else None
    if item is None or item.kind not in QUIZ_KINDS:
        raise Http404
    require_open(request, key)
    require_released(mine, item.module_key)
    page = QuizPage.objects.get(pk=item.page_id)
    step = Step.objects.get(pk=item.step_id)
    try:
        attempt = service.start_attempt(mine, page, step, language=get_language())
    except LearningError as error:
        messages.warning(request, error.message)
        return redirect(item.url)
    return redirect("attempt", attempt=attempt.uuid)


def with_attempt(view: View) -> View:
    """Her own attempt; what comes too late leads to the result, which says so."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, attempt: UUID) -> HttpResponse:
        mine = _settled(attempt_or_404(request.user, attempt))
        require_open(request, mine.step.key)
        try:
            return view(request, mine)
        except AttemptClosed as error:
            if request.method == "POST" and mine.state != AttemptState.EXPIRED:
                messages.info(request, error.message)
            result = reverse("attempt_result", kwargs={"attempt": attempt})
            return HttpResponseClientRedirect(result) if request.htmx else redirect(result)

    return guarded


@require_safe
@with_attempt
def show_attempt(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """The questions, with the answers given so far."""
    _require_open(attempt)
    return _render_attempt(request, attempt)


@require_POST
@with_attempt
def save(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Keep answers: one question after each change with JavaScript, all of them by the button without."""
    paper = Paper.from_json(attempt.paper)
    form = AnswerForm(paper.items, request.POST)
    service.save_answers(attempt, form.answers)
    if request.htmx:
        if form.errors:
            return HttpResponse(status=422)
        rows = open_sheet(paper.items, form.answers)
        return render(request, "courses/_saved_answers.html", {"rows": [rows[place] for place in form.answers]})
    if form.errors:
        return _render_attempt(request, attempt, errors=form.errors)
    messages.success(request, gettext("Your answers are saved. You can go on at any time, on any device."))
    _outline, item = _place_of(attempt)
    return redirect(item.url if item else "learning")


@require_http_methods(["GET", "HEAD", "POST"])
@with_attempt
def submission(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Hand in. With questions left open, everything is saved and she is asked first."""
    paper = Paper.from_json(attempt.paper)
    if request.method != "POST":
        _require_open(attempt)
        return _render_confirmation(request, attempt, paper)
    form = AnswerForm(paper.items, request.POST)
    if form.errors:
        service.save_answers(attempt, form.answers)
        return _render_attempt(request, attempt, errors=form.errors)
    if "confirmed" not in request.POST and gaps(paper.items, _saved_answers(attempt) | form.answers):
        service.save_answers(attempt, form.answers)
        return redirect("attempt_submission", attempt=attempt.uuid)
    service.submit_attempt(attempt, form.answers)
    return redirect("attempt_result", attempt=attempt.uuid)


@require_safe
@with_attempt
def show_result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Score, what is next, and each question as far as the quiz tells."""
    if attempt.state == AttemptState.OPEN:
        return redirect("attempt", attempt=attempt.uuid)
    paper = tell_paper(Paper.from_json(attempt.paper), language=get_language())
    outline, item = _place_of(attempt)
    tells = may_tell(paper, attempt)
    responses = {response.item: response for response in attempt.responses.prefetch_related("grades")}
    enrollment = attempt.enrollment
    is_completed = enrollment.state == EnrollmentState.COMPLETED
    context = {
        "attempt": attempt,
        "paper": paper,
        "item": item,
        "breadcrumbs": _breadcrumbs(outline, item),
        "score": int(attempt.score),
        "is_expired": attempt.state == AttemptState.EXPIRED,
        "rows": marked_sheet(paper.items, responses, tells=tells),
        "tells": tells,
        "tells_after_passing": paper.feedback == FeedbackTime.AFTER_PASSING,
        "next": outline.after(item.key) if outline and item else None,
        "can_retry": item is not None and _attempts_left(attempt, item),
        "is_completed": is_completed,
        "places": places_of(request, enrollment.course_id) if is_completed else [],
        "certificate": Certificate.objects.unrevoked().filter(enrollment=enrollment).first() if is_completed else None,
    }
    return render(request, "courses/attempt_result.html", context)


def may_tell(paper: Paper, attempt: Attempt) -> bool:
    """Whether right answers and explanations may be shown after this attempt."""
    if paper.feedback == FeedbackTime.AFTER_PASSING:
        return bool(attempt.passed)
    return paper.feedback == FeedbackTime.AFTER_SUBMISSION


def _settled(attempt: Attempt) -> Attempt:
    """An attempt whose time is over is closed before anything else is said about it."""
    if attempt.state == AttemptState.OPEN and service.is_over(attempt, now=timezone.now()):
        return service.expire_attempt(attempt)
    return attempt


def _require_open(attempt: Attempt) -> None:
    if attempt.state != AttemptState.OPEN:
        raise AttemptClosed


def _saved_answers(attempt: Attempt) -> dict[int, Answer]:
    return dict(attempt.responses.values_list("item", "answer"))


def _render_attempt(request: HttpRequest, attempt: Attempt, *, errors: dict[int, str] | None = None) -> HttpResponse:
    paper = tell_paper(Paper.from_json(attempt.paper), language=get_language())
    outline, item = _place_of(attempt)
    context = {
        "attempt": attempt,
        "paper": paper,
        "item": item,
        "breadcrumbs": _breadcrumbs(outline, item),
        "rows": open_sheet(paper.items, _saved_answers(attempt), errors=errors),
        "errors": errors,
    }
    return render(request, "courses/attempt.html", context, status=422 if errors else 200)


def _render_confirmation(request: HttpRequest, attempt: Attempt, paper: Paper) -> HttpResponse:
    outline, item = _place_of(attempt)
    open_places = gaps(paper.items, _saved_answers(attempt))
    context = {
        "attempt": attempt,
        "paper": paper,
        "breadcrumbs": _breadcrumbs(outline, item),
        "gaps": [{"number": place + 1, "name": field_name(place)} for place in open_places],
    }
    return render(request, "courses/attempt_submission.html", context)


def _place_of(attempt: Attempt) -> tuple[Outline | None, Item | None]:
    """Where the quiz stands in its course today; nothing when it was taken away since."""
    outline = outline_for(attempt.enrollment.course.page_key, get_language())
    return outline, outline.find(attempt.step.key) if outline else None


def _breadcrumbs(outline: Outline | None, item: Item | None) -> list[dict]:
    crumbs = breadcrumbs(outline)
    if item is not None:
        crumbs.append({"label": item.title, "url": item.url, "language": item.language})
    return crumbs


def _attempts_left(attempt: Attempt, item: Item) -> bool:
    allowed = QuizPage.objects.filter(pk=item.page_id).values_list("attempts_allowed", flat=True).first()
    if allowed is None:
        return True
    allowed += extras_of(attempt.enrollment, attempt.step_id).attempts
    return Attempt.objects.filter(enrollment=attempt.enrollment_id, step=attempt.step_id).count() < allowed
