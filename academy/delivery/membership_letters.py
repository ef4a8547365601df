"""The letters about belonging to an organisation: another role, a move, the end."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from academy.enums import MembershipRole
from academy.models import Letter, Organisation
from academy.sockets import LetterKind, Written


def write_membership(letter: Letter) -> Written | None:
    """None when the organisation is gone, or for an event that this version does not know."""
    organisation = Organisation.objects.filter(pk=letter.data["organisation"]).prefetch_related("names").first()
    if organisation is None:
        return None
    texts = _texts(letter.data, organisation.local_name)
    if texts is None:
        return None
    subject, sentences = texts
    context: dict[str, Any] = {
        "organisation": organisation,
        "subject": subject,
        "sentences": sentences,
        "url": settings.SITE_URL + reverse("own_organisations"),
        "button": gettext("Your organisations"),
    }
    return Written("membership", context)


def _texts(data: dict[str, Any], name: str) -> tuple[str, list[str]] | None:
    names = {"name": name}
    if data["event"] == "ended":
        return gettext("You left %(name)s") % names, [
            gettext("an administrator noted that you do not belong to %(name)s any more.") % names,
            gettext("Your account, your courses and your certificates stay yours. What you learned there until today "
                    "stays on record with the organisation."),
            gettext("If this is a mistake, write to the people who help you there."),
        ]  # fmt: skip
    if data["event"] == "moved":
        return gettext("You belong to %(name)s") % names, [
            gettext("an administrator noted that you work in %(name)s now.") % names,
            gettext("New courses count for it. What you learned before stays with the organisation of that day."),
        ]
    sentence = {
        MembershipRole.ADMINISTRATOR: gettext(
            "you are an administrator of %(name)s now: you see and help its learners and those of all below it, "
            "and you change the organisation and the roles of its people."
        ),
        MembershipRole.COORDINATOR: gettext(
            "you are a course coordinator of %(name)s now: you see and help its learners and those of all below it."
        ),
        MembershipRole.MEMBER: gettext(
            "you belong to %(name)s as before, but you do not administer or coordinate it any more."
        ),
    }.get(data.get("role"))
    if data["event"] != "role" or sentence is None:
        return None
    return gettext("Your role in %(name)s") % names, [sentence % names]


LETTERS = {"membership": LetterKind(write_membership)}
