"""Is a course fit to be read: the house's rules for its texts. Findings here keep a course out of the repository."""

import re
from itertools import pairwise

from courses.course_files.findings import Finding, Findings
from courses.course_files.integrity import check_integrity
from courses.course_files.parsed import Heading, ParsedCourse, ParsedLesson, SelfCheck

MINUTES = range(8, 16)
WORDS = range(400, 1601)
READING_SPEED = 150  # words in a minute, at most: careful reading in a second language, exercises included
NOTE_ON_KOSOVO = "this designation is without prejudice"
INTERNAL_TAG = re.compile(r"\[(?:S\d{1,3}|DOC-\d+|G|i)\b[^\]]*\]|\(i\)|\bS\d{2}\b")
KOSOVO = re.compile(r"\bKosovo\b(\*)?")
SOURCE_ATTRIBUTE = re.compile(r'\bsource="[^"]*"')


def check_course(course: ParsedCourse) -> list[Finding]:
    """Everything that an editor would send back; an empty list is a course ready to publish."""
    findings = Findings(check_integrity(course))
    if course.final_test is None:
        findings.add("course.md", "", "the course has no final test; write final-test.yaml.")
    for module in course.modules:
        if module.quiz is None:
            findings.add(module.file, "", "the module has no quiz; write quiz.yaml beside it.")
    _check_wording(course, findings)
    for lesson in course.lessons:
        _check_lesson(lesson, findings)
    _check_questions(course, findings)
    return findings


def _check_lesson(lesson: ParsedLesson, findings: Findings) -> None:
    if lesson.minutes not in MINUTES:
        findings.add(
            lesson.file,
            "front matter",
            f"{lesson.minutes} minutes; a lesson takes {MINUTES.start} to {MINUTES.stop - 1}: split or join it.",
        )
    if lesson.words not in WORDS:
        remedy = f"a lesson has {WORDS.start} to {WORDS.stop - 1}: shorten or extend it."
        findings.add(lesson.file, "", f"{lesson.words} words; {remedy}")
    elif lesson.words > lesson.minutes * READING_SPEED:
        findings.add(
            lesson.file,
            "front matter",
            f"{lesson.words} words cannot be read in {lesson.minutes} minutes; correct the estimate.",
        )
    if not any(isinstance(block, SelfCheck) for block in lesson.blocks):
        findings.add(lesson.file, "", "the lesson has no self-check; add a :::check.")
    for before, after in pairwise(lesson.blocks):
        if isinstance(before, Heading) and isinstance(after, Heading):
            findings.add(lesson.file, after.line, "a heading follows a heading; write a sentence between them.")
    headings = [block for block in lesson.blocks if isinstance(block, Heading)]
    if headings and headings[0].level != 2:
        findings.add(lesson.file, headings[0].line, "the first heading is ###; begin with ##.")


def _check_wording(course: ParsedCourse, findings: Findings) -> None:
    """Internal tags must not reach learners; designations follow the house's rule on every page."""
    for lesson in course.lessons:
        for number, line in enumerate(lesson.text.splitlines(), lesson.first_line):
            if found := INTERNAL_TAG.search(SOURCE_ATTRIBUTE.sub("", line)):
                findings.add(lesson.file, number, f"{found.group()} is an internal tag; remove it.")
        _check_kosovo(lesson.file, "", lesson.text, findings, needs_note=True)
    for question in course.questions:
        texts = [question.text, question.feedback]
        texts += [text for choice in question.choices for text in (choice.text, choice.feedback)]
        _check_short_text(question.file, f"question {question.key}", " ".join(texts), findings)
    pages = [(module.file, f"{module.title} {module.summary} {module.intro}") for module in course.modules]
    pages += [(quiz.file, f"{quiz.title} {quiz.intro}") for quiz in course.quizzes]
    pages.append(("course.md", f"{course.title} {course.summary} {course.audience} {course.description}"))
    for file, text in pages:
        _check_short_text(file, "", text, findings)


def _check_short_text(file: str, place: str, text: str, findings: Findings) -> None:
    if found := INTERNAL_TAG.search(text):
        findings.add(file, place, f"{found.group()} is an internal tag; remove it.")
    _check_kosovo(file, place, text, findings)


def _check_kosovo(file: str, place: str, text: str, findings: Findings, *, needs_note: bool = False) -> None:
    first = KOSOVO.search(text)
    if first is None:
        return
    if not first.group(1):
        findings.add(file, place, "write Kosovo* with the asterisk where it is named first.")
    if needs_note and NOTE_ON_KOSOVO not in text.lower():
        findings.add(file, place, "Kosovo* needs its note at the end of the page; see the house's rules on names.")


def _check_questions(course: ParsedCourse, findings: Findings) -> None:
    used = {block.question for lesson in course.lessons for block in lesson.blocks if isinstance(block, SelfCheck)}
    drawn = {item.tag for quiz in course.quizzes for item in quiz.items if item.tag}
    named = {item.question for quiz in course.quizzes for item in quiz.items if item.question}
    for question in course.questions:
        place = f"question {question.key}"
        is_drawn = bool(drawn & set(question.tags)) or question.key in named
        if question.key in used and is_drawn:
            findings.add(question.file, place, "a self-check that a quiz draws gives its answer away; change its tags.")
        if question.key not in used and not is_drawn:
            findings.add(question.file, place, "no lesson and no quiz asks it; tag it or remove it.")
        for choice in question.choices:
            if not choice.feedback:
                findings.add(question.file, place, f"choice {choice.key} has no feedback; say why it is right or not.")
