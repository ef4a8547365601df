"""Marking of terms: first places only, whole words, nothing else of the HTML changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.marking import Marker, Word, find_terms

WORDS = (
    Word("referral", ("referral", "referrals")),
    Word("accountability", ("accountability",)),
    Word("social-accountability", ("social accountability",)),
    Word("service", ("социјална услуга", "социјалне услуге")),
)


def mark(html: str, words=WORDS, limit=12) -> str:
    return Marker(words, lambda key, word: f"<i {key}>{word}</i>", limit=limit).marked(html)


def test_only_the_first_place_is_marked_and_longer_terms_win():
    assert mark("<p>Social accountability, accountability and accountability; Referrals.</p>") == (
        "<p><i social-accountability>Social accountability</i>, <i accountability>accountability</i> and "
        "accountability; <i referral>Referrals</i>.</p>"
    )


def test_a_longer_term_met_again_hides_the_shorter_one_in_it():
    assert mark("social accountability, social accountability").count("<i ") == 1


@pytest.mark.parametrize(
    "html", ["<p>preferral</p>", "<p>referrals-desk</p>", "<p>self-referral</p>", "<p>referral2</p>"]
)
def test_parts_of_words_are_left_alone(html):
    assert mark(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Referral</h2>",
        '<a href="/x">a <b>referral</b></a>',
        "<pre><code>referral</code></pre>",
        "<button>referral</button>",
        "<table><caption>Referral</caption><tr><th>Referral</th></tr></table>",
        "<figure><blockquote>referral</blockquote><figcaption>referral</figcaption></figure>",
        '<p class="block-title">Referral</p>',
        "<form><label>referral</label></form>",
        '<svg><g><path d="M0 0"/><text>referral</text></g></svg>',
        '<img alt="referral"><!-- referral -->',
    ],
)
def test_quiet_places_are_left_alone(html):
    assert mark(html) == html
    assert mark(f"{html}<p>referral</p>") == f"{html}<p><i referral>referral</i></p>"


def test_words_may_be_broken_over_lines_and_stand_in_cyrillic():
    assert mark("<td>СОЦИЈАЛНЕ\n  услуге</td>") == "<td><i service>СОЦИЈАЛНЕ\n  услуге</i></td>"


def test_the_turkish_capital_with_a_dot_is_the_small_i():
    words = (Word("data", ("izleme",)),)
    assert mark("<p>İzleme</p>", words) == "<p><i data>İzleme</i></p>"


def test_terms_are_counted_over_all_stretches():
    marker = Marker(WORDS, lambda key, word: "*", limit=2)
    assert marker.marked("<p>referral</p>") == "<p>*</p>"
    assert marker.marked("<p>referral accountability</p>") == "<p>referral *</p>"
    assert marker.marked("<p>social accountability</p>") == "<p>social accountability</p>"
    assert marker.found == ["referral", "accountability"]


def test_without_terms_nothing_happens():
    assert mark("<p>referral</p>", ()) == "<p>referral</p>"


def test_all_terms_of_a_text_are_found():
    assert find_terms("<p>accountability</p><p>a referral</p>", WORDS) == ["accountability", "referral"]


PIECES = st.sampled_from(
    ["<p>", "</p>", "<h2>", "</h2>", "<br>", "&amp;", "&#x27;", "<a href='referral'>", "</a>", "referral", " ", "\n",
     "<", ">", "социјална услуга", "<!-- referral -->", "accountability", "x", "&nbsp", "<td>", "ß", "İ"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_without_the_marks_the_html_is_as_it_was(html):
    marked = Marker(WORDS, lambda key, word: f"\x01{word}\x02", limit=12).marked(html)
    assert re.sub("[\x01\x02]", "", marked) == html
