import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from courses.diagrams import PARTS, PRINT, WIDE, Diagram, Part, draw, measure_print, measure_screen, png, read, svg
from courses.diagrams.__main__ import widths_module
from courses.diagrams.faces import drawable
from courses.diagrams.model import ends
from tests.environment import ROOT

FONTS = ROOT / "node_modules" / "@expo-google-fonts"
CSS = (ROOT / "static" / "css" / "components" / "diagram.css").read_text("utf-8")
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text("utf-8")


def diagram(layout, **words):
    parts = tuple(Part(f"Part {i}", f"Says {i}", f"Lane {i % 2}") for i in range(1, PARTS[layout][1] + 1))
    return Diagram(layout, parts, centre="Middle", across="few → many", upward="low → high", **words)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("layout", sorted(PARTS))
def test_the_svg_says_every_word_in_classes_that_the_sheet_knows(layout, narrow):
    written = svg(draw(diagram(layout), measure_screen, narrow=narrow), css_class="wide", labelled_by="a b")

    root = ElementTree.fromstring(written)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "a b"
    texts = [" ".join("".join(node.itertext()).split()) for node in root.iter("text")]
    assert {f"Says {i}" for i in range(1, PARTS[layout][1] + 1)} <= set(texts)
    assert not any("style" in node.attrib for node in root.iter())
    names = {name for node in root.iter() for name in node.attrib.get("class", "").split()} - {"wide"}
    assert {name for name in names if not re.search(rf"\.{name}\b(?!-)", CSS)} == set()


def test_words_with_markup_stay_words():
    evil = "<script>alert('x')</script>&\"><img src=x onerror=y>"
    written = svg(draw(Diagram("flow", (Part(evil, evil),) * 3), measure_screen))

    root = ElementTree.fromstring(written)
    assert {node.tag for node in root.iter()} == {"svg", "rect", "path", "text", "tspan"}
    assert "<script" not in written
    assert "<img" not in written


@pytest.mark.parametrize("layout", ["flow", "cycle", "ladder", "funnel", "lanes"])
def test_ordered_parts_carry_their_numbers(layout):
    drawing = draw(diagram(layout), measure_screen)

    numbers = [words.lines[0] for words in drawing.words if words.tone.startswith("on-")]
    assert sorted(numbers, key=int) == [str(i) for i in range(1, PARTS[layout][1] + 1)]


def test_the_first_level_of_a_ladder_is_the_lowest_and_each_next_one_is_shorter():
    cards = draw(diagram("ladder"), measure_screen).cards

    assert [card.w for card in cards] == sorted(card.w for card in cards)
    lowest = max(cards, key=lambda card: card.y)
    words = [w for w in draw(diagram("ladder"), measure_screen).words if lowest.holds(w.area)]
    assert [w.lines for w in words] == [("Part 1",), ("Says 1",)]


def test_the_fields_of_a_matrix_are_lower_left_lower_right_upper_left_upper_right():
    drawing = draw(diagram("matrix"), measure_screen)

    place = {w.lines[0]: (w.area.x, w.area.y) for w in drawing.words if w.lines[0].startswith("Part")}
    assert place["Part 1"][0] == place["Part 3"][0] < place["Part 2"][0] == place["Part 4"][0]
    assert place["Part 3"][1] == place["Part 4"][1] < place["Part 1"][1] == place["Part 2"][1]


def test_a_funnel_narrows():
    from courses.diagrams.shapes import Polygon

    pieces = [s for s in draw(diagram("funnel"), measure_screen).shapes if isinstance(s, Polygon) and s.paint.width > 1]
    widths = [max(x for x, _y in piece.points) - min(x for x, _y in piece.points) for piece in pieces]
    assert len(widths) == 6
    assert widths == sorted(widths, reverse=True)


def test_long_words_make_a_flow_turn_and_short_ones_do_not():
    short = draw(Diagram("flow", (Part("Hear"),) * 4), measure_screen)
    long = draw(Diagram("flow", (Part("Hear", "who lives alone and is ill " * 6),) * 5), measure_screen)

    assert len({card.y for card in short.cards}) == 1
    assert len({card.y for card in long.cards}) == 2


def test_png_is_sharp_repeatable_and_in_the_given_colours():
    first = png(diagram("cycle"), fonts=FONTS, width_mm=127, dpi=200)

    assert png(diagram("cycle"), fonts=FONTS, width_mm=127, dpi=200) == first
    image = Image.open(BytesIO(first))
    assert image.width == 1000
    assert round(image.info["dpi"][0]) == 200
    assert image.convert("RGB").getpixel((500, 0)) == (255, 255, 255)
    night = Image.open(BytesIO(png(diagram("cycle"), fonts=FONTS, palette={**PRINT, "paper": "#101a19"})))
    assert night.convert("RGB").getpixel((500, 0)) == (16, 26, 25)


def test_png_draws_what_the_fonts_lack_in_latin():
    foreign = Diagram("flow", (Part("日本 😀", "α → β"), Part("Ш"), Part("ë")))
    assert png(foreign, fonts=FONTS).startswith(b"\x89PNG")
    assert drawable("😀 Ш→ë") == "Ш–ë"


def test_the_widths_are_those_of_the_fonts():
    namespace: dict = {}
    exec(widths_module(FONTS), namespace)
    from courses.diagrams.widths import WIDTHS

    assert {face: " ".join(text.split()) for face, text in namespace["WIDTHS"].items()} == {
        face: " ".join(text.split()) for face, text in WIDTHS.items()
    }
    assert measure_print("text", "Ж", 1000) > measure_print("text", "ı", 1000) > 0


def test_the_colours_of_paper_are_the_light_tokens():
    assert [name for name, colour in PRINT.items() if colour not in TOKENS] == []
    assert WIDE > 0


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("low → high", ("low", "high")),
        ("Cost: low→high ", ("Cost: low", "high")),
        ("How much?", ("How much?", "")),
        ("a → b → c", ("a → b → c", "")),
        ("→ high", ("→ high", "")),
        ("", ("", "")),
    ],
)
def test_the_ends_of_an_axis(question, expected):
    assert ends(question) == expected


def test_a_matrix_is_read_from_above_and_a_tree_by_its_limbs():
    matrix = read(diagram("matrix"))
    assert matrix.axes == ("few", "many")
    assert [(end, [part.label for part in parts]) for end, parts in matrix.fields] == [
        ("high", ["Part 3", "Part 4"]),
        ("low", ["Part 1", "Part 2"]),
    ]
    tree = read(diagram("tree"))
    assert [(limb.name, len(limb.parts)) for limb in tree.limbs] == [("Lane 1", 5), ("Lane 0", 5)]
    assert not tree.is_ordered
    assert read(diagram("ladder")).is_ordered
