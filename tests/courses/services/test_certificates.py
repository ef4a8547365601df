from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Locale, Site

from academy.folding import fold
from courses.enums import CertificateStatus
from courses.errors import CertificateReplaced, NotCompleted
from courses.models import Certificate, CertificateIssuer, Course, CourseOutcome, Enrollment
from courses.rules.codes import canonical_code
from courses.services import certificates
from courses.services.certificates import (
    issue_certificate,
    issue_missing,
    reissue_certificate,
    revoke_certificate,
    send_again,
)
from tests import factories

NOW = timezone.now()


@pytest.fixture
def finished(enrollment):
    return factories.finish(enrollment)


@pytest.fixture
def certificate(finished):
    return Certificate.objects.get()


@pytest.fixture
def issuer(site):
    row = CertificateIssuer.for_site(Site.objects.get(is_default_site=True))
    row.issuer = "Association of Municipalities"
    row.signatory_name, row.signatory_role = "Jelena Marković", "President"
    row.save()
    return row


def test_it_freezes_everything_that_is_printed(issuer, alice, course_page):
    alice.name, alice.name_other_script = "Љиљана Ђорђевић", "Ljiljana Đorđević"
    alice.save()
    course_page.outcomes = [CourseOutcome(key="explain", text="Explain it.", locale=course_page.locale)]
    course_page.save_revision().publish()
    enrollment = factories.finish(factories.enroll(alice, course_page))
    row = Certificate.objects.get()
    assert (row.name, row.name_other_script) == ("Љиљана Ђорђевић", "Ljiljana Đorđević")
    assert (row.course_title, row.outcomes, row.hours) == ("Outreach", ["Explain it."], 5)
    assert (row.score, row.completed_at, row.language) == (Decimal(90), enrollment.completed_at, "en")
    assert (row.motif, row.palette) == (course_page.motif, course_page.palette)
    assert row.issuer == "Association of Municipalities"
    assert row.signatories == [{"name": "Jelena Marković", "role": "President"}]
    assert row.folded == fold("Ljiljana Đorđević Ljiljana Đorđević Outreach")
    assert canonical_code(row.code) == row.code
    assert row.expires_at is None
    alice.name = course_page.title = issuer.issuer = "Something else"
    alice.save()
    issuer.save()
    course_page.save_revision().publish()
    row.refresh_from_db()
    assert (row.name, row.course_title, row.issuer) == ("Љиљана Ђорђевић", "Outreach", "Association of Municipalities")


def test_twice_is_once(finished, certificate):
    assert issue_certificate(finished) == certificate
    assert Certificate.objects.count() == 1


def test_not_before_the_course_is_completed(enrollment):
    with pytest.raises(NotCompleted):
        issue_certificate(enrollment)


def test_issued_by_another_process_at_the_same_moment(finished, certificate, monkeypatch):
    looks = iter([None, certificate])
    monkeypatch.setattr(certificates, "_newest", lambda enrollment: next(looks))
    assert issue_certificate(finished) == certificate
    assert Certificate.objects.count() == 1


def test_the_database_allows_one_valid_certificate(certificate):
    certificate.pk, certificate.code = None, "0000-0000-0000-0000"
    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save()


def test_expiry_counts_calendar_months(alice, course_page, django_capture_on_commit_callbacks):
    Course.objects.update(certificate_months=3)
    enrollment = factories.enroll(alice, course_page)
    completed_at = timezone.datetime(2027, 11, 30, 12, tzinfo=timezone.get_default_timezone())
    Enrollment.objects.update(state="completed", completed_at=completed_at)
    enrollment.refresh_from_db()
    row = issue_certificate(enrollment)
    assert row.expires_at.date().isoformat() == "2028-02-29"
    assert row.status(now=row.expires_at - timedelta(seconds=1)) == CertificateStatus.VALID
    assert row.status(now=row.expires_at) == CertificateStatus.EXPIRED


def translated(course_page, language: str, *, live: bool):
    page = course_page.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True)
    page.title = "Мобилни тимови"
    revision = page.save_revision()
    if live:
        revision.publish()
    return page


@pytest.mark.parametrize(("live", "title"), [(True, "Мобилни тимови"), (False, "Outreach")])
def test_in_the_language_of_the_person_where_the_course_speaks_it(bob, course_page, live, title):
    translated(course_page, "sr", live=live)
    factories.finish(factories.enroll(bob, course_page))
    row = Certificate.objects.get()
    assert (row.language, row.course_title) == ("sr", title)


def test_revoking(certificate, admin, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = revoke_certificate(certificate, reason="  Issued in error. ", by=admin, now=NOW)
    row.refresh_from_db()
    assert (row.revoked_at, row.revoked_reason, row.revoked_by) == (NOW, "Issued in error.", admin)
    assert row.status() == CertificateStatus.REVOKED
    [letter] = mailoutbox
    assert letter.to == ["alice@example.org"]
    assert "Issued in error." in letter.body


def test_revoking_twice_keeps_the_first_reason_and_tells_once(
    certificate, admin, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        revoke_certificate(certificate, reason="First", by=admin, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        row = revoke_certificate(certificate, reason="Second", by=admin)
    assert (row.revoked_reason, row.revoked_at) == ("First", NOW)
    assert len(mailoutbox) == 1


def test_revoking_needs_a_reason(certificate, admin):
    with pytest.raises(ValueError, match="reason"):
        revoke_certificate(certificate, reason="  ", by=admin)


def test_a_revoked_certificate_is_not_issued_again_by_itself(finished, certificate, admin):
    revoked = revoke_certificate(certificate, reason="Error", by=admin)
    assert issue_certificate(finished) == revoked
    assert issue_missing() == 0


def test_reissuing_under_another_name(certificate, admin, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        new = reissue_certificate(certificate, by=admin, reason="Misspelt", name="Alice Šample", now=NOW)
    certificate.refresh_from_db()
    assert (certificate.revoked_reason, certificate.revoked_by) == ("Misspelt", admin)
    assert new.replaces == certificate
    assert new.code != certificate.code
    assert (new.name, new.folded) == ("Alice Šample", fold("Alice Sample Outreach"))
    copied = ("course_title", "outcomes", "hours", "score", "completed_at", "expires_at", "language", "motif")
    assert all(getattr(new, field) == getattr(certificate, field) for field in copied)
    [letter] = mailoutbox  # one about the new certificate, none about the revocation
    assert certificate.code in letter.body
    assert [name for name, _content, _type in letter.attachments] == ["certificate-alice-sample-outreach.pdf"]


def test_reissuing_in_another_language(certificate, admin, course_page):
    translated(course_page, "sr", live=True)
    new = reissue_certificate(certificate, by=admin, reason="Wanted in Serbian", language="sr")
    assert (new.language, new.course_title, new.name) == ("sr", "Мобилни тимови", "Alice Sample")


def test_reissuing_a_certificate_that_has_a_newer_one(certificate, admin):
    new = reissue_certificate(certificate, by=admin, reason="Misspelt")
    with pytest.raises(CertificateReplaced):
        reissue_certificate(certificate, by=admin, reason="Again")
    new.refresh_from_db()
    assert new.revoked_at is None


def test_reissuing_after_a_revocation(certificate, admin):
    revoke_certificate(certificate, reason="Doubt", by=admin)
    new = reissue_certificate(certificate, by=admin, reason="Cleared")
    certificate.refresh_from_db()
    assert certificate.revoked_reason == "Doubt"
    assert new.status() == CertificateStatus.VALID


def test_sending_again_what_was_interrupted(certificate, mailoutbox, django_capture_on_commit_callbacks):
    Certificate.objects.update(sending_at=NOW, claimed_at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert send_again(certificate)
    certificate.refresh_from_db()
    assert certificate.delivered_at
    assert len(mailoutbox) == 1


def test_nobody_to_send_to(certificate):
    Enrollment.objects.update(user=None)
    assert not send_again(certificate)


def test_what_is_missing_is_issued_once(alice, course_page, capsys):
    Course.objects.update(has_certificate=False)
    factories.finish(factories.enroll(alice, course_page))
    assert issue_missing() == 0
    Course.objects.update(has_certificate=True)
    call_command("issue_certificates")
    assert capsys.readouterr().out == "1 certificates issued.\n"
    assert issue_missing() == 0
    assert Certificate.objects.count() == 1
