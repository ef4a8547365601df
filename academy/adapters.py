"""How django-allauth meets our accounts: names, languages, where links lead. Knows nothing of courses.

Addresses are verified by a link, not by a code: the link works from the mail app of a phone while the sign-up stands
open on a desk computer, it carries where the newcomer was going, and nobody has to copy digits between devices.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from academy.models import User
from academy.services import people


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail address and password do not match. Try again, or set a new password."),
        "incorrect_password": _("That is not your password. Try again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    }

    def save_user(self, request: HttpRequest, user: User, form, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        user.language = form.cleaned_data["language"]
        return super().save_user(request, user, form, commit)

    def set_password(self, user: User, password: str) -> None:
        """Whoever sets a password is signed in or followed a link from her mailbox: the address is hers."""
        super().set_password(user, password)
        people.confirm_address(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person, whoever asked for the letter."""
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = person.language if person else translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, {"site_name": settings.SITE_NAME, **context})

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation) -> str:
        url = super().get_email_confirmation_url(request, emailconfirmation)
        return _towards(url, get_next_redirect_url(request), emailconfirmation.email_address.user)

    def get_email_verification_redirect_url(self, email_address) -> str:
        """After the link: signed in, the address page; on another device, sign-in, and on to where she was going."""
        if self.request.user.is_authenticated:
            return reverse("account_email")
        target = get_next_redirect_url(self.request) or f"/{email_address.user.language}/"
        return f"{reverse('account_login')}?{urlencode({'next': target})}"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        url = _towards(context["password_reset_url"], get_next_redirect_url(self.request), user)
        super().send_password_reset_mail(user, email, {**context, "password_reset_url": url})


def _towards(url: str, target: str | None, user: User) -> str:
    """The link with where it leads in the end, which tells the pages on the way their language too."""
    return f"{url}?{urlencode({'next': target or f'/{user.language}/'})}"
