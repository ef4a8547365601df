"""The one way a letter leaves the house: rendered in the recipient's language, text and HTML, under a fixed Message-ID.

Knows nothing of what letters are about, only on whose behalf they go. Sending once is the task of the caller, who
learns from `NotSent` what surely did not leave.
"""

import smtplib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise

from academy.branding import branding_of
from academy.models import Organisation

# Answers of a mail server that say: refused, nothing was taken.
REFUSALS = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
)


class NotSent(Exception):
    """The letter surely did not leave; sending it later is safe."""


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    type: str


def send_letter(
    template: str,
    *,
    to: str,
    language: str,
    key: str,
    context: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
) -> None:
    """Render `emails/<template>.subject.txt`, `.txt` and `.html` in `language` and send them.

    `key` names the letter: the same key gives the same Message-ID, so mail programs show a repetition once.
    Raises NotSent when it surely did not leave; after any other error nobody knows.
    """
    send_written(write_letter(template, to=to, language=language, key=key, context=context, attachments=attachments))


def send_written(letter: EmailMultiAlternatives) -> None:
    """Send what `write_letter` wrote. Raises as `send_letter` does."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"The mail server cannot be reached: {error}") from error
    try:
        connection.send_messages([letter])
    except REFUSALS as error:
        raise NotSent(f"The mail server refused: {error}") from error
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()


def write_letter(
    template: str,
    *,
    to: str,
    language: str,
    key: str,
    context: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
    zone: tzinfo | None = None,
    why: str | Promise = "",
    unsubscribe_url: str = "",
) -> EmailMultiAlternatives:
    """The letter itself, unsent; for `send_letter`, the outbox and previews.

    Times in it are of `zone`, by default of the site. `why` says at its foot for what reason it came, and
    `unsubscribe_url` how to stop letters of that sort, there and for the button of mail programs (RFC 2369 and 8058).
    An `organisation` (the model) in the context puts its name, logo and contact for help into the frame; a
    `reply_to` there is the address that answers go to.
    """
    values = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "language": language,
        "why": why,
        "unsubscribe_url": unsubscribe_url,
        **context,
    }
    headers = {"Message-ID": message_id(key), "Auto-Submitted": "auto-generated", "Content-Language": language}
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with translation.override(language), timezone.override(zone):
        values["sender"] = sender_of(context.get("organisation"))
        subject = " ".join(render_to_string(f"emails/{template}.subject.txt", values).split())
        text = render_to_string(f"emails/{template}.txt", values).strip() + "\n"
        html = render_to_string(f"emails/{template}.html", values)
    answers = [context["reply_to"]] if context.get("reply_to") else None
    letter = EmailMultiAlternatives(subject, text, to=[to], reply_to=answers, headers=headers)
    letter.attach_alternative(html, "text/html")
    for attachment in attachments:
        letter.attach(attachment.name, attachment.content, attachment.type)
    return letter


def sender_of(organisation: Any) -> dict[str, str] | None:
    """For the frame, in the active language: `{name, logo_url, help_email, help_phone, help_text}`, or None."""
    if not isinstance(organisation, Organisation):
        return None
    branding = branding_of(organisation)
    helper = branding.helper
    return {
        "name": branding.issuer_name or (helper.local_name if helper else organisation.local_name),
        "logo_url": urljoin(settings.SITE_URL, branding.logo_url) if branding.logo else "",
        "help_email": helper.help_email if helper else "",
        "help_phone": helper.help_phone if helper else "",
        "help_text": helper.help_text if helper else "",
    }


def message_id(key: str) -> str:
    """The Message-ID of the letter that `key` names, the same on every machine of this site."""
    digest = sha256(f"{settings.SITE_URL}|{key}".encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"
