"""Files of posts: uploaded while somebody writes, handed out to who may read the post."""

from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from peer_exchange import writing
from peer_exchange.errors import PeerError
from peer_exchange.models import Attachment, Cluster
from peer_exchange.policies import standing_of
from peer_exchange.services.attachments import add_attachment
from peer_exchange.views.doors import Visitor
from peer_exchange.views.doors_of_posts import writable_cluster_or_404


def attachment_or_404(user: Visitor, uuid: UUID) -> Attachment:
    """A file of a post that she reads; before it is sent, its uploader's alone."""
    rows = Attachment.objects.select_related("cluster", "post__topic")
    attachment = rows.filter(uuid=uuid).first()
    if attachment is None or not Cluster.objects.readable_by(user).filter(pk=attachment.cluster_id).exists():
        raise Http404
    is_hers = user.is_authenticated and attachment.uploader_id == user.pk
    post = attachment.post
    if post is None:
        if not is_hers:
            raise Http404
        return attachment
    if post.deleted_at or post.topic.deleted_at:
        raise Http404
    if not post.is_shown and not is_hers and not standing_of(user, attachment.cluster).leads:
        raise Http404
    return attachment


@require_safe
def show_attachment(request: HttpRequest, uuid: UUID) -> FileResponse:
    """Pictures in the page, everything else to keep; nothing of it may run."""
    attachment = attachment_or_404(request.user, uuid)
    try:
        file = attachment.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        file, as_attachment=not attachment.is_image, filename=attachment.name, content_type=attachment.content_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_POST
@login_required
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """One file, sent by the editor: `{uuid, url, name, width, height}`, or `{error}` that says what to do."""
    cluster, _standing = writable_cluster_or_404(request.user, slug)
    file = request.FILES.get("file")
    if file is None:
        raise Http404
    try:
        attachment = add_attachment(cluster, by=request.user, file=file, name=file.name)
    except PeerError as error:
        return JsonResponse({"error": str(error.message)}, status=422)
    return JsonResponse(
        {
            "uuid": str(attachment.uuid),
            "url": f"{writing.FILES}{attachment.uuid}/",
            "name": attachment.name,
            "width": attachment.width,
            "height": attachment.height,
        },
        status=201,
    )


def keep_files(request: HttpRequest, cluster: Cluster, form: forms.Form) -> list[UUID]:
    """Keep what came with a form that was sent; returns the keys of its files, those from before included.

    A file that is refused becomes an error of the field, with its name.
    """
    form.full_clean()
    kept = list(form.cleaned_data.get("attachments") or [])
    for file in form.cleaned_data.get("files") or []:
        try:
            kept.append(add_attachment(cluster, by=request.user, file=file, name=file.name).uuid)
        except PeerError as error:
            form.add_error(
                "files", ValidationError("%(name)s: %(why)s", params={"name": file.name, "why": error.message})
            )
    return kept


def loose_files(user: Visitor, cluster: Cluster, uuids: list[UUID]) -> list[Attachment]:
    """Those of the files that are hers and wait for a post, to be shown beside what she is writing."""
    if not uuids or not user.is_authenticated:
        return []
    return list(Attachment.objects.filter(uuid__in=uuids, uploader=user, cluster=cluster, post__isnull=True))
