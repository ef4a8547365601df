"""Middlewares: the cache of anonymous pages, the words of a form, the visitor's language and time zone, the door of the
CMS.
"""

import gzip
import zoneinfo
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from academy import languages, policies, site_version, sockets

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
        with site_version.pinned():
            return self.answer(request)

    def answer(self, request: HttpRequest) -> HttpResponse:
        key = self.key(request)
        if key is None:
            return self.get_response(request)
        if (stored := cache.get(key)) is not None:
            content, packed, content_type, language = stored
            accepts_gzip = "gzip" in request.headers.get("accept-encoding", "")
            response = HttpResponse(packed if accepts_gzip else content, content_type=content_type)
            if accepts_gzip:
                response["Content-Encoding"] = "gzip"
            response["Content-Language"] = language
            response["Vary"] = "Cookie, Accept-Encoding"
            response["X-Page-Cache"] = "hit"
            return response
        response = self.get_response(request)
        if self.may_store(request, response):
            patch_vary_headers(response, ["Cookie"])
            packed = gzip.compress(response.content, mtime=0)
            value = (response.content, packed, response["Content-Type"], response.get("Content-Language", ""))
            cache.set(key, value, settings.PAGE_CACHE_SECONDS)
        return response

    @staticmethod
    def key(request: HttpRequest) -> str | None:
        if (
            request.method != "GET"
            or not settings.PAGE_CACHE_SECONDS
            or not request.path.startswith(LANGUAGE_PREFIXES)
            or request.META.get("QUERY_STRING")
            or settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.CSRF_COOKIE_NAME in request.COOKIES
            or "messages" in request.COOKIES
            or request.headers.get("HX-Request")
        ):
            return None
        rest = request.path.split("/", 2)[2]
        if any(rest.startswith(prefix) for _name, prefix in sockets.uncached):
            return None
        if len(request.path) > 400 or (version := site_version.whole()) is None:
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


class CmsPolicyMiddleware:
    """Loosens the content security policy below /admin/, where Wagtail's editor needs inline styles and scripts."""

    POLICY = {
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = self.POLICY
        return response


class NullCharacterMiddleware:
    """Takes null characters, which no database column of text keeps, out of what is posted."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if not any("\0" in text for name, texts in request.POST.lists() for text in (name, *texts)):
            return
        posted = QueryDict(mutable=True)
        for name, texts in request.POST.lists():
            posted.setlist(name.replace("\0", ""), [text.replace("\0", "") for text in texts])
        request.POST = posted


class LanguageMiddleware:
    """Activates the language of the address; else that of the visitor (see `academy.languages.of_request`).

    The account pages carry no language in their address: there a cookie remembers it from one to the next.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or languages.of_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if (
            request.path_info.startswith(languages.ACCOUNT_PREFIX)
            and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language
        ):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=settings.SESSION_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
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


class CmsDoorMiddleware:
    """Lets into the CMS who has a role there, and a second factor where the site requires one.

    Visitors pass: Wagtail sends them to sign in. Somebody who is signed in already would go in circles there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.cms = reverse("wagtailadmin_home")
        self.exempt = frozenset({reverse("wagtailadmin_logout"), reverse("wagtailadmin_javascript_catalog")})

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(self.cms) or request.path in self.exempt or not request.user.is_authenticated:
            return self.get_response(request)
        policies.require(policies.may_enter_cms(request.user))
        if not self.is_missing(request.user):
            return self.get_response(request)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" or not request.accepts("text/html"):
            return HttpResponse(_("Set up two-step sign-in first."), status=403, content_type="text/plain")
        messages.warning(
            request, _("Working in the CMS needs two-step sign-in. Set it up here once; it takes two minutes.")
        )
        return redirect("mfa_activate_totp")

    @staticmethod
    def is_missing(user) -> bool:
        return policies.needs_second_factor(user) and not is_mfa_enabled(user)
