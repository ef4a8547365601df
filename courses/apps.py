"""The app of courses, lessons, quizzes, records and certificates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("courses")

    def ready(self) -> None:
        from academy import sockets
        from courses import publishing
        from courses.services import personal_data, roles
        from courses.views import catalogue, specimens

        publishing.connect()
        sockets.home_sections.plug("courses", catalogue.home_section, order=10)
        sockets.navigation.plug("courses", catalogue.navigation, order=10)
        sockets.specimens.plug("questions", specimens.questions, order=10)
        sockets.site_setup.plug("courses", roles.setup_courses, order=10)
        sockets.search_sources.plug("courses", catalogue.search_courses, order=10)
        sockets.search_sources.plug("lessons", catalogue.search_lessons, order=20)
        sockets.personal_data.plug("courses", personal_data.personal_data)
