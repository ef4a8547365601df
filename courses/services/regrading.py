"""A question's key was mended: look again at what learners answered to it, and give what they have a right to.

Marks are added as `Grade` rows and never overwritten; the newest counts. A mended key gives points and takes none: who
lost them by our mistake gets them, who had them by our mistake keeps them.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from academy.models import User
from courses.enums import EnrollmentState
from courses.models import Attempt, Grade, Question, Response
from courses.rules.grading import passes, points_of, score_of
from courses.rules.kinds import KINDS, freeze
from courses.rules.paper import Item, Paper
from courses.services.progress import record_attempt
from courses.services.questions import load_sources


def regrade_question(question: Question, *, by: User | None, reason: str, now: datetime | None = None) -> int:
    """Regrade the closed attempts that asked `question` by its published key; returns how many results rose.

    Each attempt is a transaction of its own, so an interrupted run is simply started again: twice called, it changes
    nothing more. `reason` is shown to the learners.
    """
    now = now or timezone.now()
    key = str(question.translation_key)
    source = next(iter(load_sources([key], languages={question.locale.language_code}).get(key, {}).values()), None)
    if source is None:
        return 0
    mended = freeze(source)
    asked = asked_attempts(question).order_by("pk").values_list("pk", flat=True)
    return sum(_regrade(pk, mended, by=by, reason=reason, now=now) for pk in list(asked))


def asked_attempts(question: Question) -> QuerySet[Attempt]:
    """The closed attempts whose paper holds `question`. Reads all papers: for rare occasions."""
    papers = Attempt.objects.closed().annotate(paper_text=Cast("paper", TextField()))
    return papers.filter(paper_text__contains=str(question.translation_key))


@transaction.atomic
def _regrade(attempt_pk: int, mended: Item, *, by: User | None, reason: str, now: datetime) -> bool:
    """Whether the score of this attempt rose."""
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("enrollment", "step").get(pk=attempt_pk)
    items = Paper.from_json(attempt.paper).items
    responses = list(attempt.responses.prefetch_related("grades"))
    standing = {response.item: _standing_points(response) for response in responses}
    for response in responses:
        item = items[response.item]
        if item.question != mended.question or item.kind != mended.kind:
            continue
        points = points_of(item, KINDS[item.kind].grade(mended, response.answer))
        if points > standing[response.item]:
            Grade.objects.create(response=response, points=points, reason=reason, by=by, created_at=now)
            standing[response.item] = points
    score = score_of(items, standing.values())
    if attempt.score is None or score <= attempt.score:
        return False
    attempt.score, attempt.passed = score, passes(score, attempt.pass_mark)
    attempt.save(update_fields=["score", "passed"])
    if attempt.enrollment.state != EnrollmentState.WITHDRAWN:
        record_attempt(attempt.enrollment, attempt.step, score=score, passed=attempt.passed, now=now)
    return True


def _standing_points(response: Response) -> Decimal:
    grades = list(response.grades.all())
    return (grades[-1].points if grades else response.points) or Decimal(0)
