"""From an address to a page, without walking the tree: looked up once per version of the site.

A page that does not exist in the visitor's language is shown in another one, the site's own first, under the visitor's
address: the interface stays hers, the content carries its `lang`.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page, Site

from academy import site_version


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
        """The specific page, in one query."""
        return self.page_class.objects.select_related("locale").get(pk=self.page_id)


def find_route(request: HttpRequest, language: str, path: str) -> Route | None:
    """The route of `path` (below the language's home, "" or ending in a slash), or None."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    version = site_version.current()
    if version is None:
        return look_up(site.root_page_id, language, path)
    return _remembered(version, site.root_page_id, language, path)


def roots(root_page_id: int) -> dict[str, str]:
    """`{language: url_path}` of the home pages that are live, the site's own language first."""
    root = Page.objects.get(pk=root_page_id)
    rows = Page.objects.filter(translation_key=root.translation_key, live=True).values_list(
        "locale__language_code", "url_path"
    )
    return dict(sorted(rows, key=lambda row: row[0] != settings.LANGUAGE_CODE))


@lru_cache(maxsize=4)
def _remembered_roots(version: int, root_page_id: int) -> dict[str, str]:
    return roots(root_page_id)


def path_of(page: Page, home_paths: dict[str, str]) -> str:
    """The path of a page below the home page of its language: `courses/outreach/`."""
    for home in home_paths.values():
        if page.url_path.startswith(home):
            return page.url_path[len(home) :]
    return ""


def look_up(root_page_id: int, language: str, path: str) -> Route | None:
    """The rule itself, always from the database."""
    home_paths = roots(root_page_id)
    order = [language, *[code for code in home_paths if code != language]]
    for code in order:
        if code not in home_paths:
            continue
        page = Page.objects.filter(url_path=home_paths[code] + path, live=True).first()
        if page is None or _has_unpublished_ancestor(page):
            continue
        if code != language:
            twin = Page.objects.filter(
                translation_key=page.translation_key, locale__language_code=language, live=True
            ).first()
            if twin is not None and not _has_unpublished_ancestor(twin):
                return Route(twin.specific_class, twin.pk, language, redirect_path=path_of(twin, home_paths))
        return Route(page.specific_class, page.pk, code)
    return None


def _has_unpublished_ancestor(page: Page) -> bool:
    return page.get_ancestors().filter(depth__gt=1, live=False).exists()


@lru_cache(maxsize=8192)
def _known(version: int, root_page_id: int, language: str, path: str) -> Route:
    route = look_up(root_page_id, language, path)
    if route is None:
        raise LookupError(path)  # not remembered: strangers' guesses must not fill the memory
    return route


def _remembered(version: int, root_page_id: int, language: str, path: str) -> Route | None:
    try:
        return _known(version, root_page_id, language, path)
    except LookupError:
        return None
