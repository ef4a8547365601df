"""Sockets into which the upper rooms plug: the kernel calls what they register and never imports them.

Rooms register in `AppConfig.ready()`. Pure registry: it must not know what is plugged in.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

Plug = TypeVar("Plug")


class Socket(Generic[Plug]):
    """An ordered collection of plugs; a name plugged in twice is an error."""

    def __init__(self) -> None:
        self._plugs: dict[str, tuple[int, Plug]] = {}

    def plug(self, name: str, plug: Plug, *, order: int = 100) -> None:
        if name in self._plugs:
            raise ValueError(f"{name!r} is plugged in already")
        self._plugs[name] = (order, plug)

    def get(self, name: str) -> Plug | None:
        order_and_plug = self._plugs.get(name)
        return order_and_plug[1] if order_and_plug else None

    def __iter__(self) -> Iterator[tuple[str, Plug]]:
        for name, (_order, plug) in sorted(self._plugs.items(), key=lambda item: (item[1][0], item[0])):
            yield name, plug


@dataclass(frozen=True)
class PersonalData:
    """How a room hands out, keeps or forgets what it knows of a person.

    `export(user)` returns plain data (dicts, lists, text, numbers) for the download.
    `erase(user, choices)` removes or unlinks it before the account goes; `choices` are the names the person ticked.
    `choices(user)` returns `{name: label}` offered on the deletion page.
    """

    export: Callable[[Any], Any]
    erase: Callable[[Any, frozenset[str]], None]
    choices: Callable[[Any], dict[str, str]] = lambda user: {}


@dataclass(frozen=True)
class Written:
    """A letter ready to leave: `template` below templates/emails/, its context, `academy.delivery.mail.Attachment`s."""

    template: str
    context: dict[str, Any]
    attachments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class LetterKind:
    """How the letters of a kind are written when they leave (see `academy.models.Letter`).

    `write(letter)` returns what to send, or None when nothing is left to say or she may no longer see it. It runs in
    the language and time zone of `letter.user`, or in `letter.language` when it goes to an address. `category` names
    what a person may unsubscribe from, `label` says it to her; without a category the letter always comes.

    `gather(letters)`, of a kind that goes to many at once, reads what they have in common once for all that leave
    together; `write(letter, gathered)` gets it, or None when the letter leaves alone.
    """

    write: Callable[..., Written | None]
    category: str = ""
    label: Any = ""
    gather: Callable[[Sequence[Any]], Any] | None = None


# name → (request) → {"template": …, …} or None: a section of the home page
home_sections: Socket[Callable[[HttpRequest], dict | None]] = Socket()
# name → (request) → [{"label": …, "url": …}]: the main navigation
navigation: Socket[Callable[[HttpRequest], list[dict]]] = Socket()
# name → (request) → {"template": …, …} or None: what stands beside the name of a signed-in person in the header
header_items: Socket[Callable[[HttpRequest], dict | None]] = Socket()
# name → (language) → [{"label": …, "url": …}]: further links in the footer; asked once per language
footer_links: Socket[Callable[[str], list[dict]]] = Socket()
# name of an address → its label: further pages in the menu under a person's name
account_pages: Socket[Any] = Socket()
# name of an address → (user, organisation) → {"label": …, "url": …} or None: further tabs in its room
room_tabs: Socket[Callable[[Any, Any], dict | None]] = Socket()
# name → (request, query) → {"heading": …, "template": …, "results": […]}: the search page
search_sources: Socket[Callable[[HttpRequest, str], dict]] = Socket()
# name → () → {"template": …, …}: what a room adds to the style guide
specimens: Socket[Callable[[], dict]] = Socket()
# name → PersonalData
personal_data: Socket[PersonalData] = Socket()
# name → () : what a room needs on every installation, run after the kernel's own set-up; twice called, no change
site_setup: Socket[Callable[[], None]] = Socket()
# name of the kind → how its letters are written
letter_kinds: Socket[LetterKind] = Socket()
# name of a kind of record, as `AccessRecord.what` has it → what it is called in a sentence: "the record"
access_words: Socket[Any] = Socket()
# name → (user) → keys of organisations that see records of her, whether she belongs to them or not
record_holders: Socket[Callable[[Any], set[int]]] = Socket()
# name → (user): what a room keeps of a person's name, brought in line after she changed it
name_changes: Socket[Callable[[Any], None]] = Socket()
# name of a measure → (scope, breakdown) → {"total": number, group: number}: what rooms above courses count for donors
measures: Socket[Callable[[Any, str], dict[str, int]]] = Socket()
# name → (user, organisation): she does not belong to this organisation any more, in no role
departures: Socket[Callable[[Any, Any], None]] = Socket()
# name → first part of addresses below a language whose pages no cache keeps: what people say changes all the time
uncached: Socket[str] = Socket()
# name → (request, course id) → {"template": …, …} or None: a section of a course's page
course_sections: Socket[Callable[[HttpRequest, int], dict | None]] = Socket()
# name → (request, course id, key of the lesson, her enrollment or None) → likewise, below a lesson
lesson_sections: Socket[Callable[[HttpRequest, int, Any, Any], dict | None]] = Socket()
# name → (request) → {"template": …, …} or None: a section of My learning
learning_sections: Socket[Callable[[HttpRequest], dict | None]] = Socket()
# name → (request, courses.models.Submission of hers) → likewise, below an assignment
assignment_sections: Socket[Callable[[HttpRequest, Any], dict | None]] = Socket()
# name → (request, [course]) → {course id: {"template": …, …}}: what is offered to who completed these courses
next_offers: Socket[Callable[[HttpRequest, list[Any]], dict[int, dict]]] = Socket()
# name → (request, courses.models.Edition) → {"template": …, …} or None: a section of the page that manages it
edition_sections: Socket[Callable[[HttpRequest, Any], dict | None]] = Socket()
# name → (request, courses.models.Edition) → likewise, on its own page, for who takes part in it or manages it
edition_room_sections: Socket[Callable[[HttpRequest, Any], dict | None]] = Socket()
# name → (courses.models.Edition): who takes part in it or facilitates it changed
edition_people: Socket[Callable[[Any], None]] = Socket()
