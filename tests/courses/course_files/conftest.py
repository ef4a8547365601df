import shutil
from pathlib import Path

import pytest

SMALL_COURSE = Path(__file__).parent.parent / "files" / "first-visit"


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
