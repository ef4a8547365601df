"""Search entries and references are written once for a whole batch, not once for every save."""

from collections import Counter

import pytest
from django_tasks import signals

from academy.models import HomePage
from academy.put_off import put_off

INDEX, REFER = "insert_or_update_object_task", "update_reference_index_task"


@pytest.fixture
def home(site):
    return HomePage.objects.get(locale__language_code="en")


@pytest.fixture
def done():
    """How often each task was run."""
    counts: Counter[str] = Counter()

    def count(task_result, **kwargs):
        counts[task_result.task.func.__name__] += 1

    signals.task_finished.connect(count)
    yield counts
    signals.task_finished.disconnect(count)


def save(page, title):
    page.title = title
    page.save()


def is_found(title):
    return HomePage.objects.search(title).count() == 1


def test_tasks_run_at_once(home, done):
    save(home, "Looms")
    save(home, "Threads")
    assert done == {INDEX: 2, REFER: 2}
    assert is_found("Threads")


def test_put_off_they_run_once_with_what_stands_at_the_end(home, done):
    with put_off():
        save(home, "Looms")
        save(home, "Threads")
        assert not done
        assert not is_found("Threads")
    assert done == {INDEX: 1, REFER: 1}
    assert is_found("Threads")
    save(home, "Shuttles")
    assert is_found("Shuttles")


def test_an_inner_batch_waits_for_the_outer_one(home, done):
    with put_off():
        with put_off():
            save(home, "Looms")
        assert not done
    assert done == {INDEX: 1, REFER: 1}


def save_and_fail(page):
    with put_off():
        save(page, "Looms")
        raise ZeroDivisionError


def test_after_an_error_nothing_is_left_waiting(home, done):
    with pytest.raises(ZeroDivisionError):
        save_and_fail(home)
    assert not done
    with put_off():
        pass
    assert not done
