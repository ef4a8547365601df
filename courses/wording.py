"""What courses are called, and the words a certificate is printed with, in the active language; those are frozen into
its row on the day of issue.
"""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, ngettext

from academy.designations import footnote
from courses.models import Certificate, Course, CoursePage, Edition


def titles_of(courses: Iterable[Course], language: str | None = None) -> dict[int, str]:
    """{course: its title} in the given or active language where it is published in it, else in its own. One query."""
    rows = list(courses)
    pages = CoursePage.objects.live().filter(
        translation_key__in=[row.page_key for row in rows], locale__language_code=language or get_language()
    )
    found = dict(pages.values_list("translation_key", "title"))
    return {row.pk: found.get(row.page_key, row.title) for row in rows}


def title_of(course: Course) -> str:
    return titles_of([course])[course.pk]


def title_of_edition(edition: Edition, titles: Mapping[int, str] | None = None) -> str:
    """Its own, else that of the course. The edition comes with its course; `titles` of courses where many are named."""
    if edition.title:
        return edition.title
    return title_of(edition.course) if titles is None else titles.get(edition.course_id, edition.course.title)


def aim_of(course: Course | None, edition: Edition | None, titles: Mapping[int, str] | None = None) -> str:
    """What somebody is invited to; "" for the organisation alone."""
    if edition is not None:
        return title_of_edition(edition, titles)
    if course is None:
        return ""
    return title_of(course) if titles is None else titles.get(course.pk, course.title)


def wording_of(certificate: Certificate) -> dict:
    """`{heading, certify, completed, teaches, check, footnote: str, facts: [str]}`: hours, day, result, end of it."""
    hours = ngettext("%(n)d hour of study", "%(n)d hours of study", certificate.hours) % {"n": certificate.hours}
    facts = [hours, gettext("completed on %(date)s") % {"date": _date(certificate.completed_at)}]
    if certificate.score is not None:
        percent = number_format(round(certificate.score))
        facts.append(gettext("result of the final test %(percent)s %%") % {"percent": percent})
    if certificate.expires_at:
        facts.append(gettext("valid until %(date)s") % {"date": _date(certificate.expires_at)})
    if certificate.is_of_path:
        courses = len(certificate.outcomes)
        completed = ngettext(
            "has completed the learning path of %(n)d course",
            "has completed the learning path of %(n)d courses",
            courses,
        ) % {"n": courses}
    else:
        completed = gettext("has completed the course")
    return {
        "heading": gettext("Certificate of completion"),
        "certify": gettext("This is to certify that"),
        "completed": completed,
        "teaches": gettext("The courses of the path") if certificate.is_of_path else gettext("What the course teaches"),
        "check": gettext("Check this certificate:"),
        "footnote": footnote(),
        "facts": facts,
    }


def _date(moment) -> str:
    return date_format(timezone.localtime(moment))
