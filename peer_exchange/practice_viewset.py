"""Practices in the CMS, for editors of the library: a list to search and filter; everything else opens on the site."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from academy.folding import fold
from academy.models import User
from peer_exchange.enums import PracticeState
from peer_exchange.models import Practice
from peer_exchange.policies import may_edit_practices


class PracticePermissionPolicy(ModelPermissionPolicy):
    """Seen by editors of the library; nobody changes a practice past its drafts, checks and reviews."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and bool(may_edit_practices(user))


register_permission_policy(Practice, PracticePermissionPolicy(Practice))


def state_of(practice: Any) -> str:
    """Its state, and what is going on beside it."""
    state = str(practice.get_state_display())
    if practice.is_in_check and practice.live:
        return _("%(state)s, update in check") % {"state": state}
    return _("%(state)s, needs an update") % {"state": state} if practice.needs_update_at else state


class PracticeFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=PracticeState.choices)
    needs_update = django_filters.BooleanFilter(
        label=gettext_lazy("Needs an update"), field_name="needs_update_at", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Practice
        fields: list[str] = ["approach", "economy", "language"]


class PracticeIndexView(IndexView):
    is_searchable = True
    show_export_buttons = False

    def get_base_queryset(self) -> QuerySet:
        checks = WorkflowState.objects.filter(practice=OuterRef("pk"), status="in_progress")
        practices = super().get_base_queryset().annotate(is_in_check=Exists(checks))
        return practices.select_related("organisation", "latest_revision")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By the words of the public version in any script, else by the title."""
        if not self.is_searching:
            return queryset
        return queryset.filter(folded__contains=fold(self.search_query)) | queryset.filter(
            title__icontains=self.search_query.strip()
        )


class PracticeViewSet(ModelViewSet):
    model = Practice
    name = "practices"
    icon = "pick"
    menu_label = gettext_lazy("Practices")
    menu_name = "practices"
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    form_fields = ["title"]  # ModelViewSet wants one; the views it would serve are left out below
    index_view_class = PracticeIndexView
    filterset_class = PracticeFilterSet
    list_per_page = 50

    @property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=gettext_lazy("Practice"),
                accessor=lambda practice: practice.title or _("Untitled practice"),
                get_url=lambda practice: reverse("practice_editing", kwargs={"uuid": practice.uuid}),
            ),
            Column("code", label=gettext_lazy("Code"), sort_key="code"),
            Column("organisation", label=gettext_lazy("Municipality")),
            Column("state", label=gettext_lazy("State"), accessor=state_of, sort_key="state"),
            DateColumn("last_published_at", label=gettext_lazy("Published"), sort_key="last_published_at"),
        ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses of views that are left out."""
        left_out = dict.fromkeys(
            ("history_url_name", "usage_url_name", "add_url_name", "edit_url_name", "delete_url_name")
        )
        return super().get_common_view_kwargs(**{**left_out, **kwargs})
