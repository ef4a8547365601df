"""The small course of the journeys: two lessons, one with all that a learner fills in, a quiz, a final test."""

from courses.models import CoursePage, Question
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
