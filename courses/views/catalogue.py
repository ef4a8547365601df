"""The catalogue, and what learning shows on the home and search pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from academy.folding import fold
from courses import catalogue
from courses.catalogue import LANGUAGE_NAMES, Card
from courses.forms.catalogue import CatalogueForm
from courses.models import CourseIndexPage, Enrollment, LessonPage, StepResult
from courses.outline import outline_for, page_key_of_step
from courses.views.path import path_bands
from courses.views.shell import catalogue_url, progress_of

LESSONS_FOUND = 20  # at most, on the search page
COURSES_AT_HOME = 8
FEW = 3  # fewer courses than these stand below one another, wide


def show_catalogue(request: HttpRequest, page: CourseIndexPage) -> HttpResponse:
    language = get_language()
    cards = catalogue.cards(language)
    form = CatalogueForm(request.GET, cards=cards)
    found = form.results()
    context = {
        "page": page,
        "paths": [] if form.is_set else path_bands(request),
        "form": form,
        "cards": card_contexts(request, found),
        "count": len(found),
        "is_wide": len(found) < FEW,
        "has_courses": bool(cards),
        "reset_url": catalogue_url(),
    }
    return render(request, "courses/catalogue.html", context)


def card_contexts(request: HttpRequest, cards: list[Card]) -> list[dict]:
    """Cards as `components/card_course.html` takes them, with the visitor's progress: two queries for all of them."""
    progress = progress_by_course(request) if cards else {}
    language = get_language()
    return [
        {
            "title": card.title,
            "url": card.url,
            "summary": card.summary,
            "lessons": card.lessons,
            "minutes": card.minutes,
            "approach": card.approach,
            "cover": card.cover,
            "language": LANGUAGE_NAMES[card.language] if card.language != language else "",
            "language_code": card.language if card.language != language else "",
            "progress": progress.get(card.course_id),
        }
        for card in cards
    ]


def progress_by_course(request: HttpRequest) -> dict[int, dict]:
    """`{course id: progress}` of the courses the visitor is enrolled in."""
    if not request.user.is_authenticated:
        return {}
    standing = Enrollment.objects.of(request.user).standing().select_related("course").order_by("enrolled_at")
    enrollments = {row.course_id: row for row in standing}
    done: dict[int, set[int]] = {}
    results = StepResult.objects.filter(enrollment__in=enrollments.values())
    for enrollment_id, step_id in results.values_list("enrollment_id", "step_id"):
        done.setdefault(enrollment_id, set()).add(step_id)
    found = {}
    for course_id, row in enrollments.items():
        if outline := outline_for(row.course.page_key, get_language()):
            found[course_id] = progress_of(outline, frozenset(done.get(row.pk, ())))
    return found


def home_section(request: HttpRequest) -> dict | None:
    cards = catalogue.cards(get_language())
    if not cards:
        return None
    return {
        "template": "courses/_home_section.html",
        "heading": gettext("Courses"),
        "paths": path_bands(request),
        "courses": card_contexts(request, list(cards[:COURSES_AT_HOME])),
        "url": catalogue_url(),
        "is_wide": len(cards) < FEW,
    }


def navigation(request: HttpRequest) -> list[dict]:
    items = [{"label": gettext("Courses"), "url": catalogue_url()}]
    if hasattr(request, "user") and request.user.is_authenticated:  # a request refused early has none
        items.append({"label": gettext("My learning"), "url": f"/{get_language()}/learning/"})
    return items


def search_courses(request: HttpRequest, query: str) -> dict:
    found = catalogue.search(catalogue.cards(get_language()), query)
    return {
        "heading": gettext("Courses"),
        "results": [
            {"title": card.title, "url": card.url, "summary": card.summary, "language": card.language} for card in found
        ],
    }


def search_lessons(request: HttpRequest, query: str) -> dict:
    """Lessons by title and summary; these stand in every course's public outline. Their text is for learners."""
    language = get_language()
    results = []
    seen = set()
    pages = LessonPage.objects.live().public()
    words = fold(query).split()
    for page in pages.autocomplete(" ".join(words))[: 3 * LESSONS_FOUND]:
        if not all(f" {word}" in f" {page.folded_text}" for word in words):
            continue
        page_key = page_key_of_step(page.translation_key)
        outline = outline_for(page_key, language) if page_key else None
        item = outline.find(page.translation_key) if outline else None
        if item is None or item.key in seen:
            continue
        seen.add(item.key)
        results.append(
            {
                "title": item.title,
                "url": item.url,
                "summary": page.summary,
                "language": item.language,
                "context": outline.title,
            }
        )
    return {"heading": gettext("Lessons"), "results": results[:LESSONS_FOUND]}
