"""The doors: one function per object through which views get it. A stranger gets 404, never a hint that it exists."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from wagtail.models import Page

from academy.models import User
from academy.models.pages import restricts_any
from academy.policies import require
from courses.models import Attempt, Course, Edition, Enrollment, Submission
from courses.policies import may_open
from courses.services.releases import releases_of


def require_open(request: HttpRequest, *page_keys: UUID) -> None:
    """404 unless the visitor meets every restriction of the pages with these keys, as where they are read."""
    if not restricts_any():
        return
    for page in Page.objects.filter(translation_key__in=page_keys, live=True).specific():
        if not all(restriction.accept_request(request) for restriction in page.get_view_restrictions()):
            raise Http404


def course_or_404(key: str) -> Course:
    """A course that stands in the catalogue; anybody may."""
    try:
        return Course.objects.get(key=key.replace("\x00", ""))
    except Course.DoesNotExist as error:
        raise Http404 from error


def enrollment_or_404(user: User, key: UUID) -> Enrollment:
    """Her own enrollment, not withdrawn."""
    try:
        return Enrollment.objects.of(user).standing().select_related("course").get(uuid=key)
    except Enrollment.DoesNotExist as error:
        raise Http404 from error


def require_released(enrollment: Enrollment, module: UUID) -> None:
    """403 with the day on which it opens, where her edition has not opened this module yet."""
    require(may_open(releases_of(enrollment), module))


def edition_or_404(user: User | AnonymousUser, key: UUID) -> Edition:
    """An edition that she may take part in or has to do with."""
    rows = Edition.objects.visible_to(user).select_related("course", "organisation")
    try:
        return rows.get(uuid=key)
    except Edition.DoesNotExist as error:
        raise Http404 from error


def attempt_or_404(user: User, key: UUID) -> Attempt:
    """Her own attempt in an enrollment that stands."""
    enrollments = Enrollment.objects.of(user).standing()
    try:
        return Attempt.objects.select_related("enrollment__course", "step").get(uuid=key, enrollment__in=enrollments)
    except Attempt.DoesNotExist as error:
        raise Http404 from error


def submission_or_404(user: User, key: UUID) -> Submission:
    """Her own submission in an enrollment that stands."""
    enrollments = Enrollment.objects.of(user).standing()
    try:
        return Submission.objects.select_related("enrollment__course", "step").get(uuid=key, enrollment__in=enrollments)
    except Submission.DoesNotExist as error:
        raise Http404 from error


def reviewed_or_404(user: User, key: UUID) -> Submission:
    """One that this facilitator may review; of all others she learns nothing."""
    rows = Submission.objects.reviewable_by(user).select_related("enrollment__course", "enrollment__user", "step")
    try:
        return rows.get(uuid=key)
    except Submission.DoesNotExist as error:
        raise Http404 from error
