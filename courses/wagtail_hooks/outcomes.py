"""Reports → "Outcomes and questions": is every learning outcome asked for, and do learners know the answer?"""

from functools import cached_property

import django_filters
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from courses.models import Course, CourseOutcome, Question
from courses.services.outcomes import OutcomeFacts, listed_outcomes, read_outcomes

SEES_BANK = ["add", "change", "delete", "publish", "view"]
POLICY = ModelPermissionPolicy(Question)


class OutcomeFilterSet(WagtailFilterSet):
    course = django_filters.ModelChoiceFilter(
        label=_("Course"), queryset=Course.objects.order_by("title"), method="of_course"
    )

    class Meta:
        model = CourseOutcome
        fields: list[str] = []

    def of_course(self, outcomes: QuerySet, name: str, course: Course) -> QuerySet:
        return outcomes.filter(page__translation_key=course.page_key)


def state_of(outcome: CourseOutcome) -> str:
    return gettext("asked") if outcome.facts.bank else gettext("no question")


def share_of(outcome: CourseOutcome) -> str:
    facts: OutcomeFacts = outcome.facts
    if facts.share is None:
        return "–"
    return gettext("%(share)s %% of %(count)s") % {"share": facts.share, "count": facts.answered}


class OutcomesReport(ReportView):
    model = CourseOutcome
    page_title = _("Outcomes and questions")
    header_icon = "help"
    index_url_name = "outcomes_report"
    index_results_url_name = "outcomes_report_results"
    permission_policy = POLICY
    any_permission_required = SEES_BANK
    filterset_class = OutcomeFilterSet
    is_searchable = False
    default_ordering = None
    columns = [
        Column("course", label=_("Course"), accessor="page.title"),
        Column("text", label=_("What a learner can do afterwards")),
        StatusTagColumn("state", label=_("State"), accessor=state_of, primary=lambda row: bool(row.facts.bank)),
        Column("bank", label=_("Questions"), accessor="facts.bank"),
        Column("in_quizzes", label=_("Drawn by module quizzes"), accessor="facts.in_quizzes"),
        Column("in_final_test", label=_("Drawn by the final test"), accessor="facts.in_final_test"),
        Column("share", label=_("Answered right"), accessor=share_of),
    ]
    list_export = [
        "page.title", "key", "text", "facts.bank", "facts.in_quizzes", "facts.in_final_test", "facts.answered",
        "facts.right", "facts.share",
    ]  # fmt: skip
    export_headings = {
        "page.title": _("Course"),
        "key": _("Key"),
        "text": _("What a learner can do afterwards"),
        "facts.bank": _("Questions"),
        "facts.in_quizzes": _("Drawn by module quizzes"),
        "facts.in_final_test": _("Drawn by the final test"),
        "facts.answered": _("Answers"),
        "facts.right": _("Right answers"),
        "facts.share": _("Answered right, per cent"),
    }

    @cached_property
    def facts(self) -> dict[int, OutcomeFacts]:
        return read_outcomes()

    def get_base_queryset(self) -> QuerySet[CourseOutcome]:
        """Outcomes without a question first, then by course in its own order."""
        empty = [pk for pk, facts in self.facts.items() if not facts.bank]
        is_asked = Case(When(pk__in=empty, then=Value(0)), default=Value(1), output_field=IntegerField())
        return listed_outcomes().select_related("page").order_by(is_asked, "page__title", "sort_order", "pk")

    def decorate_paginated_queryset(self, object_list):
        for outcome in object_list:
            outcome.facts = self.facts.get(outcome.pk, OutcomeFacts())
        return object_list

    def get_filename(self) -> str:
        return "outcomes-and-questions"


class OutcomesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return POLICY.user_has_any_permission(request.user, SEES_BANK)


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return OutcomesMenuItem(
        _("Outcomes and questions"), reverse("outcomes_report"), name="outcomes", icon_name="help", order=710
    )


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    return [
        path("reports/outcomes/", OutcomesReport.as_view(), name="outcomes_report"),
        path("reports/outcomes/results/", OutcomesReport.as_view(results_only=True), name="outcomes_report_results"),
    ]
