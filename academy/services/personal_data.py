"""One's own data: handed out as plain data, and erased. What the rooms above know comes through `academy.sockets`."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page
from wagtail.users.models import UserProfile

from academy import sockets, tasks
from academy.models import AccessRecord, Letter, Membership, Unsubscription, User


def export_person(user: User, *, now: datetime | None = None) -> dict[str, Any]:
    """Everything the site knows of the person, room by room; passwords and secrets of the second factor left out."""
    return {
        "about": {
            "site": settings.SITE_NAME,
            "address": settings.SITE_URL,
            "exported_at": now or timezone.now(),
        },
        "account": _export_account(user),
        "organisations": _export_organisations(user),
        "editing": _export_editing(user),
        "letters": _export_letters(user),
        **{room: plug.export(user) for room, plug in sockets.personal_data},
    }


@transaction.atomic
def erase_person(user: User, *, choices: frozenset[str] = frozenset()) -> bool:
    """Delete the account and all that leads to the person; `choices` names what she wants kept. False: gone already.

    Pages and files she made stay, without an owner. What rooms keep as figures stays, without a person.
    """
    person = User.objects.select_for_update().filter(pk=user.pk).first()
    if person is None:
        return False
    for _room, plug in sockets.personal_data:
        plug.erase(person, choices)
    email, language = person.email, person.language
    _erase_traces(person)
    person.delete()
    transaction.on_commit(lambda: tasks.send_farewell.delay(email, language), robust=True)
    return True


def all_choices(user: User) -> frozenset[str]:
    """Everything that can be kept: for a deletion that the person did not ask for herself."""
    return frozenset(name for _room, plug in sockets.personal_data for name in plug.choices(user))


def _export_account(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "addresses": [
            {"email": address.email, "verified": address.verified, "primary": address.primary}
            for address in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "name": user.name,
        "name_other_script": user.name_other_script,
        "language": user.language,
        "time_zone": user.time_zone,
        "sex": user.sex,
        "joined_at": user.date_joined,
        "last_sign_in_at": user.last_login,
        "groups": list(user.groups.order_by("name").values_list("name", flat=True)),
        "is_administrator": user.is_superuser,
        "second_factor": [
            {"kind": factor.get_type_display(), "since": factor.created_at, "last_used_at": factor.last_used_at}
            for factor in Authenticator.objects.filter(user=user).order_by("pk")
        ],
    }


def _export_organisations(user: User) -> dict[str, Any]:
    """Memberships go with the account; the log stays, without a name."""
    memberships = Membership.objects.filter(user=user).select_related("organisation").order_by("pk")
    records = AccessRecord.objects.filter(person=user).select_related("actor", "organisation").order_by("pk")
    return {
        "memberships": [
            {
                "organisation": row.organisation.name,
                "role": row.role,
                "position": row.position,
                "since": row.started_at,
                "until": row.ended_at,
            }
            for row in memberships
        ],
        "who_looked": [
            {
                "at": row.at,
                "by": row.actor.name if row.actor else "",
                "access": row.access,
                "what": row.what,
                "organisation": row.organisation.name if row.organisation else "",
            }
            for row in records
        ],
    }


def _export_letters(user: User) -> dict[str, Any]:
    """Those to her account go with it; those to her address, before she had one, go with `_erase_traces`."""
    return {
        "outbox": list(
            Letter.objects.about(user)
            .order_by("pk")
            .values("kind", "key", "data", "created_at", "not_before", "sending_at", "sent_at", "dropped_at")
        ),
        "unwanted": list(Unsubscription.objects.filter(user=user).order_by("pk").values("category", "created_at")),
    }


def _export_editing(user: User) -> dict[str, Any]:
    return {
        "pages_owned": list(Page.objects.filter(owner=user).order_by("pk").values("title", "url_path")),
        "comments": [
            {"page": comment.page.title, "text": comment.text, "written_at": comment.created_at}
            for comment in Comment.objects.filter(user=user).select_related("page").order_by("pk")
        ],
        "replies": [
            {"page": reply.comment.page.title, "text": reply.text, "written_at": reply.created_at}
            for reply in CommentReply.objects.filter(user=user).select_related("comment__page").order_by("pk")
        ],
    }


def _erase_traces(user: User) -> None:
    """What names the person outside the rows that go with her: labels of the log, sessions, the picture's file."""
    Letter.objects.about(user).filter(user__isnull=True).delete()
    content_type = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=content_type, object_id=str(user.pk)).update(label="", data={})
    profile = UserProfile.objects.filter(user=user).first()
    if profile and profile.avatar:
        profile.avatar.delete(save=False)
    key = str(user.pk)
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == key:
            session.delete()
