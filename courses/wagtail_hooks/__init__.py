"""How learning shows in the CMS, and how its pages are served. Wagtail finds this package by its name."""

from courses.wagtail_hooks import bank, certificates, dashboard, glossary, history, media, outcomes, pages, reviews  # noqa: F401
