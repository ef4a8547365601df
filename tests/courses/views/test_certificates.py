"""The public check page and the PDF: what a stranger with a code learns, and how little one without."""

from datetime import timedelta

import pytest
from django.utils import timezone

from academy import site_version
from courses.models import Certificate
from courses.services.certificates import reissue_certificate, revoke_certificate
from courses.views import certificates
from tests import factories


@pytest.fixture
def certificate(enrollment):
    factories.finish(enrollment)
    Certificate.objects.update(outcomes=["Explain what outreach is."], name_other_script="Алис Сампл")
    return Certificate.objects.get()


def page(certificate: Certificate, language: str = "en") -> str:
    return f"/{language}/certificates/{certificate.code}/"


def pdf(certificate: Certificate) -> str:
    return f"/certificates/{certificate.code}.pdf"


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_valid_certificate(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(page(certificate))
    text = words(response)
    assert response.status_code == 200
    for expected in (
        "This certificate is valid. Alice Sample has completed the course.", "Алис Сампл", "Outreach",
        "Municipal e-Academy", "Explain what outreach is.", certificate.code, pdf(certificate),
        '<meta name="robots" content="noindex">',
    ):  # fmt: skip
        assert expected in text


def test_it_is_not_kept_on_the_way(client, certificate):
    assert "no-cache" in client.get(page(certificate))["Cache-Control"]


def test_an_expired_certificate(client, certificate):
    Certificate.objects.update(expires_at=timezone.now() - timedelta(days=1))
    text = words(client.get(page(certificate)))
    assert "it has expired" in text
    assert 'data-status="expired"' in text
    assert client.get(pdf(certificate)).status_code == 200


def test_a_revoked_certificate(client, certificate, admin, django_capture_on_commit_callbacks):
    client.get(page(certificate))
    client.get(pdf(certificate))
    with django_capture_on_commit_callbacks(execute=True):
        revoke_certificate(certificate, reason="The test was taken by <somebody> else.", by=admin)
    text = words(client.get(page(certificate)))
    assert "This certificate is not valid: it was revoked on" in text
    assert "taken by &lt;somebody&gt; else." in text
    assert pdf(certificate) not in text
    assert "This certificate is valid" not in text
    gone = client.get(pdf(certificate))
    assert gone.status_code == 410
    assert "taken by &lt;somebody&gt; else." in words(gone)


def test_a_replaced_certificate_leads_to_the_new_one(client, certificate, admin):
    new = reissue_certificate(certificate, by=admin, reason="Misspelt", name="Alice Simple")
    assert f'href="{page(new)}"' in words(client.get(page(certificate)))
    assert f'href="{page(new)}"' in words(client.get(pdf(certificate)))
    assert "Alice Simple" in words(client.get(page(new)))


@pytest.mark.parametrize("address", ["/en/certificates/0000-0000-0000-0000/", "/en/certificates/nonsense/"])
def test_an_unknown_code(client, site, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "There is no certificate with this code" in words(response)
    assert 'name="code"' in words(response)


def test_an_unknown_pdf(client, site):
    assert client.get("/certificates/0000-0000-0000-0000.pdf").status_code == 404


def test_a_code_however_it_is_typed(client, certificate):
    typed = certificate.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    for address in (f"/en/certificates/{typed}/", f"/en/certificates/?code={typed}"):
        assert client.get(address, follow=True).redirect_chain == [(page(certificate), 302)]


def test_the_form(client, site):
    response = client.get("/en/certificates/")
    assert response.status_code == 200
    assert "csrf" not in words(response)


def test_what_was_typed_stays_in_the_form(client, site):
    response = client.get("/en/certificates/?code=%22%3E%3Cb%3E")
    assert response.status_code == 404
    assert 'value="&quot;&gt;&lt;b&gt;"' in words(response)


def test_guessing_is_slowed_down(client, certificate, monkeypatch):
    monkeypatch.setattr(certificates, "GUESSES", 3)
    for _ in range(3):
        assert client.get(page(certificate)).status_code == 200  # right codes are never counted
    for number in range(3):
        assert client.get(f"/en/certificates/0000-0000-0000-000{number}/").status_code == 404
    site_version.bump()  # what is kept is shown to anybody; the limit stands before a look-up
    for address in (page(certificate), pdf(certificate), "/en/certificates/"):
        response = client.get(address)
        assert response.status_code == 429
        assert "wait five minutes" in words(response)
    assert client.get(page(certificate), REMOTE_ADDR="10.0.0.9").status_code == 200


def test_the_pdf(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(pdf(certificate))
    assert response.content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="certificate-alice-sample-outreach.pdf"'
    assert response["Cache-Control"] == "private, max-age=60"
    assert response["X-Robots-Tag"] == "noindex"


def test_the_file_name_is_plain(client, certificate):
    Certificate.objects.update(name='Љиљана "Ђ" Şükrü\r\n', course_title="Т" * 200)
    name = client.get(pdf(certificate))["Content-Disposition"]
    assert name.isascii()
    assert len(name) < 120
    assert "certificate-ljiljana" in name


def test_the_pdf_is_drawn_once(client, certificate, monkeypatch):
    first = client.get(pdf(certificate)).content
    monkeypatch.setattr("courses.delivery.certificate_pdf.draw_certificate", lambda row: b"drawn anew")
    assert client.get(pdf(certificate)).content == first


def test_in_another_language(client, certificate):
    text = words(client.get(page(certificate, "sr")))
    assert '<html lang="sr"' in text
    assert '<ul lang="en">' in text


def test_a_kept_check_page_says_revoked_at_once(client, certificate, admin, django_capture_on_commit_callbacks):
    first = client.get(page(certificate))
    assert client.get(page(certificate)).headers.get("X-Page-Cache") == "hit"
    with django_capture_on_commit_callbacks(execute=True):
        revoke_certificate(certificate, reason="Issued by mistake", by=admin)
    after = client.get(page(certificate)).content.decode()
    assert "Issued by mistake" in after
    assert after != first.content.decode()


def test_a_check_page_is_gone_with_its_certificate(client, certificate, django_capture_on_commit_callbacks):
    client.get(page(certificate))
    with django_capture_on_commit_callbacks(execute=True):
        certificate.delete()
    assert client.get(page(certificate)).status_code == 404


def test_one_that_ends_some_day_is_never_kept(client, certificate):
    certificate.expires_at = certificate.issued_at.replace(year=certificate.issued_at.year + 1)
    certificate.save()
    client.get(page(certificate))
    assert "X-Page-Cache" not in client.get(page(certificate)).headers
