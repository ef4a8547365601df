"""Certificates in the CMS: a list to search and to look at, and three buttons. Nobody edits or deletes them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from academy.folding import fold
from academy.models import User
from academy.policies import require
from courses.enums import CertificateDelivery, CertificateStatus
from courses.errors import CertificateReplaced
from courses.forms.certificates import ReissueForm, RevokeForm, SendAgainForm
from courses.models import Certificate, Course, LearningPath
from courses.policies import may_revoke_certificate
from courses.rules.codes import canonical_code
from courses.services.certificates import reissue_certificate, revoke_certificate, send_again


class CertificatePermissionPolicy(ModelPermissionPolicy):
    """Certificates are only looked at: by who may view them, and by who may revoke them."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and (super().user_has_permission(user, "view") or may_revoke_certificate(user).allowed)


register_permission_policy(Certificate, CertificatePermissionPolicy(Certificate))


class CertificateFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"), choices=CertificateStatus.choices, method="filter_status"
    )
    delivery = django_filters.ChoiceFilter(
        label=gettext_lazy("Letter"), choices=CertificateDelivery.choices, method="filter_delivery"
    )
    course = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Course"), field_name="enrollment__course", queryset=Course.objects.all()
    )
    path = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Learning path"), field_name="path_completion__path", queryset=LearningPath.objects.all()
    )

    class Meta:
        model = Certificate
        fields: list[str] = []

    def filter_status(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.with_status(CertificateStatus(value), now=timezone.now())

    def filter_delivery(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.with_delivery(CertificateDelivery(value))


class CertificateIndexView(IndexView):
    is_searchable = True
    show_export_buttons = False

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By the code, however it is typed, or by words of name and course in any script."""
        if not self.is_searching:
            return queryset
        if code := canonical_code(self.search_query):
            by_code = queryset.filter(code=code)
            if by_code.exists():
                return by_code
        words = fold(self.search_query).split()
        if not words:
            return queryset.none()
        for word in words:
            queryset = queryset.filter(folded__contains=word)
        return queryset


def action_buttons(certificate: Certificate, user: User) -> list[Button]:
    """What this person may do with this certificate now."""
    buttons = [
        Button(_("Check page"), url=reverse("certificate", kwargs={"code": certificate.code}), icon_name="view"),
    ]
    if not may_revoke_certificate(user):
        return buttons
    if certificate.revoked_at is None:
        buttons += [
            Button(_("Issue anew"), url=viewset.url_of("reissue", certificate), icon_name="redirect"),
            Button(_("Revoke"), url=viewset.url_of("revoke", certificate), icon_name="cross"),
            Button(_("Send again"), url=viewset.url_of("send_again", certificate), icon_name="mail"),
        ]
    elif not hasattr(certificate, "replaced_by"):
        buttons.append(Button(_("Issue anew"), url=viewset.url_of("reissue", certificate), icon_name="redirect"))
    return buttons


class CertificateInspectView(InspectView):
    page_title = gettext_lazy("Certificate")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return action_buttons(self.object, self.request.user)

    def get_language_display_value(self) -> str:
        return self.object.get_language_display()

    def get_status_display_value(self) -> str:
        return self.object.status().label

    def get_delivery_display_value(self) -> str:
        return self.object.delivery.label

    def get_outcomes_display_value(self) -> str:
        return " · ".join(self.object.outcomes)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        return "—" if value in (None, "") else value

    def get_field_label(self, field_name: str, field: Any) -> str:
        labels = {
            "status": _("Status"),
            "delivery": _("Letter"),
            "name_other_script": _("Name in a second script"),
            "outcomes": _("Outcomes"),
            "hours": _("Hours of study"),
            "score": _("Score"),
            "issuer": _("Issued by"),
            "completed_at": _("Completed"),
            "language": _("Language"),
            "replaces": _("Replaces"),
            "revoked_by": _("Revoked by"),
        }
        return labels.get(field_name) or super().get_field_label(field_name, field)


class CertificateActionView(WagtailAdminTemplateMixin, FormView):
    """One question about one certificate, and what is done when it is answered."""

    template_name = "courses/certificates/action.html"
    header_icon = "draft"
    index_url_name = ""
    question: Any = ""
    submit: Any = ""
    is_serious = False

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        require(may_revoke_certificate(request.user))
        self.certificate = get_object_or_404(Certificate, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.index_url_name), "label": viewset.menu_label},
            {"url": viewset.url_of("inspect", self.certificate), "label": str(self.certificate)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, certificate=self.certificate, back_url=viewset.url_of("inspect", self.certificate)
        )

    def form_valid(self, form) -> HttpResponse:
        try:
            shown, message = self.act(form.cleaned_data)
        except CertificateReplaced as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        messages.success(self.request, message)
        return redirect(viewset.url_of("inspect", shown))

    def act(self, values: dict[str, Any]) -> tuple[Certificate, str]:
        """Do it; returns the certificate to show next and what to say."""
        raise NotImplementedError


class RevokeView(CertificateActionView):
    form_class = RevokeForm
    page_title = gettext_lazy("Revoke")
    question = gettext_lazy("The certificate becomes invalid for good, and the person is told by mail with the reason.")
    submit = gettext_lazy("Revoke the certificate")
    is_serious = True

    def act(self, values: dict[str, Any]) -> tuple[Certificate, str]:
        row = revoke_certificate(self.certificate, reason=values["reason"], by=self.request.user)
        return row, _("The certificate is revoked.")


class ReissueView(CertificateActionView):
    form_class = ReissueForm
    page_title = gettext_lazy("Issue anew")
    question = gettext_lazy(
        "A new certificate with a new code takes the place of this one, which becomes invalid. The person gets the new "
        "one by mail. Correct her name here if that is the reason."
    )
    submit = gettext_lazy("Issue the new certificate")

    def get_initial(self) -> dict[str, str]:
        row = self.certificate
        return {"name": row.name, "name_other_script": row.name_other_script, "language": row.language}

    def act(self, values: dict[str, Any]) -> tuple[Certificate, str]:
        row = reissue_certificate(self.certificate, by=self.request.user, **values)
        return row, _("The new certificate is issued and on its way.")


class SendAgainView(CertificateActionView):
    form_class = SendAgainForm
    page_title = gettext_lazy("Send again")
    question = gettext_lazy(
        "The letter with the certificate is sent once more to the person's present address. Do this when it was "
        "interrupted, refused or lost; otherwise she gets it twice."
    )
    submit = gettext_lazy("Send the letter again")

    def act(self, values: dict[str, Any]) -> tuple[Certificate, str]:
        if send_again(self.certificate):
            return self.certificate, _("The letter is on its way.")
        return self.certificate, _("There is nobody to send it to: the account was closed, or the certificate revoked.")


class CertificateViewSet(ModelViewSet):
    model = Certificate
    name = "certificates"
    icon = "draft"
    menu_label = gettext_lazy("Certificates")
    menu_name = "certificates"
    menu_order = 320
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    form_fields = ["revoked_reason"]  # ModelViewSet wants one; the views it would serve are left out below
    index_view_class = CertificateIndexView
    inspect_view_class = CertificateInspectView
    filterset_class = CertificateFilterSet
    list_per_page = 50
    list_display = [
        "name",
        Column("course_title", label=gettext_lazy("Course"), sort_key="course_title"),
        Column("code", label=gettext_lazy("Code")),
        Column("status", label=gettext_lazy("Status"), accessor=lambda row: row.status().label),
        Column("delivery", label=gettext_lazy("Letter"), accessor=lambda row: row.delivery.label),
        DateColumn("issued_at", label=gettext_lazy("Issued"), sort_key="issued_at"),
    ]
    inspect_view_fields = [
        "name", "name_other_script", "course_title", "code", "status", "language", "hours", "score", "outcomes",
        "issuer", "completed_at", "issued_at", "expires_at", "replaces", "delivery", "delivered_at",
        "revoked_at", "revoked_reason", "revoked_by",
    ]  # fmt: skip

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [
            pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results", "inspect"}
        ]
        return [
            *kept,
            path("<int:pk>/revocation/", self.construct_view(RevokeView), name="revoke"),
            path("<int:pk>/reissue/", self.construct_view(ReissueView), name="reissue"),
            path("<int:pk>/letter/", self.construct_view(SendAgainView), name="send_again"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses of views that are left out."""
        left_out = dict.fromkeys(
            ("history_url_name", "usage_url_name", "add_url_name", "edit_url_name", "delete_url_name")
        )
        return super().get_common_view_kwargs(**{**left_out, **kwargs})

    def url_of(self, view: str, certificate: Certificate) -> str:
        return reverse(self.get_url_name(view), args=[certificate.pk])


viewset = CertificateViewSet()


@hooks.register("register_admin_viewset")
def register_certificates() -> CertificateViewSet:
    return viewset
