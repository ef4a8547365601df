"""The letters about practices: to those who check one, to its authors, to reviewers, and "does it still run?".

One template says all of them. What stands in a letter is read when it leaves; None when nothing is left to say. The
links that open something by themselves are signed here; the database keeps nothing that could make them again.
"""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from academy.models import Letter
from academy.sockets import LetterKind, Written
from peer_exchange.enums import PracticeState, ReviewState
from peer_exchange.models import CheckComment, Practice, PracticeAuthor, PracticeReview, StillRunning

_signer = signing.Signer(salt="peer_exchange.practices", sep=".")


def author_token(uuid: str) -> str:
    """What the letter to a co-author holds, made of a secret that only `make_secret` and the letter's data know."""
    return _signer.sign(f"author-{uuid}")


def running_token(secret: str) -> str:
    return _signer.sign(f"running-{secret}")


def hash_of(token: str) -> str:
    """What the database keeps of a token."""
    return sha256(token.encode()).hexdigest()


def public_path(practice: Practice) -> str:
    """Where everybody reads it, below the active language."""
    return f"/{get_language()}/practices/{practice.slug}/"


def code_path(practice: Practice) -> str:
    """The same, short and for ever: it leads there."""
    return f"/{get_language()}/practices/{practice.code}/"


def field_label(name: str) -> str:
    """What a field or a table of the record is called; "" is the whole."""
    if not name:
        return gettext("On the whole practice")
    field = Practice._meta.get_field(name)
    if field.is_relation and field.auto_created:
        return str(field.related_model._meta.verbose_name_plural)
    return str(field.verbose_name)


def write_submitted(letter: Letter) -> Written | None:
    """To who checks: nothing once it was decided or taken back."""
    practice = Practice.objects.in_check().filter(pk=letter.data["practice"]).first()
    if practice is None or letter.user is None or not Practice.objects.checked_by(letter.user).filter(pk=practice.pk):
        return None
    names = {"title": practice.title}
    return _news(
        gettext("A practice waits for your check: %(title)s") % names,
        [
            gettext("its authors have sent “%(title)s” to be checked before it becomes public.") % names,
            gettext("Read it, then publish it or return it with comments. It takes about ten minutes."),
        ],
        gettext("Read the practice"),
        reverse("practice_check", kwargs={"uuid": practice.uuid}),
    )


def write_returned(letter: Letter) -> Written | None:
    practice = _of_author(letter)
    if practice is None or not practice.workflow_states.filter(status="needs_changes").exists():
        return None
    names = {"title": _draft_title(practice)}
    comments = CheckComment.objects.filter(practice=practice, version=letter.data["version"])
    return _news(
        gettext("Your practice came back with comments: %(title)s") % names,
        [
            gettext("“%(title)s” was read and returned with comments.") % names,
            gettext("Change what you find right, then send it again. What is public stays public meanwhile."),
        ],
        gettext("Open your practice"),
        reverse("practice_draft", kwargs={"uuid": practice.uuid, "step": "result"}),
        comments=[{"label": field_label(row.field), "text": row.text} for row in comments],
    )


def write_published(letter: Letter) -> Written | None:
    practice = _of_author(letter)
    if practice is None or not Practice.objects.public().filter(pk=practice.pk).exists():
        return None
    names = {"title": practice.title, "code": practice.code}
    return _news(
        gettext("Your practice is public: %(title)s") % names,
        [
            gettext("“%(title)s” stands in the library now, under the code %(code)s. Thank you for sharing it.")
            % names,
            gettext("Send the address to colleagues; every visitor may read it, print it and cite it."),
        ],
        gettext("Open the practice"),
        public_path(practice),
    )


def write_author_invited(letter: Letter) -> Written | None:
    """To an address, whether it has an account or not. Nothing once somebody accepted or it was taken back."""
    author = PracticeAuthor.objects.filter(pk=letter.data["author"], user=None).select_related("invited_by").first()
    if author is None or author.token_hash != hash_of(author_token(letter.data["secret"])):
        return None
    practice = author.practice
    names = {"title": _draft_title(practice), "name": author.invited_by.name if author.invited_by else ""}
    return _news(
        gettext("Write a good practice together: %(title)s") % names,
        [
            gettext("%(name)s invites you to write the practice “%(title)s” together.") % names,
            gettext("Open the page below, sign in or make an account, and you may write on it too."),
        ],
        gettext("Open the invitation"),
        reverse("practice_author", kwargs={"token": author_token(letter.data["secret"])}),
    )


def write_review_invited(letter: Letter) -> Written | None:
    review = PracticeReview.objects.filter(pk=letter.data["review"], state=ReviewState.INVITED).first()
    if review is None:
        return None
    names = {"title": review.practice.title}
    sentences = [
        gettext("the editors of the library invite you to review “%(title)s” as a peer from another municipality.")
        % names,
        gettext("Seven questions, each with a score from 0 to 3 and room for a comment: about 40 minutes."),
    ]
    if review.due_on is not None:
        sentences.append(gettext("Please hand it in by %(day)s.") % {"day": date_format(review.due_on)})
    return _news(
        gettext("Would you review a practice? %(title)s") % names,
        sentences,
        gettext("Open the review"),
        reverse("practice_review", kwargs={"uuid": review.uuid}),
    )


def write_reviewed(letter: Letter) -> Written | None:
    """The result of the peers, to the authors."""
    practice = _of_author(letter)
    if practice is None:
        return None
    names = {"title": practice.title}
    if practice.state in (PracticeState.VALIDATED, PracticeState.EXEMPLARY):
        subject = gettext("Peers validated your practice: %(title)s") % names
        sentence = gettext("two peers from other municipalities have validated “%(title)s”. Well done!") % names
    else:
        subject = gettext("Peers have read your practice: %(title)s") % names
        sentence = (
            gettext(
                "peers from other municipalities have reviewed “%(title)s”. It stays public as Shared; "
                "their comments show what would make it stronger."
            )
            % names
        )
    page = reverse("practice_reviews_result", kwargs={"uuid": practice.uuid})
    return _news(subject, [sentence], gettext("Read the reviews"), page)


def write_still_running(letter: Letter) -> Written | None:
    """Nothing once somebody answered or the practice is gone."""
    check = StillRunning.objects.filter(pk=letter.data["check"], answered_at=None).select_related("practice").first()
    if check is None or not Practice.objects.public().filter(pk=check.practice_id).exists():
        return None
    names = {"title": check.practice.title}
    return _news(
        gettext("Does it still run? %(title)s") % names,
        [
            gettext("two years ago you said that “%(title)s” runs as the library describes it.") % names,
            gettext("One click tells others whether that is still so. You need not sign in."),
        ],
        gettext("Answer with one click"),
        reverse("practice_still_running", kwargs={"token": running_token(letter.data["secret"])}),
    )


def _news(subject: str, sentences: list[str], action: str, path: str, **more: Any) -> Written:
    context = {"subject": subject, "sentences": sentences, "action": action, "url": settings.SITE_URL + path, **more}
    return Written("practice_news", context)


def _of_author(letter: Letter) -> Practice | None:
    return Practice.objects.filter(pk=letter.data["practice"], authors__user=letter.user_id).first()


def _draft_title(practice: Practice) -> str:
    revision = practice.latest_revision
    return (revision.content["title"] if revision else practice.title) or gettext("Untitled practice")


LETTERS = {
    "practice_submitted": LetterKind(
        write_submitted, category="practice_checks", label=_("A practice waits for my check")
    ),
    "practice_returned": LetterKind(write_returned),
    "practice_published": LetterKind(write_published),
    "practice_author": LetterKind(write_author_invited),
    "practice_review": LetterKind(
        write_review_invited, category="practice_reviews", label=_("I am invited to review a practice")
    ),
    "practice_reviewed": LetterKind(write_reviewed),
    "practice_running": LetterKind(
        write_still_running, category="practice_running", label=_("Whether my practice still runs")
    ),
}
