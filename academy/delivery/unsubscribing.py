"""The link that stops letters of one category: a signed token of person and category, so that it works signed out.

It never expires, because letters lie in mailboxes for years. Knows nothing of what happens behind the link.
"""

import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse

from academy.models import User

_signer = signing.Signer(salt="academy.letters", sep=".")


def unsubscribe_url(user: User, category: str) -> str:
    """The whole address of the page that stops these letters to her."""
    return f"{settings.SITE_URL}{reverse('letters_unsubscribe', args=[unsubscribe_token(user, category)])}"


def unsubscribe_token(user: User, category: str) -> str:
    """Names person and category; nobody else can make one. The same every time."""
    return _signer.sign_object([user.uuid.hex, category])


def read_token(token: str) -> tuple[User, str] | None:
    """Person and category; None when it is forged or cut off, or the account is gone."""
    try:
        person, category = _signer.unsign_object(token)
        user = User.objects.filter(uuid=uuid.UUID(hex=person)).first()
    except (signing.BadSignature, ValueError):
        return None
    return (user, category) if user else None
