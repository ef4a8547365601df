"""Is a course complete: modules, lessons, questions, tests, assignment, pictures, sources. Knows nothing of wording."""

from collections import Counter

from courses.course_files.findings import Findings
from courses.course_files.parsed import Case, Diagram, ParsedCourse, Quote

MODULES = range(4, 7)
LESSONS = 14
QUESTIONS = 40
PARTS = range(5, 10)
DIAGRAMS = 2
QUESTIONS_PER_OUTCOME = 2
ECONOMIES = 6  # over all courses together
REGION = frozenset({"AL", "BA", "BG", "HR", "MD", "ME", "MK", "RO", "RS", "SI", "TR", "XK"})


def check_structure(course: ParsedCourse, findings: Findings) -> None:
    lessons = list(course.lessons)
    if len(course.modules) not in MODULES:
        wanted = f"{MODULES.start} to {MODULES.stop - 1}"
        findings.add("course.md", "", f"{len(course.modules)} modules; a course has {wanted}: join or divide them.")
    if len(lessons) < LESSONS:
        findings.add("course.md", "", f"{len(lessons)} lessons; a course has at least {LESSONS}: write more.")
    if len(course.questions) < QUESTIONS:
        count = len(course.questions)
        findings.add("course.md", "", f"{count} questions; the bank has at least {QUESTIONS}: write more.")
    for module in course.modules:
        if module.quiz is None:
            findings.add(module.file, "", "the module has no quiz; write quiz.yaml beside it.")
    if course.final_test is None:
        findings.add("course.md", "", "the course has no final test; write final-test.yaml.")
    if course.assignment is None:
        findings.add("course.md", "", "the course has no assignment; write assignment.yaml.")
    elif len(course.assignment.parts) not in PARTS:
        wanted = f"{PARTS.start} to {PARTS.stop - 1}"
        count = len(course.assignment.parts)
        findings.add(course.assignment.file, "", f"{count} parts; an assignment has {wanted}: join or add some.")
    diagrams = sum(isinstance(block, Diagram) for lesson in lessons for block in lesson.blocks)
    if diagrams < DIAGRAMS:
        findings.add("course.md", "", f"{diagrams} diagrams; a course has at least {DIAGRAMS}: add a :::diagram.")
    _check_sources(course, findings)
    _check_outcomes(course, findings)


def economies_of(course: ParsedCourse) -> set[str]:
    """The economies of the region that its cases come from."""
    cases = (block for lesson in course.lessons for block in lesson.blocks if isinstance(block, Case))
    return {case.economy for case in cases} & REGION


def _check_sources(course: ParsedCourse, findings: Findings) -> None:
    used: set[str] = set()
    for lesson in course.lessons:
        used.update(lesson.sources)
        if not lesson.sources:
            findings.add(lesson.file, "front matter", "the lesson names no source; add `sources: [S31]` with its own.")
        for block in lesson.blocks:
            if isinstance(block, Case | Quote):
                used.update(block.sources)
            if isinstance(block, Case) and not block.economy:
                findings.add(lesson.file, block.line, 'the case names no economy; add economy="BA" or the like.')
    for key in course.sources.keys() - used:
        findings.add("sources.yaml", f"source {key}", "no lesson names it; cite it where it is used or remove it.")


def _check_outcomes(course: ParsedCourse, findings: Findings) -> None:
    drawn = {item.tag for quiz in course.quizzes for item in quiz.items if item.tag}
    named = {item.question for quiz in course.quizzes for item in quiz.items if item.question}
    tested = Counter(
        question.outcome for question in course.questions if drawn & set(question.tags) or question.key in named
    )
    for key, _text in course.outcomes:
        if tested[key] < QUESTIONS_PER_OUTCOME:
            findings.add(
                "course.md",
                f"outcome {key}",
                f"quizzes and final test draw {tested[key]} questions for it; "
                f"write at least {QUESTIONS_PER_OUTCOME} and tag them so that they are drawn.",
            )
