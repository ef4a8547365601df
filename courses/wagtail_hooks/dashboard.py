"""The first page of the CMS shows a trainer the courses, with the way into each."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.models import CoursePage, LessonPage


class CoursesPanel(Component):
    """The courses that the person may edit, each with its number of lessons."""

    name = "courses"
    template_name = "courses/cms/courses_panel.html"
    order = 50

    def get_context_data(self, parent_context: dict) -> dict:
        request: HttpRequest = parent_context["request"]
        hers = PagePermissionPolicy().instances_user_has_permission_for(request.user, "change")
        pages = CoursePage.objects.filter(pk__in=hers.values("pk")).select_related("locale")
        pages = pages.prefetch_workflow_states().annotate_approved_schedule().order_by("approach__position", "title")
        lessons = list(LessonPage.objects.values_list("path", flat=True))
        rows = [{"page": page, "lessons": sum(path.startswith(page.path) for path in lessons)} for page in pages]
        return {"rows": rows}


@hooks.register("construct_homepage_panels")
def show_courses(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(CoursesPanel())
