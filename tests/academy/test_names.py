"""Names of people: tidy is stable, letters of every script pass, invisible tricks do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy import names


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    assert names.tidy(names.tidy(text)) == names.tidy(text)


@given(st.text(alphabet=st.characters(categories=["L", "M"]), min_size=1))
def test_letters_of_every_script_pass(text):
    assert not names.has_refused_characters(names.tidy(text))


@pytest.mark.parametrize("trick", ["\u202e", "\u2066", "\ufeff", "\x00", "\x1b", "\u00ad", "\ue000"])
def test_invisible_tricks_are_refused(trick):
    assert names.has_refused_characters(f"Nina{trick}Sample")


@pytest.mark.parametrize("text", ["123", "-", "…", " "])
def test_a_name_needs_a_letter(text):
    assert not names.has_letter(text)
