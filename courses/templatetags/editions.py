"""Dates of editions in templates: their ends are moments, people read days."""

from datetime import datetime, timedelta

from django import template

register = template.Library()


@register.filter
def last_day(moment: datetime | None) -> datetime | None:
    """For `date`: a deadline at midnight counts to the day that ends then."""
    return moment - timedelta(seconds=1) if moment else None
