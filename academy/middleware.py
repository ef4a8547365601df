"""Middlewares: the cache of anonymous pages, the visitor's language and time zone, the second factor of staff."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from academy import languages, site_version

GetResponse = Callable[[HttpRequest], HttpResponse]
CACHEABLE_TYPES = ("text/html", "image/svg+xml")


class PageCacheMiddleware:
    """Serves anonymous visitors the page rendered last, as long as nothing was published since.

    A request with a session, messages or a query beyond the plain page never reads or fills it; nor does a response
    that sets a cookie, depends on a form token, or says it is private. The address carries the language.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = self.key(request)
        if key is None:
            return self.get_response(request)
        if (stored := cache.get(key)) is not None:
            content, content_type, language = stored
            response = HttpResponse(content, content_type=content_type)
            response["Content-Language"] = language
            response["Vary"] = "Cookie"
            response["X-Page-Cache"] = "hit"
            return response
        response = self.get_response(request)
        if self.may_store(request, response):
            patch_vary_headers(response, ["Cookie"])
            value = (response.content, response["Content-Type"], response.get("Content-Language", ""))
            cache.set(key, value, settings.PAGE_CACHE_SECONDS)
        return response

    @staticmethod
    def key(request: HttpRequest) -> str | None:
        if (
            request.method != "GET"
            or not settings.PAGE_CACHE_SECONDS
            or not request.path.startswith(LANGUAGE_PREFIXES)
            or settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.CSRF_COOKIE_NAME in request.COOKIES
            or "messages" in request.COOKIES
            or request.headers.get("HX-Request")
        ):
            return None
        if len(request.get_full_path()) > 400 or (version := site_version.current()) is None:
            return None
        return f"page:{version}:{request.scheme}:{request.get_host()}:{request.get_full_path()}"

    @staticmethod
    def may_store(request: HttpRequest, response: HttpResponse) -> bool:
        return (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
            and "private" not in response.get("Cache-Control", "")
            and response.get("Content-Type", "").startswith(CACHEABLE_TYPES)
        )


LANGUAGE_PREFIXES = tuple(f"/{code}/" for code in languages.CODES)


class LanguageMiddleware:
    """Activates the language of the address; else that of the visitor (see `academy.languages.of_request`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or languages.of_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class TimeZoneMiddleware:
    """Shows a signed-in person times in her own zone, everybody else in the site's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))
        else:
            timezone.deactivate()
        return self.get_response(request)


class SecondFactorMiddleware:
    """Keeps people with CMS access out of the CMS until they have a second factor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
