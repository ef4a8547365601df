"""`{{ text|rich }}`: rich text in templates, cleaned on output."""

from django import template
from django.utils.safestring import SafeString

from academy.rich_text import render_rich_text

register = template.Library()


@register.filter
def rich(text) -> SafeString:
    return render_rich_text(text)
