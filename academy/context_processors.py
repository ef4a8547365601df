"""What every page shows: site name, navigation, languages."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from academy import languages, sockets


def site(request: HttpRequest) -> dict:
    """`nav`: {label, url, is_current}; `languages`: {code, name, url, is_current}; all built only when used."""

    def nav() -> list[dict]:
        items = [item for _name, plug in sockets.navigation for item in plug(request)]
        return [{**item, "is_current": request.path.startswith(item["url"])} for item in items]

    def language_links() -> list[dict]:
        current = get_language()
        return [
            {
                "code": code,
                "name": name,
                "url": languages.address_in(request, code),
                "is_current": code == current,
            }
            for code, name in settings.LANGUAGES
        ]

    def footer_links() -> list[dict]:
        home = f"/{get_language()}/"
        return [
            {"label": gettext("About"), "url": f"{home}about/"},
            {"label": gettext("Your data"), "url": f"{home}privacy/"},
            {"label": gettext("Accessibility"), "url": f"{home}accessibility/"},
        ]

    return {
        "site_name": settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "is_demo": settings.DEMO,
        "nav": SimpleLazyObject(nav),
        "languages": SimpleLazyObject(language_links),
        "footer_links": SimpleLazyObject(footer_links),
    }
