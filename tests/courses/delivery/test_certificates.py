"""The states a certificate goes through on its way out, each with the death or refusal that may follow it."""

import smtplib
from datetime import timedelta

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from academy.delivery.mail import NotSent
from courses import tasks
from courses.delivery import certificates
from courses.delivery.certificates import LONGEST_RETRY, deliver_certificate, tell_revocation
from courses.enums import CertificateDelivery
from courses.models import Certificate, Enrollment
from courses.querysets import CERTIFICATE_LEASE, CERTIFICATE_REFUSALS
from courses.services.certificates import revoke_certificate

NOW = timezone.now()


@pytest.fixture
def refused(monkeypatch):
    """A mail server that refuses until `refused.clear()`."""
    answers = [smtplib.SMTPRecipientsRefused({"alice@example.org": (451, b"later")})]
    real = certificates.send_certificate

    def send(certificate, pdf):
        if answers:
            raise NotSent from answers[0]
        real(certificate, pdf)

    monkeypatch.setattr(certificates, "send_certificate", send)
    return answers


def test_drawn_sent_and_noted(certificate, mailoutbox):
    assert deliver_certificate(certificate.pk)
    certificate.refresh_from_db()
    assert certificate.delivery == CertificateDelivery.DELIVERED
    assert certificate.claimed_at <= certificate.sending_at <= certificate.delivered_at
    assert len(mailoutbox) == 1


def test_twice_is_once(certificate, mailoutbox):
    deliver_certificate(certificate.pk)
    assert not deliver_certificate(certificate.pk)
    assert len(mailoutbox) == 1


def test_another_worker_has_it(certificate, mailoutbox):
    Certificate.objects.update(claimed_at=NOW - CERTIFICATE_LEASE + timedelta(seconds=1))
    assert not deliver_certificate(certificate.pk, now=NOW)
    assert mailoutbox == []


def test_the_other_worker_died_while_it_drew(certificate, mailoutbox):
    Certificate.objects.update(claimed_at=NOW - CERTIFICATE_LEASE - timedelta(seconds=1))
    assert deliver_certificate(certificate.pk, now=NOW)
    assert len(mailoutbox) == 1


def test_drawing_fails(certificate, mailoutbox, monkeypatch):
    def fail(certificate):
        raise RuntimeError("no room on the disk")

    with monkeypatch.context() as broken:
        broken.setattr(certificates, "certificate_pdf", fail)
        with pytest.raises(RuntimeError):
            deliver_certificate(certificate.pk, now=NOW)
    assert deliver_certificate(certificate.pk, now=NOW + 2 * CERTIFICATE_LEASE)
    assert len(mailoutbox) == 1


def test_the_lease_ran_out_while_it_drew(certificate, mailoutbox, monkeypatch):
    def draw_slowly(row):
        Certificate.objects.update(claimed_at=NOW + 2 * CERTIFICATE_LEASE)  # somebody else took over
        return b"%PDF"

    monkeypatch.setattr(certificates, "certificate_pdf", draw_slowly)
    assert not deliver_certificate(certificate.pk, now=NOW)
    assert mailoutbox == []


def test_revoked_while_it_was_drawn(certificate, mailoutbox, monkeypatch):
    def draw(row):
        Certificate.objects.update(revoked_at=NOW, revoked_reason="Error")
        return b"%PDF"

    monkeypatch.setattr(certificates, "certificate_pdf", draw)
    assert not deliver_certificate(certificate.pk, now=NOW)
    assert mailoutbox == []


def test_death_while_the_letter_leaves_is_not_repeated(certificate, mailoutbox, monkeypatch):
    def die(certificate, pdf):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(certificates, "send_certificate", die)
        with pytest.raises(SystemExit):
            deliver_certificate(certificate.pk, now=NOW)
    assert not deliver_certificate(certificate.pk, now=NOW + timedelta(days=1))
    assert mailoutbox == []
    certificate.refresh_from_db()
    assert certificate.delivery == CertificateDelivery.UNCERTAIN


def test_refused_and_tried_again_later(certificate, refused, mailoutbox):
    with pytest.raises(NotSent):
        deliver_certificate(certificate.pk, now=NOW)
    certificate.refresh_from_db()
    assert (certificate.claimed_at, certificate.sending_at, certificate.refusals) == (None, None, 1)
    assert certificate.delivery == CertificateDelivery.REFUSED
    assert not deliver_certificate(certificate.pk, now=NOW + timedelta(minutes=1))
    refused.clear()
    assert deliver_certificate(certificate.pk, now=NOW + timedelta(minutes=2))
    assert len(mailoutbox) == 1


def test_it_waits_longer_and_longer_and_gives_up(certificate, refused):
    now, waits = NOW, []
    while Certificate.objects.claimable(now=now).exists():
        with pytest.raises(NotSent):
            deliver_certificate(certificate.pk, now=now)
        certificate.refresh_from_db()
        waits.append(certificate.retry_at - now)
        now = certificate.retry_at
    assert len(waits) == CERTIFICATE_REFUSALS
    assert waits == sorted(waits)
    assert (waits[1], waits[-1]) == (2 * waits[0], LONGEST_RETRY)


@pytest.mark.parametrize("change", [{"user": None}, {}])
def test_nobody_to_send_it_to(certificate, alice, mailoutbox, change):
    if change:
        Enrollment.objects.update(**change)
    else:
        alice.is_active = False
        alice.save()
    assert not deliver_certificate(certificate.pk)
    assert not Certificate.objects.claimable(now=NOW).addressed().exists()
    assert mailoutbox == []


def test_the_sweep_sends_what_waits_once(certificate, mailoutbox):
    tasks.deliver_waiting_certificates()
    tasks.deliver_waiting_certificates()
    assert len(mailoutbox) == 1


def test_the_sweep_leaves_what_is_uncertain(certificate, mailoutbox):
    Certificate.objects.update(claimed_at=NOW - timedelta(days=1), sending_at=NOW - timedelta(days=1))
    tasks.deliver_waiting_certificates()
    assert mailoutbox == []


def test_the_broker_is_away(certificate, mailoutbox, monkeypatch, django_capture_on_commit_callbacks):
    """Asking for a letter does not fail; the sweep sends it when the broker is back."""

    def away(*args, **kwargs):
        raise OperationalError("Connection refused")

    with monkeypatch.context() as broken:
        broken.setattr(tasks.deliver_certificate, "apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            tasks.deliver_certificate.delay_on_commit(certificate.pk)
    assert mailoutbox == []
    tasks.deliver_waiting_certificates()
    assert len(mailoutbox) == 1


def test_the_letter_about_a_revocation_leaves_once(certificate, admin, mailoutbox):
    revoke_certificate(certificate, reason="Error", by=admin)
    tasks.deliver_waiting_certificates()
    assert not tell_revocation(certificate.pk)
    assert [letter.subject for letter in mailoutbox] == ["Your certificate was revoked: Outreach"]


def test_a_refused_letter_about_a_revocation_is_swept_up(certificate, admin, mailoutbox, monkeypatch):
    def refuse(certificate):
        raise NotSent

    revoke_certificate(certificate, reason="Error", by=admin)
    with monkeypatch.context() as broken:
        broken.setattr(certificates, "send_revocation", refuse)
        with pytest.raises(NotSent):
            tell_revocation(certificate.pk)
    tasks.deliver_waiting_certificates()
    assert len(mailoutbox) == 1


def test_old_revocations_are_no_news(certificate, admin, mailoutbox):
    revoke_certificate(certificate, reason="Error", by=admin, now=NOW - timedelta(days=30))
    tasks.deliver_waiting_certificates()
    assert mailoutbox == []
