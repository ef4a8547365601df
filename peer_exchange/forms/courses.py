"""Which courses a form offers. It saves nothing."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from courses.models import Course, CoursePage


def offered_courses(chosen: Iterable[Course]) -> QuerySet[Course]:
    """Published ones, and those that stand chosen though they were taken off since; by title."""
    published = CoursePage.objects.live().public().values("translation_key")
    return Course.objects.filter(Q(page_key__in=published) | Q(pk__in=[row.pk for row in chosen])).order_by("title")
