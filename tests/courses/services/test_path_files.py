"""Paths as files: loading twice changes nothing, an edited file wins, mistakes are all named."""

from pathlib import Path

import pytest
import yaml
from wagtail.models import PageLogEntry

import courses
from courses.course_files.paths import parse_path
from courses.errors import CourseFileError
from courses.keys import key_for
from courses.models import Course, LearningPath, PathPage
from courses.services.course_files import LOADED
from courses.services.path_files import load_path
from tests import factories

PATHS = sorted((Path(courses.__file__).parent / "content" / "paths").glob("*.yaml"))


def write(folder: Path, **changes) -> Path:
    values = {
        "key": "a-way",
        "slug": "a-way",
        "language": "en",
        "title": "A way",
        "summary": "All the way.",
        "description": "One **step** after the other.",
        "cover": {"motif": "diamonds", "palette": "spruce"},
        "certificate": {"issue": True, "months_valid": None},
        "outcomes": ["Walk it."],
        "courses": [
            {"course": "one", "builds_on": None, "why": "It is first."},
            {"course": "two", "builds_on": "one", "why": "It is second."},
        ],
    } | changes
    file = folder / "a-way.yaml"
    file.write_text(yaml.safe_dump(values, allow_unicode=True), "utf-8")
    return file


@pytest.fixture
def two_courses(site):
    for key in ("one", "two"):
        page = factories.make_course(key.title(), lessons=1, quiz=False, final_test=False)
        Course.objects.filter(page_key=page.translation_key).update(page_key=key_for(key))
        page.translation_key = key_for(key)
        page.save()


def test_twice_loaded_changes_nothing(two_courses, tmp_path):
    report = load_path(write(tmp_path))
    assert report.created == ["A way"]
    page = PathPage.objects.get()
    assert (page.live, page.description) == (True, "<p>One <b>step</b> after the other.</p>")
    assert LearningPath.objects.get().courses.count() == 2
    revision = page.latest_revision_id
    assert load_path(write(tmp_path)).is_empty
    page.refresh_from_db()
    assert page.latest_revision_id == revision
    assert PageLogEntry.objects.filter(action=LOADED, page_id=page.pk).count() == 1


def test_an_edit_in_the_cms_stands_until_the_file_changes(two_courses, tmp_path):
    load_path(write(tmp_path))
    page = PathPage.objects.get()
    rows = list(page.items.values_list("pk", flat=True))
    page.title = "Edited"
    page.save_revision().publish()
    assert load_path(write(tmp_path)).is_empty
    assert PathPage.objects.get().title == "Edited"
    assert load_path(write(tmp_path, summary="New.")).updated == ["A way"]
    page = PathPage.objects.get()
    assert (page.title, page.summary) == ("A way", "New.")
    assert list(page.items.values_list("pk", flat=True)) == rows


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "`title` is missing"),
        ({"colour": "red"}, "`colour` is not known"),
        ({"courses": [{"course": "one", "why": "Alone."}]}, "at least two courses"),
        ({"courses": [{"course": "one", "why": "x"}, {"course": "one", "why": "y"}]}, "stands on the path already"),
        ({"courses": [{"course": "one", "builds_on": "two", "why": "x"}, {"course": "two", "why": "y"}]}, "later"),
        ({"courses": [{"course": "one", "builds_on": "one", "why": "x"}, {"course": "two", "why": "y"}]}, "itself"),
        ({"courses": [{"course": "one", "why": "x"}, {"course": "nine", "why": "y"}]}, "course nine: this course is"),
        ({"language": "xx"}, "no home page in xx"),
        ({"cover": {"motif": "stars", "palette": "spruce"}}, "`motif` must be one of"),
    ],
)
def test_mistakes_are_named_and_nothing_is_loaded(two_courses, tmp_path, changes, words):
    with pytest.raises(CourseFileError) as error:
        load_path(write(tmp_path, **changes))
    assert words in str(error.value)
    assert not PathPage.objects.exists()


def test_what_is_no_yaml_is_a_finding(tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text("key: [")
    with pytest.raises(CourseFileError, match="cannot be read"):
        parse_path(file)


@pytest.mark.parametrize("file", PATHS, ids=lambda file: file.stem)
def test_the_paths_of_this_repository(file):
    path = parse_path(file)
    assert path.key == file.stem
    folders = {folder.parent.name for folder in file.parent.parent.glob("*/course.md")}
    assert {item.course for item in path.items} <= folders
    assert path.items[0].builds_on == ""
    assert all(item.why.endswith(".") for item in path.items)
