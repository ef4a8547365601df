"""The words a certificate is printed with, in the active language; frozen into its row on the day of issue."""

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from academy.designations import footnote
from courses.models import Certificate


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
