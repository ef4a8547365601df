from courses.delivery.letters import send_certificate, send_revocation
from courses.models import Certificate
from courses.services.certificates import revoke_certificate
from tests import factories


def html_of(letter) -> str:
    [(content, _type)] = letter.alternatives
    return content


def test_the_letter_with_the_certificate(certificate, mailoutbox):
    send_certificate(certificate, b"%PDF-1.4")
    [letter] = mailoutbox
    assert letter.to == ["alice@example.org"]
    assert letter.subject == "Your certificate: Outreach"
    assert [tuple(part) for part in letter.attachments] == [
        ("certificate-alice-sample-outreach.pdf", b"%PDF-1.4", "application/pdf")
    ]
    for text in (letter.body, html_of(letter)):
        assert f"http://testserver/en/certificates/{certificate.code}/" in text
        assert "http://testserver/en/learning/" in text
        assert "{" not in text
    assert "Dear Alice Sample," in letter.body


def test_sent_again_it_carries_the_same_message_id(certificate, mailoutbox):
    send_certificate(certificate, b"")
    send_certificate(certificate, b"")
    first, second = (letter.extra_headers["Message-ID"] for letter in mailoutbox)
    assert first == second
    assert first.endswith("@testserver>")


def test_in_the_language_of_the_person(bob, course_page, mailoutbox):
    """The certificate keeps the language it was issued in; the letter speaks the one she reads now."""
    factories.finish(factories.enroll(bob, course_page))
    certificate = Certificate.objects.get()
    send_certificate(certificate, b"")
    [letter] = mailoutbox
    assert "http://testserver/sr/certificates/" in letter.body
    assert '<html lang="sr">' in html_of(letter)
    assert letter.extra_headers["Content-Language"] == "sr"


def test_names_are_escaped_in_html_only(certificate, alice, mailoutbox):
    certificate.name = "Ana & <b>Mara</b>"
    send_certificate(certificate, b"")
    [letter] = mailoutbox
    assert "Dear Ana & <b>Mara</b>," in letter.body
    assert "Dear Ana &amp; &lt;b&gt;Mara&lt;/b&gt;," in html_of(letter)


def test_a_title_with_line_breaks_makes_one_subject(certificate, mailoutbox):
    certificate.course_title = "Outreach\r\nBcc: everybody@example.org"
    send_certificate(certificate, b"")
    assert mailoutbox[0].subject == "Your certificate: Outreach Bcc: everybody@example.org"


def test_the_letter_about_a_revocation(certificate, admin, mailoutbox):
    row = revoke_certificate(certificate, reason="The test was taken by somebody else.", by=admin)
    send_revocation(row)
    [letter] = mailoutbox
    for text in (letter.body, html_of(letter)):
        assert certificate.code in text
        assert "The test was taken by somebody else." in text
    assert letter.attachments == []
