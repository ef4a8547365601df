"""The pages that the files of a course ask for, and what each shall say. It writes nothing.

Values are worked out only when all pages and questions exist: until then the loader fills `Known`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from uuid import UUID

from taggit.models import Tag
from wagtail.models import Page

from academy.models import Approach
from courses.course_files.parsed import ParsedAssignment, ParsedCourse, ParsedLesson, ParsedQuiz
from courses.course_files.stream import References
from courses.course_files.values import (
    Values,
    assignment_values,
    course_values,
    lesson_values,
    module_values,
    quiz_values,
)
from courses.enums import StepKind
from courses.keys import key_for
from courses.models import AssignmentPage, CoursePage, LessonPage, ModulePage, QuizPage


@dataclass
class Node:
    """A page that the files ask for, with the key of its parent."""

    model: type[Page]
    key: UUID
    file: str
    title: str
    slug: str
    parent: UUID | None
    values: Callable[[], Values]


@dataclass
class Known:
    """Ids of what stands in the CMS: pages by key, questions by their key in the files, images by file."""

    pages: dict[UUID, int] = field(default_factory=dict)
    questions: dict[str, int] = field(default_factory=dict)
    images: dict[Path, int] = field(default_factory=dict)


def nodes_of(course: ParsedCourse, *, approach: Approach, known: Known) -> list[Node]:
    """All pages, parents first, each in the order of its siblings."""
    return _Nodes(course, known).listed(approach)


class _Nodes:
    def __init__(self, course: ParsedCourse, known: Known) -> None:
        self.course, self.known = course, known

    def listed(self, approach: Approach) -> list[Node]:
        course = self.course
        root = key_for(course.key)
        values = partial(course_values, course, approach=approach.pk)
        nodes = [Node(CoursePage, root, "course.md", course.title, course.slug, None, values)]
        for module in course.modules:
            key = key_for(course.key, "module", module.key)
            values = partial(module_values, module)
            nodes.append(Node(ModulePage, key, module.file, module.title, module.slug, root, values))
            nodes += [self._lesson(lesson, key) for lesson in module.lessons]
            if module.quiz:
                nodes.append(self._quiz(module.quiz, key, StepKind.QUIZ))
        if given := course.assignment:
            key = key_for(course.key, "assignment", given.key)
            values = partial(self._assignment_values, given)
            nodes.append(Node(AssignmentPage, key, given.file, given.title, given.slug, root, values))
        if course.final_test:
            nodes.append(self._quiz(course.final_test, root, StepKind.FINAL_TEST))
        return nodes

    def _lesson(self, lesson: ParsedLesson, parent: UUID) -> Node:
        values = partial(self._lesson_values, lesson)
        return Node(LessonPage, self._lesson_key(lesson), lesson.file, lesson.title, lesson.slug, parent, values)

    def _quiz(self, quiz: ParsedQuiz, parent: UUID, kind: StepKind) -> Node:
        key = key_for(self.course.key, "quiz", quiz.key)
        return Node(QuizPage, key, quiz.file, quiz.title, quiz.slug, parent, partial(self._quiz_values, quiz, kind))

    def _lesson_key(self, lesson: ParsedLesson) -> UUID:
        return key_for(self.course.key, "lesson", lesson.key)

    def _lesson_ids(self) -> dict[str, int]:
        return {lesson.key: self.known.pages[self._lesson_key(lesson)] for lesson in self.course.lessons}

    def _lesson_values(self, lesson: ParsedLesson) -> Values:
        references = References(questions=self.known.questions, lessons=self._lesson_ids(), images=self.known.images)
        return lesson_values(self.course, lesson, references=references)

    def _assignment_values(self, assignment: ParsedAssignment) -> Values:
        return assignment_values(self.course, assignment, lessons=self._lesson_ids())

    def _quiz_values(self, quiz: ParsedQuiz, kind: StepKind) -> Values:
        names = [item.tag for item in quiz.items if item.tag]
        tags = dict(Tag.objects.filter(name__in=names).values_list("name", "pk"))
        return quiz_values(self.course, quiz, kind=kind.value, questions=self.known.questions, tags=tags)
