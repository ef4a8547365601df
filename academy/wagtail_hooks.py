"""How the site's own pages are served and what the CMS shows of the kernel."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from academy.letter_viewset import LetterViewSet
from academy.models import Approach, HomePage
from academy.organisation_viewset import OrganisationViewSet
from academy.views.home import show_home
from academy.viewsets import DeleteBulkAction


@hooks.register("on_serve_page", order=100)
def serve_home(next_serve: Callable) -> Callable:
    def serve(page: Page, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse:
        if isinstance(page, HomePage):
            return show_home(request, page)
        return next_serve(page, request, args, kwargs)

    return serve


class ApproachViewSet(SnippetViewSet):
    model = Approach
    icon = "tag"
    list_display = ["name", "motif", "palette", "position"]
    add_to_admin_menu = False


register_snippet(ApproachViewSet)


@hooks.register("register_admin_viewset")
def register_letters() -> LetterViewSet:
    return LetterViewSet()


@hooks.register("register_admin_viewset")
def register_organisations() -> OrganisationViewSet:
    return OrganisationViewSet()


hooks.register("register_bulk_action", DeleteBulkAction, order=100)  # after Wagtail's own, which it replaces
