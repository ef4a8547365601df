import re

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.blocks import DiagramBlock
from courses.diagrams import PARTS

WORDS = {"title": "A title", "alt": "What it shows.", "centre": "Middle", "across": "a → b", "upward": "c → d"}


def value(layout, count, *, lane="Team", **words):
    nodes = [{"label": f"Part {i}", "text": "Text", "lane": lane} for i in range(1, count + 1)]
    return DiagramBlock().to_python({**WORDS, "layout": layout, "nodes": nodes, **words})


def errors_of(block_value):
    with pytest.raises(StructBlockValidationError) as caught:
        DiagramBlock().clean(block_value)
    return caught.value.block_errors


@pytest.mark.parametrize("layout", sorted(PARTS))
def test_each_layout_takes_its_number_of_parts(layout):
    fewest, most = PARTS[layout]
    for count in {fewest, most}:
        DiagramBlock().clean(value(layout, count))
    for count in {max(2, fewest - 1), min(12, most + 1)} - {fewest, most}:
        (message,) = errors_of(value(layout, count))["nodes"].non_block_errors.as_data()
        assert f"here are {count}" in message.message


def test_a_matrix_asks_two_questions():
    assert set(errors_of(value("matrix", 4, across="", upward=" "))) == {"across", "upward"}


@pytest.mark.parametrize("layout", ["hub", "tree"])
def test_hub_and_tree_need_a_centre(layout):
    assert set(errors_of(value(layout, 3, centre=""))) == {"centre"}
    DiagramBlock().clean(value("cycle", 3, centre=""))


def test_every_part_of_lanes_needs_its_lane():
    errors = errors_of(value("lanes", 4, lane=" "))["nodes"].block_errors
    assert sorted(errors) == [0, 1, 2, 3]
    assert set(errors[0].block_errors) == {"lane"}


@pytest.mark.parametrize("layout", sorted(PARTS))
def test_it_shows_both_pictures_and_the_same_words_as_text(layout):
    html = DiagramBlock().render(value(layout, PARTS[layout][0]))

    assert html.count('role="img"') == 2
    (title_id,) = set(re.findall(r'aria-labelledby="(\S+)-title ', html))
    assert f'id="{title_id}-title">A title<' in html
    assert f'id="{title_id}-alt" hidden>What it shows.<' in html
    text = html.split("<details")[1]
    for i in range(1, PARTS[layout][0] + 1):
        assert f"<strong>Part {i}</strong> Text" in text


def test_markup_in_words_is_shown_and_not_run():
    evil = "<img src=x onerror=alert(1)>"
    nodes = [{"label": evil, "text": evil, "lane": evil}] * 4
    for layout in PARTS:
        html = DiagramBlock().render(
            value(layout, 4, title=evil, alt=evil, centre=evil, across=evil, upward=evil, nodes=nodes)
        )
        assert "<img" not in html
        assert "&lt;img" in html


def test_a_block_without_parts_shows_nothing():
    assert DiagramBlock().render(value("flow", 0)).strip() == ""
