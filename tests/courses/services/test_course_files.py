"""Loading a course: as an editor would have published it; again, and nothing happens; edited, and only that changes."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from academy.models import HomePage
from courses.errors import CourseFileError
from courses.keys import key_for
from courses.models import (
    AssignmentPage,
    Course,
    CourseIndexPage,
    CoursePage,
    LessonPage,
    ModulePage,
    Question,
    QuizPage,
    Step,
)
from courses.services.course_files import load_course
from courses.services.outlines import sync_outline
from courses.services.progress import record_step
from tests import factories


def lesson(key: str) -> LessonPage:
    return LessonPage.objects.get(translation_key=key_for("first-visit", "lesson", key), locale__language_code="en")


def question(key: str) -> Question:
    return Question.objects.get(translation_key=key_for("first-visit", "question", key))


def course() -> Course:
    return Course.objects.get(page_key=key_for("first-visit"))


def titles_in_order() -> list[str]:
    root = CoursePage.objects.get(translation_key=key_for("first-visit"))
    return [page.title for page in Page.objects.descendant_of(root).live().order_by("path")]


def test_a_course_is_published_with_all_its_parts(load):
    report = load()
    page = CoursePage.objects.get(translation_key=key_for("first-visit"))
    assert page.live
    assert page.get_parent().specific_class is CourseIndexPage
    assert page.approach.key == "outreach"
    assert [outcome.key for outcome in page.outcomes.all()] == ["prepare", "listen"]
    assert titles_in_order() == [
        "Before you go", "Prepare", "Words", "Quiz: before you go", "There", "Listen", "Final test",
    ]  # fmt: skip
    assert ModulePage.objects.get(title="Before you go").intro == "What you do at the desk."
    final = QuizPage.objects.get(kind="final_test")
    assert (final.pass_mark, final.attempts_allowed, final.time_limit, final.feedback) == (60, 3, 30, "after_passing")
    assert [(item.tag.name, item.count, item.points) for item in final.items.all()] == [("visit-final", 3, 2)]
    bag = question("bag")
    assert bag.live
    assert [choice.is_correct for choice in bag.choices.all()] == [True, True, False]
    assert sorted(bag.tags.names()) == ["visit-1", "visit-final"]
    assert [step.kind for step in course().steps.all()] == ["lesson", "lesson", "quiz", "lesson", "final_test"]
    assert (len(report.created), report.updated, report.unpublished, report.moved) == (13, [], [], [])


def test_an_assignment_stands_before_the_final_test(load, with_assignment):
    load()
    page = AssignmentPage.objects.get()
    assert page.live
    assert titles_in_order()[-2:] == ["Assignment: your first visit", "Final test"]
    assert (page.minutes, page.needs_acceptance) == (40, False)
    assert f'<a linktype="page" id="{lesson("listen").pk}">the lesson</a>' in page.brief
    assert [(part.key, part.kind, part.is_required) for part in page.parts.all()] == [
        ("street", "line", True), ("partners", "table", True), ("when", "choice", True), ("risks", "text", False),
    ]  # fmt: skip
    partners, when = page.parts.all()[1:3]
    assert (partners.columns, partners.rows, when.choices) == ("Person\nTask", 3, "This month\nNext month")
    assert partners.example == "Nurse | listens\nDriver | drives"
    assert load().is_empty
    rows = {part.key: part.pk for part in page.parts.all()}
    with_assignment.write_text(with_assignment.read_text("utf-8").replace("The street", "The village"), "utf-8")
    assert load().updated == ["Assignment: your first visit"]
    assert {part.key: part.pk for part in AssignmentPage.objects.get().parts.all()} == rows
    with_assignment.unlink()
    assert load().unpublished == ["Assignment: your first visit"]
    assert not AssignmentPage.objects.get().live


def test_sources_cover_and_diagrams_reach_the_pages(load, edit):
    diagram = (
        ':::diagram layout="cycle" centre="A visit" title="T" alt="Three steps"\n- Knock | Twice.\n- Wait\n- Write'
    )
    edit("2-there/1-listen.md", ":::quote", f"{diagram}\n:::\n\n:::quote")
    load()
    page = CoursePage.objects.get()
    assert (page.motif, page.palette, page.requires_assignment) == ("routes", "spruce", True)
    assert [child.value["title"] for child in lesson("prepare").sources] == ["A report", "See for yourself"]
    (block,) = lesson("listen").body.blocks_by_name("diagram")
    assert (block.value["layout"], block.value["centre"], block.value["alt"]) == ("cycle", "A visit", "Three steps")
    assert [(node["label"], node["text"]) for node in block.value["nodes"]] == [
        ("Knock", "Twice."), ("Wait", ""), ("Write", ""),
    ]  # fmt: skip
    assert load().is_empty
    edit("1-before/1-prepare.md", "[S32, S31]", "[S31]")
    assert load().updated == ["Prepare"]
    assert [child.value["title"] for child in lesson("prepare").sources] == ["See for yourself"]


def test_every_page_and_question_has_a_history(load, admin):
    load(by=admin)
    for thing in [*CoursePage.objects.all(), *LessonPage.objects.all(), *Question.objects.all()]:
        assert thing.latest_revision.user == admin
        assert thing.live_revision_id == thing.latest_revision_id


def test_loading_twice_changes_nothing(load, small_course, django_capture_on_commit_callbacks):
    load()
    revisions = Revision.objects.count()
    with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks() as callbacks:
        report = load_course(small_course)
    assert report.is_empty
    assert report.unchanged == 13
    written = [q["sql"] for q in queries if re.match(r"\s*(INSERT|UPDATE|DELETE)", q["sql"])]
    assert written == []
    assert callbacks == []  # so no cache is out of date
    assert Revision.objects.count() == revisions
    assert get_image_model().objects.count() == 1


def test_an_edited_lesson_publishes_that_page_alone(load, edit):
    load()
    before = {page.pk: page.latest_revision_id for page in Page.objects.all()}
    blocks = [child.id for child in lesson("prepare").body]
    edit("1-before/1-prepare.md", "Read this", "First read this")
    report = load()
    after = {page.pk: page.latest_revision_id for page in Page.objects.all()}
    assert [pk for pk in before if before[pk] != after[pk]] == [lesson("prepare").pk]
    assert (report.updated, report.created, report.unchanged) == (["Prepare"], [], 12)
    assert "First read this" in lesson("prepare").body[0].value.source
    assert [child.id for child in lesson("prepare").body] == blocks


def test_a_new_item_moves_no_ticks(load, edit):
    load()

    def ids() -> dict[str, str]:
        (checklist,) = lesson("prepare").body.blocks_by_name("checklist")
        return {item.value: item.id for item in checklist.value["items"].bound_blocks}

    before = ids()
    edit("1-before/1-prepare.md", "- Pens & paper", "- Umbrella\n- Pens & paper")
    load()
    after = ids()
    assert list(after) == ["Umbrella", "Pens & paper", "Leaflets", "Water"]
    assert before.items() <= after.items()


def test_an_edited_question_keeps_its_rows(load, edit):
    load()
    before = question("bag")
    choices = {choice.text: choice.pk for choice in before.choices.all()}
    edit("questions.yaml", "text: A trumpet", "text: A drum")
    edit("questions.yaml", "    - {key: b, text: Leaflets, correct: true, feedback: Yes.}\n", "")
    report = load()
    after = question("bag")
    assert after.pk == before.pk
    assert {choice.text: choice.pk for choice in after.choices.all()} == {
        "Pens": choices["Pens"],
        "A drum": choices["A trumpet"],
    }
    assert report.updated == ["bag"]


def test_a_renamed_lesson_keeps_page_and_records(load, edit, alice):
    load()
    enrollment = factories.enroll(alice, CoursePage.objects.get())
    step = Step.objects.get(key=lesson("prepare").translation_key)
    record_step(enrollment, step)
    pk = lesson("prepare").pk
    edit("1-before/1-prepare.md", "title: Prepare", "title: Get ready")
    edit("1-before/1-prepare.md", "slug: prepare", "slug: get-ready")
    load()
    page = lesson("prepare")
    assert (page.pk, page.title, page.url_path.split("/")[-2]) == (pk, "Get ready", "get-ready")
    assert Step.objects.in_force().get(key=page.translation_key) == step
    assert enrollment.results.count() == 1


def test_a_removed_lesson_leaves_the_site_and_keeps_what_learners_did(load, small_course, alice):
    load()
    enrollment = factories.enroll(alice, CoursePage.objects.get())
    step = Step.objects.get(key=lesson("words").translation_key)
    record_step(enrollment, step)
    path = small_course / "1-before" / "2-words.md"
    text = path.read_text()
    path.unlink()
    report = load()
    assert report.unpublished == ["Words"]
    assert not lesson("words").live
    step.refresh_from_db()
    assert step.retired_at is not None
    assert enrollment.results.count() == 1
    assert load().is_empty
    path.write_text(text)
    assert load().updated == ["Words"]
    assert lesson("words").live
    step.refresh_from_db()
    assert step.retired_at is None


def test_a_removed_question_is_drawn_no_more(load, edit):
    load()
    edit("questions.yaml", "- key: bag", "- key: bag-2")
    report = load()
    assert not question("bag").live
    assert question("bag-2").live
    assert report.created == ["bag-2"]
    assert len(report.unpublished) == 1
    assert load().is_empty


def test_order_follows_the_numbers(load, small_course):
    load()
    (small_course / "1-before" / "2-words.md").rename(small_course / "1-before" / "0-words.md")
    (small_course / "2-there").rename(small_course / "0-there")
    load()
    assert titles_in_order() == [
        "There", "Listen", "Before you go", "Words", "Prepare", "Quiz: before you go", "Final test",
    ]  # fmt: skip
    steps = [step.key for step in course().steps.order_by("position")]
    assert steps[:3] == [lesson(key).translation_key for key in ("listen", "words", "prepare")]
    assert load().is_empty


def test_a_lesson_moves_with_its_file(load, small_course):
    load()
    pk = lesson("words").pk
    (small_course / "1-before" / "2-words.md").rename(small_course / "2-there" / "2-words.md")
    load()
    assert lesson("words").pk == pk
    assert lesson("words").get_parent().title == "There"
    assert "/there/words/" in lesson("words").url_path
    assert load().is_empty


def test_what_an_editor_changed_stands_until_the_file_changes(load, edit):
    load()
    page = lesson("words")
    page.title = "Words, edited"
    page.save_revision().publish()
    assert load().is_empty
    assert lesson("words").title == "Words, edited"
    edit("1-before/2-words.md", "minutes: 9", "minutes: 10")
    load()
    assert (lesson("words").title, lesson("words").minutes) == ("Words", 10)


def test_pages_that_editors_added_stay(load, edit):
    load()
    module = ModulePage.objects.get(title="There")
    extra = factories.make_lesson(module, "Added by hand")
    edit("2-there/1-listen.md", "title: Listen", "title: Listen well")
    report = load()
    extra.refresh_from_db()
    assert extra.live
    assert report.unpublished == []


def test_a_deleted_page_comes_back(load):
    load()
    lesson("words").delete()
    assert load().created == ["Words"]
    assert titles_in_order()[1:3] == ["Prepare", "Words"]


def test_links_to_lessons_follow_the_page(load):
    load()
    text = lesson("prepare").body[0].value.source
    assert f'<a linktype="page" id="{lesson("listen").pk}">go on</a>' in text
    assert 'href="https://example.org/?a=1&amp;b=2"' in text


def test_the_blocks_are_what_the_editor_would_make(load):
    """What the loader wrote survives the editor's own cleaning unchanged."""
    load()
    for page in LessonPage.objects.all():
        stream_block = page.body.stream_block
        assert stream_block.get_prep_value(stream_block.clean(page.body)) == stream_block.get_prep_value(page.body)


def test_a_course_in_another_language_is_the_same_course(load, edit, small_course):
    load()
    edit("course.md", "language: en", "language: sq")
    edit("course.md", "title: The first visit", "title: Vizita e parë")
    report = load()
    assert len(report.created) == 13
    pages = CoursePage.objects.filter(translation_key=key_for("first-visit"))
    assert {page.locale.language_code: page.title for page in pages} == {"en": "The first visit", "sq": "Vizita e parë"}
    assert Course.objects.filter(page_key=key_for("first-visit")).count() == 1
    assert course().steps.count() == 5
    english = lesson("prepare")
    albanian = LessonPage.objects.get(translation_key=english.translation_key, locale__language_code="sq")
    assert [child.id for child in english.body] == [child.id for child in albanian.body]
    (check,) = albanian.body.blocks_by_name("self_check")
    assert check.value["question"].locale.language_code == "sq"
    assert load().is_empty
    edit("course.md", "language: sq", "language: en")
    edit("course.md", "title: Vizita e parë", "title: The first visit")
    assert load().is_empty


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("approach: outreach", "approach: dancing", "course.md: there is no approach dancing; use one of "),
        ("language: en", "language: xx", "course.md: the site has no language xx; use one of "),
    ],
)
def test_what_the_site_does_not_know_is_told(load, edit, old, new, finding):
    edit("course.md", old, new)
    with pytest.raises(CourseFileError, match=finding):
        load()
    assert not CoursePage.objects.exists()


def test_a_slug_that_is_taken_is_told_and_nothing_is_kept(load, edit, course_page):
    edit("course.md", "slug: first-visit", f"slug: {course_page.slug}")
    questions = Question.objects.count()
    with pytest.raises(CourseFileError, match=r"course\.md: `slug`: "):
        load()
    assert CoursePage.objects.get() == course_page
    assert Question.objects.count() == questions


def test_a_site_without_home_pages_is_told(load):
    for home in HomePage.objects.all():
        home.delete()
    with pytest.raises(CourseFileError, match="there is no home page in en; run setup_site first"):
        load()
    assert not Question.objects.exists()


def test_a_missing_catalogue_is_made(load):
    for catalogue in CourseIndexPage.objects.all():
        catalogue.delete()
    load()
    assert CoursePage.objects.get().get_parent().specific_class is CourseIndexPage


def test_the_outline_is_in_line_at_the_end(load):
    load()
    before = list(course().steps.values())
    sync_outline(CoursePage.objects.get())
    assert list(course().steps.values()) == before


def test_the_command_says_what_it_did(site, small_course, capsys, admin):
    call_command("load_course", str(small_course), "--by", admin.email, "--no-color")
    call_command("load_course", str(small_course), "--no-color")
    assert capsys.readouterr().out.splitlines() == [
        "first-visit: 13 created, 0 unchanged.",
        "first-visit: nothing changed.",
    ]
    assert CoursePage.objects.get().latest_revision.user == admin


def test_the_command_names_what_is_wrong(site, small_course, edit):
    edit("course.md", "hours: 2", "hours: two")
    with pytest.raises(
        CommandError, match=r"first-visit was not loaded:\ncourse\.md, front matter, certificate: `hours`"
    ):
        call_command("load_course", str(small_course))
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("load_course", str(small_course), "--by", "nobody@example.org")
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("load_course", "nowhere")
