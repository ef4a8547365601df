"""The letters about certificates, in the person's language: what stands in them and to whom they go."""

from anyascii import anyascii
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify

from academy.delivery.mail import Attachment, send_letter
from courses.delivery.certificate_pdf import check_url
from courses.models import Certificate


def send_certificate(certificate: Certificate, pdf: bytes) -> None:
    """The certificate itself, with its PDF. Raises NotSent (see academy.delivery.mail)."""
    user = certificate.user
    with translation.override(user.language):
        learning_url = settings.SITE_URL + reverse("learning")
    send_letter(
        "certificate",
        to=user.email,
        language=user.language,
        key=f"certificate/{certificate.code}",
        context={
            "certificate": certificate,
            "organisation": certificate.organisation,
            "check_url": check_url(certificate, user.language),
            "learning_url": learning_url,
        },
        attachments=[Attachment(file_name(certificate), pdf, "application/pdf")],
    )


def send_revocation(certificate: Certificate) -> None:
    """That the certificate is no longer valid, since when and why. Raises NotSent."""
    user = certificate.user
    send_letter(
        "certificate_revoked",
        to=user.email,
        language=user.language,
        key=f"certificate/{certificate.code}/revoked",
        context={
            "certificate": certificate,
            "organisation": certificate.organisation,
            "check_url": check_url(certificate, user.language),
        },
    )


def file_name(certificate: Certificate) -> str:
    """In plain letters, so that every program can save it."""
    return f"{slugify(anyascii(f'certificate {certificate.name} {certificate.course_title}'))[:80].rstrip('-')}.pdf"
