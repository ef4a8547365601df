"""Letters about accounts that leave without a request: invitation, farewell. Plain text, in the person's language."""

from urllib.parse import urlencode

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from academy.models import User


def send_invitation(user_id: int, by_id: int) -> None:
    """A link to set a password; nothing when the person is gone or inactive meanwhile."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    by = User.objects.filter(pk=by_id).first()
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    link = f"{settings.SITE_URL}{path}?{urlencode({'next': f'/{user.language}/'})}"
    days = settings.PASSWORD_RESET_TIMEOUT // 86400
    _send("invitation", user.email, user.language, {"user": user, "by": by, "link": link, "days": days})


def send_farewell(email: str, language: str) -> None:
    _send("farewell", email, language, {})


def _send(name: str, email: str, language: str, context: dict) -> None:
    context = {"site_name": settings.SITE_NAME, "contact_email": settings.CONTACT_EMAIL, **context}
    with translation.override(language):
        subject = render_to_string(f"account/email/{name}_subject.txt", context)
        body = render_to_string(f"account/email/{name}_message.txt", context)
    send_mail(" ".join(subject.split()), body.strip(), settings.DEFAULT_FROM_EMAIL, [email])
