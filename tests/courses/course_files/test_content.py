"""The house's rules for texts: each of them can be broken, and is then told."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses.course_files import check_course, check_curriculum, parse_course
from courses.course_files.content.prose import Passage, sentences_of
from courses.course_files.content.readability import reading_ease, syllables_of


def told(folder) -> list[str]:
    return [str(finding) for finding in check_course(parse_course(folder))]


def test_what_the_small_course_lacks(small_course):
    assert told(small_course) == [
        "course.md: 2 modules; a course has 4 to 6: join or divide them.",
        "course.md: 3 lessons; a course has at least 14: write more.",
        "course.md: 5 questions; the bank has at least 40: write more.",
        "2-there/module.md: the module has no quiz; write quiz.yaml beside it.",
        "course.md: the course has no assignment; write assignment.yaml.",
        "course.md: 0 diagrams; a course has at least 2: add a :::diagram.",
        "1-before/2-words.md, front matter: the lesson names no source; add `sources: [S31]` with its own.",
        "1-before/1-prepare.md: 42 words; a lesson has 400 to 1600: shorten or extend it.",
        "1-before/1-prepare.md, line 36: the alt text has fewer than 20 characters; say what the picture shows.",
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
        ("2-there/1-listen.md", ' economy="BA"', "", "line 9: the case names no economy"),
        ("sources.yaml", "- {key: S32", '- {key: S33, title: "Unused"}\n- {key: S32', "source S33: no lesson names it"),
        ("final-test.yaml", "{draw: visit-final, count: 3, points: 2}", "{question: enter}",
         "outcome listen: quizzes and final test draw 1 questions for it"),
        ("1-before/2-words.md", "Some words.", "TODO: say more.", "line 8: TODO was left over"),
        ("1-before/2-words.md", "Some words.", "We visit the disabled.", "line 8: “the disabled”: write"),
        ("1-before/2-words.md", "Some words.", "The poor are many.", "“The poor”: name people first"),
        ("1-before/2-words.md", "Some words.", "A gypsy quarter.", "“gypsy”: write “Roma”"),
        ("1-before/2-words.md", "Some words.", "Help vulnerable persons.", "“vulnerable persons”: say who"),
        ("1-before/2-words.md", "Some words.", "So in Macedonia.", "“Macedonia”: write “North Macedonia”"),
        ("1-before/2-words.md", "Some words.", "So in Turkey.", "“Turkey”: write “Türkiye”"),
        ("1-before/2-words.md", "Some words.", "In Western Balkan countries.", "“Western Balkan countries”"),
        ("1-before/2-words.md", 'title="Two words"', 'title="The disabled"', "“The disabled”: write"),
        ("1-before/1-prepare.md", "## What you need", "## In other countries", "“countries” in a heading"),
        ("questions.yaml", "A trumpet", "All of the above", "question bag: “All of the above” tests reading alone"),
        ("1-before/2-words.md", "Some words.", "Words " * 41 + "end.", "has 42 words, wanted 40 or fewer"),
        ("1-before/2-words.md", "Some words.", ("We " + "say it " * 18 + "now. ") * 6,
         "words in a sentence on average"),
        ("1-before/2-words.md", "Some words.", "Municipalities institutionalise accessibility considerations. " * 30,
         "reading ease"),
        ("questions.yaml", ", feedback: Not today.}", "}", "question bag: choice c has no feedback"),
    ],
)  # fmt: skip
def test_each_rule_can_be_broken(small_course, edit, file, old, new, finding):
    edit(file, old, new)
    assert any(finding in line for line in told(small_course)), told(small_course)


@pytest.mark.parametrize(
    "words",
    [
        "She is in North Macedonia.",
        'Never say "the disabled" or “vulnerable people”.',  # talked about
        "The deaf pupil is warned first.",
        "The poor quality of the road.",
        "The number is 17 (see page 3).",
    ],
)
def test_what_is_allowed(small_course, edit, words):
    edit("1-before/2-words.md", "Some words.", words)
    assert not [line for line in told(small_course) if line.startswith("1-before/2-words.md, line")]


def test_a_quotation_keeps_its_words(small_course, edit):
    edit("2-there/1-listen.md", "See for yourself.", "The disabled of Turkey.")
    assert not [line for line in told(small_course) if "Turkey" in line or "disabled" in line]


def choice_questions(number: int, right: int, *, longest: bool) -> str:
    """`number` questions whose right choice stands at place `right`."""
    lines = []
    for one in range(number):
        lines.append(
            f'- {{key: q{one}, kind: single_choice, tags: [visit-1], outcome: prepare, text: "Number {one}?", '
            "feedback: So., choices: ["
        )
        for place in range(3):
            is_right = place == right
            text = f"{'a longer choice' if is_right and longest else 'short'} {place}"
            lines.append(f"  {{key: c{place}, text: {text}, correct: {str(is_right).lower()}, feedback: So.}},")
        lines.append("]}")
    return "\n".join(lines) + "\n"


def test_a_guesser_finds_no_pattern(small_course):
    path = small_course / "questions.yaml"
    text = path.read_text("utf-8")
    path.write_text(text + choice_questions(12, 0, longest=True), "utf-8")
    lines = told(small_course)
    assert any("in 12 of 14 single-choice questions the right choice is the longest" in line for line in lines)
    assert any("the right choice stands at place 3 in 0 of 12" in line for line in lines)
    mixed = choice_questions(5, 0, longest=False).replace("key: q", "key: a").replace("Number", "A number")
    mixed += choice_questions(5, 1, longest=False).replace("key: q", "key: b").replace("Number", "B number")
    mixed += choice_questions(5, 2, longest=False)
    path.write_text(text + mixed, "utf-8")
    assert not [line for line in told(small_course) if "single-choice questions" in line]


PARAGRAPH = (
    "Before the first visit the team agrees on three sentences. It says who sends the team. "
    "It says what the visit is for. It says what happens with every word that people entrust to it that day."
)


def another(small_course, tmp_path):
    """The same small course in another folder."""
    return Path(shutil.copytree(small_course, tmp_path / "second-visit"))


def told_together(*folders) -> list[str]:
    return [str(finding) for finding in check_curriculum([parse_course(folder) for folder in folders])]


def test_no_two_lessons_say_the_same(small_course, edit, tmp_path):
    edit("1-before/2-words.md", "Some words.", PARAGRAPH)
    edit("2-there/1-listen.md", "Somebody knocked.", PARAGRAPH + " And so on.")
    lines = told_together(small_course)
    assert any(
        line.startswith("first-visit/1-before/2-words.md: ") and "stand in first-visit/2-there/1-listen.md too" in line
        for line in lines
    )
    assert not [line for line in lines if "this paragraph" in line]
    edit("2-there/1-listen.md", " And so on.", "")
    assert [line for line in told_together(small_course) if "this paragraph" in line] == [
        "first-visit/2-there/1-listen.md, line 9: this paragraph stands in first-visit/1-before/2-words.md, line 8 "
        "too; write it anew or link there."
    ]


def test_lessons_with_words_of_their_own_are_left_alone(small_course):
    assert [line for line in told_together(small_course) if "runs of" in line] == []


def test_no_two_courses_ask_the_same(small_course, tmp_path):
    lines = told_together(small_course, another(small_course, tmp_path))
    assert any(
        line.startswith("second-visit/questions.yaml, question bag: bag in first-visit/questions.yaml asks the same")
        for line in lines
    )


def test_the_same_course_in_another_language_is_no_copy(small_course, tmp_path):
    folder = another(small_course, tmp_path)
    (folder / "course.md").write_text((folder / "course.md").read_text("utf-8").replace("language: en", "language: sq"))
    assert told_together(small_course, folder) == ["all courses: cases come from 1 economies (BA); tell of at least 6."]


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("open", 2), ("whole", 1), ("asked", 1), ("needed", 2), ("table", 2), ("places", 2), ("services", 3),
     ("sometimes", 2), ("municipality", 6), ("about", 2), ("12", 1), ("Shkodër", 2)],
)  # fmt: skip
def test_syllables(word, syllables):
    assert syllables_of(word) == syllables


def test_reading_ease_falls_with_long_words_and_sentences():
    plain = ["We go to the door.", "We wait."]
    assert reading_ease(plain) > reading_ease(["We go to the door and there we wait."]) > 55
    assert reading_ease(["Municipal administrations institutionalise participatory accountability."]) < 0


def test_sentences_end_where_readers_stop():
    passage = Passage(1, "See e.g. the map. “Is it old?” she asks. It costs 1.5 million (No. 3).")
    assert sentences_of(passage) == ["See e.g. the map", "“Is it old?” she asks", "It costs 1.5 million (No. 3)."]


def test_the_command_fails_and_names_every_finding(small_course, capsys):
    with pytest.raises(CommandError, match="12 findings"):
        call_command("check_courses", str(small_course), "--no-color")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "first-visit: 12"
    assert "  2-there/module.md: the module has no quiz; write quiz.yaml beside it." in lines


def test_the_command_tells_what_cannot_be_read(small_course, edit, capsys):
    edit("course.md", "hours: 2", "hours: two")
    with pytest.raises(CommandError, match="1 findings"):
        call_command("check_courses", str(small_course), "--no-color")
    assert "`hours` must be a whole number" in capsys.readouterr().out
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("check_courses", "nowhere")
