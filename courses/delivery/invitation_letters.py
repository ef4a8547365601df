"""The letters about joining an organisation: an invitation to an address, and "you were enrolled" to a colleague.

Plugged in by `courses.apps`. What they say is worked out when they leave; None when it is no longer so.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.models import Letter, Organisation, User
from academy.sockets import LetterKind, Written
from courses.models import Course, Edition, Invitation
from courses.wording import aim_of

_signer = signing.Signer(salt="courses.invitations", sep=".")

Fact = tuple[str, str]


def invitation_url(invitation: Invitation) -> str:
    """The whole address of the page that accepts it, in the active language. Only the letter may hold it."""
    return settings.SITE_URL + reverse("invitation", kwargs={"token": invitation_token(invitation)})


def invitation_token(invitation: Invitation) -> str:
    """Nobody who sees the invitation in a list can make it. The same every time."""
    return _signer.sign(invitation.uuid.hex)


def read_token(token: str) -> str | None:
    """The uuid as hex; None when it is forged or cut off."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None


def write_invitation(letter: Letter) -> Written | None:
    """Nothing once it was accepted, revoked or ran out."""
    rows = Invitation.objects.open().select_related("organisation", "course", "edition__course", "invited_by")
    invitation = rows.filter(pk=letter.data["invitation"]).first()
    if invitation is None:
        return None
    organisation, inviter = invitation.organisation, invitation.invited_by
    title = aim_of(invitation.course, invitation.edition)
    names = {"organisation": organisation.local_name, "title": title, "inviter": inviter.name if inviter else ""}
    if title:
        subject = gettext("%(organisation)s invites you to “%(title)s”") % names
        sentence = gettext("%(organisation)s invites you to take part in “%(title)s”.") % names
    else:
        subject = gettext("%(organisation)s invites you to learn together") % names
        sentence = gettext("%(organisation)s invites you to join its people here and learn together.") % names
    sentences = [sentence]
    sentences.append(gettext("Open the page below: it takes two minutes, and costs nothing."))
    facts = [
        *([(gettext("Invited by"), inviter.name)] if inviter and inviter.name else []),
        *_edition_facts(invitation.edition),
        (gettext("Valid until"), date_format(localtime(invitation.expires_at), "DATE_FORMAT")),
    ]
    closing = gettext("If you do not want to take part, you need not do anything. Nobody is told.")
    context = _context(organisation, subject, sentences, facts, name=invitation.name, closing=closing)
    return Written(
        "invitation", {**context, "url": invitation_url(invitation), "button": gettext("See the invitation")}
    )


def write_enrolled(letter: Letter) -> Written | None:
    """Nothing once she left the organisation."""
    organisation = Organisation.objects.filter(pk=letter.data["organisation"]).first()
    memberships = letter.user.memberships.current()
    if organisation is None or not memberships.filter(organisation__path__startswith=organisation.path).exists():
        return None
    course = Course.objects.filter(pk=letter.data["course"]).first()
    inviter = User.objects.filter(pk=letter.data["by"]).first()
    names = {"organisation": organisation.local_name, "title": aim_of(course, None)}
    if course is not None:
        subject = gettext("You were enrolled: %(title)s") % names
        sentence = gettext("%(organisation)s enrolled you in the course “%(title)s”. You can begin at once.") % names
    else:
        subject = gettext("You belong to %(organisation)s now") % names
        sentence = gettext("you were added to the people of %(organisation)s on the platform.") % names
    facts = [(gettext("Enrolled by") if course else gettext("Added by"), inviter.name)] if inviter else []
    closing = gettext("Who administers it sees how far you are. If this is a mistake, write to the help.")
    context = _context(organisation, subject, [sentence], facts, name=letter.user.name, closing=closing)
    url = settings.SITE_URL + reverse("learning")
    return Written("invitation", {**context, "url": url, "button": gettext("Go to my learning")})


def _context(
    organisation: Organisation, subject: str, sentences: list[str], facts: list[Fact], *, name: str, closing: str
) -> dict[str, Any]:
    return {
        "subject": subject,
        "organisation": organisation,
        "inviting": organisation.local_name,
        "name": name,
        "sentences": sentences,
        "facts": facts,
        "closing": closing,
    }


def _edition_facts(edition: Edition | None) -> list[Fact]:
    if edition is None:
        return []
    return [
        (gettext("From"), date_format(edition.starts_on, "DATE_FORMAT")),
        (gettext("To"), date_format(edition.ends_on, "DATE_FORMAT")),
        (gettext("Language"), edition.get_language_display()),
    ]


LETTERS = {
    "invitation": LetterKind(write_invitation, label=_("Somebody invited this address")),
    "enrolled": LetterKind(write_enrolled, label=_("An organisation enrolled me")),
}
