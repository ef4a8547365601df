"""Notices that something public changed and makes every cached page out of date, once the change is committed."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
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


def note_change(**kwargs) -> None:
    """Signal receiver: a change of `sender` concerns what visitors see."""
    transaction.on_commit(site_version.bump)


def connect() -> None:
    for signal in (page_published, page_slug_changed, page_unpublished, post_page_move, published, unpublished):
        signal.connect(note_change, dispatch_uid="academy.note_change")
    post_delete.connect(note_delete, dispatch_uid="academy.note_delete")
    for signal in (post_save, post_delete):
        for sender in (Approach, PageViewRestriction):
            signal.connect(note_change, sender=sender, dispatch_uid=f"academy.note.{sender.__name__}")


def note_delete(sender, **kwargs) -> None:
    if issubclass(sender, Page):
        note_change()
