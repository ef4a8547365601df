"""What a certificate says of a learning path: its title, the courses that were completed on it, their hours."""

from typing import Any

from courses.enums import EnrollmentState
from courses.models import Course, Enrollment, LearningPath, PathCompletion, PathPage
from courses.wording import titles_of


def path_facts(completion: PathCompletion, language: str) -> dict[str, Any]:
    """The fields of a certificate that come from the path, in `language`, else in the source language.

    Courses that joined the path after the day it was completed are not among them.
    """
    path = completion.path
    courses = _completed_courses(completion)
    page = _page_of(path, language)
    titles = titles_of(courses, language)
    return {
        "language": language,
        "course_title": page.title if page else path.title,
        "outcomes": [titles[course.pk] for course in courses],
        "hours": sum(course.hours for course in courses),
        "motif": page.motif if page else courses[0].approach.motif,
        "palette": page.palette if page else courses[0].approach.palette,
    }


def _completed_courses(completion: PathCompletion) -> list[Course]:
    """In the order of the path; all of it when the person is no longer known."""
    rows = completion.path.path_courses.select_related("course__approach").order_by("position")
    courses = [row.course for row in rows]
    if completion.user_id is None:
        return courses
    enrollments = Enrollment.objects.filter(
        user=completion.user_id, state=EnrollmentState.COMPLETED, completed_at__lte=completion.completed_at
    )
    done = set(enrollments.filter(course__in=courses).values_list("course_id", flat=True))
    return [course for course in courses if course.pk in done] or courses


def _page_of(path: LearningPath, language: str) -> PathPage | None:
    pages = PathPage.objects.filter(
        translation_key=path.page_key, locale__language_code__in={language, path.source_language}
    )
    found = {page.locale.language_code: page for page in pages.select_related("locale")}
    page = found.get(language)
    return page if page is not None and page.live else found.get(path.source_language)
