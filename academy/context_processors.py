"""What every page shows: site name, navigation, languages, the links under the person's name. Built only when used."""

from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_from_path, gettext

from academy import languages, sockets
from academy.sign_in import CMS_LINK, has_room_link

LANGUAGE_NAMES = dict(settings.LANGUAGES)
CURRENT = mark_safe(' aria-current="true"')


def site(request: HttpRequest) -> dict:
    """Names for `base.html` and what it includes.

    `frame_key` what the frame of the page depends on · `way_back` the query of a link to sign in · `nav` [{label, url,
    is_current}] · `header_items` [{template, …}] beside her name
    · `has_room_link` whether she runs an organisation · `language_items` list items, the same wherever a
    page lists languages · `footer_links`, `account_links` [{label, url}].
    """
    language = get_language()

    def has_cms_link() -> bool:
        return getattr(request, "session", {}).get(CMS_LINK, False)  # a refused request has none

    is_localized = get_language_from_path(request.path) is not None
    return {
        "frame_key": request.path if is_localized else f"{request.get_full_path()} {request.POST.get('next', '')}",
        "way_back": f"?{urlencode({'next': request.path})}" if is_localized else "",
        "site_name": settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "is_demo": settings.DEMO,
        "language_name": LANGUAGE_NAMES.get(language, ""),
        "language_items": SimpleLazyObject(lambda: language_items(request, language)),
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "header_items": SimpleLazyObject(lambda: header_items(request)),
        "footer_links": SimpleLazyObject(lambda: footer_links(language)),
        "has_cms_link": SimpleLazyObject(has_cms_link),
        "has_room_link": SimpleLazyObject(lambda: hasattr(request, "session") and has_room_link(request)),
        "account_links": SimpleLazyObject(lambda: account_links(language, has_cms_link())),
    }


def navigation(request: HttpRequest) -> list[dict]:
    items = [item for _name, plug in sockets.navigation for item in plug(request)]
    return [{**item, "is_current": request.path.startswith(item["url"])} for item in items]


def header_items(request: HttpRequest) -> list[dict]:
    return [item for _name, plug in sockets.header_items if (item := plug(request))]


def language_items(request: HttpRequest, current: str) -> SafeString:
    return format_html_join(
        "",
        '<li><a href="{}" lang="{}" hreflang="{}"{}>{}</a></li>',
        (
            (
                languages.address_in(request, code),
                code,
                code,
                CURRENT if code == current else "",
                name,
            )
            for code, name in LANGUAGE_NAMES.items()
        ),
    )


@lru_cache(maxsize=16)
def footer_links(language: str) -> tuple[dict, ...]:
    return (
        *[link for _name, plug in sockets.footer_links for link in plug(language)],
        {"label": gettext("About"), "url": f"/{language}/about/"},
        {"label": gettext("Your data"), "url": f"/{language}/privacy/"},
        {"label": gettext("Accessibility"), "url": f"/{language}/accessibility/"},
    )


@lru_cache(maxsize=32)
def account_links(language: str, with_cms: bool) -> tuple[dict, ...]:
    names = [
        (gettext("Profile"), "profile"),
        (gettext("E-mail address"), "account_email"),
        (gettext("Password"), "account_change_password"),
        (gettext("Two-step sign-in"), "mfa_index"),
        (gettext("Organisations"), "own_organisations"),
        (gettext("Letters"), "letters"),
        (gettext("My data"), "own_data"),
    ]
    names[:0] = [(str(label), name) for name, label in sockets.account_pages]
    if with_cms:
        names.append((gettext("Editing (CMS)"), "wagtailadmin_home"))
    return tuple({"label": label, "url": reverse(name)} for label, name in names)
