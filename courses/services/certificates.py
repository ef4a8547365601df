"""Issuing, revoking and re-issuing certificates. Each is a frozen row; its letter leaves after the commit.

How a certificate looks and how it is sent is not known here.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Site

from academy import site_version
from academy.branding import branding_of
from academy.folding import fold
from academy.models import Organisation, User
from academy.services.logos import keep_logo
from academy.services.organisations import main_organisation
from courses import tasks
from courses.enums import EnrollmentState
from courses.errors import CertificateReplaced, NotCompleted
from courses.models import Certificate, CertificateIssuer, Course, CoursePage, Enrollment, PathCompletion
from courses.rules.codes import new_code
from courses.services.path_facts import path_facts
from courses.wording import wording_of

REASON_LENGTH = Certificate._meta.get_field("revoked_reason").max_length


@transaction.atomic
def issue_certificate(enrollment: Enrollment, *, now: datetime | None = None) -> Certificate:
    """The certificate of a completed enrollment: the one there is (also a revoked one), else a new one, sent by mail.

    In the person's own language, and where the course has no live page in it, with the texts of the source language.
    Raises NotCompleted, and ValueError for an enrollment whose person is no longer known.
    """
    if enrollment.state != EnrollmentState.COMPLETED or enrollment.completed_at is None:
        raise NotCompleted
    if enrollment.user is None:
        raise ValueError("A certificate needs a person.")
    return _newest(enrollment) or _issue_once(
        Certificate(
            enrollment=enrollment,
            score=enrollment.score,
            hours=enrollment.course.hours,
            **_course_facts(enrollment.course, enrollment.user.language),
        ),
        enrollment,
        months=enrollment.course.certificate_months,
        now=now,
    )


@transaction.atomic
def issue_path_certificate(completion: PathCompletion, *, now: datetime | None = None) -> Certificate:
    """The certificate of a completed learning path: the one there is, else a new one, sent by mail.

    In place of outcomes it lists the courses that she completed on the path; its hours are theirs together. Raises
    ValueError for a completion whose person is no longer known.
    """
    if completion.user is None:
        raise ValueError("A certificate needs a person.")
    return _newest(completion) or _issue_once(
        Certificate(path_completion=completion, **path_facts(completion, completion.user.language)),
        completion,
        months=completion.path.certificate_months,
        now=now,
    )


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, reason: str, by: User, now: datetime | None = None) -> Certificate:
    """Make it invalid, for good; the person is told by mail. Revoking twice keeps the first reason and date.

    Raises ValueError without a reason.
    """
    row = _revoke(certificate, reason=reason, by=by, now=now or timezone.now())
    tasks.tell_revocation.delay_on_commit(row.pk)
    return row


@transaction.atomic
def reissue_certificate(
    certificate: Certificate,
    *,
    by: User,
    reason: str,
    name: str | None = None,
    name_other_script: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> Certificate:
    """A new certificate with a new code in place of this one, which is revoked for `reason` if it was not before.

    What is not given stays as it was; in another language the texts of the course come from its page in that
    language. Completion, hours, score and expiry stay. Raises CertificateReplaced when there is a newer one already,
    ValueError without a reason.
    """
    now = now or timezone.now()
    old = _revoke(certificate, reason=reason, by=by, now=now)
    if _newest(_earned(old)) != old:
        raise CertificateReplaced
    copied = ("hours", "score", "completed_at", "expires_at")
    if language is None or language == old.language:
        course = {name: getattr(old, name) for name in ("language", "course_title", "outcomes", "motif", "palette")}
    elif old.enrollment is not None:
        course = _course_facts(old.enrollment.course, language)
    elif old.path_completion is not None:
        course = path_facts(old.path_completion, language)
        course.pop("hours")  # they stay as they were
    new = Certificate(
        enrollment=old.enrollment,
        path_completion=old.path_completion,
        replaces=old,
        name=old.name if name is None else name,
        name_other_script=old.name_other_script if name_other_script is None else name_other_script,
        **{field: getattr(old, field) for field in copied},
        **course,
    )
    return _issue(new, now=now)


@transaction.atomic
def send_again(certificate: Certificate) -> bool:
    """Send the letter once more because a person asked for it; returns whether there is somebody to send it to.

    Meant for a letter that was interrupted or refused; who received it already gets it a second time.
    """
    rows = Certificate.objects.unrevoked().filter(pk=certificate.pk)
    if not rows.addressed().exists():
        return False
    rows.update(claimed_at=None, sending_at=None, delivered_at=None, retry_at=None, refusals=0)
    tasks.deliver_certificate.delay_on_commit(certificate.pk)
    return True


def issue_missing() -> int:
    """Issue what should exist and does not, for example after certificates were switched on for a course."""
    issued = 0
    for enrollment in Enrollment.objects.lacking_certificate().select_related("course", "user").order_by("pk"):
        issue_certificate(enrollment)
        issued += 1
    lacking = PathCompletion.objects.filter(path__has_certificate=True, user__isnull=False, certificates__isnull=True)
    for completion in lacking.select_related("path", "user").order_by("pk"):
        issue_path_certificate(completion)
        issued += 1
    return issued


def _earned(certificate: Certificate) -> Enrollment | PathCompletion:
    """What it was issued for; the database knows that it is exactly one of the two."""
    earned = certificate.enrollment or certificate.path_completion
    assert earned is not None
    return earned


def _newest(earned: Enrollment | PathCompletion) -> Certificate | None:
    return earned.certificates.order_by("-pk").first()


def _issue_once(
    certificate: Certificate, earned: Enrollment | PathCompletion, *, months: int | None, now: datetime | None
) -> Certificate:
    """Fill in person and dates and issue it, unless another process does so in this very moment."""
    assert earned.user is not None
    assert earned.completed_at is not None
    certificate.name = earned.user.name or earned.user.email
    certificate.name_other_script = earned.user.name_other_script
    certificate.completed_at = earned.completed_at
    certificate.expires_at = earned.completed_at + relativedelta(months=months) if months else None
    try:
        with transaction.atomic():
            return _issue(certificate, now=now or timezone.now())
    except IntegrityError:
        issued = _newest(earned)
        if issued is None:
            raise
        return issued


def _issue(certificate: Certificate, *, now: datetime) -> Certificate:
    """Store a certificate under a fresh code and let its letter leave after the commit."""
    for name, value in issuer_facts(_organisation_of(certificate), certificate.language).items():
        setattr(certificate, name, value)
    certificate.code = new_code()
    certificate.issued_at = now
    with translation.override(certificate.language), timezone.override(None):
        certificate.wording = wording_of(certificate)
    names = f"{certificate.name} {certificate.name_other_script} {certificate.course_title}"
    certificate.folded = fold(names)[: Certificate._meta.get_field("folded").max_length]
    certificate.save(force_insert=True)
    tasks.deliver_certificate.delay_on_commit(certificate.pk)
    return certificate


def sample_certificate(organisation: Organisation, language: str, *, now: datetime | None = None) -> Certificate:
    """How a certificate of this organisation would look today; of nobody, never stored."""
    now = now or timezone.now()
    course = Course.objects.filter(has_certificate=True).order_by("pk").first()
    with translation.override(language), timezone.override(None):
        facts = _course_facts(course, language) if course else None
        certificate = Certificate(
            code="SAMPLE",
            name=gettext("Name of the person"),
            hours=course.hours if course else 1,
            score=Decimal(92),
            completed_at=now,
            issued_at=now,
            **(facts or {"course_title": gettext("Title of the course"), "motif": "diamonds", "palette": "spruce"}),
        )
        certificate.language = language
        for name, value in issuer_facts(organisation, language).items():
            setattr(certificate, name, value)
        certificate.wording = wording_of(certificate)
    return certificate


def issuer_facts(organisation: Organisation | None, language: str) -> dict[str, Any]:
    """`{issuer, signatories, logo}` of the organisation or the nearest above it, else of the site."""
    site = CertificateIssuer.for_site(Site.objects.get(is_default_site=True))
    with translation.override(language):
        branding = branding_of(organisation)
    people = [
        (site.signatory_name, site.signatory_role),
        (site.second_signatory_name, site.second_signatory_role),
    ]
    of_site = [{"name": name, "role": role} for name, role in people if name or role]
    return {
        "issuer": (branding.issuer_name or site.issuer)[: Certificate._meta.get_field("issuer").max_length],
        "signatories": branding.signatories or of_site,
        "logo": keep_logo(branding.logo) if branding.logo else "",
    }


def _organisation_of(certificate: Certificate) -> Organisation | None:
    """That of the enrollment; a learning path was walked where she works now."""
    if certificate.enrollment is not None:
        return certificate.enrollment.organisation
    completion = certificate.path_completion
    return main_organisation(completion.user) if completion is not None and completion.user is not None else None


def _revoke(certificate: Certificate, *, reason: str, by: User, now: datetime) -> Certificate:
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise ValueError("A revocation needs a reason.")
    rows = Certificate.objects.select_for_update(of=("self",))
    row = rows.select_related("enrollment__course", "path_completion__path").get(pk=certificate.pk)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_reason, row.revoked_by = now, reason, by
        row.save(update_fields=["revoked_at", "revoked_reason", "revoked_by"])
        site_version.bump_on_commit(site_version.PAGES)  # its check page may be kept as valid
    return row


def _course_facts(course: Course, language: str) -> dict:
    """Title, outcomes and look of the course in `language`, else in its source language."""
    pages = {
        page.locale.language_code: page
        for page in CoursePage.objects.filter(translation_key=course.page_key)
        .filter(locale__language_code__in={language, course.source_language})
        .select_related("locale", "approach")
    }
    page = pages.get(language)
    if page is None or not page.live:
        page = pages.get(course.source_language)
    if page is None:  # its pages were deleted; the record remains
        return {
            "language": language,
            "course_title": course.title,
            "outcomes": [],
            "motif": course.approach.motif,
            "palette": course.approach.palette,
        }
    return {
        "language": language,
        "course_title": page.title,
        "outcomes": [outcome.text for outcome in page.outcomes.all()],
        "motif": page.motif,
        "palette": page.palette,
    }
