"""From rows of the bank to what the pure rules work with: a question as it stands in a language.

It reads only; it must not know attempts.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch

from courses.enums import QuestionKind
from courses.models import Choice, Question, QuizPage
from courses.rules.drawing import Slot, draw, shuffle_choices
from courses.rules.kinds import freeze, in_words_of
from courses.rules.paper import Item, Paper, Source, SourceChoice

Sources = dict[str, dict[str, Source]]  # key of a question → language → the question


def source_of(question: Question, *, accepted_elsewhere: Iterable[str] = ()) -> Source:
    """A loaded question, with its choices as they stand on the object, saved or not."""
    return Source(
        question=str(question.translation_key),
        kind=question.kind,
        language=question.locale.language_code,
        text=question.text,
        feedback=question.feedback,
        choices=tuple(
            SourceChoice(str(choice.translation_key), choice.text, choice.feedback, choice.is_correct)
            for choice in question.choices.all()
        ),
        is_true=question.is_true,
        accepted=accepted_answers(question.accepted),
        accepted_elsewhere=tuple(accepted_elsewhere),
    )


def accepted_answers(lines: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines.splitlines() if line.strip())


def load_sources(keys: Collection[str | UUID], *, languages: Collection[str]) -> Sources:
    """The published questions of `keys` in `languages`; at most three queries, whatever their number."""
    rows = list(
        Question.objects.live()
        .filter(translation_key__in=keys, locale__language_code__in=languages)
        .select_related("locale")
        .prefetch_related(Prefetch("choices", Choice.objects.order_by("sort_order", "pk")))
    )
    elsewhere = _accepted_anywhere({row.translation_key for row in rows if row.kind == QuestionKind.SHORT_TEXT})
    found: Sources = {}
    for row in rows:
        source = source_of(row, accepted_elsewhere=elsewhere.get(row.translation_key, ()))
        found.setdefault(source.question, {})[source.language] = source
    return found


def _accepted_anywhere(keys: Collection[UUID]) -> dict[UUID, list[str]]:
    """The accepted answers of these questions in all their published languages."""
    accepted: dict[UUID, list[str]] = {}
    rows = Question.objects.live().filter(translation_key__in=keys).order_by("pk") if keys else Question.objects.none()
    for key, lines in rows.values_list("translation_key", "accepted"):
        accepted.setdefault(key, []).extend(accepted_answers(lines))
    return accepted


def make_paper(page: QuizPage, *, language: str, source_language: str, seed: int) -> Paper:
    """The paper that `page` asks for with `seed`, in `language` where a question is published in it.

    What may be drawn is decided in the source language, by tag and publication: a translation never adds a question
    to a quiz or takes one away. The page may be an unsaved draft.
    """
    picks = draw(_slots(page, source_language), seed=seed, shuffles=page.shuffles)
    sources = load_sources([pick.question for pick in picks], languages={language, source_language})
    items = []
    for pick in picks:
        found = sources.get(pick.question, {})
        if source := found.get(language) or found.get(source_language):
            items.append(freeze(source, points=pick.points))
    if page.shuffles:
        items = shuffle_choices(items, seed=seed)
    return Paper(title=page.title, feedback=page.feedback, items=tuple(items))


def count_questions(page: QuizPage, *, source_language: str) -> int:
    """How many questions an attempt at `page` asks."""
    return len(draw(_slots(page, source_language), seed=0, shuffles=False))


def _slots(page: QuizPage, source_language: str) -> list[Slot]:
    """At most two queries besides that of the page's items."""
    items = list(page.items.all())
    published = Question.objects.live().filter(locale__language_code=source_language)
    named = dict(
        Question.objects.filter(pk__in=[item.question_id for item in items if item.question_id])
        .filter(Exists(published.filter(translation_key=OuterRef("translation_key"))))
        .values_list("pk", "translation_key")
    )
    pools: dict[int, list[str]] = {}
    tagged = published.tagged([item.tag_id for item in items if item.tag_id])
    for tag_id, key in tagged.values_list("tagged_items__tag_id", "translation_key"):
        pools.setdefault(tag_id, []).append(str(key))
    return [
        Slot(pools.get(item.tag_id, []), item.count, item.points)
        if item.tag_id
        else Slot([str(named[item.question_id])], points=item.points, is_fixed=True)
        for item in items
        if item.tag_id or item.question_id in named
    ]


def tell_paper(paper: Paper, *, language: str) -> Paper:
    """The same paper in the words of `language`, question by question.

    A question that was edited since the paper was frozen, or is not published in `language`, keeps its frozen words.
    """
    foreign = [item for item in paper.items if item.language != language]
    if not foreign:
        return paper
    sources = load_sources(
        [item.question for item in foreign], languages={language, *(item.language for item in foreign)}
    )

    def told(item: Item) -> Item:
        found = sources.get(item.question, {})
        current, wanted = found.get(item.language), found.get(language)
        if item.language == language or current is None or wanted is None or current.version != item.version:
            return item
        return in_words_of(item, wanted)

    return replace(paper, items=tuple(told(item) for item in paper.items))
