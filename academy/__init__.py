"""Wiring and shared kernel: settings, accounts, site pages, the look. It knows nothing of courses or peer exchange."""

from academy.celery import app as celery_app

__all__ = ["celery_app"]
