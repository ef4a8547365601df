"""The app of the shared kernel, and Wagtail's user administration bound to our user."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AcademyConfig(AppConfig):
    name = "academy"
    verbose_name = _("academy")

    def ready(self):
        from academy import publishing

        publishing.connect()


class AcademyUsersConfig(WagtailUsersAppConfig):
    user_viewset = "academy.viewsets.UserViewSet"
