"""The courses of the journeys: a small one with all that a learner fills in, and a lesson with every kind of block."""

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from courses.models import CoursePage, LessonPage, Question
from tests import factories

CHECK = "Who decides on the route?"
QUIZ = "How many visits are there a week?"
TEST = "Who signs the protocol?"
TICKS = ["Call the health centre", "Print the map"]


def two_choices(text: str, right: str, wrong: str, *, tag: str = "") -> Question:
    question = factories.make_question(text, choices=2, tag=tag)
    for choice, words, feedback in zip(
        question.choices.all(), (right, wrong), ("So it is.", "Read the first paragraph again."), strict=True
    ):
        choice.text, choice.feedback = words, feedback
        choice.save()
    return question


def make_small_course() -> CoursePage:
    """Right answers begin with "Right"."""
    page = factories.make_course(
        "Field work", lessons=0, quiz=False, final_test=False, requires_quizzes=True, requires_final_test=True
    )
    module = factories.make_module(page, "Before you go")
    check = two_choices(CHECK, "Right: the team", "Wrong: the driver")
    body = [
        ("text", "<p>A route is agreed on <b>before</b> the week begins.</p>"),
        ("self_check", {"question": check}),
        ("checklist", {"title": "Before the first visit", "items": TICKS}),
    ]
    factories.make_lesson(module, "Plan a route", body=body, summary="A week on one page.", minutes=4)
    factories.make_lesson(module, "Knock at the door", minutes=3)
    quiz = [two_choices(QUIZ, "Right: two", "Wrong: nine")]
    factories.make_quiz(module, "Quiz on routes", questions=quiz)
    test = [two_choices(TEST, "Right: the mayor", "Wrong: nobody")]
    factories.make_quiz(page, "Final test", questions=test, kind="final_test")
    return page


def make_every_block(page: LessonPage) -> LessonPage:
    """Fill and publish a lesson with one block of each kind."""
    image = Image.objects.create(title="A door", file=get_test_image_file())
    files = {
        name: Document.objects.create(title=name, file=ContentFile(b"content", name=name))
        for name in ("visit.mp4", "visit.vtt", "form.odt")
    }
    source = {"title": "Report on visits", "publisher": "A municipality", "year": "2024", "url": "https://example.org/"}
    check = two_choices(CHECK, "Right: the team", "Wrong: the driver")
    written = factories.make_question("What does the team carry?", kind="short_text", accepted="a bag")
    text = "<p>A text with <b>weight</b> and <a href='https://example.org/'>a link</a>.</p><ul><li>One</li></ul>"
    blocks = [
        ("text", text),
        ("heading", {"text": "A section", "level": "2"}),
        ("image", {"image": image.pk, "alt": "A green door", "caption": "The door", "credit": "The testers"}),
        ("heading", {"text": "A subsection", "level": "3"}),
        (
            "media",
            {
                "kind": "video",
                "title": "A visit",
                "file": files["visit.mp4"].pk,
                "captions": files["visit.vtt"].pk,
                "transcript": text,
            },
        ),
        (
            "external_video",
            {"title": "A talk", "provider": "youtube", "video_id": "abcdefgh", "transcript": text},
        ),
        ("document", {"document": files["form.odt"].pk, "description": "The form of the visit."}),
        *[("callout", {"kind": kind, "title": "A title", "text": text}) for kind in ("note", "tip", "warning")],
        ("steps", {"title": "In steps", "steps": [text, text]}),
        ("checklist", {"title": "Before the first visit", "items": TICKS}),
        ("case", {"title": "A case", "place": "Tuzla", "text": text, "sources": [source, source | {"url": ""}]}),
        ("quote", {"text": "We came back.", "by": "A driver", "sources": [source]}),
        (
            "table",
            {
                "table": {
                    "caption": "What is in the bag",
                    "columns": [{"type": "text", "heading": heading} for heading in ("Thing", "Number", "For what")],
                    "rows": [{"values": ["<p>Pen</p>", "<p>2</p>", text]}],
                },
                "has_row_headings": True,
            },
        ),
        ("comparison", {"title": "Two ways", "columns": [{"heading": way, "text": text} for way in ("Car", "Foot")]}),
        (
            "diagram",
            {
                "layout": "flow",
                "title": "From the call to the visit",
                "alt": "Two steps in a row: call, then visit.",
                "nodes": [{"label": "Call", "text": "By telephone"}, {"label": "Visit"}, {"label": "Note"}],
            },
        ),
        ("definitions", {"title": "Words", "terms": [{"term": "Visit", "meaning": "<p>Going there.</p>"}]}),
        ("self_check", check.pk),
        ("self_check", written.pk),
    ]  # fmt: skip
    stream = page.body.stream_block
    page.body = stream.to_python(
        [{"type": kind, "value": {"question": value} if kind == "self_check" else value} for kind, value in blocks]
    )
    assert {kind for kind, _value in blocks} == set(stream.child_blocks)
    page.save_revision().publish()
    return page
