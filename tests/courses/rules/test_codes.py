from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.codes import ALPHABET, LENGTH, canonical_code, new_code

codes = st.text(st.sampled_from(ALPHABET), min_size=LENGTH, max_size=LENGTH)


def test_a_code_cannot_be_guessed():
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert log2(len(ALPHABET)) * LENGTH >= 80
    assert len({new_code() for _ in range(1000)}) == 1000


def test_groups_of_four():
    code = new_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert canonical_code(code) == code


@pytest.mark.parametrize(
    "typed",
    ["7K3M-90XA-P1TD-W8ZE", "7k3m90xap1tdw8ze", " 7K3M 9OXA PITD W8ZE ", "7К3М–9ОХА–PlTD–W8ZЕ", "7k3m_90xa.pİtd-w8ze"],
)
def test_look_alikes_are_understood(typed):
    assert canonical_code(typed) == "7K3M-90XA-P1TD-W8ZE"


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "7K3M-90XA-P1TD-W8Z", "7K3M-90XA-P1TD-W8ZE-2", "7K3M-90XA-P1TD-W8Z!", "U" * 16]
)
def test_what_cannot_be_a_code(typed):
    assert canonical_code(typed) is None


@given(codes, st.lists(st.integers(1, 15), max_size=6))
def test_however_it_is_grouped_and_cased(letters, cuts):
    typed = letters.lower()
    for cut in sorted(cuts, reverse=True):
        typed = f"{typed[:cut]} - {typed[cut:]}"
    assert canonical_code(typed).replace("-", "") == letters


@given(st.text())
def test_any_text_is_answered(typed):
    code = canonical_code(typed)
    assert code is None or canonical_code(code) == code
