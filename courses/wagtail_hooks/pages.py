"""Course pages are served by our views, inside Wagtail's own checks; previews go the same way."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from courses.models import (
    AssignmentPage,
    CourseIndexPage,
    CoursePage,
    LessonPage,
    ModulePage,
    PathPage,
    QuizPage,
)
from courses.views.assignment import show_assignment
from courses.views.catalogue import show_catalogue
from courses.views.course import show_course
from courses.views.lesson import show_lesson
from courses.views.module import show_module
from courses.views.path import show_path
from courses.views.quiz import show_quiz

VIEWS: dict[type[Page], Callable[[HttpRequest, Page], HttpResponse]] = {
    CourseIndexPage: show_catalogue,
    CoursePage: show_course,
    ModulePage: show_module,
    LessonPage: show_lesson,
    QuizPage: show_quiz,
    PathPage: show_path,
    AssignmentPage: show_assignment,
}


@hooks.register("on_serve_page", order=100)
def serve_learning_pages(next_serve: Callable) -> Callable:
    def serve(page: Page, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse:
        view = VIEWS.get(type(page))
        return view(request, page) if view else next_serve(page, request, args, kwargs)

    return serve
