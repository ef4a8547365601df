"""The tree of organisations in the CMS, for platform administrators. Every change goes through the services."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from academy.designations import footnote
from academy.enums import Economy, OrganisationKind
from academy.folding import fold
from academy.forms.organisations import PlaceForm, TreeForm
from academy.models import Organisation, User
from academy.policies import may_grow_tree, require
from academy.services import logos, organisations


class OrganisationPermissionPolicy(ModelPermissionPolicy):
    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(may_grow_tree(user))


register_permission_policy(Organisation, OrganisationPermissionPolicy(Organisation))


class OrganisationFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=OrganisationKind.choices)
    economy = django_filters.ChoiceFilter(
        label=gettext_lazy("Economy"), choices=Economy.choices, help_text=gettext_lazy("* See the note at the foot.")
    )
    is_active = django_filters.BooleanFilter(label=gettext_lazy("Active"))

    class Meta:
        model = Organisation
        fields: list[str] = []


class OrganisationIndexView(generic.IndexView):
    is_searchable = True
    show_export_buttons = False
    template_name = "academy/organisations.html"

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By words of its names, in whatever script they are typed."""
        if not self.is_searching:
            return queryset
        words = fold(self.search_query).split()
        if not words:
            return queryset.none()
        for word in words:
            queryset = queryset.filter(folded__contains=word)
        return queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **kwargs) | {"footnote": footnote()}


class OrganisationCreateView(generic.CreateView):
    def get_initial(self) -> dict[str, Any]:
        below = self.request.GET.get("below", "")
        return super().get_initial() | ({"below": below} if below.isascii() and below.isdigit() else {})

    def save_instance(self) -> Organisation:
        form = self.form
        row = organisations.found_organisation(
            form.cleaned_data["below"], by=self.request.user, names=form.names, **form.own
        )
        if png := form.cleaned_data["logo"]:
            logos.set_logo(row, png, by=self.request.user)
        return row


class OrganisationEditView(generic.EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        row = self.object
        move = reverse(self.move_url_name, args=[row.pk])
        add = f"{reverse(self.add_below_url_name)}?below={row.pk}"
        room = reverse("organisation", kwargs={"organisation": row.key})
        return [
            Button(_("Move in the tree"), url=move, icon_name="redirect"),
            Button(_("Add below"), url=add, icon_name="plus"),
            Button(_("Its pages"), url=room, icon_name="view"),
        ]

    move_url_name = ""
    add_below_url_name = ""

    def save_instance(self) -> Organisation:
        form = self.form
        row = organisations.edit_organisation(self.object, by=self.request.user, names=form.names, **form.own)
        if png := form.cleaned_data["logo"]:
            logos.set_logo(row, png, by=self.request.user)
        return row


class OrganisationDeleteView(generic.DeleteView):
    """Only what was never used; everything else is deactivated."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            organisations.remove_organisation(self.object, by=request.user)
        except organisations.OrganisationError as error:
            messages.error(request, error.message)
            return redirect(self.edit_url_name, self.object.pk)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": self.object.name})
        return redirect(self.index_url_name)


class MoveView(WagtailAdminTemplateMixin, FormView):
    """To another place in the tree, with all below it."""

    template_name = "academy/organisation_move.html"
    form_class = PlaceForm
    page_title = gettext_lazy("Move in the tree")
    header_icon = "group"
    index_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(may_grow_tree(request.user))
        self.organisation = get_object_or_404(Organisation, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.index_url_name), "label": OrganisationViewSet.menu_label},
            {"url": "", "label": self.organisation.name},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisation": self.organisation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, organisation=self.organisation, back_url=reverse(self.index_url_name))

    def form_valid(self, form: PlaceForm) -> HttpResponse:
        try:
            organisations.move_organisation(self.organisation, form.cleaned_data["below"], by=self.request.user)
        except organisations.OrganisationError as error:
            form.add_error("below", error.message)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(name)s” is moved.") % {"name": self.organisation.name})
        return redirect(self.index_url_name)


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    name = "organisations"
    icon = "group"
    menu_label = gettext_lazy("Organisations")
    menu_name = "organisations"
    add_to_admin_menu = True
    menu_order = 450
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    ordering = "path"
    list_per_page = 100
    filterset_class = OrganisationFilterSet
    index_view_class = OrganisationIndexView
    add_view_class = OrganisationCreateView
    edit_view_class = OrganisationEditView
    delete_view_class = OrganisationDeleteView

    def get_form_class(self, for_update: bool = False) -> type[TreeForm]:
        return TreeForm

    @property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=gettext_lazy("Name"),
                accessor=in_its_depth,
                get_url=lambda row: reverse(self.get_url_name("edit"), args=[row.pk]),
            ),
            Column("acronym", label=gettext_lazy("Acronym")),
            Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
            Column("economy", label=gettext_lazy("Economy"), accessor="get_economy_display"),
            Column("is_sample", label="", accessor=lambda row: _("sample") if row.is_sample else ""),
            BooleanColumn("is_active", label=gettext_lazy("Active")),
        ]

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(
            move_url_name=self.get_url_name("move"), add_below_url_name=self.get_url_name("add"), **kwargs
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path(
                "<int:pk>/move/",
                self.construct_view(MoveView, index_url_name=self.get_url_name("index")),
                name="move",
            ),
        ]


def in_its_depth(row: Organisation) -> str:
    """The name, moved to the right as deep as it stands."""
    return format_html("{}{}", "\u2003" * (row.depth - 1), row.name)
