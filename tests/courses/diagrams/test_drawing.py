from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.diagrams import LAYOUTS, NARROW, PARTS, WIDE, Diagram, Part, draw, measure_print, measure_screen
from courses.diagrams.shapes import Area
from courses.enums import DiagramLayout

LETTERS = "abcdefghijklmnopqrstuvwxyzëçšžčćđğışöüăâîșțÇËŠŽİАБВабвгдђежзијклљмнњопрстћуфхцчџшъьюяѓќѕαβγ"
LETTERS += " " * 24 + "-–.,:/→&<>\"'漢😀"


def words(most, least=0):
    plain = st.text(LETTERS, min_size=least, max_size=most)
    return plain | st.sampled_from(["Wm" * (most // 2), "ı ş ğ", "Përgjegjësia e bashkisë"[:most], "Ш" * most, "x"])


@st.composite
def diagrams(draw_value):
    layout = draw_value(st.sampled_from(sorted(PARTS)))
    count = draw_value(st.integers(*PARTS[layout]) | st.integers(1, 12))  # a draft may have too few or too many
    lanes = draw_value(st.lists(words(40, 1), min_size=1, max_size=6))
    parts = tuple(
        Part(draw_value(words(60, 1)), draw_value(words(160)), draw_value(st.sampled_from(lanes)))
        for _n in range(count)
    )
    centre, across, upward = (draw_value(words(60)) for _n in range(3))
    return Diagram(layout, parts, centre=centre, across=across, upward=upward)


def lines(drawing, measure):
    """(words, place of the line) of every line that is drawn, with the measure of its own font."""
    for block in drawing.words:
        for i, line in enumerate(block.lines):
            width = measure(block.face, line, block.size)
            left = block.x - {"start": 0, "middle": width / 2, "end": width}[block.anchor]
            baseline = block.y + i * block.leading
            yield block, Area(left, baseline - 0.75 * block.size, width, 0.95 * block.size)


@settings(max_examples=150, deadline=None)
@given(diagrams(), st.booleans(), st.sampled_from([measure_print, measure_screen]))
def test_words_stay_in_their_places_and_parts_apart(diagram, narrow, measure):
    drawing = draw(diagram, measure, narrow=narrow)

    page = Area(0, 0, NARROW if narrow else WIDE, drawing.height)
    places = list(lines(drawing, measure))
    for block, place in places:
        assert page.holds(block.area, 0.5), block
        if not block.tone.startswith("on-"):  # a number may touch the edge of its diamond
            assert block.area.holds(place, 0.5), block
    for (first, one), (_second, other) in combinations(places, 2):
        assert not one.meets(other, 0.5), first
    for card in drawing.cards:
        assert page.holds(card, 0.5)
    for one, other in combinations(drawing.cards, 2):
        assert not one.meets(other, 0.5)


@settings(max_examples=80, deadline=None)
@given(diagrams(), st.booleans())
def test_no_word_is_lost(diagram, narrow):
    drawing = draw(diagram, measure_screen, narrow=narrow)

    drawn = "".join("".join(line.removesuffix("-") for line in block.lines) for block in drawing.words)
    shown = drawn.replace(" ", "").replace("-", "")
    for part in diagram.parts[:4] if diagram.layout == "matrix" else diagram.parts:
        for text in (part.label, part.text):
            assert "".join(text.split()).replace("-", "") in shown


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("layout", sorted(PARTS))
def test_letters_stay_large_enough_to_read(layout, narrow):
    """The narrow drawing is 340 wide and shown at 358 CSS pixels on a phone, the wide one at 624 or more."""
    long = Part("Përgjegjësia e përbashkët e bashkisë dhe e qytetarëve sot", "Шта се променило? " * 8, "Бирократија")
    drawing = draw(Diagram(layout, (long,) * PARTS[layout][1], centre="Заједнички план"), measure_screen, narrow=narrow)

    texts = [block for block in drawing.words if block.face == "text"]
    assert texts
    assert min(block.size for block in texts) * (358 / 340 if narrow else 1) >= 13


def test_the_enum_and_the_layouts_are_the_same():
    assert set(LAYOUTS) == set(PARTS) == set(DiagramLayout.values)


def test_an_unknown_layout_and_a_diagram_without_parts_are_refused():
    with pytest.raises(KeyError):
        draw(Diagram("pie", (Part("One"),)), measure_screen)
    with pytest.raises(ValueError, match="parts"):
        draw(Diagram("flow", ()), measure_screen)
