"""What is noted in the session when somebody signs in."""

import time

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from academy.models import Organisation, User

CMS_LINK = "cms_link"
ROOM_LINK = "room_link"  # [whether, when asked]
ROOM_SECONDS = 3600  # then it is asked again: roles come and go while people are signed in


def connect() -> None:
    user_logged_in.connect(note_cms_link, dispatch_uid="academy.note_cms_link")


def note_cms_link(sender: type[User], request: HttpRequest, user: User, **kwargs) -> None:
    """Whether her pages show the way to the CMS, so that no page has to ask; the CMS itself asks every time."""
    request.session[CMS_LINK] = user.has_perm("wagtailadmin.access_admin")
    remember_room(request, runs_any(user))


def has_room_link(request: HttpRequest) -> bool:
    """Whether her pages show the way to the room of organisations: noted in the session, asked once an hour."""
    if not request.user.is_authenticated:
        return False
    noted = request.session.get(ROOM_LINK)
    if noted is None or noted[1] < time.time() - ROOM_SECONDS:
        remember_room(request, runs_any(request.user))
        noted = request.session[ROOM_LINK]
    return noted[0]


def remember_room(request: HttpRequest, runs: bool) -> None:
    request.session[ROOM_LINK] = [runs, int(time.time())]


def runs_any(user: User) -> bool:
    """Platform administrators run all; they find the room when there is anything in it."""
    return Organisation.objects.run_by(user).exists()
