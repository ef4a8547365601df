"""Writing a practice: five steps, saved by themselves; tables that grow; two texts that met; sending."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.models import User
from courses.models import Submission
from peer_exchange.delivery.practice_record import record
from peer_exchange.errors import CardIncomplete, InCheck, PeerError, StaleDraft
from peer_exchange.forms.practice_files import BeginForm
from peer_exchange.forms.practice_help import EXAMPLES
from peer_exchange.forms.practices import STEPS, TITLES, StepForm, Table, step_of, tables_of
from peer_exchange.models import Practice
from peer_exchange.practice_words import words_of
from peer_exchange.rules.completeness import completeness_of
from peer_exchange.services.practice_authors import name_author
from peer_exchange.services.practice_beginnings import known_after, known_of
from peer_exchange.services.practice_checks import submit_practice, withdraw_practice
from peer_exchange.services.practice_reviews import municipality_of
from peer_exchange.services.practices import begin_draft, discard_draft, draft_of, facts_of, save_draft
from peer_exchange.views.practice_doors import written_practice_or_404
from peer_exchange.views.practice_files import file_forms
from peer_exchange.views.practice_page import body_of
from peer_exchange.views.practice_reading import Shown, label_of, shown

ORDER = list(STEPS)


@dataclass(frozen=True)
class Piece:
    """A field or a table of a step, with all that stands around it."""

    name: str
    bound: Any = None
    table: Table | None = None
    example: Any = ""
    comments: list[str] = field(default_factory=list)
    other: Shown | None = None  # what somebody else saved meanwhile, where it differs


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """In which language; the municipality is hers. After ?course=, what is known of it is filled in."""
    known = known_of(request.user) | known_after(request.user, request.GET.get("course", ""))
    submission = known.get("source_submission")
    language = submission.language if submission else get_language()
    form = BeginForm(request.POST or None, initial={"language": language})
    if request.method == "POST" and form.is_valid():
        organisation = municipality_of(request.user)
        home = organisation if organisation is not None and organisation.kind == "municipality" else None
        draft = begin_draft(request.user, organisation=home, language=form.cleaned_data["language"], **known)
        return redirect("practice_draft", uuid=draft.uuid, step=ORDER[0])
    context = {"form": form, "submission": submission}
    return render(request, "peer_exchange/practices/begin.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: HttpRequest, uuid: UUID, step: str) -> HttpResponse:
    """One step. POST keeps what is well formed; by the button pressed it adds a row or goes on."""
    if step not in STEPS:
        raise Http404
    practice = written_practice_or_404(request.user, uuid)
    draft = draft_of(practice)
    if request.method != "POST":
        return _page(request, draft, step)
    form = StepForm(step, draft, request.POST)
    grows = request.POST.get("add-row", "")
    tables = {name: Table(name, draft, request.POST, grows=name == grows) for name in tables_of(step)}
    try:
        draft = _save(request, draft, form, tables)
    except StaleDraft as error:
        if request.htmx:
            return _saved(request, error.draft, form, tables, error=error)
        return _page(request, error.draft, step, form=form, tables=tables, error=error, status=409)
    except InCheck as error:
        if request.htmx:
            return _saved(request, draft, form, tables, error=error)
        messages.warning(request, error.message)
        return redirect(request.path)
    if request.htmx:
        return _saved(request, draft, form, tables)
    if form.errors or not _all_valid(tables):
        return _page(request, draft, step, form=form, tables=tables, status=422)
    if grows:
        return _page(request, draft, step, form=form, tables=tables)
    return _go_on(request, draft, step)


def _save(request: HttpRequest, draft: Practice, form: StepForm, tables: dict[str, Table]) -> Practice:
    raw = request.POST.get("version", "")
    version = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else -1
    uploads = {str(upload.uuid): upload for upload in draft.uploads.all()} if tables else {}
    parts = {name: table.values(uploads) for name, table in tables.items() if table.is_valid()}
    if "named" in request.POST:
        name_author(draft, request.user, is_named=request.POST["named"] == "1")
    return save_draft(draft, form.kept, parts, version=version, by=request.user)


def _all_valid(tables: dict[str, Table]) -> bool:
    return all(table.is_valid() for table in tables.values())


def _go_on(request: HttpRequest, draft: Practice, step: str) -> HttpResponse:
    here = ORDER.index(step)
    if "send" in request.POST:
        return _send(request, draft)
    if "preview" in request.POST:
        return redirect("practice_preview", uuid=draft.uuid)
    if "next" in request.POST and here + 1 < len(ORDER):
        return redirect("practice_draft", uuid=draft.uuid, step=ORDER[here + 1])
    messages.success(request, gettext("Saved. You can go on at any time, on any device."))
    return redirect("practice_draft", uuid=draft.uuid, step=step)


def _send(request: HttpRequest, draft: Practice) -> HttpResponse:
    try:
        submit_practice(draft, by=request.user)
    except CardIncomplete as error:
        messages.warning(request, error.message)
        return redirect(reverse("practice_draft", kwargs={"uuid": draft.uuid, "step": "contact"}) + "#missing")
    messages.success(
        request, gettext("Sent. The association of your municipality reads it now; you get a letter when it decided.")
    )
    return redirect("practices_mine")


@require_POST
@login_required
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    practice = written_practice_or_404(request.user, uuid)
    withdraw_practice(practice, by=request.user)
    messages.success(request, gettext("You have it back. Change what you like, then send it again."))
    return redirect("practice_draft", uuid=practice.uuid, step=ORDER[0])


@require_POST
@login_required
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    practice = written_practice_or_404(request.user, uuid)
    try:
        discard_draft(practice, by=request.user)
    except InCheck as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, gettext("The draft is thrown away."))
    return redirect("practices_mine")


@require_safe
@login_required
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The draft as a reader will find it."""
    draft = draft_of(written_practice_or_404(request.user, uuid))
    words = words_of(draft, draft.language, {})
    return render(request, "peer_exchange/practices/preview.html", body_of(draft, record(draft), words))


def _page(
    request: HttpRequest,
    draft: Practice,
    step: str,
    *,
    form: StepForm | None = None,
    tables: dict[str, Table] | None = None,
    error: PeerError | None = None,
    status: int = 200,
) -> HttpResponse:
    form = form or StepForm(step, draft)
    tables = tables or {name: Table(name, draft) for name in tables_of(step)}
    state = draft.current_workflow_state
    is_in_check = state is not None and state.status == "in_progress"
    is_returned = state is not None and state.status == "needs_changes"
    comments = _comments(draft) if is_returned else {}
    mine = draft.authors.filter(user=request.user).first()
    context = {
        "draft": draft,
        "step": step,
        "title": TITLES[step],
        "steps": _steps(draft, step),
        "number": ORDER.index(step) + 1,
        "groups": _groups(step, form, tables, comments, error.draft if isinstance(error, StaleDraft) else None),
        "form": form,
        "has_errors": bool(form.is_bound and form.errors) or any(row.errors for t in tables.values() for row in t.rows),
        "error": error,
        "version": draft.draft_version,
        "meter": _meter(draft),
        "whole_comments": comments.get("", []),
        "is_in_check": is_in_check,
        "is_last": step == ORDER[-1],
        "previous": ORDER[ORDER.index(step) - 1] if step != ORDER[0] else "",
        "authors": list(draft.authors.select_related("user")),
        "is_named": mine.is_named if mine else None,
        "assignment": _assignment(draft, request.user),
        **(file_forms(draft) if step == "contact" else {}),
    }
    return render(request, "peer_exchange/practices/write.html", context, status=status)


def _assignment(draft: Practice, user: User) -> Submission | None:
    """From which it began, to its writer alone."""
    if draft.source_submission_id is None:
        return None
    return Submission.objects.filter(pk=draft.source_submission_id, enrollment__user=user).first()


def _groups(step: str, form: StepForm, tables: dict[str, Table], comments: dict, other: Practice | None) -> list[dict]:
    groups = []
    for heading, names in STEPS[step]:
        pieces = [
            Piece(
                name,
                bound=None if name in tables else form[name],
                table=tables.get(name),
                example=EXAMPLES.get(name, ""),
                comments=comments.get(name, []),
                other=_other(name, form, other),
            )
            for name in names
        ]
        groups.append({"heading": heading, "pieces": pieces})
    return groups


def _other(name: str, form: StepForm, other: Practice | None) -> Shown | None:
    """What stands saved, where what was typed differs from it; tables are shown whenever they hold something."""
    if other is None:
        return None
    if name in form.fields:
        return shown(other, name) if form.differs(name, other) else None
    return shown(other, name) or None


def _comments(draft: Practice) -> dict[str, list[str]]:
    """What was said of each field when it came back last."""
    newest = draft.check_comments.last()
    found: dict[str, list[str]] = {}
    if newest is not None:
        for row in draft.check_comments.filter(version=newest.version):
            found.setdefault(row.field, []).append(row.text)
    return found


def _steps(draft: Practice, current: str) -> list[dict]:
    missing = completeness_of(facts_of(draft)).missing_card
    lacking = {step_of(name) for name in missing}
    return [
        {
            "title": TITLES[step],
            "url": reverse("practice_draft", kwargs={"uuid": draft.uuid, "step": step}),
            "is_current": step == current,
            "is_done": step not in lacking and step != "case",
            "is_optional": step == "case",
        }
        for step in ORDER
    ]


def _meter(draft: Practice) -> dict[str, Any]:
    found = completeness_of(facts_of(draft))

    def places(names: tuple[str, ...]) -> list[dict]:
        return [
            {
                "label": label_of(name),
                "url": f"{reverse('practice_draft', kwargs={'uuid': draft.uuid, 'step': step_of(name)})}#field-{name}",
            }
            for name in names
        ]

    return {
        "found": found,
        "missing_card": places(found.missing_card),
        "missing_full": places(found.missing_full),
        "motif": draft.approach.motif if draft.approach else "routes",
        "palette": draft.approach.palette if draft.approach else "spruce",
    }


def _saved(
    request: HttpRequest,
    draft: Practice,
    form: StepForm,
    tables: dict[str, Table],
    *,
    error: PeerError | None = None,
) -> HttpResponse:
    """The answer to a save in the background; the version that was read stays when it was refused."""
    refused = [(form[name].label, text) for name, texts in form.errors.items() if name in form.fields for text in texts]
    refused += [(table.label, gettext("a row is not whole yet")) for table in tables.values() if not table.is_valid()]
    context = {
        "draft": draft,
        "version": request.POST.get("version", "") if error else draft.draft_version,
        "error": error,
        "is_conflict": isinstance(error, StaleDraft),
        "refused": refused,
        "meter": _meter(draft),
    }
    return render(request, "peer_exchange/practices/_saved.html", context)
