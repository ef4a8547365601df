"""Handbooks: everything printed but the final test, each version drawn once, lost drawings drawn again."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import Locale

from academy import site_version
from courses.delivery import handbooks as delivery
from courses.delivery.handbook_content import gather
from courses.delivery.handbook_pdf import Drawn, draw_handbook
from courses.delivery.handbook_version import version_of
from courses.enums import HandbookState
from courses.keys import key_for
from courses.models import Course, CoursePage, Handbook, LessonPage, Question, QuizPage, Term
from courses.services import handbooks
from courses.services.handbooks import missing_handbooks, prepare_handbooks, request_handbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(load):
    load()
    return Course.objects.get(page_key=key_for("first-visit"))


@pytest.fixture
def drawings(monkeypatch):
    """Counts drawings instead of making them."""
    made = []
    monkeypatch.setattr(delivery, "draw_handbook", lambda content: made.append(content) or Drawn(b"%PDF-1.7 x", 3))
    return made


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def pages_of(pdf: bytes) -> list[str]:
    return [flat(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def question_texts(tag: str) -> set[str]:
    return set(Question.objects.filter(tags__name=tag).values_list("text", flat=True))


# What is printed ------------------------------------------------------------------------------------------------------


def test_the_book_holds_the_whole_course(course):
    Term.objects.create(key="visit", name="visit", meaning="Going to a home.", locale=Locale.get_default())
    content = gather(course, "en")
    drawn = draw_handbook(content)
    pages = pages_of(drawn.pdf)
    text = " ".join(pages)
    assert len(pages) == drawn.pages
    for lesson in LessonPage.objects.live():
        assert flat(lesson.title) in text
    assert content.answers
    for answer in content.answers:
        assert flat(answer["solution"]) in text
        assert flat(answer["feedback"]) in text
    assert content.sources
    for source in content.sources:
        assert flat(source["title"]) in text
    assert "Going to a home." in text
    page = CoursePage.objects.get()
    assert page.made_by in pages[1]
    assert page.title in pages[0]


def test_the_contents_name_the_right_pages(course):
    content = gather(course, "en")
    pages = pages_of(draw_handbook(content).pdf)
    (contents,) = [page for page in pages if "Contents" in page[:120]]
    listed = [*(lesson["title"] for lesson in content.lessons), "Answers and explanations", "Sources"]
    for title in listed:
        number = int(re.search(rf"{re.escape(title)} (\d+)", contents).group(1))
        assert title in pages[number - 1], title
        assert pages[number - 1].endswith(f" {number}") or f" {number}" in pages[number - 1]


def test_questions_of_the_final_test_are_kept_back(course):
    content = gather(course, "en")
    final = QuizPage.objects.get(kind="final_test")
    tags = [item.tag.name for item in final.items.all() if item.tag_id]
    kept = {text for tag in tags for text in question_texts(tag)}
    kept |= {item.question.text for item in final.items.all() if item.question_id}
    assert kept
    printed = set(content.strings)
    assert not kept & printed
    assert "Final test" not in [item["title"] for module in content.modules for item in module["items"]]


def test_a_course_in_cyrillic_is_drawn(course):
    page = CoursePage.objects.get()
    page.title, page.made_by = "Мобилни тимови за ђаке и љубимце", "Општина Пример"
    page.save_revision().publish()
    text = " ".join(pages_of(draw_handbook(gather(course, "en")).pdf))
    assert "Мобилни тимови за ђаке и љубимце" in text
    assert "Општина Пример" in text


def test_kosovo_has_its_note(course):
    page = CoursePage.objects.get()
    page.audience = "For municipalities in Kosovo* and around."
    page.save_revision().publish()
    text = " ".join(pages_of(draw_handbook(gather(course, "en")).pdf))
    assert "without prejudice to positions on status" in text


def test_a_draft_or_another_language_has_no_book(course):
    assert gather(course, "mk") is None
    CoursePage.objects.get().unpublish()
    assert gather(course, "en") is None


# Once per version -----------------------------------------------------------------------------------------------------


def request(course, execute, **kwargs):
    with execute(execute=True):
        book = request_handbook(course, "en", **kwargs)
    book.refresh_from_db()
    return book


def test_twice_requested_it_is_drawn_once(course, drawings, django_capture_on_commit_callbacks):
    first = request(course, django_capture_on_commit_callbacks)
    second = request(course, django_capture_on_commit_callbacks)
    assert first.pk == second.pk
    assert len(drawings) == 1
    assert second.state == HandbookState.READY
    assert (second.pages, second.bytes) == (3, 10)
    assert delivery.deliver_handbook(second.pk) is False


def test_a_killed_drawing_is_drawn_again_when_its_lease_is_over(course, drawings, django_capture_on_commit_callbacks):
    now = timezone.now()
    book = Handbook.objects.create(
        course=course, language="en", version=version_of(course, "en"), requested_at=now, claimed_at=now
    )
    request(course, django_capture_on_commit_callbacks, now=now + timedelta(minutes=1))
    assert drawings == []
    assert missing_handbooks(now=now + timedelta(minutes=1)) == []
    later = now + delivery.LEASE + timedelta(minutes=1)
    request(course, django_capture_on_commit_callbacks, now=later)
    book.refresh_from_db()
    assert (book.state, len(drawings)) == (HandbookState.READY, 1)


def test_a_new_version_replaces_the_old_and_its_file(course, drawings, django_capture_on_commit_callbacks):
    old = request(course, django_capture_on_commit_callbacks)
    assert old.file.storage.exists(old.file.name)
    page = LessonPage.objects.first()
    page.title = "Another title"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    new = request(course, django_capture_on_commit_callbacks)
    assert new.version != old.version
    assert list(Handbook.objects.values_list("pk", flat=True)) == [new.pk]
    assert not old.file.storage.exists(old.file.name)
    assert new.file.storage.exists(new.file.name)


@pytest.mark.parametrize("what", ["question", "term"])
def test_questions_and_terms_make_a_new_version(course, what, django_capture_on_commit_callbacks):
    before = version_of(course, "en")
    with django_capture_on_commit_callbacks(execute=True):
        if what == "question":
            question = first_self_check(course)
            question.feedback = "Because it is so."
            question.save_revision().publish()
        else:
            Term.objects.create(key="visit", name="visit", meaning="Going to a home.", locale=Locale.get_default())
    assert version_of(course, "en") != before


def first_self_check(course) -> Question:
    """One that the book prints."""
    blocks = [block for lesson in gather(course, "en").lessons for block in lesson["blocks"]]
    return Question.objects.get(text=next(block["text"] for block in blocks if block["kind"] == "self_check"))


def test_the_version_costs_a_few_queries_and_renders_nothing(course, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr("academy.rich_text.render_rich_text", None)
    version_of(course, "en")
    with django_assert_max_num_queries(11):
        version_of(course, "en")


def test_what_prints_the_same_is_not_drawn_again(course, drawings, django_capture_on_commit_callbacks):
    old = request(course, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        LessonPage.objects.first().save_revision().publish()
        Term.objects.create(key="zyx", name="zyx", meaning="A word no lesson has.", locale=Locale.get_default())
    new = request(course, django_capture_on_commit_callbacks)
    assert new.version != old.version
    assert (new.state, new.file.name, new.pages) == (HandbookState.READY, old.file.name, old.pages)
    assert new.file.storage.exists(new.file.name)
    assert list(Handbook.objects.values_list("pk", flat=True)) == [new.pk]
    assert len(drawings) == 1


def test_a_version_that_is_out_of_date_is_not_drawn(course, drawings):
    book = Handbook.objects.create(course=course, language="en", version="gone")
    assert delivery.deliver_handbook(book.pk) is False
    assert drawings == []
    assert not Handbook.objects.exists()


def test_a_failed_drawing_says_why_and_may_be_asked_for_again(
    course, monkeypatch, drawings, django_capture_on_commit_callbacks
):
    def fail(content):
        raise ValueError("no ink")

    with monkeypatch.context() as broken:
        broken.setattr(delivery, "draw_handbook", fail)
        book = request(course, django_capture_on_commit_callbacks)
    book.refresh_from_db()
    assert (book.state, book.fault) == (HandbookState.FAILED, "ValueError: no ink")
    request(course, django_capture_on_commit_callbacks)
    assert drawings == []
    later = timezone.now() + handbooks.ASK_AGAIN + timedelta(seconds=1)
    request(course, django_capture_on_commit_callbacks, now=later)
    book.refresh_from_db()
    assert (book.state, book.fault, len(drawings)) == (HandbookState.READY, "", 1)


def test_nothing_is_prepared_while_editors_publish(course, drawings, monkeypatch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        prepare_handbooks()
    assert drawings == []
    monkeypatch.setattr(handbooks, "QUIET_NANOSECONDS", 0)
    assert site_version.current()
    with django_capture_on_commit_callbacks(execute=True):
        prepare_handbooks()
    assert len(drawings) == 1
