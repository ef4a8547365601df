"""What a draft begins with: who writes it, and after a course what she wrote in its assignment."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.formats import get_format

from academy.models import User
from courses.enums import SubmissionState
from courses.models import Course, Enrollment, HandIn, Submission
from peer_exchange.models import Practice
from peer_exchange.rules.from_assignment import rows_from, shortened, texts_from
from peer_exchange.services.practices import PART_MODELS

TOLD = (SubmissionState.HANDED_IN, SubmissionState.ACCEPTED)  # what she showed to others, and was not sent back


def known_of(user: User) -> dict[str, Any]:
    """Whom to ask is she, until she says otherwise."""
    return {"contact_name": user.name, "contact_email": user.email}


def known_after(user: User, key: str) -> dict[str, Any]:
    """After a course of hers, as `create_draft` takes it: its approach, the course, and her assignment's answers.

    Empty for a course that is none of hers.
    """
    course = Course.objects.filter(key=key, pk__in=Enrollment.objects.filter(user=user).values("course")).first()
    if course is None:
        return {}
    submission = told_in(user, course)
    known: dict[str, Any] = {"approach": course.approach, "courses": [course], "source_submission": submission}
    newest = submission.hand_ins.last() if submission is not None else None
    return known | _answers_of(newest) if newest is not None else known


def told_in(user: User, course: Course) -> Submission | None:
    """Her assignment in this course that she may document: an accepted one first, then the newest."""
    rows = Submission.objects.filter(enrollment__user=user, enrollment__course=course, state__in=TOLD)
    newest = list(rows.order_by("-handed_in_at", "-pk"))
    return next((row for row in newest if row.state == SubmissionState.ACCEPTED), newest[0] if newest else None)


def _answers_of(hand_in: HandIn) -> dict[str, Any]:
    parts, answers = hand_in.sheet["parts"], hand_in.answers
    mark = get_format("DECIMAL_SEPARATOR", lang=hand_in.language)
    rows = rows_from(parts, answers, mark)
    return {
        **_fitting(Practice, texts_from(parts, answers)),
        "parts": {name: [_fitting(PART_MODELS[name], row) for row in found] for name, found in rows.items()},
    }


def _fitting(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts no longer than their columns; the whole stands in the assignment."""
    fitting = dict(values)
    for name, value in values.items():
        most = getattr(model._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and most:
            fitting[name] = shortened(value, most)
    return fitting
