"""The letters about adoptions: "somebody wants to try it" to the people of a practice, the follow-ups; and about
challenges that a practice may answer.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from academy.models import Letter
from academy.sockets import LetterKind, Written
from peer_exchange.delivery.practice_letters import public_path
from peer_exchange.enums import AdoptionStage
from peer_exchange.models import Adoption, AdoptionReport, Challenge, Practice


def write_adoption(letter: Letter) -> Written | None:
    """To its authors; nothing when the practice left the library or she writes on it no more."""
    hers = Practice.objects.public().filter(authors__user=letter.user_id)
    adoption = Adoption.objects.filter(pk=letter.data["adoption"], practice__in=hers).first()
    if adoption is None:
        return None
    practice, place = adoption.practice, adoption.organisation.local_name
    names = {"title": practice.title, "municipality": place, "name": adoption.contact.name if adoption.contact else ""}
    message = letter.data["message"]
    answers = gettext(
        "Answer this letter and your answer goes to her or him. Your address is not known to them until then."
    )
    return Written(
        "practice_news",
        {
            "subject": gettext("%(municipality)s wants to try your practice") % names,
            "sentences": [
                gettext("%(municipality)s wants to try “%(title)s”. A few lines from you may save them a year.")
                % names,
                *([answers] if adoption.contact else []),
                gettext("On the page of your practice you see how far they are, and may confirm what they report."),
            ],
            "comments": [{"label": names["name"] or place, "text": message}] if message else [],
            "reply_to": adoption.contact.email if adoption.contact else None,
            "action": gettext("Open the practice"),
            "url": settings.SITE_URL + public_path(practice) + "#adoptions",
        },
    )


def write_follow_up(letter: Letter) -> Written | None:
    """Nothing once it is answered, a later one was asked, it stopped, or the practice left the library."""
    report = AdoptionReport.objects.filter(pk=letter.data["report"], answered_at=None).first()
    if report is None:
        return None
    adoption = report.adoption
    is_over = adoption.stage == AdoptionStage.STOPPED or adoption.reports.filter(month__gt=report.month).exists()
    is_public = Practice.objects.public().filter(pk=adoption.practice_id).exists()
    if is_over or not is_public or adoption.contact_id != letter.user_id:
        return None
    names = {"title": adoption.practice.title, "months": report.month}
    page = reverse("adoption_follow_up", kwargs={"slug": adoption.practice.slug, "uuid": adoption.uuid})
    asked = ngettext(
        "%(months)d month ago your municipality wanted to try “%(title)s”.",
        "%(months)d months ago your municipality wanted to try “%(title)s”.",
        report.month,
    )
    return Written(
        "practice_news",
        {
            "subject": gettext("How is it going? %(title)s") % names,
            "sentences": [
                asked % names,
                gettext("Two questions, two minutes. “We stopped” is a good answer too: others learn from it."),
            ],
            "action": gettext("Answer two questions"),
            "url": settings.SITE_URL + page,
        },
    )


def challenge_path(challenge: Challenge) -> str:
    """Where everybody reads it, below the active language."""
    return f"/{get_language()}/practices/challenges/{challenge.slug}/"


def write_challenge(letter: Letter) -> Written | None:
    """To who posted it: this practice may help; nothing when the challenge or the practice is gone."""
    challenge = Challenge.objects.public().filter(pk=letter.data["challenge"], author=letter.user_id).first()
    practice = Practice.objects.public().filter(pk=letter.data["practice"]).first()
    if challenge is None or practice is None:
        return None
    names = {"challenge": challenge.title, "title": practice.title}
    return Written(
        "practice_news",
        {
            "subject": gettext("A practice may answer your challenge: %(title)s") % names,
            "sentences": [
                gettext("you asked about “%(challenge)s”. Somebody points to the practice “%(title)s”.") % names,
                gettext("If it solves the problem, say so on the page of the challenge: others learn from it."),
            ],
            "action": gettext("Open your challenge"),
            "url": settings.SITE_URL + challenge_path(challenge),
        },
    )


LETTERS = {
    "practice_challenge": LetterKind(
        write_challenge, category="practice_challenges", label=_("A practice may answer my challenge")
    ),
    "practice_adoption": LetterKind(
        write_adoption, category="practice_adoptions", label=_("A municipality wants to try my practice")
    ),
    "practice_follow_up": LetterKind(
        write_follow_up, category="practice_follow_ups", label=_("How it goes with a practice we took over")
    ),
}
