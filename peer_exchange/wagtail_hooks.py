"""What the CMS shows of practices: the list for editors, and on its first page what waits for a check."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from peer_exchange.models import Practice
from peer_exchange.policies import may_check_practices
from peer_exchange.practice_viewset import PracticeViewSet


@hooks.register("register_admin_viewset")
def register_practices() -> PracticeViewSet:
    return PracticeViewSet()


class ChecksPanel(Component):
    """How many practices wait for her, with the way to them."""

    name = "practice_checks"
    template_name = "peer_exchange/cms/checks_panel.html"
    order = 60

    def get_context_data(self, parent_context: dict) -> dict:
        user = parent_context["request"].user
        return {"waiting": Practice.objects.checked_by(user).in_check().count()}


@hooks.register("construct_homepage_panels")
def show_checks(request: HttpRequest, panels: list[Component]) -> None:
    if may_check_practices(request.user):
        panels.append(ChecksPanel())
