"""Celery jobs above the services: what beat starts to mend what a failure left behind."""

from celery import shared_task

from academy import publishing


@shared_task
def catch_up_with_publications() -> None:
    publishing.catch_up()
