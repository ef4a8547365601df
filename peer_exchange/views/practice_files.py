"""Files of a practice and its co-authors: small forms beside the steps, each with a button of its own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peer_exchange.errors import InvitationOver, PeerError, StaleDraft
from peer_exchange.forms.practice_files import AuthorForm, DocumentForm, PictureForm
from peer_exchange.forms.practices import TABLES
from peer_exchange.models import Practice, PracticeUpload
from peer_exchange.services.practice_authors import accept_invitation, invitation_of, invite_author, remove_author
from peer_exchange.services.practice_uploads import DOCUMENT_BYTES, PICTURE_BYTES, add_document, add_picture
from peer_exchange.services.practices import draft_of, save_draft
from peer_exchange.views.practice_doors import upload_or_404, written_practice_or_404

TRIES = 3  # when a save in the background came in between


def file_forms(draft: Practice) -> dict[str, Any]:
    """The empty forms on the last step."""
    return {
        "picture_form": PictureForm(prefix="picture"),
        "document_form": DocumentForm(prefix="document", initial={"language": draft.language}),
        "author_form": AuthorForm(prefix="author"),
    }


@require_POST
@login_required
def add_file(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """A picture or a document: checked, kept, and a row of its table at once."""
    practice = written_practice_or_404(request.user, uuid)
    is_picture = kind == "picture"
    form = (PictureForm if is_picture else DocumentForm)(request.POST, request.FILES, prefix=kind)
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label}: {errors[0]}")
        return _back(practice, kind)
    row = dict(form.cleaned_data)
    file = row.pop("file")
    try:
        add, most = (add_picture, PICTURE_BYTES) if is_picture else (add_document, DOCUMENT_BYTES)
        upload = add(practice, file.name, file.read(most + 1), by=request.user)
        _append(practice, "images" if is_picture else "documents", row, upload, request)
    except PeerError as error:
        messages.error(request, error.message)
        return _back(practice, kind)
    messages.success(request, gettext("“%(name)s” is added.") % {"name": file.name})
    return _back(practice, kind)


def _append(
    practice: Practice, relation: str, row: dict[str, Any], upload: PracticeUpload, request: HttpRequest
) -> None:
    for attempt in range(TRIES):
        draft = draft_of(practice)
        names = TABLES[relation][1]
        rows = [
            {"key": part.key, "upload": part.upload, **{name: getattr(part, name) for name in names}}
            for part in getattr(draft, relation).all()
        ]
        rows.append({**row, "upload": upload})
        try:
            save_draft(draft, {}, {relation: rows}, version=draft.draft_version, by=request.user)
            return
        except StaleDraft:
            if attempt == TRIES - 1:
                raise


def _back(practice: Practice, anchor: str) -> HttpResponse:
    return redirect(reverse("practice_draft", kwargs={"uuid": practice.uuid, "step": "contact"}) + f"#add-{anchor}")


@require_safe
def show_upload(request: HttpRequest, uuid: UUID) -> FileResponse:
    """Pictures are shown, documents downloaded."""
    upload = upload_or_404(request.user, uuid)
    is_picture = upload.content_type.startswith("image/")
    try:
        file = upload.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=not is_picture, filename=upload.name, content_type=upload.content_type)
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_POST
@login_required
def add_author(request: HttpRequest, uuid: UUID) -> HttpResponse:
    practice = written_practice_or_404(request.user, uuid)
    form = AuthorForm(request.POST, prefix="author")
    if not form.is_valid():
        messages.error(request, gettext("This is not an e-mail address. Check it for missing letters."))
        return _back(practice, "author")
    try:
        author = invite_author(practice, form.cleaned_data["email"], by=request.user)
    except PeerError as error:
        messages.error(request, error.message)
        return _back(practice, "author")
    messages.success(request, gettext("A letter with a link is on its way to %(email)s.") % {"email": author.email})
    return _back(practice, "author")


@require_POST
@login_required
def drop_author(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    practice = written_practice_or_404(request.user, uuid)
    remove_author(practice, pk, by=request.user)
    messages.success(request, gettext("Taken off the list of authors."))
    if not practice.authors.filter(user=request.user).exists():
        return redirect("practices_mine")
    return _back(practice, "author")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def accept_author(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter links to: a question, then one writes together."""
    try:
        author = invitation_of(token)
        if request.method == "POST":
            practice = accept_invitation(token, request.user)
            messages.success(request, gettext("You write together now."))
            return redirect("practice_draft", uuid=practice.uuid, step="result")
    except InvitationOver as error:
        return render(request, "peer_exchange/practices/link_over.html", {"error": error}, status=404)
    context = {"title": draft_of(author.practice).title, "inviter": author.invited_by}
    return render(request, "peer_exchange/practices/invitation.html", context)
