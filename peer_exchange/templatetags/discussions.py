"""Texts of people in templates: the editor, a kept text on a page, the beginning of one."""

import json
from datetime import datetime

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from peer_exchange import writing

register = template.Library()

SIZES = [
    (10_000, _("fewer than 10,000 people")),
    (20_000, _("10,000 to 20,000 people")),
    (50_000, _("20,000 to 50,000 people")),
    (100_000, _("50,000 to 100,000 people")),
]
LARGEST = _("more than 100,000 people")


@register.inclusion_tag("peer_exchange/_editor.html")
def editor(field: BoundField, *, people_url: str = "", upload_url: str = "", rows: int = 8) -> dict:
    """The field of a WritingField: what people write, with an editor where JavaScript runs."""
    html = field.value() or ""
    return {
        "field": field,
        "html": html,
        "plain": writing.plain_of(html),
        "people_url": people_url,
        "upload_url": upload_url,
        "rows": rows,
        "words": json.dumps(_words(), ensure_ascii=False),
    }


@register.filter
def days_since(moment: datetime) -> int:
    """Whole days from then till now."""
    return max(0, (timezone.now() - moment).days)


@register.simple_tag
def combobox_words() -> str:
    """What a field says that offers people, as JSON."""
    return json.dumps({"people": gettext("Members who match"), "nobody": gettext("No member of that name")})


def _words() -> dict[str, str]:
    """What the editor says, in the language of the page."""
    return {
        "tools": gettext("Tools of the editor"),
        "bold": gettext("Bold"),
        "italic": gettext("Emphasis"),
        "ul": gettext("List"),
        "ol": gettext("Numbered list"),
        "quote": gettext("Quotation"),
        "link": gettext("Link"),
        "mention": gettext("Mention somebody"),
        "image": gettext("Picture"),
        "address": gettext("Address of the link"),
        "set": gettext("Set the link"),
        "remove": gettext("Remove the link"),
        "cancel": gettext("Cancel"),
        "wrong": gettext("Write an address that begins with https://, or an e-mail address."),
        "people": gettext("Members who match"),
        "nobody": gettext("No member of that name"),
        "uploading": gettext("The picture is being uploaded …"),
        "uploaded": gettext("The picture is in the text."),
        "refused": gettext("The picture could not be uploaded. Try again."),
        "offline": gettext("Not saved: no connection. What you write stays on this page."),
        "describe": gettext("What does the picture show?"),
        "insert": gettext("Put it into the text"),
        "help": gettext("Alt and F10 lead to the tools."),
        "mine": gettext("Keep what I see here"),
        "theirs": gettext("Take the other text"),
    }


@register.filter
def written(body: str) -> SafeString:
    """A kept text as people see it."""
    return writing.render(body)


@register.filter
def excerpt(body: str, length: int = 240) -> str:
    return writing.excerpt_of(body, length)


@register.filter
def about_people(population: int | None) -> str:
    """How large a municipality is, so roughly that it does not tell which one: "20,000 to 50,000 people"."""
    if population is None:
        return ""
    return next((str(words) for most, words in SIZES if population < most), str(LARGEST))
