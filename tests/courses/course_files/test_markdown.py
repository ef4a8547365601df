"""Markdown of lessons: what becomes which block, and that nothing is lost without a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.course_files import parsed
from courses.course_files.diagrams import LAYOUTS
from courses.course_files.findings import Findings
from courses.course_files.markdown import MarkdownReader
from courses.enums import DiagramLayout


def read(text, tmp_path=None, first_line=1):
    findings = Findings()
    reader = MarkdownReader(text, file="lesson.md", folder=tmp_path, first_line=first_line, findings=findings)
    return reader.blocks(), [str(finding) for finding in findings], reader


def test_neighbouring_paragraphs_and_lists_are_one_block_of_rich_text():
    blocks, findings, _reader = read("One *two* **three**\nfour.\n\n- a\n- b\n\n## Next\n\nFive.")
    assert blocks == (
        parsed.Text(line=1, html="<p>One <i>two</i> <b>three</b> four.</p><ul><li>a</li><li>b</li></ul>"),
        parsed.Heading(line=7, text="Next", level=2),
        parsed.Text(line=9, html="<p>Five.</p>"),
    )
    assert findings == []


def test_html_in_markdown_is_text():
    blocks, _findings, _reader = read("<script>alert(1)</script> & <b>x</b>")
    assert blocks[0].html == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;x&lt;/b&gt;</p>"


def test_a_script_address_is_never_a_link():
    blocks, _findings, _reader = read("[x](javascript:alert(1))")
    assert "<a" not in blocks[0].html


def test_a_table_takes_its_caption_from_the_paragraph_before():
    blocks, findings, _reader = read("Table: Numbers\n\n| a | b |\n|---|---|\n| 1 | **2** |\n| 3 |  |")
    assert blocks == (
        parsed.Table(
            line=3, caption="Numbers", header=("a", "b"), rows=(("<p>1</p>", "<p><b>2</b></p>"), ("<p>3</p>", ""))
        ),
    )
    assert findings == []


def test_steps_keep_lists_inside_and_breaks_between_paragraphs():
    blocks, _findings, _reader = read(":::steps\n1. **Call.** Now.\n\n   Then wait.\n2. Pack\n   - pens\n:::")
    assert blocks[0].steps == ("<p><b>Call.</b> Now.</p><p>Then wait.</p>", "<p>Pack</p><ul><li>pens</li></ul>")


def test_comparison_and_definitions():
    blocks, findings, _reader = read(
        ':::comparison title="Two"\n### A\n- a\n\n### B\nb\n:::\n\n:::definitions\nTerm\n: *meaning*\n:::'
    )
    assert blocks[0].columns == (("A", "<ul><li>a</li></ul>"), ("B", "<p>b</p>"))
    assert blocks[1].terms == (("Term", "<p><i>meaning</i></p>"),)
    assert findings == []


def test_links_to_lessons_are_noted_with_their_line():
    _blocks, findings, reader = read("One.\n\nSee [that](lesson:other).", first_line=10)
    assert reader.links == [("other", 12)]
    assert findings == []


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("# Title", "line 1", "use only ## and ###"),
        ("> said", "line 1", "use :::quote"),
        ("a\n\n---", "line 3", "use a heading"),
        ("```\ncode\n```", "line 1", "write it as text"),
        ("some `code`", "line 1", "use **bold**"),
        ("![x](y.png)", "line 1", "use :::image"),
        (":::stpes\n1. a\n:::", "line 1", ":::stpes is not known; the blocks are steps"),
        ("a\n\n:::steps\n1. a", "line 3", ":::steps is not closed"),
        (":::steps title=Quoted\n1. a\n:::", "line 1", 'as name="value"'),
        (':::steps tilte="A"\n1. a\n:::', "line 1", ":::steps has no attribute tilte; it takes title"),
        (":::steps\n- a\n:::", "line 1", "a numbered list (1. …)"),
        (":::checklist\n- a\n:::", "line 1", ':::checklist needs key="…"'),
        (':::checklist key="a"\n- x\n- x\n:::', "line 1", "read the same"),
        (":::case\nText\n:::", "line 1", ':::case needs source="…"'),
        (':::case source="S1" economy="Bosnia"\nText\n:::', "line 1", "two-letter code"),
        (':::case source="S1"\n:::', "line 1", "this block is empty"),
        (':::callout kind="shout"\nText\n:::', "line 1", "must be one of note, tip, warning"),
        (":::comparison\n### A\na\n:::", "line 1", "two or three ### headings"),
        (":::definitions\nnothing\n:::", "line 1", "write each definition"),
        (":::definitions\nA\n: one\nB\n: two\n:::", "line 1", "leave an empty line before the next term"),
        (':::check question="q"\ntext\n:::', "line 1", "takes no text"),
        (':::callout title="x"\n## Heading\n:::', "line 2", "a heading inside another block"),
        ("| a |\n|---|\n| 1 |", "line 1", "give the table a caption"),
        ("Table: Alone\n\nText", "line 1", "this caption stands alone"),
        ("Text\n\nTable: Last", "line 3", "this caption stands alone"),
        ("[x](page.html)", "line 1", "the link to page.html leads nowhere"),
    ],
)
def test_what_has_no_place_is_a_finding_with_line_and_remedy(text, place, words):
    _blocks, findings, _reader = read(text)
    assert any(finding.startswith(f"lesson.md, {place}: ") and words in finding for finding in findings), findings


def test_a_picture_must_lie_beside_the_lesson(tmp_path):
    (tmp_path / "door.png").write_bytes(b"x")
    (tmp_path.parent / "secret.png").write_bytes(b"x")
    blocks, findings, _reader = read(':::image file="door.png" alt="A door"\n:::', tmp_path)
    assert blocks[0].path == tmp_path / "door.png"
    assert findings == []
    for name in ("missing.png", "../secret.png", "/etc/passwd"):
        blocks, findings, _reader = read(f':::image file="{name}" alt="x"\n:::', tmp_path)
        assert blocks == ()
        assert "is not a picture in the folder" in findings[0]


DIAGRAM = ':::diagram layout="{}" title="T" alt="A"{}\n{}\n:::'


def diagram(layout, bullets, more=""):
    return DIAGRAM.format(layout, more, "\n".join(f"- {bullet}" for bullet in bullets))


def test_a_diagram_has_parts_with_text_and_lane():
    blocks, findings, _reader = read(
        diagram("lanes", ["Ask | At the desk | Office", "Go | | Team", "Hear||Team", "End | x | Office"])
    )
    assert findings == []
    assert blocks[0].parts[:2] == (
        parsed.DiagramPart(label="Ask", text="At the desk", lane="Office"),
        parsed.DiagramPart(label="Go", text="", lane="Team"),
    )
    assert (blocks[0].layout, blocks[0].title, blocks[0].alt, blocks[0].centre) == ("lanes", "T", "A", "")


FOUR = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("layout", "bullets", "more", "words"),
    [
        ("star", FOUR, "", 'layout="star" must be one of flow, cycle'),
        ("flow", FOUR[:2], "", "a flow diagram has 3 to 7 parts, not 2"),
        ("matrix", FOUR[:3], ' across="x" upward="y"', "a matrix diagram has exactly 4 parts, not 3"),
        ("matrix", FOUR, ' across="x"', 'a matrix diagram needs upward="…"'),
        ("hub", FOUR, "", 'a hub diagram needs centre="…"'),
        ("tree", FOUR, ' centre=" "', 'a tree diagram needs centre="…"'),
        ("flow", FOUR, ' centre="x"', "a flow diagram draws no centre"),
        ("lanes", ["a||x", "b||x", "c||y", "d"], "", "every part of a lanes diagram names its lane"),
        ("flow", ["a||x", "b", "c"], "", "a flow diagram has no lanes"),
        ("flow", ["a", "a", "c"], "", "two parts of the diagram have the same label"),
        ("flow", ["x" * 61, "b", "c"], "", "has 61 characters; shorten it to 60"),
        ("flow", ["a | " + "x" * 161, "b", "c"], "", "has 161 characters; shorten it to 160"),
        ("flow", ["a | b | c | d", "b", "c"], "", "is no part of a diagram"),
        ("flow", ["| text", "b", "c"], "", "is no part of a diagram"),
        ("flow", ["a\n  - nested", "b", "c"], "", "lessons have no place for"),
    ],
)  # fmt: skip
def test_each_layout_asks_for_what_it_draws(layout, bullets, more, words):
    _blocks, findings, _reader = read(diagram(layout, bullets, more))
    assert any(finding.startswith("lesson.md, line 1") or "line 2" in finding for finding in findings)
    assert any(words in finding for finding in findings), findings


@pytest.mark.parametrize(
    ("layout", "more"),
    [("flow", ""), ("cycle", ""), ("cycle", ' centre="x"'), ("ladder", ""), ("hub", ' centre="x"'), ("timeline", ""),
     ("tree", ' centre="x"'), ("funnel", ""), ("matrix", ' across="x" upward="y"')],
)  # fmt: skip
def test_four_parts_suit_most_layouts(layout, more):
    assert read(diagram(layout, FOUR, more))[1] == []


def test_the_layouts_are_those_of_the_block():
    assert sorted(LAYOUTS) == sorted(DiagramLayout.values)


@given(st.text(alphabet=st.sampled_from('ab :#*-_`|>[]()<&\n1."=x')))
def test_whatever_is_written_the_reader_answers_with_balanced_markup(text):
    blocks, _findings, _reader = read(text)
    for block in blocks:
        if isinstance(block, parsed.Text):
            for tag in ("p", "ul", "ol", "li", "b", "i"):
                assert block.html.count(f"<{tag}>") == block.html.count(f"</{tag}>")
