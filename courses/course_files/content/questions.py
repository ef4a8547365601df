"""Do questions test what was learned: feedback, no giveaways, no pattern that a guesser could learn."""

from collections import Counter
from collections.abc import Iterable, Iterator

from courses.course_files.findings import Findings
from courses.course_files.parsed import ParsedCourse, ParsedQuestion, SelfCheck

SHARE_AT_PLACE = 0.15  # of the right choices stand at each place, at least …
SHARE_LONGEST = 0.5  # … and so many of them may be the longest, at most
ENOUGH = 7  # questions, from which on shares say something
SWEEPING = ("all of the above", "none of the above", "all of these", "none of these", "both of the above")


def check_questions(course: ParsedCourse, findings: Findings) -> None:
    used = {block.question for lesson in course.lessons for block in lesson.blocks if isinstance(block, SelfCheck)}
    drawn = {item.tag for quiz in course.quizzes for item in quiz.items if item.tag}
    named = {item.question for quiz in course.quizzes for item in quiz.items if item.question}
    for question in course.questions:
        place = f"question {question.key}"
        is_drawn = bool(drawn & set(question.tags)) or question.key in named
        if question.key in used and is_drawn:
            findings.add(question.file, place, "a self-check that a quiz draws gives its answer away; change its tags.")
        if question.key not in used and not is_drawn:
            findings.add(question.file, place, "no lesson and no quiz asks it; tag it or remove it.")
        for choice in question.choices:
            if not choice.feedback:
                findings.add(question.file, place, f"choice {choice.key} has no feedback; say why it is right or not.")
            if choice.text.strip(" .").lower() in SWEEPING:
                findings.add(question.file, place, f"“{choice.text}” tests reading alone; write a real choice.")
    _check_patterns([question for question in course.questions if question.kind == "single_choice"], findings)


def check_twins(courses: Iterable[ParsedCourse], findings: Findings) -> None:
    """No two questions of the curriculum ask the same words. Files are named with the folder of their course."""
    seen: dict[tuple[str, str], str] = {}
    for course in courses:
        for question in course.questions:
            words = (course.language, " ".join(question.text.casefold().split()).rstrip(".?!"))
            name = f"{course.folder.name}/{question.file}"
            if words in seen:
                findings.add(name, f"question {question.key}", f"{seen[words]} asks the same; ask something else.")
            seen.setdefault(words, f"{question.key} in {name}")


def _check_patterns(questions: list[ParsedQuestion], findings: Findings) -> None:
    if len(questions) < ENOUGH:
        return
    longest = [question for question in questions if _right_is_longest(question)]
    if len(longest) > SHARE_LONGEST * len(questions):
        findings.add(
            "questions",
            "",
            f"in {len(longest)} of {len(questions)} single-choice questions the right choice is the longest; "
            f"shorten it or lengthen another in {len(longest) - int(SHARE_LONGEST * len(questions))} of them: "
            f"{', '.join(question.key for question in longest)}.",
        )
    places = Counter(_place_of_right(question) for question in questions)
    for place, number in enumerate(_numbers_with_place(questions)):
        if number >= ENOUGH and places[place] < SHARE_AT_PLACE * number:
            findings.add(
                "questions",
                "",
                f"the right choice stands at place {place + 1} in {places[place]} of {number} single-choice questions; "
                f"move it there until they are {SHARE_AT_PLACE:.0%}.",
            )


def _right_is_longest(question: ParsedQuestion) -> bool:
    right = max((len(choice.text) for choice in question.choices if choice.is_correct), default=0)
    return right > max((len(choice.text) for choice in question.choices if not choice.is_correct), default=0)


def _place_of_right(question: ParsedQuestion) -> int:
    return next(place for place, choice in enumerate(question.choices) if choice.is_correct)


def _numbers_with_place(questions: list[ParsedQuestion]) -> Iterator[int]:
    """How many questions have a first choice, a second, a third …"""
    for place in range(max(len(question.choices) for question in questions)):
        yield sum(len(question.choices) > place for question in questions)
