"""The message of an administrator to a group, as it leaves: plain text with its line breaks and links, signed.

Answers go to whom the organisation names for help. Plugged in by `courses.apps`.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from academy.branding import branding_of
from academy.models import Letter, Organisation, User
from academy.sockets import LetterKind, Written
from courses.models import Announcement

KIND, CATEGORY = "announcement", "messages"


def write_announcement(letter: Letter) -> Written | None:
    rows = Announcement.objects.select_related("organisation", "by")
    message = rows.filter(pk=letter.data["announcement"]).first()
    if message is None:
        return None
    return Written("announcement", context_of(message.organisation, message.by, message.subject, message.text))


def context_of(organisation: Organisation, by: User | None, subject: str, text: str) -> dict[str, Any]:
    """For the letter and its preview, in the active language."""
    helper = branding_of(organisation).helper
    return {
        "subject": subject,
        "text": text,
        "signed_by": by.name if by else "",
        "signed_for": organisation.local_name,
        "organisation": organisation,
        "reply_to": helper.help_email if helper else "",
    }


LETTERS = {
    KIND: LetterKind(write_announcement, category=CATEGORY, label=_("Messages of my organisation about my courses"))
}
