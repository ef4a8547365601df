"""The account page of the CMS: with the one name our people have, and the way to the account of the site."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account as wagtail_account

from academy.forms.staff import OwnNameForm


class NamePanel(wagtail_account.NameEmailSettingsPanel):
    form_class = OwnNameForm

    @cached_property
    def title(self) -> str:
        return _("Name")


class AccountView(wagtail_account.AccountView):
    def get_panels(self) -> list:
        return [
            NamePanel(panel.request, panel.user, panel.profile)
            if isinstance(panel, wagtail_account.NameEmailSettingsPanel)
            else panel
            for panel in super().get_panels()
        ]


show_account = require_admin_access(AccountView.as_view())
