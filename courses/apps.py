"""The app of courses, lessons, quizzes, records and certificates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("courses")

    def ready(self) -> None:
        from academy import sockets
        from courses import publishing
        from courses.delivery import (
            announcement_letters,
            assignment_letters,
            edition_letters,
            invitation_letters,
            monthly_report,
            reminder_letters,
        )
        from courses.services import enrollments, personal_data, roles
        from courses.views import catalogue, diagram_specimens, glossary, path, specimens
        from courses.views.organisation import log, room

        publishing.connect()
        for name, kind in {
            **assignment_letters.LETTERS,
            **edition_letters.LETTERS,
            **invitation_letters.LETTERS,
        }.items():
            sockets.letter_kinds.plug(name, kind)
        for name, kind in {
            **announcement_letters.LETTERS,
            **monthly_report.LETTERS,
            **reminder_letters.LETTERS,
        }.items():
            sockets.letter_kinds.plug(name, kind)
        sockets.home_sections.plug("courses", catalogue.home_section, order=10)
        sockets.navigation.plug("courses", catalogue.navigation, order=10)
        sockets.navigation.plug("organisations", room.navigation, order=90)
        sockets.specimens.plug("questions", specimens.questions, order=10)
        sockets.specimens.plug("diagrams", diagram_specimens.diagrams, order=20)
        sockets.site_setup.plug("courses", roles.setup_courses, order=10)
        sockets.footer_links.plug("glossary", glossary.footer_links, order=10)
        sockets.search_sources.plug("glossary", glossary.search_terms, order=30)
        sockets.search_sources.plug("paths", path.search_paths, order=5)
        sockets.search_sources.plug("courses", catalogue.search_courses, order=10)
        sockets.search_sources.plug("lessons", catalogue.search_lessons, order=20)
        for name, word in log.WORDS.items():
            sockets.access_words.plug(name, word)
        sockets.name_changes.plug("enrollments", enrollments.rename_learner)
        sockets.record_holders.plug("enrollments", enrollments.record_holders)
        sockets.personal_data.plug("courses", personal_data.personal_data)
