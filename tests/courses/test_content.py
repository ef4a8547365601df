"""The courses that we ship: nothing that an editor would send back."""

from functools import cache
from pathlib import Path

import pytest

import courses
from courses.course_files import ParsedCourse, check_course, check_curriculum, parse_course

CONTENT = Path(courses.__file__).parent / "content"
FOLDERS = sorted(path.parent for path in CONTENT.glob("*/course.md"))


@cache
def shipped(folder: Path) -> ParsedCourse:
    return parse_course(folder)


def test_there_are_courses():
    assert FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_shipped_course_has_no_finding(folder):
    assert [str(finding) for finding in check_course(shipped(folder))] == []


def test_the_courses_suit_each_other():
    assert [str(finding) for finding in check_curriculum([shipped(folder) for folder in FOLDERS])] == []
