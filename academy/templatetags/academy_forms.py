"""Form widgets in the look: gives Django's own widgets the class that the style sheet knows."""

from django import template
from django.forms import BoundField, widgets
from django.utils.safestring import SafeString

register = template.Library()

PLAIN = (widgets.FileInput, widgets.HiddenInput, widgets.RadioSelect, widgets.CheckboxSelectMultiple)


@register.simple_tag
def styled(field: BoundField, **attrs: object) -> SafeString:
    """The widget of a field with the class `ds-input`; further attributes are passed on."""
    widget = field.field.widget
    if not isinstance(widget, PLAIN) or isinstance(widget, widgets.CheckboxInput):
        classes = f"{widget.attrs.get('class', '')} ds-input".strip()
        attrs = {"class": classes, **attrs}
    return field.as_widget(attrs={name.replace("_", "-"): value for name, value in attrs.items()})
