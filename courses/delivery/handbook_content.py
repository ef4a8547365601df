"""Everything a handbook prints, as plain values. It knows nothing of PDF.

A page that is not translated stands in the source language of the course. Questions that a final test may ask are
left out: a printed book would give them away.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext, override
from wagtail.models import Page

from academy import routing
from courses import glossary
from courses.delivery.handbook_blocks import Block, blocks_of, rich
from courses.enums import PartKind, QuestionKind, StepKind
from courses.models import AssignmentPage, Choice, Course, CoursePage, LessonPage, ModulePage, Question, QuizPage, Step
from courses.rules.marking import Word, find_terms

LAYOUT = 4  # raise it when the drawing changes: every handbook is then drawn anew
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class Content:
    """`modules` are {title, intro, number (0 for the steps below the course), items: [{kind, title, …}]}.

    `answers` are {place, number, solution, feedback}; `terms` {name, meaning}; `sources` {title, publisher, year, url}.
    """

    course_key: str
    language: str
    title: str
    summary: str
    audience: str
    description: str
    made_by: str
    outcomes: list[str]
    approach: str
    motif: str
    palette: str
    hours: int
    url: str
    changed: str
    modules: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    terms: list[dict[str, str]] = field(default_factory=list)
    sources: list[dict[str, str]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The same for two gatherings that print the same."""
        printed = json.dumps([LAYOUT, settings.SITE_URL, settings.SITE_NAME, asdict(self)], sort_keys=True, default=str)
        return hashlib.sha256(printed.encode()).hexdigest()

    @property
    def strings(self) -> Iterator[str]:
        return _strings(asdict(self))

    @property
    def lessons(self) -> list[dict[str, Any]]:
        return [item for module in self.modules for item in module["items"] if item["kind"] == StepKind.LESSON]


def gather(course: Course, language: str) -> Content | None:
    """The course as it is published in `language`; None when its page is not live there."""
    page = CoursePage.objects.live().filter(translation_key=course.page_key, locale__language_code=language).first()
    if page is None:
        return None
    with override(language):
        return _Gatherer(course, page, language).gather()


class _Gatherer:
    def __init__(self, course: Course, page: CoursePage, language: str) -> None:
        self.course, self.page, self.language = course, page, language
        self.exercises = 0
        self.place = ""
        self.answers: list[dict[str, Any]] = []
        self.steps = list(Step.objects.in_force().filter(course=course).order_by("position"))
        self.pages = self._pages()
        self.withheld = self._withheld()

    def gather(self) -> Content:
        page = self.page
        modules = self._modules()
        texts = "\n".join(_strings(modules))
        newest = max([page.last_published_at, *(p.last_published_at for p in self.pages.values())], key=_moment)
        return Content(
            course_key=self.course.key,
            language=self.language,
            title=page.title,
            summary=page.summary,
            audience=page.audience,
            description=rich(page.description),
            made_by=page.made_by,
            outcomes=[outcome.text for outcome in page.outcomes.all()],
            approach=page.approach.name,
            motif=page.motif,
            palette=page.palette,
            hours=page.hours,
            url=f"{settings.SITE_URL}/{self.language}/{routing.path_of(page, routing.home_paths())}",
            changed=newest.date().isoformat() if newest else "",
            modules=modules,
            answers=self.answers,
            terms=self._terms(texts),
            sources=_listed_sources(modules),
        )

    # Pages --------------------------------------------------------------------------------------------------------

    def _pages(self) -> dict[UUID, Page]:
        """By key: in the language, else in the source language of the course."""
        keys = {key for step in self.steps for key in (step.key, step.module_key)}
        languages = (self.course.source_language, self.language)  # the later one wins
        pages = Page.objects.live().filter(translation_key__in=keys, locale__language_code__in=languages)
        if not self.page.get_view_restrictions().exists():
            pages = pages.public()  # who may open the course may have its handbook, without what is kept from her
        found = list(pages.select_related("locale").specific())
        found.sort(key=lambda page: languages.index(page.locale.language_code))
        return {page.translation_key: page for page in found}

    def _modules(self) -> list[dict[str, Any]]:
        rows: dict[UUID, dict[str, Any]] = {}
        number = 0
        for step in self.steps:
            page = self.pages.get(step.key)
            if page is None or step.kind == StepKind.FINAL_TEST:
                continue
            if step.module_key not in rows:
                module = self.pages.get(step.module_key)
                is_module = isinstance(module, ModulePage)
                number += is_module
                rows[step.module_key] = {
                    "title": module.title if is_module else gettext("At the end"),
                    "intro": module.intro if is_module else "",
                    "number": number if is_module else 0,
                    "items": [],
                }
            self.place = page.title
            if item := self._item(step, page):
                rows[step.module_key]["items"].append(item)
        return [row for row in rows.values() if row["items"]]

    def _item(self, step: Step, page: Page) -> dict[str, Any] | None:
        item = {"kind": step.kind, "title": page.title, "summary": page.summary, "minutes": step.minutes}
        if isinstance(page, LessonPage):
            blocks = list(blocks_of(page.body, self._self_check))
            return {**item, "blocks": blocks, "sources": [dict(source.value) for source in page.sources]}
        if isinstance(page, AssignmentPage):
            return {**item, "brief": rich(page.brief), "parts": [_part(part) for part in page.parts.all()]}
        if isinstance(page, QuizPage):
            questions = [block for question in self._questions(page) if (block := self._exercise(question))]
            return {**item, "questions": questions} if questions else None
        return None

    # Questions ----------------------------------------------------------------------------------------------------

    def _pool(self, page: QuizPage) -> list[UUID]:
        """Keys of all questions that a quiz may ask, in the order of the bank."""
        items = list(page.items.select_related("question"))
        published = Question.objects.live().filter(locale__language_code=self.course.source_language).order_by("pk")
        keys = [item.question.translation_key for item in items if item.question_id]
        tagged = published.tagged([item.tag_id for item in items if item.tag_id])
        return list(dict.fromkeys([*keys, *tagged.values_list("translation_key", flat=True)]))

    def _withheld(self) -> frozenset[UUID]:
        tests = [self.pages[s.key] for s in self.steps if s.kind == StepKind.FINAL_TEST and s.key in self.pages]
        return frozenset(key for page in tests if isinstance(page, QuizPage) for key in self._pool(page))

    def _questions(self, page: QuizPage) -> list[Question]:
        wanted = [key for key in self._pool(page) if key not in self.withheld]
        found = self._published(wanted)
        return [found[key] for key in wanted if key in found]

    def _published(self, keys: list[UUID]) -> dict[UUID, Question]:
        languages = (self.course.source_language, self.language)
        rows = Question.objects.live().filter(translation_key__in=keys, locale__language_code__in=languages)
        rows = sorted(rows.select_related("locale"), key=lambda row: languages.index(row.locale.language_code))
        return {row.translation_key: row for row in rows}

    def _self_check(self, question: Question) -> Block | None:
        if question.translation_key in self.withheld:
            return None
        found = self._published([question.translation_key]).get(question.translation_key)
        return self._exercise(found) if found else None

    def _exercise(self, question: Question) -> Block:
        """What is asked; what is right goes to the answers at the end."""
        self.exercises += 1
        choices: list[str] = []
        if question.kind == QuestionKind.TRUE_FALSE:
            choices = [gettext("True"), gettext("False")]
            solution = choices[0] if question.is_true else choices[1]
        elif question.kind == QuestionKind.SHORT_TEXT:
            solution = next(iter(question.accepted.splitlines()), "").strip()
        else:
            rows = list(Choice.objects.filter(question=question).order_by("sort_order", "pk"))
            choices = [row.text for row in rows]
            solution = "; ".join(
                f"{letter}. {row.text}" for letter, row in zip(LETTERS, rows, strict=False) if row.is_correct
            )
        self.answers.append(
            {"place": self.place, "number": self.exercises, "solution": solution, "feedback": question.feedback}
        )
        is_lettered = question.kind in (QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE)
        return {
            "kind": "self_check",
            "number": self.exercises,
            "text": question.text,
            "question_kind": question.kind,
            "choices": [
                {"letter": LETTERS[place] if is_lettered else "", "text": text} for place, text in enumerate(choices)
            ],
        }

    def _terms(self, texts: str) -> list[dict[str, str]]:
        entries = [entry for entry in glossary.entries(self.language) if entry.explains(self.language)]
        found = set(find_terms(texts, [Word(entry.key, entry.forms) for entry in entries]))
        return [{"name": entry.name, "meaning": entry.meaning} for entry in entries if entry.key in found]


def _strings(value: Any) -> Iterator[str]:
    """Everything that is said in `value`, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _moment(moment: Any) -> float:
    return moment.timestamp() if moment else 0.0


def _part(part: Any) -> dict[str, Any]:
    """The example of a table stands in it as rows, `a | b` in the file."""
    rows = [line for line in part.example.splitlines() if part.kind == PartKind.TABLE and "|" in line]
    return {
        "kind": part.kind,
        "label": part.label,
        "help": part.help,
        "example": "\n".join(line for line in part.example.splitlines() if line not in rows),
        "example_rows": [[cell.strip() for cell in row.split("|")] for row in rows],
        "columns": [line.strip() for line in part.columns.splitlines() if line.strip()],
        "rows": [None] * part.rows,
        "choices": [line.strip() for line in part.choices.splitlines() if line.strip()],
    }


def _listed_sources(modules: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Each source once, by title."""
    found: dict[tuple, dict[str, str]] = {}
    for module in modules:
        for item in module["items"]:
            blocks = item.get("blocks", ())
            for source in [*item.get("sources", ()), *(s for block in blocks for s in block.get("sources", ()))]:
                clean = {name: source.get(name) or "" for name in ("title", "publisher", "year", "url")}
                found.setdefault(tuple(clean.values()), clean)
    return sorted(found.values(), key=lambda source: (source["title"].casefold(), source["year"]))
