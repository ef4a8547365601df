"""Rich text on output: nothing that runs, whatever stands in the database."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site
from wagtail.rich_text import RichText

from academy.rich_text import render_rich_text

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<p onclick="alert(1)" style="position:fixed" class="x" id="y">a</p>',
    '<a href="javascript:alert(1)">a</a>',
    '<a href="data:text/html,<script>alert(1)</script>">a</a>',
    '<iframe src="https://example.org"></iframe>',
    "<svg><script>alert(1)</script></svg>",
    "<form action=/x><input name=y></form>",
    "<math><mtext></p><style><img src=x onerror=alert(1)>",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_hostile_comes_out(source):
    html = render_rich_text(source).lower()
    for word in (
        "<script",
        "onerror",
        "onclick",
        "style",
        "javascript:",
        "data:",
        "<iframe",
        "<svg",
        "<form",
        "class=",
        "id=",
    ):
        assert word not in html


@given(st.text(alphabet="<>/=\"' abipscrtonjv:&;#"))
def test_no_text_makes_a_script(source):
    assert "<script" not in render_rich_text(source)


def test_what_the_editor_offers_stays():
    html = "<h2>a</h2><p><b>b</b> <i>c</i> <sup>1</sup><sub>2</sub><br></p><ul><li>d</li></ul><ol><li>e</li></ol><hr>"
    assert render_rich_text(html) == html


def test_links_out_get_a_rel_and_links_in_their_address(site):
    out = render_rich_text('<a href="https://example.org/?a=1&amp;b=2">x</a>')
    assert out == '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">x</a>'
    home = Site.objects.get(is_default_site=True).root_page
    assert f'href="{home.url}"' in render_rich_text(f'<a linktype="page" id="{home.pk}">home</a>')


def test_the_filter_takes_rich_text_and_plain_source():
    template = Template("{% load rich %}{{ text|rich }}")
    for text in ("<b>a</b><script></script>", RichText("<b>a</b><script></script>")):
        assert template.render(Context({"text": text})) == "<b>a</b>"
    assert template.render(Context({"text": ""})) == ""
