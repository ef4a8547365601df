"""Dates of editions in templates: their ends are moments, people read days."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def last_day(moment: datetime | None) -> datetime | None:
    """For `date`: a deadline at midnight counts to the day that ends then."""
    return moment - timedelta(seconds=1) if moment else None


@register.filter
def first_day(first: date, last: date) -> str:
    """The day where a period begins, with the year only where it ends in another one."""
    return date_format(first, "MONTH_DAY_FORMAT" if first.year == last.year else "DATE_FORMAT")
