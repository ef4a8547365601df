"""Is a lesson well made: length, self-check, headings, texts for those who do not see the pictures."""

from itertools import pairwise

from courses.course_files.findings import Findings
from courses.course_files.parsed import Diagram, Heading, Image, ParsedLesson, SelfCheck

MINUTES = range(8, 16)
WORDS = range(400, 1601)
READING_SPEED = 150  # words in a minute, at most: careful reading in a second language, exercises included
ALT = 20  # characters, at least


def check_lesson(lesson: ParsedLesson, findings: Findings) -> None:
    _check_length(lesson, findings)
    if not any(isinstance(block, SelfCheck) for block in lesson.blocks):
        findings.add(lesson.file, "", "the lesson has no self-check; add a :::check.")
    for before, after in pairwise(lesson.blocks):
        if isinstance(before, Heading) and isinstance(after, Heading):
            findings.add(lesson.file, after.line, "a heading follows a heading; write a sentence between them.")
    headings = [block for block in lesson.blocks if isinstance(block, Heading)]
    if headings and headings[0].level != 2:
        findings.add(lesson.file, headings[0].line, "the first heading is ###; begin with ##.")
    for block in lesson.blocks:
        if isinstance(block, Diagram):
            _check_alt(lesson, block.line, block.alt, block.title, findings)
        elif isinstance(block, Image):
            _check_alt(lesson, block.line, block.alt, block.caption, findings)


def _check_length(lesson: ParsedLesson, findings: Findings) -> None:
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


def _check_alt(lesson: ParsedLesson, line: int, alt: str, title: str, findings: Findings) -> None:
    if len(alt.strip()) < ALT:
        findings.add(lesson.file, line, f"the alt text has fewer than {ALT} characters; say what the picture shows.")
    elif alt.strip(" .").casefold() == title.strip(" .").casefold():
        findings.add(lesson.file, line, "the alt text only repeats the title; say what the picture shows.")
