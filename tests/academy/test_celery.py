"""What beat sends must exist: a renamed task would be refused by every worker, silently for the visitors."""

from celery import current_app
from django.conf import settings


def test_beat_sends_only_tasks_that_exist():
    current_app.loader.import_default_modules()
    sent = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert sent
    assert sent - set(current_app.tasks) == set()
