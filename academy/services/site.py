"""Sets up an empty site: languages, home pages, plain pages, approaches. Twice called, it changes nothing.

It knows only the kernel; rooms above set up their own through their own services.
"""

from pathlib import Path

import frontmatter
import yaml
from django.conf import settings
from django.db import transaction
from markdown_it import MarkdownIt
from wagtail.models import Locale, Page, Site

from academy.models import Approach, ContentPage, HomePage

CONTENT = Path(__file__).resolve().parent.parent / "content"


@transaction.atomic
def setup_site() -> None:
    """Create what every installation needs; leave what stands already as it is."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    home = _setup_home()
    _setup_home_translations(home)
    for file in sorted((CONTENT / "pages").glob("*.md")):
        _setup_plain_page(home, file)
    for position, entry in enumerate(yaml.safe_load((CONTENT / "approaches.yaml").read_text("utf-8"))):
        _setup_approach(position, **entry)


def _setup_home() -> HomePage:
    root = Page.get_first_root_node()
    locale = Locale.get_default()
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        for welcome in root.get_children().filter(slug="home").exclude(pk__in=HomePage.objects.all()):
            welcome.delete()
        home = root.add_child(instance=HomePage(title=settings.SITE_NAME, slug="home", locale=locale))
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    if site.root_page_id != home.pk:
        site.root_page = home
        site.site_name = settings.SITE_NAME
        site.save()
    return home


def _setup_home_translations(home: HomePage) -> None:
    """A home page in every language, so that pages can be translated into it; its words come from the catalogues."""
    root = Page.get_first_root_node()
    for locale in Locale.objects.exclude(pk=home.locale_id):
        if not HomePage.objects.filter(translation_key=home.translation_key, locale=locale).exists():
            root.refresh_from_db()
            root.add_child(
                instance=HomePage(
                    title=home.title,
                    slug=f"home-{locale.language_code}",
                    locale=locale,
                    translation_key=home.translation_key,
                )
            )


def _setup_plain_page(home: HomePage, file: Path) -> None:
    if home.get_children().filter(slug=file.stem).exists():
        return
    post = frontmatter.load(str(file))
    page = ContentPage(
        title=str(post["title"]),
        slug=file.stem,
        summary=str(post["summary"]),
        body=MarkdownIt("commonmark").render(post.content),
        locale=home.locale,
    )
    home.refresh_from_db()
    home.add_child(instance=page)


def _setup_approach(position: int, *, key: str, motif: str, palette: str, names: dict[str, str]) -> None:
    if Approach.objects.filter(key=key).exists():
        return
    approach = Approach(key=key, motif=motif, palette=palette, position=position)
    for language, name in names.items():
        approach.names.create(language=language, name=name)
    approach.save()
