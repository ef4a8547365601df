"""An assignment: its page in the course, saving, handing in, talking with the facilitator, downloads."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from academy import sockets
from academy.policies import require
from courses import policies
from courses.delivery.assignment_files import TYPES, make_file
from courses.delivery.assignment_paper import Paper
from courses.enums import EnrollmentState, StepKind, SubmissionState
from courses.errors import LearningError, PartsMissing, StaleAnswers
from courses.forms.assignments import CommentForm, WorksheetForm, field_name
from courses.models import AssignmentPage, Enrollment, Step, Submission
from courses.outline import Item, outline_for, page_key_of_step
from courses.rules.worksheets import Sheet, filled
from courses.services import assignments as service
from courses.services.progress import record_visit
from courses.views.doors import enrollment_or_404, require_open, require_released, submission_or_404
from courses.views.lesson import refuse
from courses.views.shell import Shell, breadcrumbs, open_shell
from courses.views.worksheets import rows_to_fill, rows_to_read, talk_of

KEEP_SECONDS = 3600


def show_assignment(request: HttpRequest, page: AssignmentPage) -> HttpResponse:
    """The page of an assignment inside its course: what is asked, what she wrote, what was said of it."""
    shell = open_shell(request, page)
    if refusal := refuse(request, shell):
        return refusal
    submission = None
    if shell.enrollment is not None and shell.item is not None:
        record_visit(shell.enrollment, shell.item.step_id)
        submission = _submission_in(shell.enrollment, shell.item.step_id)
    return _render(request, shell, page, submission)


@require_safe
@login_required
def show_submission(request: HttpRequest, submission: UUID) -> HttpResponse:
    """The lasting address of what she wrote: its page in the course, or the text alone once that page is gone."""
    mine = submission_or_404(request.user, submission)
    item = _item_of(mine.enrollment, mine.step.key)
    if item is not None:
        return redirect(item.url)
    newest = mine.hand_ins.last()
    if newest is None:
        messages.info(request, gettext("This assignment is not published at the moment. What you wrote is kept."))
        return redirect("learning")
    talk = talk_of(_comments(mine), request.user.pk, [part["key"] for part in newest.sheet["parts"]])
    context = {
        "submission": mine,
        "title": newest.sheet["title"],
        "hand_in": newest,
        "rows": rows_to_read(newest, None, talk),
        "talk": talk.get("", []),
        "breadcrumbs": breadcrumbs(outline_for(mine.enrollment.course.page_key, get_language())),
    }
    return render(request, "courses/assignment_kept.html", context)


@require_POST
@login_required
def save(request: HttpRequest, enrollment: UUID, key: UUID) -> HttpResponse:
    """Keep what is filled in; and, by the button pressed, add a row, send a comment or hand in."""
    mine = enrollment_or_404(request.user, enrollment)
    item = _item_of(mine, key)
    if item is None:
        raise Http404
    require_open(request, key)
    require_released(mine, item.module_key)
    page = AssignmentPage.objects.select_related("locale").get(pk=item.page_id)
    sheet = service.sheet_of(page)
    form = WorksheetForm(sheet.parts, request.POST)
    replies = CommentForm([part.key for part in sheet.parts], request.POST)
    shell = open_shell(request, page)
    submission = service.open_submission(mine, Step.objects.get(pk=item.step_id), language=get_language())
    try:
        submission = service.save_answers(submission, form.answers, form.version, language=page.locale.language_code)
    except StaleAnswers as error:
        if request.htmx:
            return _saved(request, shell, sheet, submission, form, error=error)
        return _render(request, shell, page, error.submission, form=form, replies=replies, error=error, status=409)
    except LearningError as error:
        if request.htmx:
            return _saved(request, shell, sheet, submission, form, error=error)
        messages.warning(request, error.message)
        return redirect(item.url)
    if request.htmx:
        return _saved(request, shell, sheet, submission, form)
    if form.errors or replies.errors:
        return _render(request, shell, page, submission, form=form, replies=replies, status=422)
    if "add-row" in request.POST:
        grows = request.POST["add-row"]
        return _render(request, shell, page, submission, form=form, replies=replies, grows=grows)
    if "comment" in request.POST:
        return _comment(request, submission, replies, item)
    if "hand-in" in request.POST:
        return _hand_in(request, shell, page, submission, replies)
    messages.success(request, gettext("Your text is saved. You can go on at any time, on any device."))
    return redirect(item.url)


def _comment(request: HttpRequest, submission: Submission, replies: CommentForm, item: Item) -> HttpResponse:
    """Everything she wrote to the facilitator, whichever of the buttons sent it."""
    require(policies.may_comment(request.user, submission))
    for part, text in replies.comments.items():
        service.comment(submission, request.user, text, part=part)
    if replies.comments:
        messages.success(request, gettext("Your comment is sent. The facilitator sees it beside your text."))
    else:
        messages.warning(request, gettext("Write your comment first, then send it."))
    part = request.POST["comment"]
    return redirect(f"{item.url}#{field_name(part) if part in replies.keys else 'talk-whole'}")


def _hand_in(
    request: HttpRequest, shell: Shell, page: AssignmentPage, submission: Submission, replies: CommentForm
) -> HttpResponse:
    was_completed = shell.enrollment is not None and shell.enrollment.state == EnrollmentState.COMPLETED
    try:
        service.hand_in(submission, page)
    except PartsMissing as error:
        return _render(request, shell, page, submission, replies=replies, error=error, missing=error.keys, status=422)
    except LearningError as error:
        messages.warning(request, error.message)
        return redirect(shell.item.url if shell.item else "learning")
    for part, text in replies.comments.items():
        service.comment(submission, request.user, text, part=part)
    enrollment = Enrollment.objects.get(pk=submission.enrollment_id)
    if enrollment.state == EnrollmentState.COMPLETED and not was_completed:
        messages.success(
            request, gettext("Your assignment is handed in, and you have completed the course. Well done!")
        )
        return redirect("learning")
    messages.success(request, gettext("Your assignment is handed in. Well done!"))
    return redirect(f"{shell.item.url}#handed-in" if shell.item else "learning")


def _render(
    request: HttpRequest,
    shell: Shell,
    page: AssignmentPage,
    submission: Submission | None,
    *,
    form: WorksheetForm | None = None,
    replies: CommentForm | None = None,
    error: LearningError | None = None,
    missing: list[str] | None = None,
    grows: str = "",
    status: int = 200,
) -> HttpResponse:
    sheet = service.sheet_of(page)
    hand_ins = list(submission.hand_ins.all()) if submission else []
    newest = hand_ins[-1] if hand_ins else None
    keys = [part.key for part in sheet.parts]
    talk = talk_of(_comments(submission), request.user.pk, keys) if submission and newest else {}
    rows = rows_to_fill(
        page,
        sheet,
        submission,
        form=form,
        talk=talk,
        replies=replies,
        missing=missing or (),
        is_stale=isinstance(error, StaleAnswers),
        grows=grows,
    )
    context = shell.context() | {
        "rows": rows,
        "submission": submission,
        "version": submission.version if submission else 0,
        "meter": _meter(sheet, submission),
        "newest": newest,
        "is_changed_since": bool(newest and submission and _visible(sheet, submission) != newest.answers),
        "is_closed": bool(submission and submission.state == SubmissionState.ACCEPTED),
        "is_waiting": bool(submission and submission.state == SubmissionState.HANDED_IN),
        "is_returned": bool(submission and submission.state == SubmissionState.RETURNED),
        "needs_acceptance": service.needs_acceptance(page, shell.enrollment),
        "may_write": bool(shell.enrollment and not shell.is_preview),
        "talk": talk.get("", []),
        "typed_comment": replies.typed.get("", "") if replies else "",
        "comment_error": replies.errors.get("", "") if replies else "",
        "error": error,
        "has_errors": any(row.error for row in rows),
        "sections": _sections(request, submission) if shell.enrollment and not shell.is_preview else [],
    }
    return render(request, "courses/assignment.html", context, status=status)


def _saved(
    request: HttpRequest,
    shell: Shell,
    sheet: Sheet,
    submission: Submission,
    form: WorksheetForm,
    *,
    error: LearningError | None = None,
) -> HttpResponse:
    """The answer to a save in the background: when, what could not be kept, how much is filled in."""
    labels = {part.key: part.label for part in sheet.parts}
    context = {
        "submission": submission,
        "version": form.version if error else submission.version,
        "meter": _meter(sheet, submission),
        "cover": shell.context()["cover"],
        "refused": [{"label": labels[key], "text": text} for key, text in form.errors.items()],
        "error": error,
    }
    return render(request, "courses/assignment_saved.html", context)


def _sections(request: HttpRequest, submission: Submission | None) -> list[dict]:
    """What the rooms above add below what she wrote."""
    if submission is None:
        return []
    return [section for _name, plug in sockets.assignment_sections if (section := plug(request, submission))]


def _meter(sheet: Sheet, submission: Submission | None) -> dict[str, int]:
    return {"done": len(filled(sheet.parts, submission.answers if submission else {})), "total": len(sheet.parts)}


def _visible(sheet: Sheet, submission: Submission) -> dict:
    keys = {part.key for part in sheet.parts}
    return {key: answer for key, answer in submission.answers.items() if key in keys}


def _comments(submission: Submission):
    return submission.comments.select_related("author")


def _submission_in(enrollment: Enrollment, step_id: int) -> Submission | None:
    return Submission.objects.filter(enrollment=enrollment, step_id=step_id).first()


def _item_of(enrollment: Enrollment, key: UUID) -> Item | None:
    """The assignment in the outline of her course today, in the visitor's language."""
    outline = outline_for(enrollment.course.page_key, get_language())
    item = outline.find(key) if outline else None
    return item if item is not None and item.kind == StepKind.ASSIGNMENT else None


@require_safe
@login_required
def download(request: HttpRequest, submission: UUID, form: str) -> HttpResponse:
    """What she saved last, as PDF or Word file."""
    mine = submission_or_404(request.user, submission)
    item = _item_of(mine.enrollment, mine.step.key)
    newest = mine.hand_ins.last()
    if item is not None:
        page = AssignmentPage.objects.select_related("locale").get(pk=item.page_id)
        sheet, language = service.sheet_of(page), page.locale.language_code
    elif newest is not None:
        sheet, language = Sheet.from_json(newest.sheet), newest.language
    else:
        raise Http404
    title = course_title(mine.enrollment)
    return file_response(Paper(sheet, mine.answers, language, title, request.user.name, mine.updated_at), form)


@require_safe
def download_blank(request: HttpRequest, key: UUID, form: str) -> HttpResponse:
    """The empty template, for everybody."""
    page_key = page_key_of_step(key)
    outline = outline_for(page_key, get_language()) if page_key else None
    item = outline.find(key) if outline else None
    if outline is None or item is None or item.kind != StepKind.ASSIGNMENT:
        raise Http404
    require_open(request, key)
    page = AssignmentPage.objects.select_related("locale").get(pk=item.page_id)
    parts = list(page.parts.all())
    paper = Paper(
        service.sheet_of(page),
        {},
        page.locale.language_code,
        outline.title,
        helps={part.key: part.help for part in parts if part.help},
        rows={part.key: part.rows for part in parts},
    )
    published = page.last_published_at.timestamp() if page.last_published_at else 0
    return file_response(paper, form, keep_as=f"assignment-blank:{page.pk}:{published}:{outline.language}:{form}")


def file_response(paper: Paper, form: str, *, keep_as: str = "") -> HttpResponse:
    """The file to download; one that is the same for everybody is kept for an hour under `keep_as`."""
    content = cache.get(keep_as) if keep_as else None
    if content is None:
        content = make_file(paper, form)
        if keep_as:
            cache.set(keep_as, content, KEEP_SECONDS)
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{paper.file_name(form)}"'
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=0)
    return response


def course_title(enrollment: Enrollment) -> str:
    outline = outline_for(enrollment.course.page_key, get_language())
    return outline.title if outline else enrollment.course.title
