"""`{% keep "name" key … %} … {% endkeep %}`: markup that depends on its keys and the language alone, rendered once.

Kept in the memory of the process, the oldest dropped first; for the frame of pages, whose words come from the code and
its catalogues. What an editor can publish does not belong here.
"""

from collections.abc import Hashable

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST = 4096
_kept: dict[tuple[Hashable, ...], SafeString] = {}


class KeepNode(template.Node):
    def __init__(self, nodelist: NodeList, keys: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.keys = keys

    def render(self, context: template.Context) -> SafeString:
        key = (get_language(), *(str(expression.resolve(context)) for expression in self.keys))
        kept = _kept.get(key)
        if kept is None or settings.DEBUG:
            kept = self.nodelist.render(context)
            if len(_kept) >= MOST:
                _kept.pop(next(iter(_kept)), None)
            _kept[key] = kept
        return kept


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    _tag, *keys = token.split_contents()
    if not keys:
        raise template.TemplateSyntaxError("keep needs a name and what its contents depend on")
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, [parser.compile_filter(key) for key in keys])
