"""The body of a lesson: rendered once per publication for everybody, then joined with what a learner filled in.

`render_body` knows nothing of learners, so its result may be shared and kept; `body_of` adds one learner's answers.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Locale

from academy import site_version
from courses import glossary
from courses.models import Enrollment, LessonPage
from courses.rules.kinds import BLANK, KINDS, Answer, freeze
from courses.rules.paper import Item
from courses.services.questions import load_sources, source_of
from courses.sheets import ChoiceRow, Row, open_sheet

KEEP_SECONDS = 1800  # signed addresses of images in an object storage live for days, renditions can be made anew
FILLED_IN = frozenset({"checklist", "self_check"})
CITING = frozenset({"case", "quote"})
TEMPLATES = {"checklist": "courses/blocks/checklist.html", "self_check": "courses/blocks/self_check.html"}


@dataclass(frozen=True)
class Tick:
    key: str
    text: str
    checked: bool = False


@dataclass(frozen=True)
class Part:
    """A stretch of finished HTML, or a block that learners fill in, with all that is needed to show and to grade it.

    `html` of a self-check is its question as everybody sees it before she answered.
    `item` holds the key of a self-check: parts stay on the server, only `Shown` goes to templates.
    """

    kind: str  # html | checklist | self_check
    html: SafeString = field(default_factory=lambda: mark_safe(""))
    block: UUID | None = None
    title: str = ""
    ticks: tuple[Tick, ...] = ()
    item: Item | None = None
    is_unpublished: bool = False

    @property
    def name(self) -> str:
        """Its anchor, and the name of its field."""
        return f"block-{self.block}"


@dataclass(frozen=True)
class Shown:
    """A part as templates take it. `template` is empty for finished HTML, `action` for who cannot save.

    A self-check has either `row` or, while nobody answered it, `html`.
    """

    html: SafeString = field(default_factory=lambda: mark_safe(""))
    template: str = ""
    name: str = ""
    title: str = ""
    action: str = ""
    items: tuple[Tick, ...] = ()
    row: Row | None = None
    is_unpublished: bool = False

    @property
    def is_locked(self) -> bool:
        return not self.action


def body_of(
    page: LessonPage,
    *,
    responses: Mapping[UUID, Mapping[str, Any]],
    enrollment: Enrollment | None,
    is_draft: bool = False,
) -> list[Shown]:
    """The body for one learner; `responses` is what she filled in, by block. Without an enrollment nothing is saved."""
    parts = render_body(page, is_draft=True) if is_draft else _kept_body(page)
    return [show_part(page, part, responses.get(part.block) if part.block else None, enrollment) for part in parts]


def show_part(
    page: LessonPage,
    part: Part,
    data: Mapping[str, Any] | None,
    enrollment: Enrollment | None,
    *,
    error: str = "",
) -> Shown:
    """`data` as the service keeps it; `error` says why an answer was not taken."""
    if part.kind == "html":
        return Shown(html=part.html)
    shown = Shown(
        template=TEMPLATES[part.kind],
        name=part.name,
        title=part.title,
        action=_action(page, part, enrollment),
        is_unpublished=part.is_unpublished,
    )
    if part.kind == "checklist":
        ticked = set((data or {}).get("ticks", ()))
        return replace(shown, items=tuple(replace(tick, checked=tick.key in ticked) for tick in part.ticks))
    if shown.action and not data and not error and part.html:
        return replace(shown, html=part.html)
    with override(page.locale.language_code):
        return replace(shown, row=_row_of(part, data, error))


def render_body(page: LessonPage, *, is_draft: bool = False) -> list[Part]:
    """All parts in the language of the page, neighbouring stretches of HTML joined.

    A draft shows self-checks whose question is not published yet, too, and says so.
    """
    items = _items_of(page, page.body)
    drafts = _unpublished_of(page.body, items) if is_draft else {}
    parts: list[Part] = []
    html = ""
    with override(page.locale.language_code):
        for child in page.body:
            if child.block_type not in FILLED_IN:
                html += child.render()
                continue
            part = _part_of(child, items) or _part_of(child, drafts)
            if part is None:
                continue
            if part.item is not None and part.item.question in drafts:
                part = replace(part, is_unpublished=True)
            if part.item is not None:
                part = replace(part, html=_unanswered(part))
            if html:
                parts.append(Part("html", html=mark_safe(html)))
                html = ""
            parts.append(part)
    if html:
        parts.append(Part("html", html=mark_safe(html)))
    return [*_explained(parts, page.locale.language_code), *_sources_part(page)]


def find_part(page: LessonPage, block: UUID) -> Part | None:
    """The block of that id that learners fill in; nothing else of the page is rendered."""
    for child in page.body:
        if child.id == str(block) and child.block_type in FILLED_IN:
            return _part_of(child, _items_of(page, [child]))
    return None


def _sources_part(page: LessonPage) -> list[Part]:
    """What the lesson rests on, each work once: its own sources, then those of its cases and quotations."""
    sources = [child.value for child in page.sources]
    for child in page.body:
        if child.block_type in CITING:
            sources += child.value["sources"]
    works = {(one["title"], one["publisher"], one["year"], one["url"]): one for one in sources}
    if not works:
        return []
    with override(page.locale.language_code):
        html = render_to_string("courses/_source_list.html", {"sources": list(works.values())})
    return [Part("html", html=html)]


def _explained(parts: list[Part], language: str) -> list[Part]:
    """With the words of the glossary marked where they stand first, and explained at the end."""
    marker = glossary.marker(language)
    marked = [
        replace(part, html=mark_safe(marker.marked(part.html))) if part.kind == "html" else part for part in parts
    ]
    if not marker.found:
        return marked
    with override(language):
        context = {"entries": glossary.find(marker.found, language), "url": reverse("glossary")}
        words = render_to_string("courses/_lesson_words.html", context)
    return [*marked, Part("html", html=words)]


def _kept_body(page: LessonPage) -> list[Part]:
    version = site_version.current()
    if version is None:
        return render_body(page)
    return _remembered(page.pk, version, int(time.time() // KEEP_SECONDS))


@lru_cache(maxsize=512)
def _remembered(page_pk: int, version: int, period: int) -> list[Part]:
    return render_body(LessonPage.objects.select_related("locale").get(pk=page_pk))


def _part_of(child: StreamValue.StreamChild, items: Mapping[str, Item]) -> Part | None:
    """None for a self-check whose question is not published."""
    block = UUID(child.id)
    if child.block_type == "checklist":
        listed = child.value["items"].bound_blocks
        ticks = tuple(Tick(key=str(item.id), text=item.value) for item in listed)
        return Part("checklist", block=block, title=child.value["title"], ticks=ticks)
    question = child.value["question"]
    item = items.get(str(question.translation_key)) if question else None
    return Part("self_check", block=block, item=item) if item else None


def _items_of(page: LessonPage, children: Iterable[StreamValue.StreamChild]) -> dict[str, Item]:
    """The questions of the self-checks, frozen in the language of the page, else in the one they were chosen in."""
    chosen = [child.value["question"] for child in children if child.block_type == "self_check"]
    rows = [question for question in chosen if question is not None]
    if not rows:
        return {}
    language = page.locale.language_code
    languages = {language}
    if foreign := {question.locale_id for question in rows} - {page.locale_id}:
        languages.update(Locale.objects.filter(pk__in=foreign).values_list("language_code", flat=True))
    sources = load_sources([question.translation_key for question in rows], languages=languages)
    return {key: freeze(found.get(language) or next(iter(found.values()))) for key, found in sources.items()}


def _unpublished_of(children: Iterable[StreamValue.StreamChild], items: Mapping[str, Item]) -> dict[str, Item]:
    """The questions of self-checks that are missing in `items`, as they were saved last."""
    chosen = [child.value["question"] for child in children if child.block_type == "self_check"]
    drafts = [row for row in chosen if row is not None and str(row.translation_key) not in items]
    return {str(row.translation_key): freeze(source_of(row.get_latest_revision_as_object())) for row in drafts}


def _action(page: LessonPage, part: Part, enrollment: Enrollment | None) -> str:
    """Blocks are known by their id alone; the lesson is named beside it, so that nobody has to search for it."""
    if enrollment is None:
        return ""
    address = reverse("block_response", kwargs={"enrollment": enrollment.uuid, "block": part.block})
    return f"{address}?lesson={page.translation_key}"


def _row_of(part: Part, data: Mapping[str, Any] | None, error: str) -> Row:
    """The question with her last answer: what she chose is judged and explained, what she missed is not given away."""
    item = part.item
    assert item is not None
    answer = _answer_in(item, data)
    (row,) = open_sheet([item], {0: answer}, errors={0: error})
    row = replace(row, name=part.name)
    if not answer:
        return row
    mark = KINDS[item.kind].grade(item, answer)
    feedback = {choice.key: choice.feedback for choice in item.choices}
    return replace(
        row,
        state=mark.reason,
        feedback=item.feedback,
        choices=tuple(_judged(choice, mark.verdicts, feedback) for choice in row.choices),
    )


def _unanswered(part: Part) -> SafeString:
    row = _row_of(part, None, "")
    return render_to_string(row.template, {"row": row, "label": gettext("Check yourself"), "is_marked": False})


def _judged(choice: ChoiceRow, verdicts: Mapping[str, str], feedback: Mapping[str, str]) -> ChoiceRow:
    if not choice.is_checked:
        return choice
    return replace(choice, state=verdicts.get(choice.key, ""), feedback=feedback[choice.key])


def _answer_in(item: Item, data: Mapping[str, Any] | None) -> Answer:
    """The answer kept, unless the question or its choices are others by now."""
    if not data or data.get("question") != item.question:
        return BLANK
    answer: Answer = data["answer"]
    return answer if all(item.has_choice(key) for key in answer.get("choices", ())) else BLANK
