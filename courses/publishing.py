"""Notices what editors publish, unpublish, move or delete and has the outline of that course brought in line."""

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from academy.publishing import note_change
from courses import jobs
from courses.models import (
    AssignmentPage,
    Certificate,
    CoursePage,
    LessonPage,
    ModulePage,
    PathPage,
    Question,
    QuizPage,
    Term,
)
from courses.services.outlines import course_page_of, sync_outline
from courses.services.paths import sync_path

PAGES = (CoursePage, ModulePage, LessonPage, QuizPage, AssignmentPage)


def connect() -> None:
    for sender in (Question, Certificate, Term):
        post_delete.connect(note_gone, sender=sender, dispatch_uid=f"courses.gone.{sender.__name__}")
    post_save.connect(note_change, sender=Term, dispatch_uid="courses.saved.Term")
    for signal, name in ((page_published, "published"), (page_unpublished, "unpublished"), (post_delete, "deleted")):
        signal.connect(note_path, sender=PathPage, dispatch_uid=f"courses.{name}.PathPage")
    for sender in PAGES:
        page_published.connect(note_page, sender=sender, dispatch_uid=f"courses.published.{sender.__name__}")
        page_unpublished.connect(note_page, sender=sender, dispatch_uid=f"courses.unpublished.{sender.__name__}")
        post_page_move.connect(note_move, sender=sender, dispatch_uid=f"courses.moved.{sender.__name__}")
        pre_delete.connect(note_delete, sender=sender, dispatch_uid=f"courses.pre_delete.{sender.__name__}")
        post_delete.connect(note_deleted, sender=sender, dispatch_uid=f"courses.deleted.{sender.__name__}")


def note_gone(sender, **kwargs) -> None:
    """A question must leave the lessons and quizzes that show it, a term their marks, a certificate its check page."""
    note_change(sender)


def sync(course_page: CoursePage) -> None:
    course = sync_outline(course_page)
    if course is not None and course.is_stale:
        jobs.refresh_course.delay_on_commit(course.pk)


def note_page(sender, instance: Page, **kwargs) -> None:
    if course_page := course_page_of(instance):
        sync(course_page)


def note_path(sender, instance: PathPage, **kwargs) -> None:
    path = sync_path(instance)
    if path is not None and path.is_open:
        jobs.refresh_path.delay_on_commit(path.pk)


def note_move(sender, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs) -> None:
    """Both the course it left and the course it came to."""
    seen = set()
    for parent in (parent_page_before, parent_page_after):
        course_page = course_page_of(parent)
        if course_page and course_page.translation_key not in seen:
            seen.add(course_page.translation_key)
            sync(course_page)


def note_delete(sender, instance: Page, **kwargs) -> None:
    if not isinstance(instance, CoursePage):
        instance._course_page = course_page_of(instance)


def note_deleted(sender, instance: Page, **kwargs) -> None:
    if isinstance(instance, CoursePage):
        sync(instance)
    elif course_page := getattr(instance, "_course_page", None):
        sync(course_page)
