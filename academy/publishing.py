"""Notices that something public changed and makes what is cached of it out of date, once the change is committed."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
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
from academy.site_version import PAGES

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


def note_change(sender: Any, **kwargs: Any) -> None:
    """Signal receiver: a change of `sender` concerns what visitors see of its part of the site."""
    site_version.bump_on_commit(_part_of(sender))


def note_shared_change(sender: Any, **kwargs: Any) -> None:
    """Signal receiver: `sender` shows in every part of the site."""
    site_version.bump_on_commit()


def note_delete(sender: Any, **kwargs: Any) -> None:
    if issubclass(sender, Page) or hasattr(sender, "site_part"):
        note_change(sender)


def catch_up() -> None:
    """Raise the versions of what the history knows of a later change: Redis was away when it happened."""
    versions = site_version.versions()
    if None in versions.values():
        return
    raised = {part: datetime.fromtimestamp((version or 0) / 1e9, UTC) for part, version in versions.items()}
    late = set()
    if PageLogEntry.objects.filter(action__in=PUBLIC_ACTIONS, timestamp__gt=raised[PAGES]).exists():
        late.add(PAGES)
    entries = ModelLogEntry.objects.filter(action__in=PUBLIC_ACTIONS, timestamp__gt=min(raised.values())).order_by()
    for content_type, at in entries.values_list("content_type").annotate(Max("timestamp")):
        part = _part_of(content_type and ContentType.objects.get_for_id(content_type).model_class())
        if at > raised[part]:
            late.add(part)
    if late:
        site_version.bump(*late)


def connect() -> None:
    for signal in (page_published, page_slug_changed, page_unpublished, post_page_move, published, unpublished):
        signal.connect(note_change, dispatch_uid="academy.note_change")
    post_delete.connect(note_delete, dispatch_uid="academy.note_delete")
    files = (get_image_model(), get_document_model())  # lessons are kept with their addresses
    for signal in (post_save, post_delete):
        signal.connect(note_change, sender=PageViewRestriction, dispatch_uid="academy.note.PageViewRestriction")
        for sender in (Approach, *files):
            signal.connect(note_shared_change, sender=sender, dispatch_uid=f"academy.note.{sender.__name__}")


def _part_of(sender: Any) -> str:
    """`site_part` of a model says it; what has none stands on pages."""
    return getattr(sender, "site_part", PAGES)
