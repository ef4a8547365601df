"""`{% keep "name" key … %} … {% endkeep %}`: markup that depends on its keys and the language alone, rendered once.

Kept in the memory of the process, the oldest dropped first; for the frame of pages, whose words come from the code and
its catalogues. What an editor can publish does not belong here.
"""

from threading import Lock

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST, LONGEST_KEY = 4096, 300  # entries, characters: strangers choose addresses, and must not fill the memory
_kept: dict[tuple[str, ...], SafeString] = {}
_lock = Lock()


class KeepNode(template.Node):
    def __init__(self, nodelist: NodeList, keys: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.keys = keys

    def render(self, context: template.Context) -> SafeString:
        key = (get_language() or "", *(str(expression.resolve(context)) for expression in self.keys))
        kept = _kept.get(key)
        if kept is None or settings.DEBUG:
            kept = self.nodelist.render(context)
            if sum(map(len, key)) <= LONGEST_KEY:
                _keep(key, kept)
        return kept


def _keep(key: tuple[str, ...], markup: SafeString) -> None:
    with _lock:
        if len(_kept) >= MOST:
            del _kept[next(iter(_kept))]
        _kept[key] = markup


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    _tag, *keys = token.split_contents()
    if not keys:
        raise template.TemplateSyntaxError("keep needs a name and what its contents depend on")
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, [parser.compile_filter(key) for key in keys])
