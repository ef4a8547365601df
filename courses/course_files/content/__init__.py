"""Is a course fit to be read: the house's rules for its texts. Findings here keep a course out of the repository.

`check_course` looks at one course, `check_curriculum` at what courses have to be together.
"""

from collections.abc import Sequence

from courses.course_files.content.lessons import check_lesson
from courses.course_files.content.likeness import check_likeness
from courses.course_files.content.questions import check_questions, check_twins
from courses.course_files.content.readability import check_readability
from courses.course_files.content.structure import ECONOMIES, check_structure, economies_of
from courses.course_files.content.wording import check_wording
from courses.course_files.findings import Finding, Findings
from courses.course_files.integrity import check_integrity
from courses.course_files.parsed import ParsedCourse

__all__ = ["check_course", "check_curriculum"]


def check_course(course: ParsedCourse) -> list[Finding]:
    """Everything that an editor would send back; an empty list is a course ready to publish."""
    findings = Findings(check_integrity(course))
    check_structure(course, findings)
    check_wording(course, findings)
    for lesson in course.lessons:
        check_lesson(lesson, findings)
    check_readability(course, findings)
    check_questions(course, findings)
    return findings


def check_curriculum(courses: Sequence[ParsedCourse]) -> list[Finding]:
    """What no course can tell alone: no two say the same, and cases come from all over the region.

    Files are named with the folder of their course.
    """
    findings = Findings()
    check_likeness(courses, findings)
    check_twins(courses, findings)
    economies = set().union(*(economies_of(course) for course in courses))
    if len(economies) < ECONOMIES:
        named = ", ".join(sorted(economies)) or "none"
        findings.add(
            "all courses", "", f"cases come from {len(economies)} economies ({named}); tell of at least {ECONOMIES}."
        )
    return findings
