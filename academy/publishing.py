"""Notices that something public changed and makes every cached page out of date, once the change is committed."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, PageLogEntry, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from academy import site_version
from academy.models import Approach

PUBLIC_ACTIONS = (
    "wagtail.publish",
    "wagtail.unpublish",
    "wagtail.move",
    "wagtail.reorder",
    "wagtail.delete",
    "wagtail.view_restriction.create",
    "wagtail.view_restriction.edit",
    "wagtail.view_restriction.delete",
)


def note_change(**kwargs) -> None:
    """Signal receiver: a change of `sender` concerns what visitors see."""
    transaction.on_commit(site_version.bump)


def catch_up() -> None:
    """Raise the version when the history knows of a later change: Redis was away when it happened."""
    version = site_version.current()
    if version is None:
        return
    seen = datetime.fromtimestamp(version / 1e9, UTC)
    for entries in (PageLogEntry, ModelLogEntry):
        if entries.objects.filter(action__in=PUBLIC_ACTIONS, timestamp__gt=seen).exists():
            site_version.bump()
            return


def connect() -> None:
    for signal in (page_published, page_slug_changed, page_unpublished, post_page_move, published, unpublished):
        signal.connect(note_change, dispatch_uid="academy.note_change")
    post_delete.connect(note_delete, dispatch_uid="academy.note_delete")
    files = (get_image_model(), get_document_model())  # lessons are kept with their addresses
    for signal in (post_save, post_delete):
        for sender in (Approach, PageViewRestriction, *files):
            signal.connect(note_change, sender=sender, dispatch_uid=f"academy.note.{sender.__name__}")


def note_delete(sender, **kwargs) -> None:
    if issubclass(sender, Page):
        note_change()
