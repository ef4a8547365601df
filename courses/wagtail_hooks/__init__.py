"""How learning shows in the CMS, and how its pages are served. Wagtail finds this package by its name."""

from courses.wagtail_hooks import history  # noqa: F401

# pages: joined as soon as progress, policies, lesson_body and the quiz view stand
