"""Questions in templates of the CMS, for which Wagtail and not a view of ours makes the context."""

from dataclasses import replace

from django import template

from courses.models import Question
from courses.rules.kinds import freeze
from courses.services.questions import source_of
from courses.sheets import Row, key_sheet, open_sheet

register = template.Library()


@register.simple_tag
def asked_and_marked(question: Question) -> dict[str, Row]:
    """A question, saved or not: as a learner sees it, and with its key."""
    items = [freeze(source_of(question))]
    return {
        "asked": replace(open_sheet(items, {})[0], name="asked"),
        "marked": replace(key_sheet(items)[0], name="marked"),
    }
