"""The letter that brings a message to the people of a practice; their answer goes to who wrote it."""

from django.conf import settings
from django.utils.translation import gettext

from academy.models import Letter
from academy.sockets import LetterKind, Written
from peer_exchange.delivery.practice_letters import public_path
from peer_exchange.enums import ContactSubject
from peer_exchange.models import ContactRequest, Practice


def write_contact(letter: Letter) -> Written | None:
    """Nothing once the practice is off the site or the writer's account is closed."""
    rows = ContactRequest.objects.filter(pk=letter.data["request"], sender__is_active=True)
    request = rows.select_related("practice", "sender", "organisation").first()
    if request is None or not Practice.objects.public().filter(pk=request.practice_id).exists():
        return None
    names = {"name": request.sender.name, "title": request.practice.title}
    if request.organisation is not None:
        names["place"] = request.organisation.local_name
        sentence = gettext("%(name)s (%(place)s) writes to you about “%(title)s”.") % names
    else:
        sentence = gettext("%(name)s writes to you about “%(title)s”.") % names
    context = {
        "subject": gettext("%(name)s asks about your practice: %(title)s") % names,
        "sentences": [
            sentence,
            gettext(
                "Answer this letter and your answer goes to her or him. Your address is not known to them until then."
            ),
        ],
        "comments": [{"label": ContactSubject(request.subject).label, "text": request.message}],
        "action": gettext("Open the practice"),
        "url": settings.SITE_URL + public_path(request.practice),
        "reply_to": request.sender.email,
    }
    return Written("practice_news", context)


LETTERS = {"practice_contact": LetterKind(write_contact)}
