"""Where practices hang together with learning: on the page of a course, after it, and below its assignment."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from courses import catalogue
from courses.models import Course, Submission
from peer_exchange import library
from peer_exchange.forms.practices import STEPS
from peer_exchange.library import Card
from peer_exchange.models import Practice
from peer_exchange.services.practice_beginnings import TOLD
from peer_exchange.views.practice_cards import cards_of

SHOWN = 4


def course_section(request: HttpRequest, course_id: int) -> dict | None:
    """Practices of the approach of this course, the newest first."""
    section = practices_of_approach(_approach_of(course_id)) if library.current().cards else None
    return {"template": "peer_exchange/sharing/_of_approach.html", **section} if section else None


def practices_of_approach(key: str) -> dict | None:
    """{"cards", "number", "url"} as `_of_approach.html` takes them; None where there are none."""
    found = [card for card in library.current().cards if _is_of(card, key)]
    if not key or not found:
        return None
    return {"cards": cards_of(found[:SHOWN]), "number": len(found), "url": f"{reverse('practices')}?approach={key}"}


def offers_after(request: HttpRequest, courses: list[Course]) -> dict[int, dict]:
    """To who completed a course: write down what you do, with what is known filled in."""
    return {
        course.pk: {"template": "peer_exchange/sharing/_offer.html", "url": beginning_after(course)}
        for course in courses
    }


def assignment_section(request: HttpRequest, submission: Submission) -> dict | None:
    """Below an assignment that she handed in and that was not sent back: the practice it becomes."""
    if submission.state not in TOLD:
        return None
    begun = Practice.objects.written_by(request.user).filter(source_submission=submission).first()
    return {
        "template": "peer_exchange/sharing/_assignment_section.html",
        "draft": begun,
        "url": draft_address(begun) if begun else beginning_after(submission.enrollment.course),
    }


def beginning_after(course: Course) -> str:
    return f"{reverse('practice_new')}?course={course.key}"


def draft_address(practice: Practice) -> str:
    """Where its authors begin to write."""
    return reverse("practice_draft", kwargs={"uuid": practice.uuid, "step": next(iter(STEPS))})


def _is_of(card: Card, key: str) -> bool:
    return card.approach is not None and card.approach.key == key


def _approach_of(course_id: int) -> str:
    """No query where the catalogue knows the course."""
    card = next((card for card in catalogue.cards(get_language()) if card.course_id == course_id), None)
    if card is not None:
        return card.approach_key
    return Course.objects.filter(pk=course_id).values_list("approach__key", flat=True).first() or ""
