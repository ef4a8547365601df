"""Cloth and signs in templates: covers, progress bands, ornaments, icons, durations.

Knows how a thing looks in HTML, not what a course is.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from hashlib import blake2b

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from academy import weave

register = template.Library()

# Signs that say what something does or is; drawn on 24 × 24, stroked, never decoration.
ICONS = {
    "search": '<path d="M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21"/>',
    "bell": '<path d="M6 16V10.5a6 6 0 0 1 12 0V16l2 2.5H4zM10 21h4M12 4.5V3"/>',
    "menu": '<path d="M3 6h18M3 12h18M3 18h18"/>',
    "check": '<path d="M4 12.5l5.5 5.5L20 6.5"/>',
    "cross": '<path d="M5 5l14 14M19 5L5 19"/>',
    "partly": '<path d="M12 3l9 9l-9 9l-9-9z"/><path d="M12 3v18l-9-9z" fill="currentColor"/>',
    "alert": '<path d="M12 3L22 20H2zM12 9.5v5M12 17v.6"/>',
    "circle": '<path d="M12 4.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15z"/>',
    "clock": '<path d="M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 7v5.5l4 2.5"/>',
    "lock": '<path d="M5 11h14v9H5zM8 11V7.5a4 4 0 0 1 8 0V11"/>',
    "language": '<path d="M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM3 12h18M12 3c-5 5-5 13 0 18c5-5 5-13 0-18"/>',
    "question": '<path d="M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M9.5 9.5c0-3.5 5.5-3 5 0c-.3 1.8-2.5 2-2.5 4M12 17v0"/>',
    "play": '<path d="M7 4l13 8l-13 8z" fill="currentColor"/>',
    "download": '<path d="M12 3v12M6.5 10L12 15.5L17.5 10M4 20h16"/>',
}


@cache
def _version(motif: str, palette: str) -> str:
    return blake2b(weave.cover_svg(motif, palette).encode(), digest_size=4).hexdigest()


def cover_url(motif: str, palette: str) -> str:
    """Address of a cover file; it names its contents, so it may be kept for ever."""
    return f"{reverse('cover', kwargs={'motif': motif, 'palette': palette})}?v={_version(motif, palette)}"


@register.simple_tag
def cover(motif: str, palette: str, *, eager: bool = False, shape: str = "") -> SafeString:
    """A decorative cover for light and dark; `shape` "strip" makes it a strip. Unknown names give no picture."""
    if motif not in weave.MOTIFS or palette not in weave.PALETTES:
        return mark_safe("")
    return format_html(
        '<span class="cover{}"><picture><source media="(prefers-color-scheme: dark)" srcset="{}">'
        '<img src="{}" alt="" width="{}" height="{}" loading="{}" decoding="async"></picture></span>',
        f" cover--{shape}" if shape else "",
        cover_url(motif, palette + weave.DARK),
        cover_url(motif, palette),
        weave.COVER_COLS * 10,
        weave.COVER_ROWS * 10,
        "eager" if eager else "lazy",
    )


@register.simple_tag
def band(motif: str, palette: str, total: int, done: int) -> SafeString:
    """Progress as a woven band; put the text beside it. Unknown names and empty courses give no picture."""
    if motif not in weave.MOTIFS or palette not in weave.PALETTES or not total:
        return mark_safe("")
    return mark_safe(weave.band_svg(motif, palette, int(total), int(done or 0)))


@register.simple_tag
def ornament(palette: str = "spruce") -> SafeString:
    """A small woven diamond for empty states and error pages."""
    return mark_safe(weave.ornament_svg(palette))


@register.simple_tag
def outline_items(items: Iterable[Mapping]) -> SafeString:
    """The lines of a module (see `components/_outline_item.html`); each is rendered once per state and language."""
    language = get_language()
    lines = (
        _outline_item(
            item["title"], item["url"], item["kind"], item["state"], item["minutes"], item.get("language"), language
        )
        for item in items
    )
    return mark_safe("".join(f"<li>{line}</li>" for line in lines))


@lru_cache(maxsize=8192)
def _outline_item(
    title: str, url: str, kind: str, state: str, minutes: int, item_language: str | None, page_language: str
) -> SafeString:
    item = {"title": title, "url": url, "kind": kind, "state": state, "minutes": minutes}
    item["language"] = item_language if item_language != page_language else ""
    return render_to_string("components/_outline_item.html", {"item": item})


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign beside words that say the same; hidden from assistive technology."""
    return mark_safe(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{ICONS[name]}</svg>')


@register.filter
def duration(minutes: int | None) -> str:
    """Minutes as words: "45 minutes", "2 hours", "4 h 30 min". Empty for None."""
    if minutes is None:
        return ""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest}
    if not rest:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def about_duration(minutes: int | None) -> str:
    """Minutes rounded as one would say them: to 5 below an hour, to the half hour above."""
    if minutes is None:
        return ""
    step = 5 if minutes < 60 else 30
    return duration(max(step, round(minutes / step) * step))


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """The numbers around a page, with an ellipsis for the rest."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
