from hypothesis import given
from hypothesis import strategies as st

from courses.delivery.fitting import fit, wrap

WIDTH = 100.0


def measure(text: str, size: float) -> float:
    """Every letter is half as wide as high."""
    return len(text) * size / 2


def fitted(text: str, lines: int = 2):
    return fit(text, width=WIDTH, lines=lines, largest=20, smallest=5, measure=measure)


def test_short_text_keeps_the_largest_size():
    assert fitted("Ana") == type(fitted("Ana"))(20, ("Ana",))


def test_one_line_as_long_as_it_is_large_enough():
    assert fitted("Ana Markovic").lines == ("Ana Markovic",)
    assert 15 <= fitted("Ana Markovic").size < 20


def test_then_two_lines_of_equal_length():
    assert fitted("Ana Marija Markovic Hadzi").lines == ("Ana Marija", "Markovic Hadzi")


def test_a_line_may_end_after_a_hyphen():
    assert fitted("Konstantinopolitanska-Hadzihasanovic").lines == ("Konstantinopolitanska-", "Hadzihasanovic")


def test_an_endless_word_is_broken():
    text = fitted("x" * 120)
    assert text.size == 5
    assert "".join(text.lines) == "x" * 120
    assert len(text.lines) == 3


def test_nothing_has_no_lines():
    assert fitted("").lines == ()


@given(st.text(st.sampled_from("abш- "), max_size=200), st.integers(1, 3))
def test_nothing_runs_off_and_no_letter_is_lost(text, lines):
    result = fitted(text, lines)
    assert all(measure(line, result.size) <= WIDTH for line in result.lines)
    assert "".join("".join(result.lines).split()) == "".join(text.split())
    assert 5 <= result.size <= 20
    assert len(result.lines) <= lines or result.size == 5


@given(st.text(st.sampled_from("ab "), max_size=80))
def test_wrapping_keeps_the_words(text):
    lines = wrap(text, width=WIDTH, size=10, measure=measure)
    assert " ".join(lines).split() == text.split()
