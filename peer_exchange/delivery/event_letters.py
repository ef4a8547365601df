"""The letters about events. What they say is worked out when they leave; None when it is no longer so, or when she may
no longer read the cluster. Plugged in by `peer_exchange.apps`.

All of them have the frame `templates/emails/edition.*`: a subject, sentences, facts, a button, under the name of the
host association.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.delivery.calendars import ATTACHED
from academy.delivery.mail import Attachment
from academy.models import Letter
from academy.sockets import LetterKind, Written
from academy.time_zones import city_of, offset_of
from peer_exchange.delivery.event_calendars import event_file
from peer_exchange.enums import EventAttendance, EventPlaceState
from peer_exchange.models import Cluster, Event, EventPlace
from peer_exchange.writing import excerpt_of

Fact = tuple[str, str]
State = EventPlaceState

ABOUT_EVENTS = "events"
ABOUT_REMINDERS = "event_reminders"


def write_invitation(letter: Letter) -> Written | None:
    """To members who have not answered. Nothing once it has begun."""
    place = _place_of(letter, State.INVITED)
    if place is None or place.event.cancelled_at or place.event.starts_at <= timezone.now():
        return None
    event = place.event
    sentences = [
        gettext("you are invited: %(kind)s of the cluster “%(cluster)s”.")
        % {"kind": event.get_kind_display(), "cluster": event.cluster.local_title},
        excerpt_of(event.about, 400),
        gettext("Say on its page whether you come."),
    ]
    subject = gettext("Invitation: %(title)s") % {"title": event.title}
    return _written(event, subject, sentences, facts_of(event), button=gettext("Say whether I come"), state=place.state)


def write_going(letter: Letter) -> Written | None:
    place = _place_of(letter, State.GOING)
    if place is None or place.event.cancelled_at or place.event.ends_at <= timezone.now():
        return None
    sentences = [gettext("you take part in “%(title)s”.") % {"title": place.event.title}, _if_not()]
    subject = gettext("You take part: %(title)s") % {"title": place.event.title}
    return _written(place.event, subject, sentences, _all_facts(place.event), state=place.state)


def write_promoted(letter: Letter) -> Written | None:
    place = _place_of(letter, State.GOING)
    if place is None or place.event.cancelled_at or place.event.ends_at <= timezone.now():
        return None
    sentences = [
        gettext("a seat became free at “%(title)s”; you were first on the waiting list, so you take part.")
        % {"title": place.event.title},
        _if_not(),
    ]
    subject = gettext("You have a place now: %(title)s") % {"title": place.event.title}
    return _written(place.event, subject, sentences, _all_facts(place.event), state=place.state)


def write_changed(letter: Letter) -> Written | None:
    """What was and what is. Nothing when all is again as it was."""
    return _changed(letter, _place_of(letter, State.GOING, State.WAITING))


def write_changed_invited(letter: Letter) -> Written | None:
    """Likewise, to who has not answered; who answered meanwhile has read how it is."""
    return _changed(letter, _place_of(letter, State.INVITED))


def _changed(letter: Letter, place: EventPlace | None) -> Written | None:
    if place is None or place.event.cancelled_at or place.event.ends_at <= timezone.now():
        return None
    event, is_going = place.event, place.state == State.GOING
    was = changes_of(event, letter.data["before"], tells_link=is_going)
    if not was:
        return None
    sentences = [
        gettext("“%(title)s” was changed. This is how it is now:") % {"title": event.title},
        *([_if_not()] if is_going else []),
    ]
    facts = _all_facts(event) if is_going else facts_of(event)
    subject = gettext("Changed: %(title)s") % {"title": event.title}
    return _written(event, subject, sentences, [*facts, *was], state=place.state)


def write_cancelled(letter: Letter) -> Written | None:
    place = _place_of(letter, State.GOING, State.WAITING, State.INVITED)
    if place is None or place.event.cancelled_at is None:
        return None
    event = place.event
    sentences = [gettext("the event “%(title)s” unfortunately does not take place.") % {"title": event.title}]
    facts = [*([(gettext("Reason"), event.cancel_reason)] if event.cancel_reason else []), *_times(event)]
    subject = gettext("Cancelled: %(title)s") % {"title": event.title}
    button = gettext("See what comes next")
    url = settings.SITE_URL + reverse("cluster_events", kwargs={"slug": event.cluster.slug})
    return _written(event, subject, sentences, facts, button=button, url=url, state=place.state)


def write_reminder(letter: Letter) -> Written | None:
    """Only while it begins when it was to begin as the reminder was queued, and has not begun."""
    place = _place_of(letter, State.GOING)
    if place is None or place.event.cancelled_at or place.event.starts_at <= timezone.now():
        return None
    event = place.event
    if event.starts_at != datetime.fromisoformat(letter.data["starts_at"]):
        return None
    sentences = [
        gettext("“%(title)s” begins soon: %(moment)s.") % {"title": event.title, "moment": _moment(event.starts_at)},
        _if_not(),
    ]
    subject = gettext("%(moment)s: %(title)s") % {"moment": _moment(event.starts_at), "title": event.title}
    return _written(event, subject, sentences, _all_facts(event), has_file=False, state=place.state)


def write_feedback(letter: Letter) -> Written | None:
    """The question how it was, to who was there and has not said it."""
    place = _place_of(letter)
    if place is None or place.event.cancelled_at or place.feedback_at is not None:
        return None
    there = place.attendance == EventAttendance.ATTENDED or (not place.attendance and place.state == State.GOING)
    if not there:
        return None
    sentences = [
        gettext("you were at “%(title)s”. How useful was it for your work?") % {"title": place.event.title},
        gettext("Two questions, one minute. The facilitator reads your answer, other members do not."),
    ]
    subject = gettext("How was it: %(title)s") % {"title": place.event.title}
    button = gettext("Say how it was")
    return _written(place.event, subject, sentences, [], button=button, anchor="#feedback", has_file=False)


def facts_of(event: Event) -> list[Fact]:
    """In the active language and time zone, without the link to join."""
    online = gettext("online; people who take part get the link")
    return [
        *_times(event),
        *([(gettext("Place"), event.place)] if event.place else []),
        *([(gettext("Place"), online)] if event.join_url and not event.place else []),
    ]


def changes_of(event: Event, before: dict[str, str], *, tells_link: bool) -> list[Fact]:
    """What was otherwise, `before` as `services.event_news.tell_changed` keeps it."""
    was: list[Fact] = []
    for name, label in (("starts_at", gettext("It was to begin")), ("ends_at", gettext("It was to end"))):
        moment = datetime.fromisoformat(before[name]) if name in before else None
        if moment is not None and moment != getattr(event, name):
            was.append((label, _moment(moment)))
    if before.get("place", event.place) != event.place:
        was.append((gettext("It was to be at"), before["place"] or gettext("no place was named")))
    if tells_link and before.get("join_url", event.join_url) != event.join_url:
        was.append((gettext("Also new"), gettext("the link to join")))
    return was


def _all_facts(event: Event) -> list[Fact]:
    """For who takes part."""
    return [
        *_times(event),
        *([(gettext("Place"), event.place)] if event.place else []),
        *([(gettext("Link to join"), event.join_url)] if event.join_url else []),
        *([(gettext("To prepare"), event.preparation)] if event.preparation else []),
    ]


def _times(event: Event) -> list[Fact]:
    """Hers; below them the host's where they differ."""
    mine = timezone.get_current_timezone()
    facts = [(gettext("When"), _span(event, mine))]
    if any(moment.astimezone(mine).utcoffset() != moment.astimezone(event.zone).utcoffset() for moment in _ends(event)):
        facts.append((gettext("At the host's"), _span(event, event.zone)))
    return facts


def _span(event: Event, zone: Any) -> str:
    starts, ends = (moment.astimezone(zone) for moment in _ends(event))
    until = date_format(ends, "TIME_FORMAT" if ends.date() == starts.date() else "DATETIME_FORMAT")
    name = getattr(zone, "key", str(zone))
    values = {
        "day": date_format(starts, "l"), "starts": date_format(starts, "DATETIME_FORMAT"), "ends": until,
        "city": city_of(name), "offset": offset_of(event.starts_at, ZoneInfo(name)),
    }  # fmt: skip
    return gettext("%(day)s, %(starts)s – %(ends)s (%(city)s, %(offset)s)") % values


def _ends(event: Event) -> tuple[datetime, datetime]:
    return event.starts_at, event.ends_at


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _if_not() -> str:
    return gettext("If you cannot come, please say so on its page: the letters stop, and somebody else gets the seat.")


def _written(
    event: Event,
    subject: str,
    sentences: list[str],
    facts: list[Fact],
    *,
    button: str = "",
    url: str = "",
    anchor: str = "",
    state: str = "",
    has_file: bool = True,
) -> Written:
    page = reverse("event", kwargs={"slug": event.cluster.slug, "uuid": event.uuid})
    context = {
        "subject": subject,
        "sentences": [sentence for sentence in sentences if sentence],
        "facts": facts,
        "url": url or settings.SITE_URL + page + anchor,
        "button": button or gettext("Open the event"),
        "organisation": event.cluster.host,
    }
    if not has_file:
        return Written("edition", context)
    is_going = state == State.GOING
    content = event_file(event, tells_link=is_going, is_open=not is_going)
    return Written("edition", context, (Attachment("event.ics", content, ATTACHED),))


def _place_of(letter: Letter, *states: EventPlaceState) -> EventPlace | None:
    """Her place in the published event while she belongs to its cluster, or leads it; None in another state."""
    user = letter.user
    rows = EventPlace.objects.filter(event=letter.data["event"], user=letter.user_id, event__published_at__isnull=False)
    if states:
        rows = rows.filter(state__in=states)
    place = rows.select_related("event__cluster__host").first()
    if place is None or user is None:
        return None
    hers = Cluster.objects.filter(pk=place.event.cluster_id)
    if not (hers.joined_by(user).exists() or hers.led_by(user).exists()):
        return None
    return place


WHY = _("an event in which you take part")
LETTERS = {
    "event_invitation": LetterKind(write_invitation, category=ABOUT_EVENTS, label=_("Events of my clusters")),
    "event_changed_invited": LetterKind(write_changed_invited, category=ABOUT_EVENTS, label=_("Events of my clusters")),
    "event_cancelled_invited": LetterKind(write_cancelled, category=ABOUT_EVENTS, label=_("Events of my clusters")),
    "event_feedback": LetterKind(write_feedback, category=ABOUT_EVENTS, label=_("Events of my clusters")),
    "event_reminder": LetterKind(
        write_reminder, category=ABOUT_REMINDERS, label=_("Reminders of events in which I take part")
    ),
    "event_going": LetterKind(write_going, label=WHY),
    "event_promoted": LetterKind(write_promoted, label=WHY),
    "event_changed": LetterKind(write_changed, label=WHY),
    "event_cancelled": LetterKind(write_cancelled, label=WHY),
}
