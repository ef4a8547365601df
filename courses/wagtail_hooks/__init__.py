"""How learning shows in the CMS, and how its pages are served. Wagtail finds this package by its name."""

# pages: joined as soon as progress, policies, lesson_body and the quiz view stand
