"""The house's rules for texts: each of them can be broken, and is then told."""

import pytest

from courses.course_files import check_course, parse_course


def told(folder) -> list[str]:
    return [str(finding) for finding in check_course(parse_course(folder))]


def test_what_the_small_course_lacks(small_course):
    assert told(small_course) == [
        "2-there/module.md: the module has no quiz; write quiz.yaml beside it.",
        "1-before/1-prepare.md: 42 words; a lesson has 400 to 1600: shorten or extend it.",
        "1-before/2-words.md: 29 words; a lesson has 400 to 1600: shorten or extend it.",
        "2-there/1-listen.md: 8 words; a lesson has 400 to 1600: shorten or extend it.",
        "2-there/1-listen.md: the lesson has no self-check; add a :::check.",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        ("1-before/1-prepare.md", "minutes: 8", "minutes: 7", "7 minutes; a lesson takes 8 to 15"),
        ("1-before/1-prepare.md", "minutes: 8", "minutes: 16", "16 minutes; a lesson takes 8 to 15"),
        ("1-before/1-prepare.md", "Read this", "word " * 1599 + "Read this", "a lesson has 400 to 1600"),
        ("2-there/1-listen.md", "minutes: 15", "minutes: 15", "no self-check"),
        ("1-before/2-words.md", "Some words.", "word " * 1400, "cannot be read in 9 minutes"),
        ("1-before/2-words.md", "Some words.", "It works. [S12]", "line 8: [S12] is an internal tag"),
        ("1-before/2-words.md", "Some words.", "It works [S12, S14].", "[S12, S14] is an internal tag"),
        ("1-before/2-words.md", "Some words.", "Three members [G].", "[G] is an internal tag"),
        ("1-before/2-words.md", "Some words.", "Three members (i).", "(i) is an internal tag"),
        ("1-before/2-words.md", "Some words.", "See S31.", "S31 is an internal tag"),
        ("questions.yaml", "The address saves an hour.", "So it is [DOC-3].", "question shoes: [DOC-3] is an internal"),
        ("1-before/2-words.md", "Kosovo*", "Kosovo", "write Kosovo* with the asterisk"),
        ("1-before/2-words.md", "This designation is", "It is", "Kosovo* needs its note"),
        ("questions.yaml", "Pens and leaflets.", "In Kosovo, pens.", "question bag: write Kosovo*"),
        ("1-before/module.md", "What you do", "In Kosovo, what you do", "1-before/module.md: write Kosovo*"),
        ("1-before/1-prepare.md", "### A picture\n", "## A\n\n### A picture\n", "a heading follows a heading"),
        ("2-there/1-listen.md", ":::case", "### First\n\n:::case", "line 9: the first heading is ###"),
        ("questions.yaml", "tags: [visit-check]", "tags: [visit-final]", "a self-check that a quiz draws"),
        ("questions.yaml", "key: cups\n  kind: short_text\n  tags: [visit-final]",
         "key: cups\n  kind: short_text\n  tags: [x]", "no lesson and no quiz asks it"),
        ("questions.yaml", ", feedback: Not today.}", "}", "question bag: choice c has no feedback"),
    ],
)  # fmt: skip
def test_each_rule_can_be_broken(small_course, edit, file, old, new, finding):
    edit(file, old, new)
    assert any(finding in line for line in told(small_course)), told(small_course)
