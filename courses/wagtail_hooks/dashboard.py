"""The first page of the CMS shows a trainer the courses, with the way into each."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from courses.models import CoursePage, LessonPage


class CoursesPanel(Component):
    """The courses that the person may edit, each with its number of lessons."""

    name = "courses"
    template_name = "courses/cms/courses_panel.html"
    order = 50

    def get_context_data(self, parent_context: dict) -> dict:
        request: HttpRequest = parent_context["request"]
        pages = CoursePage.objects.select_related("locale", "approach").prefetch_related("approach__names")
        pages = pages.order_by("approach__position", "title")
        lessons = list(LessonPage.objects.values_list("path", flat=True))
        rows = [
            {"page": page, "lessons": sum(path.startswith(page.path) for path in lessons)}
            for page in pages
            if page.permissions_for_user(request.user).can_edit()
        ]
        return {"rows": rows}


@hooks.register("construct_homepage_panels")
def show_courses(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(CoursesPanel())
