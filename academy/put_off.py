"""Runs the tasks of third parties at once, as django-tasks does by default, or a batch of them together at its end.

Wagtail has two for every row that is saved: its entry in the search and its references. It must not know any task.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

Call = tuple[Task, tuple, dict[str, Any]]

_waiting: ContextVar[dict[str, Call] | None] = ContextVar("waiting_tasks", default=None)


@contextmanager
def put_off() -> Iterator[None]:
    """Inside, tasks wait; at the end each is run once, however often it was asked for. After an error none is."""
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[str, Call] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for task, args, kwargs in waiting.values():
        task.enqueue(*args, **kwargs)


class PatientBackend(ImmediateBackend):
    def enqueue(self, task: Task, args: tuple, kwargs: dict[str, Any]) -> TaskResult:
        waiting = _waiting.get()
        if waiting is None:
            return super().enqueue(task, args, kwargs)
        waiting[f"{task.module_path}{args}{kwargs}"] = task, args, kwargs
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
