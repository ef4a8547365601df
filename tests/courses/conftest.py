import shutil
from pathlib import Path

import pytest

from courses.services.course_files import load_course

SMALL_COURSE = Path(__file__).parent / "files" / "first-visit"


@pytest.fixture
def small_course(tmp_path):
    """A copy of the small course that a test may spoil."""
    return Path(shutil.copytree(SMALL_COURSE, tmp_path / "first-visit"))


@pytest.fixture
def edit(small_course):
    """`edit("course.md", "old", "new")` changes a file of the copy; the old words must stand in it."""

    def edit(name: str, old: str, new: str) -> None:
        path = small_course / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return edit


@pytest.fixture
def with_assignment(small_course):
    """The copy asks for an assignment, too."""
    shutil.copy(SMALL_COURSE.parent / "assignment.yaml", small_course)
    return small_course / "assignment.yaml"


@pytest.fixture
def load(site, small_course, django_capture_on_commit_callbacks):
    """`load()` brings the copy into the CMS, as committed; the report comes back."""

    def load(**kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return load_course(small_course, **kwargs)

    return load
