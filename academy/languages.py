"""The site's languages: which one a visitor reads, and the same address in another. Knows nothing of pages."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import get_language_from_path, get_supported_language_variant

CODES = [code for code, _name in settings.LANGUAGES]
ACCOUNT_PREFIX = "/accounts/"
PARAMETER = "language"  # chooses the language of an account page, which has none in its address


def of_request(request: HttpRequest) -> str:
    """The language for an address without one: chosen there, where she goes next, hers, the cookie's, the browser's.

    Raises BadRequest when where she goes next is no address.
    """
    if (chosen := request.GET.get(PARAMETER)) in CODES:
        return chosen
    target = request.GET.get("next") or request.POST.get("next") or ""
    if not is_address(target):
        raise BadRequest("next is no address")
    if language := of_target(target):
        return language
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return request.user.language
    accepted = request.headers.get("accept-language", "").split(",")
    candidates = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    candidates += [part.split(";")[0].strip() for part in accepted]
    for code in candidates:
        try:
            return get_supported_language_variant(code.lower())
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def of_target(target: str) -> str | None:
    """The language of an address to go to next; None without one, and for what is no address."""
    return get_language_from_path(urlsplit(target).path) if is_address(target) else None


def is_address(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


def in_language(path: str, language: str) -> str:
    """The same address in another language; other addresses without a language lead to that language's home."""
    current = get_language_from_path(path)
    if not current:
        return f"/{language}/"
    return f"/{language}{path[len(current) + 1 :]}"


def address_in(request: HttpRequest, language: str) -> str:
    """Where the language switch leads: this page in `language`; of an account page, what comes next too."""
    if not request.path.startswith(ACCOUNT_PREFIX):
        return in_language(request.path, language)
    query = {PARAMETER: language}
    if target := request.GET.get("next") or request.POST.get("next"):
        query["next"] = in_language(target, language) if of_target(target) else target
    return f"{request.path}?{urlencode(query)}"
