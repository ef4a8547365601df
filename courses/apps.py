"""The app of courses, lessons, quizzes, records and certificates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("courses")

    def ready(self) -> None:
        from academy import sockets
        from courses import publishing
        from courses.delivery import assignment_letters, edition_letters
        from courses.services import personal_data, roles
        from courses.views import catalogue, diagram_specimens, glossary, path, specimens

        publishing.connect()
        for name, kind in {**assignment_letters.LETTERS, **edition_letters.LETTERS}.items():
            sockets.letter_kinds.plug(name, kind)
        sockets.home_sections.plug("courses", catalogue.home_section, order=10)
        sockets.navigation.plug("courses", catalogue.navigation, order=10)
        sockets.specimens.plug("questions", specimens.questions, order=10)
        sockets.specimens.plug("diagrams", diagram_specimens.diagrams, order=20)
        sockets.site_setup.plug("courses", roles.setup_courses, order=10)
        sockets.footer_links.plug("glossary", glossary.footer_links, order=10)
        sockets.search_sources.plug("glossary", glossary.search_terms, order=30)
        sockets.search_sources.plug("paths", path.search_paths, order=5)
        sockets.search_sources.plug("courses", catalogue.search_courses, order=10)
        sockets.search_sources.plug("lessons", catalogue.search_lessons, order=20)
        sockets.personal_data.plug("courses", personal_data.personal_data)
