"""Are texts fit for everybody: no internal tags, designations by the house's rule, words that put people first."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from courses.course_files.content.phrases import HEADING_PHRASES, PHRASES
from courses.course_files.findings import Findings
from courses.course_files.parsed import Heading, ParsedCourse, ParsedLesson, Table

NOTE_ON_KOSOVO = "this designation is without prejudice"
INTERNAL_TAG = re.compile(r"\[(?:S\d{1,3}|DOC-\d+|G|i)\b[^\]]*\]|\(i\)|\bS\d{2}\b")
LEFTOVER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX|lorem ipsum)\b|\?\?\?|\{\{|\{%|</?[a-z]+>", re.IGNORECASE)
KOSOVO = re.compile(r"\bKosovo\b(\*)?")
SOURCE_ATTRIBUTE = re.compile(r'\bsource="[^"]*"')
SAID = re.compile(r'"[^"]*"|“[^”]*”|‘[^’]*’')  # words that are talked about, such as examples of bad wording
WHERE_SAID = " Words that the lesson only talks about stand in quotation marks."
QUOTE = re.compile(r":::quote\b")


class Piece(NamedTuple):
    file: str
    place: str | int
    text: str


def check_wording(course: ParsedCourse, findings: Findings) -> None:
    for lesson in course.lessons:
        _check_lines(lesson.file, lesson.text, lesson.first_line, findings)
        _check_kosovo(lesson.file, "", lesson.text, findings, needs_note=True)
        _check_headings(lesson, findings)
    if course.assignment:
        _check_lines(course.assignment.file, course.assignment.text, course.assignment.first_line, findings)
    for piece in _short_texts(course):
        _check_tags(piece.file, piece.place, piece.text, findings)
        _check_phrases(piece.file, piece.place, piece.text, findings)
        _check_kosovo(piece.file, piece.place, piece.text, findings)


def _short_texts(course: ParsedCourse) -> Iterator[Piece]:
    """What is read outside the body of a lesson."""
    outcomes = " ".join(text for _key, text in course.outcomes)
    yield Piece("course.md", "", f"{course.title} {course.summary} {course.audience} {course.description} {outcomes}")
    for module in course.modules:
        yield Piece(module.file, "", f"{module.title} {module.summary} {module.intro}")
    for lesson in course.lessons:
        yield Piece(lesson.file, "front matter", f"{lesson.title} {lesson.summary}")
    for quiz in course.quizzes:
        yield Piece(quiz.file, "", f"{quiz.title} {quiz.intro}")
    if given := course.assignment:
        yield Piece(given.file, "", f"{given.title} {given.summary} {given.brief}")
        for part in given.parts:
            texts = (part.label, part.help, part.example, *part.columns, *part.choices)
            yield Piece(given.file, f"part {part.key}", " ".join(texts))
    for question in course.questions:
        texts = (question.text, question.feedback)
        more = [text for choice in question.choices for text in (choice.text, choice.feedback)]
        yield Piece(question.file, f"question {question.key}", " ".join((*texts, *more)))


def _check_lines(file: str, text: str, first_line: int, findings: Findings) -> None:
    is_quoted = False  # a published sentence keeps its words
    for number, line in enumerate(text.splitlines(), first_line):
        _check_tags(file, number, SOURCE_ATTRIBUTE.sub("", line), findings)
        is_fence = line.startswith(":::")
        if is_fence:
            is_quoted = bool(QUOTE.match(line))
        if not is_quoted:
            _check_phrases(file, number, line, findings, keeps_said=not is_fence)


def _check_tags(file: str, place: str | int, text: str, findings: Findings) -> None:
    if found := INTERNAL_TAG.search(text):
        findings.add(file, place, f"{found.group()} is an internal tag; remove it.")
    if found := LEFTOVER.search(re.sub(r"</?(?:p|ul|ol|li|b|i|h2|h3|a)(?: [^>]*)?>", "", text)):
        findings.add(file, place, f"{found.group()} was left over; remove it or finish the sentence.")


def _check_phrases(file: str, place: str | int, text: str, findings: Findings, *, keeps_said: bool = True) -> None:
    heard = SAID.sub(" ", text) if keeps_said else text
    for phrase in PHRASES:
        if found := phrase.pattern.search(heard):
            findings.add(file, place, f"“{found.group()}”: {phrase.remedy}{WHERE_SAID}")


def _check_headings(lesson: ParsedLesson, findings: Findings) -> None:
    for block in lesson.blocks:
        text = block.text if isinstance(block, Heading) else block.caption if isinstance(block, Table) else ""
        for phrase in HEADING_PHRASES:
            if found := phrase.pattern.search(text):
                findings.add(lesson.file, block.line, f"“{found.group()}” in a heading: {phrase.remedy}")


def _check_kosovo(file: str, place: str | int, text: str, findings: Findings, *, needs_note: bool = False) -> None:
    first = KOSOVO.search(text)
    if first is None:
        return
    if not first.group(1):
        findings.add(file, place, "write Kosovo* with the asterisk where it is named first.")
    if needs_note and NOTE_ON_KOSOVO not in text.lower():
        findings.add(file, place, "Kosovo* needs its note at the end of the page; see the house's rules on names.")
