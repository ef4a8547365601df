"""Where practices hang together with learning: after a course, on its page, and where a draft begins from it."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse

from academy import site_version
from academy.models import User
from courses.enums import SubmissionState
from courses.models import Course, Enrollment, Submission
from peer_exchange import library
from peer_exchange.library import Card
from peer_exchange.views.practice_cards import cards_of

SHOWN = 3


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
    address = reverse("practice_new")
    return {
        course.pk: {"template": "peer_exchange/sharing/_offer.html", "url": f"{address}?course={course.key}"}
        for course in courses
    }


def known_from_course(user: User, key: str) -> dict:
    """What a draft begins with after a course of hers: its approach, the course, her accepted assignment.

    Empty for a course that is none of hers.
    """
    course = Course.objects.filter(key=key, pk__in=Enrollment.objects.filter(user=user).values("course")).first()
    if course is None:
        return {}
    handed_in = Submission.objects.filter(
        enrollment__user=user, enrollment__course=course, state=SubmissionState.ACCEPTED
    )
    last = handed_in.order_by("-decided_at", "-pk").first()
    return {"approach": course.approach, "courses": [course], "source_submission": last}


def _is_of(card: Card, key: str) -> bool:
    return card.approach is not None and card.approach.key == key


def _approach_of(course_id: int) -> str:
    version = site_version.current()
    approaches = _approaches.__wrapped__(None) if version is None else _approaches(version)
    return approaches.get(course_id, "")


@lru_cache(maxsize=2)
def _approaches(version: int | None) -> dict[int, str]:
    return dict(Course.objects.values_list("pk", "approach__key"))
