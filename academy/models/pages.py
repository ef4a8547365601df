"""Pages of the site that belong to no room: the home page and plain pages such as "About".

Learning pages stand in `courses`; what a page shows beside its own text comes through `academy.sockets`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.search import index

from academy import site_version

PLAIN_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


@dataclass(frozen=True)
class Tree:
    """What every page asks of the tree. `home_paths`: `{language: url_path}` of the home pages that are live, the
    site's own language first; `restricts_any`: whether any page is restricted to some visitors.
    """

    home_paths: Mapping[str, str]
    restricts_any: bool


def tree() -> Tree:
    """Read once per version of the pages, with one query."""
    version = site_version.current()
    return _read_tree() if version is None else _known_tree(version)


def restricts_any() -> bool:
    return tree().restricts_any


def _read_tree() -> Tree:
    restrictions = PageViewRestriction.objects.all()
    roots = Site.objects.filter(is_default_site=True).values("root_page__translation_key")
    rows = list(
        Page.objects.filter(translation_key__in=roots, live=True).values_list(
            "locale__language_code", "url_path", models.Exists(restrictions)
        )
    )
    paths = {language: path for language, path, _is_restricted in rows}
    own_first = sorted(paths, key=lambda language: language != settings.LANGUAGE_CODE)
    return Tree(
        home_paths={language: paths[language] for language in own_first},
        restricts_any=rows[0][2] if rows else restrictions.exists(),
    )


@lru_cache(maxsize=4)
def _known_tree(version: int) -> Tree:
    return _read_tree()


class AcademyPage(models.Model):
    """What every page of the site has beside Wagtail's own fields."""

    summary = models.CharField(_("summary"), max_length=300, blank=True, help_text=_("For cards, search and mails."))

    heavy_fields: tuple[str, ...] = ()  # not loaded to serve a page: what is made of them is kept rendered

    class Meta:
        abstract = True

    def get_view_restrictions(self):
        """None, without asking for every ancestor, on a site that restricts no page at all."""
        return super().get_view_restrictions() if restricts_any() else PageViewRestriction.objects.none()

    def serve_preview(self, request, mode_name):
        """Show the draft through the same hooks as the live page, so that a preview is what learners will see."""

        def serve(page, request, args, kwargs):
            return page.serve(request, *args, **kwargs)

        for hook in reversed(hooks.get_hooks("on_serve_page")):
            serve = hook(serve)
        return serve(self, request, [], {})


class HomePage(AcademyPage, Page):
    promise = models.CharField(
        _("promise"), max_length=120, blank=True, help_text=_("The large line at the top; empty: the site's own.")
    )

    content_panels = [*Page.content_panels, FieldPanel("promise"), FieldPanel("summary")]
    parent_page_types = ["wagtailcore.Page"]
    template = "academy/home.html"

    class Meta:
        verbose_name = _("home page")


class ContentPage(AcademyPage, Page):
    body = RichTextField(_("text"), features=PLAIN_FEATURES)

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["academy.HomePage", "academy.ContentPage"]
    template = "academy/content_page.html"

    class Meta:
        verbose_name = _("plain page")
