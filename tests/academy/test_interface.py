"""The look at work: cover files, the style guide, template tags, vendor files, the joined style sheet."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from academy import weave
from academy.static_storage import JOINED, join_sheets
from academy.templatetags.weaving import about_duration, duration, page_numbers

ROOT = Path(__file__).resolve().parents[2]


def render(source: str, **context) -> str:
    return Template("{% load weaving %}" + source).render(Context(context))


# Cover files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("palette", ["spruce", "spruce_dark"])
def test_a_cover_file_may_be_kept_for_ever(client, palette):
    response = client.get(f"/weave/routes-{palette}.svg")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]
    assert not response.cookies
    assert response.content.decode() == weave.cover_svg("routes", palette)


@pytest.mark.parametrize("name", ["none-spruce", "routes-none", "routes-spruce_none"])
def test_an_unknown_cover_is_not_found(client, name, site):
    assert client.get(f"/weave/{name}.svg").status_code == 404


# Style guide -----------------------------------------------------------------------------------------------------


def test_the_style_guide_is_for_staff(client, admin, alice):
    assert client.get("/styleguide/").status_code == 404
    client.force_login(alice)
    assert client.get("/styleguide/").status_code == 404
    client.force_login(admin)
    assert client.get("/styleguide/").status_code == 200


@pytest.fixture
def styleguide(client, admin) -> str:
    client.force_login(admin)
    return client.get("/styleguide/").content.decode()


def test_the_style_guide_has_no_inline_style_or_script(styleguide):
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", styleguide)
    assert re.findall(r"<script(?![^>]*\ssrc=)", styleguide) == []


def test_ids_are_unique_and_labels_have_their_fields(styleguide):
    ids = re.findall(r'\sid="([^"]+)"', styleguide)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label[^>]*\sfor="([^"]+)"', styleguide)) <= set(ids)
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', styleguide) for name in names.split()}
    assert described <= set(ids)


def test_the_style_guide_shows_every_component():
    shown = (ROOT / "templates/academy/styleguide.html").read_text(encoding="utf-8")
    files = {path.name for path in (ROOT / "templates/components").glob("[!_]*.html")}
    inside = {"field.html", "errors.html"}  # shown as parts of form.html
    assert {name for name in files if f"components/{name}" not in shown} <= inside


# Template tags ---------------------------------------------------------------------------------------------------


def test_a_cover_is_a_decorative_picture_for_light_and_dark():
    html = render("{% cover 'routes' 'spruce' %}")
    assert 'alt=""' in html
    assert "routes-spruce.svg?v=" in html
    assert "routes-spruce_dark.svg?v=" in html


def test_cloth_that_does_not_exist_leaves_no_broken_picture():
    assert render("{% cover 'none' 'spruce' %}{% band 'routes' 'none' 3 1 %}{% band 'routes' 'spruce' 0 0 %}") == ""
    assert render("{% cover motif palette %}", motif='"><script>', palette="spruce") == ""


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (None, ""),
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (120, "2 hours"),
        (95, "1 h 35 min"),
    ],
)
def test_a_duration_in_words(minutes, text):
    with translation.override("en"):
        assert duration(minutes) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(None, ""), (1, "5 minutes"), (58, "1 hour"), (63, "1 hour"), (125, "2 hours"), (140, "2 h 30 min")],
)
def test_a_duration_as_one_would_say_it(minutes, text):
    with translation.override("en"):
        assert about_duration(minutes) == text


def test_page_numbers_show_the_neighbourhood():
    page = Paginator(range(200), 10).get_page(7)
    assert list(page_numbers(page)) == [1, "…", 5, 6, 7, 8, 9, "…", 20]


# Static files ----------------------------------------------------------------------------------------------------


def test_vendor_files_are_found_by_their_static_path():
    found = finders.find("vendor/htmx/htmx.min.js")
    assert found.endswith("node_modules/htmx.org/dist/htmx.min.js")
    assert finders.find("vendor/htmx/htmx.js") is None
    assert finders.find("vendor/../package.json") is None


def test_the_joined_sheet_has_every_component_and_names_only_files_that_exist():
    paths = {path: (storage, path) for finder in finders.get_finders() for path, storage in finder.list([])}
    css = join_sheets(paths).open(JOINED).read().decode()
    assert "@import" not in css
    for component in (ROOT / "static/css/components").glob("*.css"):
        assert f"components/{component.name}" in (ROOT / "static/css/main.css").read_text(encoding="utf-8")
    for url in re.findall(r'url\("(\.\./[^"]+)"\)', css):
        assert url.removeprefix("../") in paths


def test_no_style_sheet_sets_important_or_an_id():
    for sheet in (ROOT / "static/css").rglob("*.css"):
        css = re.sub(r"#[0-9a-f]{3,6}\b|/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert "!important" not in css, sheet
        assert not re.search(r"(^|[\s,}])#[a-z]", css), sheet
