"""From an address to a page, without walking the tree: looked up once per version of the site.

A page that does not exist in the visitor's language is shown in another one, the site's own first, under the visitor's
address: the interface stays hers, the content carries its `lang`.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from wagtail.models import Page

from academy import site_version
from academy.models.pages import tree

LONGEST_PATH, DEEPEST_PATH = 600, 8  # characters, levels; what lies beyond is nobody's page


@dataclass(frozen=True)
class Route:
    """`page_class` and `page_id` name the page; `language` is the one it is written in.

    `redirect_path` is set instead when the page exists in the wanted language at another path.
    """

    page_class: type[Page]
    page_id: int
    language: str
    redirect_path: str | None = None

    def load(self) -> Page:
        """The specific page, without its heavy fields: read once per version of the site, each request gets a copy."""
        version = site_version.current()
        return self._read() if version is None else copy(_known_page(version, self))

    def _read(self) -> Page:
        heavy = getattr(self.page_class, "heavy_fields", ())
        return self.page_class.objects.select_related("locale").defer(*heavy).get(pk=self.page_id)


def find_route(request: HttpRequest, language: str, path: str) -> Route | None:
    """The route of `path` (below the language's home, "" or ending in a slash), or None."""
    if len(path) > LONGEST_PATH or path.count("/") > DEEPEST_PATH:
        return None
    version = site_version.current()
    if version is None:
        return look_up(home_paths(), language, path)
    try:
        return _known(version, language, path)
    except LookupError:
        return None


def home_paths() -> Mapping[str, str]:
    """`{language: url_path}` of the home pages that are live, the site's own language first."""
    return tree().home_paths


def path_of(page: Page, homes: Mapping[str, str]) -> str:
    """The path of a page below the home page of its language: `courses/outreach/`."""
    home = homes.get(page.locale.language_code)
    return page.url_path[len(home) :] if home and page.url_path.startswith(home) else ""


def look_up(homes: Mapping[str, str], language: str, path: str) -> Route | None:
    """The rule itself, always from the database."""
    for code in [language, *[code for code in homes if code != language]]:
        if code not in homes:
            continue
        page = _published(homes[code], path)
        if page is None:
            continue
        if code != language:
            twin = Page.objects.filter(translation_key=page.translation_key, locale__language_code=language, live=True)
            twin = twin.select_related("locale").first()
            twin_path = path_of(twin, homes) if twin is not None else ""
            if twin_path and _published(homes[language], twin_path):
                return Route(twin.specific_class, twin.pk, language, redirect_path=twin_path)
        return Route(page.specific_class, page.pk, code)
    return None


def _published(home: str, path: str) -> Page | None:
    """The page at `home` + `path`, when it and everything above it is live; one query."""
    paths = [home]
    for slug in path.split("/")[:-1]:
        paths.append(f"{paths[-1]}{slug}/")
    pages = {page.url_path: page for page in Page.objects.filter(url_path__in=paths, live=True)}
    return pages.get(paths[-1]) if len(pages) == len(paths) else None


@lru_cache(maxsize=1024)
def _known_page(version: int, route: Route) -> Page:
    return route._read()


@lru_cache(maxsize=8192)
def _known(version: int, language: str, path: str) -> Route:
    route = look_up(home_paths(), language, path)
    if route is None:
        raise LookupError(path)  # not remembered: strangers' guesses must not fill the memory
    return route
