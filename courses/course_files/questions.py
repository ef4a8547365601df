"""A question of a course file in the terms of the grading rules."""

from courses.course_files.parsed import ParsedQuestion
from courses.rules.kinds import Answer, freeze
from courses.rules.paper import Item, Source, SourceChoice


def freeze_question(question: ParsedQuestion, *, language: str) -> Item:
    """The item that a paper would ask."""
    return freeze(
        Source(
            question=question.key,
            kind=question.kind,
            language=language,
            text=question.text,
            feedback=question.feedback,
            choices=tuple(
                SourceChoice(choice.key, choice.text, choice.feedback, choice.is_correct) for choice in question.choices
            ),
            is_true=question.answer,
            accepted=question.answers,
        )
    )


def right_answers(question: ParsedQuestion) -> list[Answer]:
    """Every answer that must be marked right, as the author meant it."""
    if question.choices:
        return [{"choices": [choice.key for choice in question.choices if choice.is_correct]}]
    if question.answer is not None:
        return [{"choices": ["true" if question.answer else "false"]}]
    return [{"text": text} for text in question.answers]
