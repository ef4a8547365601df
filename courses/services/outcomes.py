"""What is asked and answered for each learning outcome of a course: read model of the report in the CMS.

A question belongs to a course when a published quiz of it draws or names it, or a lesson asks it as a self-check.
Counted is the source language; answers count whatever the language they were given in.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page, ReferenceIndex

from courses.enums import StepKind
from courses.models import (
    Attempt,
    Course,
    CourseOutcome,
    Grade,
    LessonPage,
    Question,
    QuizItem,
    Response,
    TaggedQuestion,
)


@dataclass
class OutcomeFacts:
    """Numbers of questions; `answered` and `right` count answers in closed attempts, full points being right."""

    bank: int = 0
    in_quizzes: int = 0
    in_final_test: int = 0
    answered: int = 0
    right: int = 0

    @property
    def share(self) -> int | None:
        """Per cent of the answers that were right; None while nobody answered."""
        return round(100 * self.right / self.answered) if self.answered else None


@dataclass(frozen=True)
class _Use:
    """The ids of the questions of one course, by what asks them."""

    lessons: set[int]
    quizzes: set[int]
    final_test: set[int]


def listed_outcomes() -> QuerySet[CourseOutcome]:
    """Those of published courses, in the source language of each."""
    language = Course.objects.filter(page_key=OuterRef("page__translation_key")).values("source_language")[:1]
    return CourseOutcome.objects.filter(page__live=True, page__locale__language_code=Subquery(language))


def read_outcomes() -> dict[int, OutcomeFacts]:
    """Facts by the id of the outcome. The number of queries is always the same."""
    rows = list(listed_outcomes().values_list("pk", "key", "page__path", "page__translation_key"))
    facts = {pk: OutcomeFacts() for pk, _key, _path, _course in rows}
    questions = {
        pk: (outcome, key)
        for pk, outcome, key in Question.objects.live().values_list("pk", "outcome", "translation_key")
    }
    uses = _read_uses({path for _pk, _key, path, _course in rows})
    outcome_of: dict[tuple[UUID, str], int] = {}  # course and question → id of the outcome
    for pk, key, path, course in rows:
        use = uses[path]
        for name, asked in (
            ("bank", use.lessons | use.quizzes | use.final_test),
            ("in_quizzes", use.quizzes),
            ("in_final_test", use.final_test),
        ):
            found = [question for question in asked if question in questions and questions[question][0] == key]
            setattr(facts[pk], name, len(found))
            outcome_of.update({(course, str(questions[question][1])): pk for question in found})
    for course, question, is_right in _answers():
        if (pk := outcome_of.get((course, question))) is not None:
            facts[pk].answered += 1
            facts[pk].right += is_right
    return facts


def _read_uses(paths: set[str]) -> dict[str, _Use]:
    """By the path of the course page."""
    uses = {path: _Use(set(), set(), set()) for path in paths}
    lengths = {len(path) for path in paths}

    def use_at(path: str) -> _Use | None:
        return next((uses[path[:length]] for length in lengths if path[:length] in uses), None)

    tagged: defaultdict[int, set[int]] = defaultdict(set)
    for tag, question in TaggedQuestion.objects.values_list("tag_id", "content_object_id"):
        tagged[tag].add(question)
    items = QuizItem.objects.filter(page__live=True)
    for path, kind, tag, question in items.values_list("page__path", "page__kind", "tag_id", "question_id"):
        if use := use_at(path):
            asked = use.final_test if kind == StepKind.FINAL_TEST else use.quizzes
            asked |= tagged[tag] if tag else {question}
    lessons = {str(pk): path for pk, path in LessonPage.objects.live().values_list("pk", "path")}
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Question),
    )
    for page, question in references.values_list("object_id", "to_object_id"):
        if page in lessons and (use := use_at(lessons[page])):
            use.lessons.add(int(question))
    return uses


def _answers() -> Iterator[tuple[UUID, str, bool]]:
    """Course, question and whether it was right, for every answer in a closed attempt; the newest mark counts."""
    newest = Grade.objects.filter(response=OuterRef("pk")).order_by("-created_at", "-pk").values("points")[:1]
    marks: defaultdict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    rows = Response.objects.filter(attempt__in=Attempt.objects.closed(), points__isnull=False)
    rows = rows.annotate(standing=Coalesce(Subquery(newest), "points")).order_by()
    for attempt, item, points in rows.values_list("attempt_id", "item", "standing").iterator():
        marks[attempt].append((item, points))
    papers = Attempt.objects.closed().order_by().values_list("pk", "step__course__page_key", "paper")
    for attempt, course, paper in papers.iterator(chunk_size=500):
        for place, points in marks.get(attempt, ()):
            item = paper["items"][place]
            yield course, item["question"], points >= item["points"]
