"""The record follows the pages: published, moved, renamed, unpublished, deleted, translated."""

import pytest
from wagtail.models import Locale

from courses.models import Course, Step
from courses.outline import build_outline
from courses.services.outlines import deferred_sync, sync_outline
from courses.services.progress import record_step
from tests import factories

pytestmark = pytest.mark.django_db


def child(page, slug):
    return page.get_children().get(slug=slug).specific


def test_publishing_makes_course_and_steps(course_page):
    course = factories.course_of(course_page)
    assert (course.key, course.title, course.source_language) == ("outreach", "Outreach", "en")
    kinds = [step.kind for step in factories.steps_of(course_page)]
    assert kinds == ["lesson", "lesson", "quiz", "final_test"]


def test_twice_synced_nothing_changes(course_page):
    before = list(Step.objects.values())
    course = sync_outline(course_page)
    sync_outline(course_page)
    assert list(Step.objects.values()) == before
    assert Course.objects.get() == course


def test_a_draft_is_not_a_step(course_page):
    factories.make_lesson(child(course_page, "first-module"), "Draft", live=False)
    assert len(factories.steps_of(course_page)) == 4


def test_a_renamed_lesson_stays_the_same_step(course_page):
    lesson = child(child(course_page, "first-module"), "lesson-1")
    key = lesson.translation_key
    lesson.title, lesson.slug = "Another title", "another-title"
    lesson.save_revision().publish()
    assert Step.objects.get(key=key).position == 0
    assert len(factories.steps_of(course_page)) == 4


def test_an_unpublished_lesson_without_results_goes(course_page):
    lesson = child(child(course_page, "first-module"), "lesson-1")
    lesson.unpublish()
    assert not Step.objects.filter(key=lesson.translation_key).exists()


def test_an_unpublished_lesson_with_results_is_retired_and_comes_back(course_page, enrollment):
    lesson = child(child(course_page, "first-module"), "lesson-1")
    step = Step.objects.get(key=lesson.translation_key)
    record_step(enrollment, step)
    lesson.unpublish()
    step.refresh_from_db()
    assert step.retired_at is not None
    assert enrollment.results.count() == 1
    lesson.save_revision().publish()
    step.refresh_from_db()
    assert step.retired_at is None


def test_a_deleted_lesson_with_results_is_retired(course_page, enrollment):
    lesson = child(child(course_page, "first-module"), "lesson-2")
    step = Step.objects.get(key=lesson.translation_key)
    record_step(enrollment, step)
    lesson.delete()
    step.refresh_from_db()
    assert step.retired_at is not None


def test_a_moved_lesson_changes_module_and_place(course_page):
    second = factories.make_module(course_page, "Second module")
    lesson = child(child(course_page, "first-module"), "lesson-1")
    lesson.move(second, pos="last-child")
    step = Step.objects.get(key=lesson.translation_key)
    assert step.module_key == second.translation_key
    assert [s.key for s in factories.steps_of(course_page)][-1] == lesson.translation_key


def test_unpublishing_a_module_takes_its_steps(course_page):
    child(course_page, "first-module").unpublish()
    assert [step.kind for step in factories.steps_of(course_page)] == ["final_test"]


def test_an_unpublished_course_takes_nobody_in(course_page):
    course_page.unpublish()
    assert factories.course_of(course_page).is_open is False


def test_adding_a_lesson_marks_the_course_stale_but_uncompletes_nobody(course_page, enrollment):
    factories.finish(enrollment)
    assert enrollment.state == "completed"
    factories.make_lesson(child(course_page, "first-module"), "Late lesson")
    enrollment.refresh_from_db()
    assert (enrollment.state, enrollment.percent) == ("completed", 100)


def test_a_new_lesson_lowers_the_percentage_of_those_under_way(
    course_page, enrollment, django_capture_on_commit_callbacks
):
    step = factories.steps_of(course_page)[0]
    record_step(enrollment, step)
    enrollment.refresh_from_db()
    before = enrollment.percent
    with django_capture_on_commit_callbacks(execute=True):
        factories.make_lesson(child(course_page, "first-module"), "Late lesson", minutes=60)
    enrollment.refresh_from_db()
    assert 0 < enrollment.percent < before
    assert factories.course_of(course_page).is_stale is False


def test_a_translation_adds_no_second_course(course_page):
    albanian = Locale.objects.get(language_code="sq")
    copy = course_page.copy_for_translation(albanian)
    copy.title = "Ekipet"
    copy.save_revision().publish()
    assert Course.objects.count() == 1
    assert factories.course_of(course_page).title == "Outreach"
    assert build_outline(course_page.translation_key, "sq").title == "Ekipet"
    assert build_outline(course_page.translation_key, "mk").title == "Outreach"


def test_deferred_sync_waits_until_the_end(site):
    with deferred_sync():
        page = factories.make_course()
        assert not Course.objects.exists()
    assert len(factories.steps_of(page)) == 4


@pytest.mark.parametrize("lessons", [1, 3])
def test_an_outline_costs_the_same_for_any_number_of_lessons(site, lessons, django_assert_max_num_queries):
    page = factories.make_course(lessons=lessons)
    with django_assert_max_num_queries(9):
        outline = build_outline(page.translation_key, "en")
    assert len(outline.lessons) == lessons
    first, second = outline.items[0], outline.items[1]
    assert outline.after(first.key) == second
    assert outline.before(second.key) == first
    assert outline.before(first.key) is None
    assert outline.after(outline.items[-1].key) is None
