"""What the page of notices says of a practice, and where it leads."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from peer_exchange.delivery.practice_letters import public_path
from peer_exchange.models import Notice

SENTENCES = {
    "submitted": _("A practice waits for your check"),
    "returned": _("Your practice came back with comments"),
    "published": _("Your practice is public"),
    "review": _("You are invited to review a practice"),
    "reviewed": _("Peers have reviewed your practice"),
    "adoption": _("A municipality wants to try your practice"),
    "running": _("Does your practice still run? A letter with the question is on its way"),
}
PAGES = {
    "submitted": "practice_check",
    "published": "practice_preview",
    "reviewed": "practice_reviews_result",
}


def sentence_of(notice: Notice) -> str:
    return str(SENTENCES.get(notice.data.get("what", ""), _("News of a practice")))


def target_of(notice: Notice) -> tuple[str, str, str]:
    """Title, its language, address. The notice comes with its practice."""
    practice, what = notice.practice, notice.data.get("what", "")
    assert practice is not None
    title = practice.title or gettext("Untitled practice")
    if what in PAGES:
        return title, practice.language, reverse(PAGES[what], kwargs={"uuid": practice.uuid})
    if what == "adoption" and practice.slug:
        return title, practice.language, public_path(practice) + "#adoptions"
    if what == "returned":
        url = reverse("practice_draft", kwargs={"uuid": practice.uuid, "step": "result"})
        return title, practice.language, url
    return title, practice.language, reverse("practices_mine")
