"""The glossary in the CMS: list, search that folds scripts and accents, filter by field, translation."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.search.backends import get_search_backend
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from academy.folding import fold
from courses.models import Term

MOST_HITS = 500


class TermFilterSet(WagtailFilterSet):
    class Meta:
        model = Term
        fields = ["domain", "is_marked"]


class TermIndexView(IndexView):
    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By the beginnings of words, whatever the script, case or accents."""
        if not self.is_searching:
            return queryset
        words = fold(self.search_query)
        hits = get_search_backend().autocomplete(words, Term)[:MOST_HITS] if words else []
        return queryset.filter(pk__in=[hit.pk for hit in hits])


def has_meaning(term: Term) -> bool:
    return bool(term.meaning)


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "openquote"
    menu_label = _("Glossary")
    menu_name = "glossary"
    menu_order = 220
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("domain", label=_("Field"), accessor="get_domain_display", sort_key="domain"),
        BooleanColumn("meaning", label=_("Explained"), accessor=has_meaning),
        BooleanColumn("is_marked", label=_("Marked in lessons"), sort_key="is_marked"),
    ]
    list_per_page = 50
    ordering = ["name"]
    filterset_class = TermFilterSet
    index_view_class = TermIndexView
    copy_view_enabled = False


register_snippet(TermViewSet)
