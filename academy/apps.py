"""The app of the shared kernel, and Wagtail's user administration bound to our user."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AcademyConfig(AppConfig):
    name = "academy"
    default = True  # beside AcademyUsersConfig
    verbose_name = _("academy")

    def ready(self) -> None:
        from academy import checks, publishing, search_repair, sign_in, sockets  # noqa: F401, checks register themselves
        from academy.delivery import membership_letters

        publishing.connect()
        sign_in.connect()
        search_repair.repair()
        for name, kind in membership_letters.LETTERS.items():
            sockets.letter_kinds.plug(name, kind)


class AcademyUsersConfig(WagtailUsersAppConfig):
    user_viewset = "academy.viewsets.UserViewSet"
