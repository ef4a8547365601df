"""Keeping what was filled in: one row per block, the newest counts."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from courses.models import BlockResponse
from courses.services.blocks import save_block_response
from tests import factories


def test_one_row_per_block_and_the_newest_counts(enrollment, course_page):
    step = factories.steps_of(course_page)[0]
    block, other = uuid4(), uuid4()
    start = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    save_block_response(enrollment, step, block, {"ticks": ["a"]}, now=start)
    save_block_response(enrollment, step, other, {"ticks": []}, now=start)
    again = save_block_response(enrollment, step, block, {"ticks": ["a", "b"]}, now=start + timedelta(hours=1))
    assert BlockResponse.objects.count() == 2
    again.refresh_from_db()
    assert (again.data, again.updated_at, again.step) == ({"ticks": ["a", "b"]}, start + timedelta(hours=1), step)


def test_the_same_twice_changes_nothing_but_the_time(enrollment, course_page):
    step = factories.steps_of(course_page)[0]
    block = uuid4()
    first = save_block_response(enrollment, step, block, {"ticks": ["a"]})
    second = save_block_response(enrollment, step, block, {"ticks": ["a"]})
    assert (second.pk, second.data) == (first.pk, first.data)
