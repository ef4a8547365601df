"""A module has no page of its own: its address leads to its course."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from courses.models import CoursePage, ModulePage
from courses.outline import outline_for
from courses.views.course import show_course


def show_module(request: HttpRequest, page: ModulePage) -> HttpResponse:
    course_page = CoursePage.objects.ancestor_of(page).select_related("locale", "approach").get()
    if getattr(request, "is_preview", False):
        return show_course(request, course_page)
    outline = outline_for(course_page.translation_key, get_language())
    if outline is None:
        raise Http404
    return redirect(outline.url)
