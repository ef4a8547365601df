"""The accounts that the sign-in page of a demonstration shows."""

from django import template

from academy.demo import PASSWORD, PEOPLE

register = template.Library()


@register.simple_tag
def demo_people() -> dict:
    return {"people": PEOPLE, "password": PASSWORD}
