"""Does a course hold together: keys once, references found, questions gradable. Such findings keep it from loading."""

from collections import Counter
from collections.abc import Iterable

from courses.course_files.findings import Finding, Findings
from courses.course_files.parsed import (
    Case,
    Checklist,
    ParsedAssignment,
    ParsedCourse,
    ParsedLesson,
    ParsedQuestion,
    ParsedQuiz,
    Quote,
    SelfCheck,
)
from courses.course_files.questions import freeze_question, right_answers
from courses.rules.kinds import KINDS


def check_integrity(course: ParsedCourse) -> list[Finding]:
    findings = Findings()
    _check_keys(course, findings)
    outcomes = {key for key, _text in course.outcomes}
    for question in course.questions:
        _check_question(question, outcomes, findings)
    keys = {question.key for question in course.questions}
    lessons = {lesson.key for lesson in course.lessons}
    for lesson in course.lessons:
        _check_lesson(course, lesson, keys, lessons, findings)
    if course.assignment:
        _check_assignment(course.assignment, lessons, findings)
    tags = Counter(tag for question in course.questions for tag in question.tags)
    for quiz in course.quizzes:
        _check_quiz(quiz, keys, tags, findings)
    if course.requires_final_test and course.final_test is None:
        findings.add("course.md", "completion", "final_test is needed but final-test.yaml is missing; write it.")
    return findings


def _check_keys(course: ParsedCourse, findings: Findings) -> None:
    checklists = [
        (lesson.file, block.key) for lesson in course.lessons for block in lesson.blocks if isinstance(block, Checklist)
    ]
    groups: list[tuple[str, Iterable[tuple[str, str]]]] = [
        ("module", [(module.file, module.key) for module in course.modules]),
        ("lesson", [(lesson.file, lesson.key) for lesson in course.lessons]),
        ("quiz", [(quiz.file, quiz.key) for quiz in course.quizzes]),
        ("question", [(question.file, question.key) for question in course.questions]),
        ("checklist", checklists),
        ("outcome", [("course.md", key) for key, _text in course.outcomes]),
    ]
    for noun, pairs in groups:
        _check_once(noun, "key", pairs, findings)
    pages = [(module.file, module.slug) for module in course.modules]
    if course.assignment:
        pages.append((course.assignment.file, course.assignment.slug))
    if course.final_test:
        pages.append((course.final_test.file, course.final_test.slug))
    _check_once("page", "slug", pages, findings)
    for module in course.modules:
        pages = [(lesson.file, lesson.slug) for lesson in module.lessons]
        if module.quiz:
            pages.append((module.quiz.file, module.quiz.slug))
        _check_once("page", "slug", pages, findings)


def _check_once(noun: str, name: str, pairs: Iterable[tuple[str, str]], findings: Findings) -> None:
    seen: dict[str, str] = {}
    for file, value in pairs:
        if value and value in seen:
            findings.add(file, f"{noun} {value}", f"the {name} is taken in {seen[value]}; choose another.")
        seen.setdefault(value, file)


def _check_question(question: ParsedQuestion, outcomes: set[str], findings: Findings) -> None:
    def note(message: str) -> None:
        findings.add(question.file, f"question {question.key}", message)

    if question.outcome not in outcomes:
        note(f"the outcome {question.outcome} does not stand in course.md; use a key from there.")
    keys = [choice.key for choice in question.choices]
    if len(set(keys)) < len(keys):
        note("two choices have the same key; change one.")
    if len({choice.text for choice in question.choices}) < len(keys):
        note("two choices read the same; change one.")
    right = sum(choice.is_correct for choice in question.choices)
    if question.kind == "single_choice" and (len(keys) < 2 or right != 1):
        note("give two or more choices and mark exactly one with `correct: true`.")
    elif question.kind == "multiple_choice" and (len(keys) < 2 or not right):
        note("give two or more choices and mark the right ones with `correct: true`.")
    elif not _passes_own_key(question):
        note("its own right answer would not be marked right; correct the answers.")


def _passes_own_key(question: ParsedQuestion) -> bool:
    item = freeze_question(question, language="")
    answers = right_answers(question)
    kind = KINDS[question.kind]
    return bool(answers) and all(kind.grade(item, answer).points == 1 for answer in answers)


def _check_lesson(
    course: ParsedCourse, lesson: ParsedLesson, questions: set[str], lessons: set[str], findings: Findings
) -> None:
    for key in lesson.sources:
        if key not in course.sources:
            _note_source(lesson.file, "front matter", key, findings)
    _check_once("source", "key", [(lesson.file, key) for key in lesson.sources], findings)
    asked: set[str] = set()
    for block in lesson.blocks:
        if isinstance(block, Case | Quote):
            for key in block.sources:
                if key not in course.sources:
                    _note_source(lesson.file, block.line, key, findings)
        elif isinstance(block, SelfCheck) and block.question:
            if block.question not in questions:
                findings.add(lesson.file, block.line, f"there is no question {block.question}; correct the key.")
            elif block.question in asked:
                findings.add(lesson.file, block.line, f"the question {block.question} stands here twice; remove one.")
            asked.add(block.question)
    _check_links(lesson.file, lesson.links, lessons, findings)


def _note_source(file: str, place: str | int, key: str, findings: Findings) -> None:
    findings.add(file, place, f"the source {key} does not stand in sources.yaml; add it there.")


def _check_links(file: str, links: Iterable[tuple[str, int]], lessons: set[str], findings: Findings) -> None:
    for key, line in links:
        if key not in lessons:
            findings.add(file, line, f"lesson:{key} leads nowhere; use the key of a lesson of this course.")


def _check_assignment(assignment: ParsedAssignment, lessons: set[str], findings: Findings) -> None:
    _check_once("part", "key", [(assignment.file, part.key) for part in assignment.parts], findings)
    _check_once("part", "label", [(assignment.file, part.label) for part in assignment.parts], findings)
    _check_links(assignment.file, assignment.links, lessons, findings)


def _check_quiz(quiz: ParsedQuiz, questions: set[str], tags: Counter[str], findings: Findings) -> None:
    for number, item in enumerate(quiz.items, 1):
        place = f"item {number}"
        if item.question and item.question not in questions:
            findings.add(quiz.file, place, f"there is no question {item.question}; correct the key.")
        if item.tag and tags[item.tag] < item.count:
            findings.add(
                quiz.file,
                place,
                f"{item.count} questions are drawn from the tag {item.tag}, which has {tags[item.tag]}; "
                "lower the count or tag more questions.",
            )
    _check_once("item", "question", [(quiz.file, item.question) for item in quiz.items if item.question], findings)
    _check_once("item", "tag", [(quiz.file, item.tag) for item in quiz.items if item.tag], findings)
