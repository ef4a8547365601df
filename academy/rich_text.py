"""Rich text as visitors see it: links resolved, then only tags of the allow-list. Knows nothing of who wrote it."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

TAGS = {"a", "b", "br", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "strong", "sub", "sup", "ul"}
ATTRIBUTES = {"a": {"href"}, "*": {"lang", "dir"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def render_rich_text(text: RichText | str) -> SafeString:
    """`text` as the editor keeps it. Whatever stands in the database, no script, style or frame comes out."""
    source = text.source if isinstance(text, RichText) else text
    return mark_safe(
        nh3.clean(
            expand_db_html(source or ""),
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="noopener noreferrer",
        )
    )
