"""The glossary: all terms in the reader's language, from A to Z, searched and filtered; its part of the search page."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from courses import glossary
from courses.forms.glossary import GlossaryForm

TERMS_FOUND = 10  # at most, on the search page


@require_safe
def show_glossary(request: HttpRequest) -> HttpResponse:
    language = get_language()
    entries = glossary.entries(language)
    form = GlossaryForm(request.GET, entries=entries)
    found = form.results()
    context = {
        "form": form,
        "letters": [
            {"letter": letter, "anchor": f"letter-{number}", "entries": list(group)}
            for number, (letter, group) in enumerate(groupby(found, key=lambda entry: entry.letter), 1)
        ],
        "count": len(found),
        "has_terms": bool(entries),
        "reset_url": reverse("glossary"),
    }
    return render(request, "courses/glossary.html", context)


def footer_links(language: str) -> list[dict]:
    return [{"label": gettext("Glossary"), "url": f"/{language}/glossary/"}]


def search_terms(request: HttpRequest, query: str) -> dict:
    found = glossary.search(glossary.entries(get_language()), query)[:TERMS_FOUND]
    return {
        "heading": gettext("Glossary"),
        "results": [
            {
                "title": entry.name,
                "url": f"{reverse('glossary')}#{entry.anchor}",
                "summary": entry.meaning if entry.meaning_language == entry.language else "",
                "language": entry.language,
            }
            for entry in found
        ],
    }
