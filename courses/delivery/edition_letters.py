"""The letters about editions: places, sessions, and what one person was granted. Plugged in by `courses.apps`.

All of them have one frame, `templates/emails/edition.*`: a subject, sentences, facts, a button, under the name of the
organisation that holds the edition. What they say is worked
out when they leave; None when it is no longer so.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from academy.delivery.calendars import ATTACHED
from academy.delivery.mail import Attachment
from academy.models import Letter
from academy.sockets import LetterKind, Written
from courses.delivery.calendars import calendar_of
from courses.enums import EditionState, PlaceState
from courses.models import Adjustment, Edition, LiveSession, Place
from courses.wording import title_of, title_of_edition

Fact = tuple[str, str]


def write_seated(letter: Letter) -> Written | None:
    place = _place_of(letter, PlaceState.SEATED)
    if place is None:
        return None
    title = title_of_edition(place.edition)
    return _seat_letter(
        place.edition,
        gettext("You have a place: %(title)s") % {"title": title},
        [gettext("you take part in “%(title)s”. We look forward to learning with you.") % {"title": title}],
    )


def write_promoted(letter: Letter) -> Written | None:
    place = _place_of(letter, PlaceState.SEATED)
    if place is None:
        return None
    title = title_of_edition(place.edition)
    sentences = [
        gettext("a seat became free in “%(title)s”, and you were next on the waiting list: you take part.")
        % {"title": title},
        gettext("If you cannot come any more, please leave the edition on its page, so that somebody else can."),
    ]
    return _seat_letter(place.edition, gettext("You have a place now: %(title)s") % {"title": title}, sentences)


def write_waiting(letter: Letter) -> Written | None:
    place = _place_of(letter, PlaceState.WAITING)
    if place is None:
        return None
    title, number = title_of_edition(place.edition), Place.objects.ahead_of(place).count() + 1
    sentences = [
        gettext("“%(title)s” is full at the moment. You are number %(number)d on the waiting list.")
        % {"title": title, "number": number},
        gettext("When a seat becomes free, the first of the list gets it, and a letter says so. You need not do more."),
    ]
    return _written(
        place.edition, gettext("On the waiting list: %(title)s") % {"title": title}, sentences, _dates(place.edition)
    )


def write_dropped(letter: Letter) -> Written | None:
    """She waited, her turn came, and she could not take part any more. Nothing once she asked again."""
    place = _place_of(letter, PlaceState.LEFT)
    if place is None:
        return None
    title = title_of_edition(place.edition)
    reasons = {
        "completed": gettext("You have completed the course already, so the seat went to the next person."),
        "elsewhere": gettext(
            "You take part in another edition of the same course, so the seat went to the next person. If you would "
            "rather take part here, leave that one first and register again while this one is open."
        ),
    }
    sentences = [
        gettext("a seat became free in “%(title)s”, but you are not on its waiting list any more.") % {"title": title},
        reasons.get(letter.data.get("why", ""), gettext("The course takes no new learners at the moment.")),
    ]
    subject = gettext("No longer on the waiting list: %(title)s") % {"title": title}
    return _written(place.edition, subject, sentences, _dates(place.edition))


def write_declined(letter: Letter) -> Written | None:
    place = _place_of(letter, PlaceState.DECLINED)
    if place is None:
        return None
    title = title_of_edition(place.edition)
    sentences = [
        gettext("your request to take part in “%(title)s” could not be accepted this time.") % {"title": title},
        gettext("The course itself stays open to you: you can take it at your own pace."),
    ]
    return _written(place.edition, gettext("Your request: %(title)s") % {"title": title}, sentences, [])


def write_cancelled(letter: Letter) -> Written | None:
    edition = _editions().filter(pk=letter.data["edition"], state=EditionState.CANCELLED).first()
    if edition is None:
        return None
    title = title_of_edition(edition)
    sentences = [
        gettext("unfortunately “%(title)s” does not take place.") % {"title": title},
        gettext("What you have done in the course is kept; you can go on with it at your own pace."),
    ]
    return _written(edition, gettext("Cancelled: %(title)s") % {"title": title}, sentences, _dates(edition))


def write_session_announced(letter: Letter) -> Written | None:
    sentence = gettext("a live session was added to “%(title)s”:")
    return _session_letter(letter, gettext("New session: %(title)s"), sentence)


def write_session_changed(letter: Letter) -> Written | None:
    return _session_letter(
        letter,
        gettext("Changed: %(title)s"),
        gettext("a live session of “%(title)s” was changed. This is how it is now:"),
    )


def write_session_cancelled(letter: Letter) -> Written | None:
    return _session_letter(
        letter,
        gettext("Cancelled: %(title)s"),
        gettext("a live session of “%(title)s” does not take place:"),
        is_cancelled=True,
    )


def write_adjustment(letter: Letter) -> Written | None:
    rows = Adjustment.objects.select_related("enrollment__course", "enrollment__organisation")
    rows = rows.filter(enrollment__user=letter.user_id)
    given = rows.filter(pk=letter.data["adjustment"]).first()
    if given is None:
        return None
    title = title_of(given.enrollment.course)
    return Written(
        "edition",
        {
            "subject": gettext("You were granted more: %(title)s") % {"title": title},
            "sentences": [gettext("for the course “%(title)s” you were granted:") % {"title": title}],
            "facts": [(given.get_kind_display(), said(given)), (gettext("Reason"), given.reason)],
            "url": settings.SITE_URL + reverse("learning"),
            "button": gettext("Go to my learning"),
            "organisation": given.enrollment.organisation,
        },
    )


def said(given: Adjustment) -> str:
    """What was granted, in a few words."""
    if given.deadline_at is not None:
        return gettext("until %(moment)s") % {"moment": _end(given.deadline_at)}
    amount = given.amount or 0
    if given.kind == Adjustment.Kind.ATTEMPT:
        return ngettext("%(n)d more attempt", "%(n)d more attempts", amount) % {"n": amount}
    return gettext("%(n)d per cent more time in a quiz") % {"n": amount}


def _seat_letter(edition: Edition, subject: str, sentences: list[str]) -> Written:
    sessions = list(edition.sessions.filter(cancelled_at=None, ends_at__gt=timezone.now()))
    facts = [*_dates(edition), *((row.title, _moment(row.starts_at)) for row in sessions)]
    return _written(edition, subject, sentences, facts, sessions)


def _session_letter(letter: Letter, subject: str, sentence: str, *, is_cancelled: bool = False) -> Written | None:
    """Only while it is so, and only to who still has a seat; an older state of a session is not told any more."""
    rows = LiveSession.objects.filter(edition__places__user=letter.user_id, edition__places__state=PlaceState.SEATED)
    session = rows.select_related("edition__course", "edition__organisation").filter(pk=letter.data["session"]).first()
    if session is None or session.sequence != letter.data["sequence"]:
        return None
    if (session.cancelled_at is not None) != is_cancelled:
        return None
    edition = session.edition
    facts = [
        (gettext("Session"), session.title),
        (gettext("Begins"), f"{_moment(session.starts_at)} ({timezone.get_current_timezone_name()})"),
        (gettext("Ends"), _moment(session.ends_at)),
        *([(gettext("Place"), session.place)] if session.place else []),
        *([(gettext("Link to join"), session.join_url)] if session.join_url and not is_cancelled else []),
    ]
    sentences = [sentence % {"title": title_of_edition(edition)}]
    return _written(edition, subject % {"title": session.title}, sentences, facts, [session])


def _written(
    edition: Edition, subject: str, sentences: list[str], facts: list[Fact], sessions: list[LiveSession] | None = None
) -> Written:
    context: dict[str, Any] = {
        "subject": subject,
        "sentences": sentences,
        "facts": facts,
        "url": settings.SITE_URL + reverse("edition", kwargs={"edition": edition.uuid}),
        "button": gettext("Open the edition"),
        "organisation": edition.organisation,
    }
    attachments: tuple[Attachment, ...] = ()
    if sessions:
        content = calendar_of(edition, sessions, tells_link=True)
        attachments = (Attachment("sessions.ics", content, ATTACHED),)
    return Written("edition", context, attachments)


def _dates(edition: Edition) -> list[Fact]:
    return [
        (gettext("From"), _day(edition.starts_on)),
        (gettext("To"), _day(edition.ends_on)),
        (gettext("Language"), edition.get_language_display()),
    ]


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _end(deadline: datetime) -> str:
    """The day that ends with it; the moment only for a reader in whose zone it is not midnight."""
    local = timezone.localtime(deadline)
    return date_format(local - timedelta(seconds=1), "DATE_FORMAT") if local.time() == time() else _moment(deadline)


def _editions() -> Any:
    return Edition.objects.select_related("course", "organisation")


def _place_of(letter: Letter, state: PlaceState) -> Place | None:
    rows = Place.objects.select_related("edition__course", "edition__organisation")
    rows = rows.exclude(edition__state=EditionState.CANCELLED)
    return rows.filter(pk=letter.data["place"], user=letter.user_id, state=state).first()


LETTERS = {
    "edition_seated": LetterKind(write_seated),
    "edition_promoted": LetterKind(write_promoted),
    "edition_waiting": LetterKind(write_waiting),
    "edition_dropped": LetterKind(write_dropped),
    "edition_declined": LetterKind(write_declined),
    "edition_cancelled": LetterKind(write_cancelled),
    "session_announced": LetterKind(write_session_announced),
    "session_changed": LetterKind(write_session_changed),
    "session_cancelled": LetterKind(write_session_cancelled),
    "adjustment": LetterKind(write_adjustment),
}
