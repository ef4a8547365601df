"""Doors to practices that are written, checked or reviewed: a stranger gets 404, a wrong role 403 with the reason."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404

from academy.models import User
from academy.policies import require
from peer_exchange.models import Practice, PracticeReview, PracticeUpload
from peer_exchange.policies import may_edit_practices

Visitor = User | AnonymousUser


def written_practice_or_404(user: Visitor, uuid: UUID) -> Practice:
    """One that she writes on; editors open all."""
    practices = Practice.objects.select_related("organisation", "latest_revision")
    if not may_edit_practices(user):
        practices = practices.written_by(user)
    return get_object_or_404(practices, uuid=uuid)


def checked_practice_or_404(user: Visitor, uuid: UUID) -> Practice:
    """One that was sent and whose check is hers, decided or not."""
    practices = Practice.objects.checked_by(user).filter(workflow_states__isnull=False).distinct()
    practices = practices.select_related("organisation", "latest_revision")
    return get_object_or_404(practices, uuid=uuid)


def edited_practice_or_404(user: Visitor, uuid: UUID) -> Practice:
    """For editors of the library."""
    verdict = may_edit_practices(user)
    practice = get_object_or_404(Practice.objects.select_related("organisation"), uuid=uuid)
    if not verdict and not Practice.objects.written_by(user).filter(pk=practice.pk).exists():
        raise Http404
    require(verdict)
    return practice


def own_review_or_404(user: Visitor, uuid: UUID) -> PracticeReview:
    """Her own review, open or handed in."""
    reviews = PracticeReview.objects.filter(reviewer__pk=user.pk).select_related("practice__organisation")
    return get_object_or_404(reviews, uuid=uuid)


def upload_or_404(user: Visitor, uuid: UUID) -> PracticeUpload:
    """A file that the public version shows, for everybody; else for those who write, check or edit."""
    upload = get_object_or_404(PracticeUpload.objects.select_related("practice"), uuid=uuid)
    is_shown = upload.images.filter(has_consent=True).exists() or upload.documents.exists()
    this = Practice.objects.filter(pk=upload.practice_id)
    if is_shown and this.public().exists():
        return upload
    if this.written_by(user).exists() or this.checked_by(user).in_check().exists() or may_edit_practices(user):
        return upload
    raise Http404
