"""How somebody of a demonstration does one step of a course: reads a lesson, answers a quiz, hands in sheets of paper
that say of themselves that they are samples.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from wagtail.models import Page

from courses.enums import StepKind
from courses.models import AssignmentPage, Attempt, Course, Enrollment, QuizPage, Step, StepResult, Submission
from courses.rules.paper import Item, Paper
from courses.services.assignments import hand_in, open_submission, save_answers, sheet_of
from courses.services.attempts import submit_attempt
from courses.services.progress import record_step, record_visit
from courses.services.questions import make_paper

SAMPLE_TEXT = (
    "SAMPLE. Text of an invented person of an invented municipality. We would begin with two villages, ask the people "
    "there first, and come back with what we heard before anything is decided."
)
SAMPLE_CELLS = ("SAMPLE", "invented", "by May", "not known; we ask", "two visits", "0")
QUIZ_MINUTES = 6
SEED = 2024


@dataclass
class Pages:
    """The steps of a course in its source language, and the pages of those that are more than a text."""

    course: Course
    _papers: dict[int, Paper] = field(default_factory=dict)

    @cached_property
    def steps(self) -> list[Step]:
        return list(Step.objects.in_force().filter(course=self.course).order_by("position"))

    @cached_property
    def modules(self) -> list[UUID]:
        """Keys of the modules in their order; what stands beside them (assignment, final test) is no module here."""
        inner = (StepKind.LESSON, StepKind.QUIZ)
        return list(dict.fromkeys(step.module_key for step in self.steps if step.kind in inner))

    @cached_property
    def _pages(self) -> dict[UUID, Page]:
        keys = [step.key for step in self.steps]
        language = self.course.source_language
        return {
            page.translation_key: page
            for model in (QuizPage, AssignmentPage)
            for page in model.objects.filter(translation_key__in=keys, locale__language_code=language)
        }

    def page(self, step: Step) -> Any:
        return self._pages[step.key]

    def paper(self, step: Step) -> Paper:
        """The same for everybody, drawn once: what takes the time of an attempt is drawing its questions."""
        if step.pk not in self._papers:
            page, language = self.page(step), self.course.source_language
            self._papers[step.pk] = make_paper(page, language=language, source_language=language, seed=SEED)
        return self._papers[step.pk]


@dataclass
class CoursePages:
    _known: dict[int, Pages] = field(default_factory=dict)

    def of(self, course: Course) -> Pages:
        return self._known.setdefault(course.pk, Pages(course))


def do_step(
    enrollment: Enrollment, step: Step, pages: Pages, *, score: int, chance: random.Random, now: datetime
) -> None:
    """`score` is about what she reaches in quizzes, per cent; who fails tries once more."""
    if step.kind == StepKind.LESSON:
        record_step(enrollment, step, now=now)
    elif step.kind == StepKind.ASSIGNMENT:
        hand_in_sample(enrollment, pages, now=now)
    else:
        for number, wanted in enumerate((score + chance.randint(-4, 4), 100), 1):
            if _attempt(enrollment, step, pages, number, wanted, chance, now):
                break


def read_lessons(enrollment: Enrollment, read: list[tuple[Step, datetime]]) -> None:
    """Lessons in a row, as if each had been recorded when it was read; the last one counts them all."""
    if not read:
        return
    *earlier, (last, moment) = read
    if enrollment.started_at is None:
        record_visit(enrollment, read[0][0].pk, now=read[0][1])
    StepResult.objects.bulk_create(StepResult(enrollment=enrollment, step=step, done_at=at) for step, at in earlier)
    record_step(enrollment, last, now=moment)


def _attempt(
    enrollment: Enrollment, step: Step, pages: Pages, number: int, wanted: int, chance: random.Random, now: datetime
) -> bool:
    """Whether she passed; of every hundred questions she answers about `wanted` as they should be."""
    page = pages.page(step)
    paper = pages.paper(step)
    items = paper.items
    attempt = Attempt.objects.create(
        enrollment=enrollment, step=step, number=number, seed=SEED, paper=paper.to_json(), pass_mark=page.pass_mark,
        language=page.locale.language_code, started_at=now - timedelta(minutes=QUIZ_MINUTES),
    )  # fmt: skip
    wrong = set(chance.sample(range(len(items)), max(0, min(len(items), round(len(items) * (100 - wanted) / 100)))))
    answers = {place: _answer(item, is_right=place not in wrong) for place, item in enumerate(items)}
    return bool(submit_attempt(attempt, answers, now=now).passed)


def _answer(item: Item, *, is_right: bool) -> dict[str, Any]:
    if "accepted" in item.key:
        return {"text": item.key["accepted"][0] if is_right else "sample"}
    right = item.key["right"]
    wrong = [choice.key for choice in item.choices if choice.key not in right]
    return {"choices": right if is_right or not wrong else wrong[:1]}


def hand_in_sample(enrollment: Enrollment, pages: Pages, *, now: datetime) -> Submission:
    """Every part of the assignment filled in with words marked as sample, and handed in."""
    step = next(step for step in pages.steps if step.kind == StepKind.ASSIGNMENT)
    page = pages.page(step)
    submission = open_submission(enrollment, step, language=page.locale.language_code, now=now)
    answers = {part.key: _filled(part) for part in sheet_of(page).parts}
    submission = save_answers(submission, answers, submission.version, now=now)
    hand_in(submission, page, now=now)
    return submission


def _filled(part: Any) -> Any:
    if part.kind == "choice":
        return 0
    if part.kind == "table":
        return [
            [SAMPLE_CELLS[(row + place) % len(SAMPLE_CELLS)] for place in range(len(part.columns))] for row in (0, 1)
        ]
    return "SAMPLE: two villages of our municipality" if part.kind == "line" else SAMPLE_TEXT
