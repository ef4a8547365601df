"""Answers of pretended learners, for the tests of attempts and their pages."""

from courses.models import Attempt, QuizPage, Step
from courses.rules.paper import Item, Paper
from courses.services.attempts import start_attempt


def quiz_of(course_page, title: str = "Quiz") -> QuizPage:
    return QuizPage.objects.descendant_of(course_page).get(title=title)


def step_of(quiz: QuizPage) -> Step:
    return Step.objects.get(key=quiz.translation_key)


def begin(enrollment, quiz: QuizPage, **kwargs) -> Attempt:
    kwargs.setdefault("language", "en")
    return start_attempt(enrollment, quiz, step_of(quiz), **kwargs)


def items_of(attempt: Attempt) -> tuple[Item, ...]:
    return Paper.from_json(attempt.paper).items


def right(item: Item) -> dict:
    return {"text": item.key["accepted"][0]} if item.kind == "short_text" else {"choices": list(item.key["right"])}


def wrong(item: Item) -> dict:
    if item.kind == "short_text":
        return {"text": "certainly not this"}
    return {"choices": [choice.key for choice in item.choices if choice.key not in item.key["right"]][:1]}


def all_right(attempt: Attempt) -> dict[int, dict]:
    return {place: right(item) for place, item in enumerate(items_of(attempt))}


def all_wrong(attempt: Attempt) -> dict[int, dict]:
    return {place: wrong(item) for place, item in enumerate(items_of(attempt))}


def posted(attempt: Attempt, answers: dict[int, dict]) -> dict[str, list[str] | str]:
    """The fields a browser sends for `answers`."""
    return {
        f"question-{place + 1}": answer["text"] if "text" in answer else answer.get("choices", [])
        for place, answer in answers.items()
    }
