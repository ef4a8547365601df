"""The question bank in the CMS: list, filters, search that folds, where a question is used, copies, the chooser."""

from collections.abc import Iterator

import django_filters
from django import forms
from django.db.models import Count, Model, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import CopyView, IndexView, SnippetViewSet

from academy.folding import fold
from academy.models import User
from courses.enums import QuestionKind
from courses.models import Choice, Question, QuizItem, TaggedQuestion
from courses.policies import may_regrade
from courses.views.regrading import regrade

MOST_HITS = 500


def search_questions(questions: QuerySet, query: str) -> QuerySet:
    """Those of `questions` that a query finds by the beginnings of words, whatever its script, case or accents."""
    words = fold(query)
    if not words:
        return questions.none()
    hits = get_search_backend().autocomplete(words, Question)[:MOST_HITS]
    return questions.filter(pk__in=[hit.pk for hit in hits])


def tags_in_use() -> QuerySet:
    return Tag.objects.filter(tagged_questions__isnull=False).distinct().order_by("name")


def draws() -> Coalesce:
    """The number of published quizzes that may draw a question, in its own language."""
    items = QuizItem.objects.filter(
        tag__tagged_questions__content_object=OuterRef("pk"), page__live=True, page__locale=OuterRef("locale")
    )
    return Coalesce(
        Subquery(
            items.order_by()
            .values("tag__tagged_questions__content_object")
            .annotate(n=Count("page", distinct=True))
            .values("n")
        ),
        0,
    )


class QuestionFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=QuestionKind.choices)
    outcome = django_filters.AllValuesFilter(label=_("Outcome"))
    tags = django_filters.ModelMultipleChoiceFilter(
        field_name="tagged_items__tag",
        label=_("Tag"),
        queryset=lambda request: tags_in_use(),
        widget=forms.CheckboxSelectMultiple,
    )
    live = django_filters.BooleanFilter(label=pgettext_lazy("of a question", "Published"))

    class Meta:
        model = Question
        fields = ["kind", "outcome", "tags", "live"]


class QuestionIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet:
        tagged = TaggedQuestion.objects.select_related("tag").order_by("tag__name")
        return (
            super()
            .get_base_queryset()
            .annotate(usage_count=ReferenceIndex.usage_count_subquery(Question), draw_count=draws())
            .prefetch_related(Prefetch("tagged_items", tagged))
        )

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return search_questions(queryset, self.search_query) if self.is_searching else queryset


class QuestionCopyView(CopyView):
    """A new question with the same words: with an identity of its own, and choices of its own."""

    def get_initial_form_instance(self) -> Question:
        original = self.get_object()
        copied = ("kind", "text", "feedback", "outcome", "is_true", "accepted", "locale")
        question = Question(**{name: getattr(original, name) for name in copied})
        question.choices = [
            Choice(text=choice.text, is_correct=choice.is_correct, feedback=choice.feedback, locale=original.locale)
            for choice in original.choices.all()
        ]
        question.tags.add(*original.tags.all())
        return question


class QuestionFilterForm(LocaleFilterMixin, BaseFilterForm):
    q = forms.CharField(
        label=_("Search words"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *QuestionKind.choices])
    tag = forms.ModelChoiceField(label=_("Tag"), required=False, queryset=Tag.objects.none(), empty_label=_("All tags"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].queryset = tags_in_use()
        for name in ("q", "kind", "tag"):
            self.fields[name].widget.attrs["data-chooser-modal-search-filter"] = True

    def filter(self, objects: QuerySet) -> QuerySet:
        chosen = self.cleaned_data
        if chosen["kind"]:
            objects = objects.filter(kind=chosen["kind"])
        if chosen["tag"]:
            objects = objects.tagged([chosen["tag"].pk])
        if chosen["q"]:
            objects = search_questions(objects, chosen["q"])
            self.is_searching, self.search_query = True, chosen["q"]
        return super().filter(objects)


class ChoosesQuestions:
    filter_form_class = QuestionFilterForm
    ordering = ["-pk"]  # what was just written comes first

    @property
    def columns(self) -> list:
        return [*super().columns, Column("kind", label=_("Kind"), accessor="get_kind_display")]


class QuestionChooseView(ChoosesQuestions, ChooseView):
    pass


class QuestionChooseResultsView(ChoosesQuestions, ChooseResultsView):
    pass


class QuestionChooserViewSet(SnippetChooserViewSet):
    choose_view_class = QuestionChooseView
    choose_results_view_class = QuestionChooseResultsView


class UsageColumn(Column):
    """How many pages name the question, with the way to their list, and how many quizzes draw from its tags."""

    cell_template_name = "courses/bank/usage_cell.html"

    def get_cell_context_data(self, instance, parent_context) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        context["url"] = Question.snippet_viewset.get_url_name("usage")
        return context


def state_of(question: Question) -> str:
    """Without asking for the schedule, which would be a query for each row."""
    if not question.live:
        return gettext("draft")
    return gettext("published, with changes") if question.has_unpublished_changes else gettext("published")


def tag_names(question: Question) -> str:
    return ", ".join(item.tag.name for item in question.tagged_items.all())


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Question bank")
    menu_name = "question-bank"
    menu_order = 210
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("outcome", label=_("Outcome"), accessor="outcome", sort_key="outcome"),
        Column("tags", label=_("Tags"), accessor=tag_names),
        UsageColumn("usage_count", label=_("Used in"), sort_key="usage_count"),
        StatusTagColumn("live", label=_("State"), accessor=state_of, sort_key="live", primary=lambda row: row.live),
        UpdatedAtColumn(),
    ]
    list_per_page = 30  # wagtail-localize's buttons ask two small queries for each row
    ordering = ["-pk"]
    filterset_class = QuestionFilterSet
    index_view_class = QuestionIndexView
    copy_view_class = QuestionCopyView
    chooser_viewset_class = QuestionChooserViewSet
    copy_view_enabled = True
    inspect_view_enabled = True


register_snippet(QuestionViewSet)


@hooks.register("register_admin_urls")
def register_regrading() -> list[URLPattern]:
    return [path("questions/<int:pk>/regrading/", regrade, name="question_regrading")]


@hooks.register("register_snippet_listing_buttons")
def offer_regrading(snippet: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Question) and snippet.live and may_regrade(user):
        url = reverse("question_regrading", args=[snippet.pk])
        yield Button(_("Regrade answers"), url=url, icon_name="rotate", priority=60)
