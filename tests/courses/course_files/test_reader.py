"""Reading a folder: all of it comes out, and all mistakes come out at once."""

import pytest

from courses.course_files import parse_course
from courses.course_files.parsed import ParsedItem
from courses.errors import CourseFileError


def findings_of(folder) -> list[str]:
    with pytest.raises(CourseFileError) as caught:
        parse_course(folder)
    assert str(caught.value).splitlines() == [str(finding) for finding in caught.value.findings]
    return str(caught.value).splitlines()


def test_the_small_course_is_read_whole(small_course):
    course = parse_course(small_course)
    assert (course.key, course.language, course.hours, course.certificate_months) == ("first-visit", "en", 2, 24)
    assert course.description.startswith("<p>A course with <b>every</b> block.</p><h2>What you will do</h2><ul>")
    assert [module.key for module in course.modules] == ["before", "there"]
    assert [lesson.key for lesson in course.lessons] == ["prepare", "words", "listen"]
    assert [quiz.key for quiz in course.quizzes] == ["quiz-1", "final"]
    assert course.modules[0].intro == "What you do at the desk."
    assert course.modules[0].quiz.items == (
        ParsedItem(tag="visit-1", question="", count=1, points=1),
        ParsedItem(tag="", question="enter", count=1, points=2),
    )
    assert (course.final_test.attempts, course.final_test.time_limit) == (3, 30)
    assert course.sources["S32"].year == "2019"
    assert {question.key: question.kind for question in course.questions}["cups"] == "short_text"


def test_an_assignment_is_read_part_by_part(small_course, with_assignment):
    assignment = parse_course(small_course).assignment
    assert (assignment.key, assignment.minutes, assignment.needs_acceptance) == ("assignment", 40, False)
    assert assignment.brief.startswith('<p>Plan one visit. Read <a href="lesson:listen">the lesson</a> again.</p><ul>')
    assert [(part.key, part.kind, part.is_required) for part in assignment.parts] == [
        ("street", "line", True), ("partners", "table", True), ("when", "choice", True), ("risks", "text", False),
    ]  # fmt: skip
    assert assignment.parts[1].example == "Nurse | listens\nDriver | drives"
    assert (assignment.parts[1].columns, assignment.parts[1].rows) == (("Person", "Task"), 3)
    assert assignment.parts[2].choices == ("This month", "Next month")


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("key: partners", "key: street", "part street: the key is taken"),
        ("label: The street", "label: When", "part When: the label is taken"),
        ("kind: line", "kind: essay", "part street: `kind` must be one of line, text, table, choice."),
        ("    columns: [Person, Task]\n", "", "part partners: `columns` must be a list with at least one entry."),
        ("columns: [Person, Task]", "columns: [Person]", "part partners: `columns` has 1 entries; give 2 to 6."),
        ("    choices: [This month, Next month]\n", "", "part when: `choices` must be a list"),
        ("[This month, Next month]", "[Now, Now]", "part when: two entries of `choices` read the same"),
        ("    rows: 3", "    rows: 31", "part partners: `rows` must be a whole number from 1 to 30."),
        ("    help: One name.", "    columns: [a, b]", "part street: `columns` is not known here"),
        ("(lesson:listen)", "(lesson:sing)", "assignment.yaml, line 7: lesson:sing leads nowhere"),
        ("slug: assignment", "slug: before", "assignment.yaml, page before: the slug is taken in 1-before/module.md"),
        ("minutes: 40\n", "minutes: soon\n", "assignment.yaml: `minutes` must be a whole number"),
    ],
)
def test_each_mistake_in_an_assignment_is_named(small_course, with_assignment, old, new, finding):
    text = with_assignment.read_text("utf-8")
    assert old in text
    with_assignment.write_text(text.replace(old, new, 1), "utf-8")
    assert any(finding in line for line in findings_of(small_course)), findings_of(small_course)


def test_an_assignment_that_is_needed_must_be_there(small_course, edit):
    edit("course.md", "final_test: true}", "final_test: true, assignment: true}")
    assert findings_of(small_course) == [
        "course.md, front matter, completion: assignment is needed but assignment.yaml is missing; write it."
    ]


def test_cover_and_sources_are_read(small_course, edit):
    course = parse_course(small_course)
    assert (course.cover_motif, course.cover_palette) == ("routes", "spruce")
    assert [lesson.sources for lesson in course.lessons] == [("S32", "S31"), (), ("S32",)]
    edit("course.md", "motif: routes", "motif: dots")
    edit("1-before/1-prepare.md", "[S32, S31]", "[S32, S32, S99]")
    lines = findings_of(small_course)
    assert any("front matter, cover: `motif` must be one of" in line for line in lines)
    assert any("1-prepare.md, front matter: the source S99 does not stand in sources.yaml" in line for line in lines)
    assert any("source S32: the key is taken" in line for line in lines)


def test_order_follows_numbers_and_not_letters(small_course):
    (small_course / "1-before" / "2-words.md").rename(small_course / "1-before" / "10-words.md")
    (small_course / "1-before" / "1-prepare.md").rename(small_course / "1-before" / "9-prepare.md")
    assert [lesson.key for lesson in parse_course(small_course).lessons] == ["prepare", "words", "listen"]


def test_all_mistakes_are_told_at_once(small_course, edit):
    edit("course.md", "hours: 2", "hours: many")
    edit(
        "questions.yaml",
        "correct: true, feedback: Yes.}\n    - {key: b, text: The weather",
        "feedback: Yes.}\n    - {key: b, text: The weather",
    )
    edit("1-before/1-prepare.md", 'question="check-door"', 'question="nobody"')
    edit("2-there/1-listen.md", 'source="S31 S32"', 'source="S31 S99"')
    edit("final-test.yaml", "count: 3", "count: 30")
    assert findings_of(small_course) == [
        "course.md, front matter, certificate: `hours` must be a whole number from 1 to 1000.",
        "questions.yaml, question shoes: give two or more choices and mark exactly one with `correct: true`.",
        "1-before/1-prepare.md, line 39: there is no question nobody; correct the key.",
        "2-there/1-listen.md, line 9: the source S99 does not stand in sources.yaml; add it there.",
        "final-test.yaml, item 1: 30 questions are drawn from the tag visit-final, which has 4; "
        "lower the count or tag more questions.",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        (
            "course.md",
            "slug: first-visit",
            "slug: First Visit",
            "course.md, front matter: `slug: First Visit` may hold",
        ),
        ("course.md", "summary: A small", f"summary: {'x' * 201} A small", "shorten it to 200"),
        ("course.md", "approach: outreach\n", "aproach: outreach\n", "course.md, front matter: `approach` is missing"),
        ("course.md", "approach: outreach\n", "aproach: outreach\n", "`aproach` is not known here"),
        ("course.md", "title: The first visit", "title: [a", "course.md, line 6: this is not YAML"),
        ("1-before/1-prepare.md", "---\nkey", "key", "1-before/1-prepare.md, line 1: begin with front matter"),
        ("1-before/1-prepare.md", "minutes: 8", "minutes: 0", "`minutes` must be a whole number from 1 to 120"),
        ("1-before/1-prepare.md", "(lesson:listen)", "(lesson:sing)", "line 9: lesson:sing leads nowhere"),
        (
            "1-before/1-prepare.md",
            "key: prepare",
            "key: words",
            "lesson words: the key is taken in 1-before/1-prepare.md",
        ),
        ("1-before/2-words.md", "slug: words", "slug: quiz", "page quiz: the slug is taken"),
        ("1-before/quiz.yaml", "draw: visit-1", "draw: nothing", "item 1: 1 questions are drawn from the tag nothing"),
        (
            "1-before/quiz.yaml",
            "question: enter, points",
            "question: enter, count: 2, points",
            "`count` belongs to `draw`",
        ),
        ("1-before/quiz.yaml", "  - {draw", "\t- {draw", "1-before/quiz.yaml, line 5: this is not YAML"),
        ("questions.yaml", "outcome: prepare", "outcome: dance", "question shoes: the outcome dance does not stand"),
        ("questions.yaml", "kind: true_false", "kind: essay", "question enter: `kind` must be one of single_choice"),
        ("questions.yaml", "answer: false", "answer: maybe", "question enter: `answer` must be true or false"),
        ("questions.yaml", '["1", "one", "један"]', '["!"]', "question cups: its own right answer would not be"),
        ("questions.yaml", "key: bag", "key: shoes", "question shoes: the key is taken"),
        ("sources.yaml", "key: S32", "key: S31", "source 2: the key S31 stands twice"),
        ("final-test.yaml", "feedback: after_passing", "feedback: sometimes", "`feedback` must be one of"),
    ],
)
def test_each_mistake_is_named_with_place_and_remedy(small_course, edit, file, old, new, finding):
    edit(file, old, new)
    assert any(finding in line for line in findings_of(small_course)), findings_of(small_course)


def test_of_a_file_that_cannot_be_read_only_that_is_told(small_course, edit):
    edit("1-before/1-prepare.md", "title: Prepare", "title: [Prepare")
    edit("1-before/quiz.yaml", "  - {draw", "\t- {draw")
    (small_course / "sources.yaml").write_text("")
    lines = [line for line in findings_of(small_course) if line.startswith(("1-before", "sources"))]
    assert [line.split(": ")[0] for line in lines] == [
        "1-before/1-prepare.md, line 5",
        "1-before/quiz.yaml, line 5",
        "sources.yaml",
    ]


def test_missing_files_are_named(small_course, tmp_path):
    (small_course / "2-there" / "module.md").unlink()
    (small_course / "final-test.yaml").unlink()
    lines = findings_of(small_course)
    assert "2-there/module.md: this file is missing; write it." in lines
    assert "course.md, completion: final_test is needed but final-test.yaml is missing; write it." in lines
    assert findings_of(tmp_path) == [f"{tmp_path.name}: course.md is missing; every course begins with it."]


def test_a_number_is_given_once(small_course):
    (small_course / "1-before" / "1-again.md").write_text((small_course / "2-there" / "1-listen.md").read_text())
    assert any("the number 1 is taken by 1-again.md" in line for line in findings_of(small_course))
