"""The courses that we ship: nothing that an editor would send back."""

from pathlib import Path

import pytest

import courses
from courses.course_files import check_course, parse_course

CONTENT = Path(courses.__file__).parent / "content"
FOLDERS = sorted(path.parent for path in CONTENT.glob("*/course.md"))


def test_there_are_courses():
    assert FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_shipped_course_has_no_finding(folder):
    assert [str(finding) for finding in check_course(parse_course(folder))] == []
