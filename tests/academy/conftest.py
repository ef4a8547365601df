"""What account tests share: a verified person, and reading links out of letters."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret


@pytest.fixture
def verify():
    """Give a person a verified address, as after sign-up."""

    def verify(user):
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True, "verified": True})
        return user

    return verify


@pytest.fixture
def with_second_factor():
    """Give a person an authenticator app."""

    def activate(user):
        TOTP.activate(user, generate_totp_secret())
        return user

    return activate


@pytest.fixture
def letters(mailoutbox):
    """The letters sent so far; `letters.link()` is the path in the newest one."""

    class Letters:
        def __len__(self):
            return len(mailoutbox)

        def __getitem__(self, index):
            return mailoutbox[index]

        def to(self, email):
            return [letter for letter in mailoutbox if letter.to == [email]]

        def link(self, index=-1):
            return re.search(r"https?://[^/\s]+(/accounts/\S+)", mailoutbox[index].body).group(1)

    return Letters()
