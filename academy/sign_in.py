"""What is noted in the session when somebody signs in."""

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from academy.models import User

CMS_LINK = "cms_link"


def connect() -> None:
    user_logged_in.connect(note_cms_link, dispatch_uid="academy.note_cms_link")


def note_cms_link(sender: type[User], request: HttpRequest, user: User, **kwargs) -> None:
    """Whether her pages show the way to the CMS, so that no page has to ask; the CMS itself asks every time."""
    request.session[CMS_LINK] = user.has_perm("wagtailadmin.access_admin")
