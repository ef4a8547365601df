"""The outbox in the CMS, for administrators: a list to search, and one button. Nobody writes or deletes letters."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from academy import sockets
from academy.enums import LetterState
from academy.models import Letter, User
from academy.policies import may_look_after_letters, require
from academy.services.letters import send_again


class LetterPermissionPolicy(ModelPermissionPolicy):
    """Letters are only looked at, and only by administrators."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and bool(may_look_after_letters(user))


register_permission_policy(Letter, LetterPermissionPolicy(Letter))


def kind_of(letter: Letter) -> str:
    """What sort of letter it is, said as to the person; the bare name where nobody knows the kind (any more)."""
    kind = sockets.letter_kinds.get(letter.kind)
    if kind is None:
        return _("%(kind)s (unknown here, waits)") % {"kind": letter.kind}
    return str(kind.label or letter.kind)


class LetterFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=LetterState.choices, method="filter_state")

    class Meta:
        model = Letter
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.in_state(LetterState(value))


class LetterIndexView(IndexView):
    is_searchable = True
    show_export_buttons = False

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("user")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By the address it goes to."""
        if not self.is_searching:
            return queryset
        wanted = self.search_query.strip()
        return queryset.filter(Q(user__email__icontains=wanted) | Q(email__icontains=wanted))


class SendAgainView(WagtailAdminTemplateMixin, TemplateView):
    """One letter, what became of it, and the button."""

    template_name = "academy/letter_again.html"
    page_title = gettext_lazy("Send again")
    header_icon = "mail"
    index_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(may_look_after_letters(request.user))
        self.letter = get_object_or_404(Letter.objects.select_related("user"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.index_url_name), "label": LetterViewSet.menu_label},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, letter=self.letter, kind=kind_of(self.letter), back_url=reverse(self.index_url_name)
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if send_again(self.letter):
            messages.success(request, _("The letter is on its way."))
        else:
            messages.error(request, _("There is nobody to send it to: the account is closed."))
        return redirect(self.index_url_name)


class LetterViewSet(ModelViewSet):
    model = Letter
    name = "letters"
    icon = "mail"
    menu_label = gettext_lazy("Letters")
    menu_name = "letters"
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    form_fields = ["kind"]  # ModelViewSet wants one; the views it would serve are left out below
    index_view_class = LetterIndexView
    filterset_class = LetterFilterSet
    list_per_page = 50

    @property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "user",
                label=gettext_lazy("Person"),
                accessor=lambda letter: letter.user or letter.email,
                get_url=lambda letter: reverse(self.get_url_name("again"), args=[letter.pk]),
            ),
            Column("kind", label=gettext_lazy("About"), accessor=kind_of),
            Column("state", label=gettext_lazy("State"), accessor=lambda letter: letter.state.label),
            Column("refusals", label=gettext_lazy("Refused"), sort_key="refusals"),
            DateColumn("created_at", label=gettext_lazy("Written"), sort_key="created_at"),
            DateColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
        ]

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
        return [*kept, path("<int:pk>/again/", self.construct_view(SendAgainView), name="again")]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses of views that are left out."""
        left_out = dict.fromkeys(
            ("history_url_name", "usage_url_name", "add_url_name", "edit_url_name", "delete_url_name")
        )
        return super().get_common_view_kwargs(**{**left_out, **kwargs})
