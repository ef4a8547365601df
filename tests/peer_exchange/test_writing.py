"""What people write: nothing runs, what is kept stays as it is, a plain field loses nothing."""

import re
from html.parser import HTMLParser
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peer_exchange import writing
from tests.peer_exchange.payloads import PAYLOADS

ALLOWED = {
    "p": {"lang"}, "br": set(), "strong": set(), "em": set(), "ul": set(), "ol": set(), "li": {"lang"},
    "blockquote": {"lang"}, "a": {"href", "rel"}, "img": {"src", "alt", "width", "height"},
    "span": {"data-mention", "lang"},
}  # fmt: skip


class Found(HTMLParser):
    """Every element and attribute, as a browser would read them."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))


def problems(html):
    for tag, attrs in Found(html).elements:
        if tag not in ALLOWED:
            yield tag
        for name, value in attrs.items():
            if name not in ALLOWED.get(tag, set()):
                yield f"{tag} {name}"
            if name == "href" and not re.match(r"(https?://|mailto:)", value):
                yield value
            if name == "src" and not re.fullmatch(r"/clusters/files/[0-9a-f-]{36}/", value):
                yield value


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("way", [writing.clean_html, writing.html_of_plain, writing.render])
def test_no_payload_comes_through(payload, way):
    assert list(problems(way(payload))) == []
    assert list(problems(way(f"<p>before {payload} after</p>"))) == []


@given(st.text(alphabet="<>/='\" abipsx&;:!-[]\x00\u202escriptimg", max_size=80))
def test_nothing_else_comes_through_either(text):
    cleaned = writing.clean_html(text)
    assert list(problems(cleaned)) == []
    assert writing.render(cleaned) == cleaned


@given(st.text(max_size=200))
def test_a_plain_field_is_only_text(text):
    assert list(problems(writing.html_of_plain(text))) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("> a\nb", "<blockquote><p>a</p></blockquote><p>b</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("\n\n", ""),
        (
            "see https://example.org/a?b=1&c=2.",
            '<p>see <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">'
            "https://example.org/a?b=1&amp;c=2</a>.</p>",
        ),
    ],
)
def test_a_plain_field_becomes_paragraphs_lists_and_links(typed, kept):
    assert writing.html_of_plain(typed) == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<div>a</div><div>b <b>c</b> <i>d</i></div>", "<p>a</p><p>b <strong>c</strong> <em>d</em></p>"),
        ("<h2>a</h2><p>b</p>", "<p><strong>a</strong></p><p>b</p>"),
        ("a <b>b</b>", "<p>a <strong>b</strong></p>"),
        ("<p><br></p><p>&nbsp;</p><p>a</p>", "<p>a</p>"),
        ('<p lang="sq" class="x">a</p>', '<p lang="sq">a</p>'),
        (
            '<a href="https://example.org/">a</a>',
            '<p><a href="https://example.org/" rel="nofollow ugc noopener">a</a></p>',
        ),
        ("<span>a</span>", "<p>a</p>"),
    ],
)
def test_html_is_brought_to_one_form(sent, kept):
    assert writing.clean_html(sent) == kept
    assert writing.clean_html(kept) == kept


def test_plain_and_back():
    text = "a\nb\n\n- c\n- d\n\n1. e\n2. f\n\n> g\n\nh"
    assert writing.plain_of(writing.html_of_plain(text)) == text


def test_only_pictures_of_our_own_are_shown():
    uuid = uuid4()
    kept = writing.clean_html(
        f'<p>x<img src="/clusters/files/{uuid}/" alt="a" width="10" height="2" class="x">'
        '<img src="https://evil.example/pixel.gif"><img src="/media/images/x.png"></p>'
    )
    assert kept == f'<p>x<img src="/clusters/files/{uuid}/" alt="a" width="10" height="2"></p>'
    assert writing.pictures_in(kept) == {uuid}
    assert writing.without_pictures(kept, {uuid}) == "<p>x</p>"


def test_mentions_say_the_name_of_the_person():
    ana, other = uuid4(), uuid4()
    body = f'<p><span data-mention="{ana}">@The Mayor</span> and <span data-mention="{other}">@x</span></p>'
    assert writing.set_mentions(body, {ana: "Ana <i>"}) == (
        f'<p><span data-mention="{ana}">@Ana &lt;i&gt;</span> and @x</p>'
    )
    assert writing.mentions_in(body) == {ana, other}


@pytest.mark.parametrize(
    ("text", "is_mention"),
    [("@Ana Bos,", True), ("(@ana bos)", True), ("@Ana Bosanac", False), ("x@Ana Bos", False), ("@Ana", False)],
)
def test_a_typed_name_is_a_mention_where_it_stands_alone(text, is_mention):
    ana = UUID(int=1)
    found = writing.find_mentions(f"<p>{text}</p>", {ana: "Ana Bos"})
    assert bool(writing.mentions_in(found)) is is_mention


def test_a_mention_is_not_made_inside_a_tag_or_another_mention():
    ana = UUID(int=1)
    body = writing.set_mentions(writing.find_mentions("<p>@Ana</p>", {ana: "Ana"}), {ana: "Ana"})
    assert writing.find_mentions(body, {ana: "Ana"}) == body
    link = '<p><a href="https://example.org/@Ana" rel="nofollow ugc noopener">x</a></p>'
    assert writing.find_mentions(link, {ana: "Ana"}) == link


def test_a_quotation_leaves_out_what_was_quoted_before():
    body = "<blockquote><p>old</p></blockquote><p>new</p>"
    assert writing.quote_of(body) == "<blockquote><p>new</p></blockquote>"


def test_an_excerpt_is_one_line_without_quotations():
    body = "<blockquote><p>old</p></blockquote><p>one</p><ul><li>two</li></ul>"
    assert writing.excerpt_of(body) == "one - two"
    assert writing.excerpt_of(f"<p>{'word ' * 100}</p>", 20) == "word word word word …"


@pytest.mark.parametrize("text", ["<span>" * 5000, "<strong>" * 5000, "<blockquote>" * 2000 + "x", "> " * 5000 + "x"])
def test_deep_nesting_takes_no_time(text):
    assert list(problems(writing.clean_html(text))) == []
    writing.plain_of(writing.clean_html(text))
    writing.html_of_plain(text)
