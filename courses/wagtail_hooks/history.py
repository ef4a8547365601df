"""How the history of a page or question in the CMS words what course files did to it."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from courses.services.course_files import LOADED


@hooks.register("register_log_actions")
def register_course_files(actions) -> None:
    actions.register_action(LOADED, _("Load course file"), _("Course file loaded"))
