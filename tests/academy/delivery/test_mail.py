import smtplib

import pytest
from django.core.mail.backends.locmem import EmailBackend

from academy.delivery.mail import NotSent, message_id, send_letter

LETTER = {
    "to": "alice@example.org",
    "language": "en",
    "key": "a-key",
    "context": {"certificate": {"name": "Alice", "course_title": "Outreach"}},
}


class StubbornBackend(EmailBackend):
    """A mail server with faults; `at` names the moment, `error` what happens then."""

    at = ""
    error: Exception

    def open(self):
        if self.at == "open":
            raise self.error
        return True

    def send_messages(self, messages):
        if self.at == "send":
            raise self.error
        return super().send_messages(messages)

    def close(self):
        if self.at == "close":
            raise self.error


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.StubbornBackend"

    def fail(at, error):
        monkeypatch.setattr(StubbornBackend, "at", at)
        monkeypatch.setattr(StubbornBackend, "error", error, raising=False)

    return fail


@pytest.mark.parametrize(
    ("at", "error"),
    [
        ("open", ConnectionRefusedError(111, "Connection refused")),
        ("open", TimeoutError("timed out")),
        ("open", smtplib.SMTPAuthenticationError(535, b"who are you")),
        ("send", smtplib.SMTPRecipientsRefused({"alice@example.org": (550, b"unknown")})),
        ("send", smtplib.SMTPSenderRefused(421, b"busy", "academy@example.org")),
        ("send", smtplib.SMTPDataError(452, b"full")),
    ],
)
def test_what_surely_did_not_leave(server, mailoutbox, at, error):
    server(at, error)
    with pytest.raises(NotSent):
        send_letter("certificate", **LETTER)
    assert mailoutbox == []


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("gone"), TimeoutError("timed out")])
def test_after_other_faults_nobody_knows(server, error):
    server("send", error)
    with pytest.raises(type(error)):
        send_letter("certificate", **LETTER)


def test_a_fault_in_the_farewell_does_not_matter(server, mailoutbox):
    server("close", smtplib.SMTPServerDisconnected("gone"))
    send_letter("certificate", **LETTER)
    assert len(mailoutbox) == 1


def test_message_ids():
    assert message_id("a") == message_id("a") != message_id("b")
