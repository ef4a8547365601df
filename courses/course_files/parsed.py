"""A course as its files tell it, in plain values. Rich text is HTML in the few tags that lessons may use."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    publisher: str
    year: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Block:
    line: int


@dataclass(frozen=True, kw_only=True)
class Text(Block):
    html: str


@dataclass(frozen=True, kw_only=True)
class Heading(Block):
    text: str
    level: int


@dataclass(frozen=True, kw_only=True)
class Steps(Block):
    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Checklist(Block):
    key: str
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Case(Block):
    """`economy` is the two-letter code of the place; it is checked and counted, never shown."""

    title: str
    place: str
    economy: str
    html: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Callout(Block):
    kind: str
    title: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Quote(Block):
    text: str
    by: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Comparison(Block):
    title: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Definitions(Block):
    title: str
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DiagramPart:
    label: str
    text: str
    lane: str


@dataclass(frozen=True, kw_only=True)
class Diagram(Block):
    layout: str
    title: str
    alt: str
    centre: str
    across: str
    upward: str
    parts: tuple[DiagramPart, ...]


@dataclass(frozen=True, kw_only=True)
class SelfCheck(Block):
    question: str


@dataclass(frozen=True, kw_only=True)
class Image(Block):
    path: Path
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True)
class ParsedLesson:
    file: str
    key: str
    slug: str
    title: str
    summary: str
    minutes: int
    sources: tuple[str, ...]  # keys of what it rests on; its cases and quotations name more
    blocks: tuple[Block, ...]
    links: tuple[tuple[str, int], ...]  # keys of lessons it links to, with their lines
    words: int
    text: str  # the Markdown as written, …
    first_line: int  # … which begins on this line of the file


@dataclass(frozen=True)
class ParsedPart:
    """One field of an assignment's template. `example` keeps its lines; `columns` and `choices` as the kind asks."""

    key: str
    kind: str
    label: str
    help: str
    example: str
    is_required: bool
    columns: tuple[str, ...]
    rows: int
    choices: tuple[str, ...]


@dataclass(frozen=True)
class ParsedAssignment:
    file: str
    key: str
    slug: str
    title: str
    summary: str
    minutes: int
    needs_acceptance: bool
    brief: str
    links: tuple[tuple[str, int], ...]
    text: str  # the Markdown of the brief, …
    first_line: int  # … which begins on this line of the file
    parts: tuple[ParsedPart, ...]


@dataclass(frozen=True)
class ParsedItem:
    """Either a draw of `count` questions from `tag`, or the one `question`."""

    tag: str
    question: str
    count: int
    points: int


@dataclass(frozen=True)
class ParsedQuiz:
    file: str
    key: str
    slug: str
    title: str
    intro: str
    pass_mark: int
    attempts: int | None
    minutes: int
    time_limit: int | None
    shuffle: bool
    feedback: str
    items: tuple[ParsedItem, ...]


@dataclass(frozen=True)
class ParsedModule:
    file: str
    key: str
    slug: str
    title: str
    summary: str
    intro: str
    lessons: tuple[ParsedLesson, ...]
    quiz: ParsedQuiz | None


@dataclass(frozen=True)
class ParsedChoice:
    key: str
    text: str
    is_correct: bool
    feedback: str


@dataclass(frozen=True)
class ParsedQuestion:
    file: str
    key: str
    kind: str
    text: str
    feedback: str
    outcome: str
    tags: tuple[str, ...]
    choices: tuple[ParsedChoice, ...] = ()
    answer: bool | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedCourse:
    folder: Path
    key: str
    slug: str
    language: str
    title: str
    approach: str
    summary: str
    audience: str
    made_by: str
    description: str
    outcomes: tuple[tuple[str, str], ...]
    requires_lessons: bool
    requires_quizzes: bool
    requires_final_test: bool
    requires_assignment: bool
    cover_motif: str
    cover_palette: str
    has_certificate: bool
    certificate_months: int | None
    hours: int
    modules: tuple[ParsedModule, ...]
    assignment: ParsedAssignment | None
    final_test: ParsedQuiz | None
    questions: tuple[ParsedQuestion, ...]
    sources: dict[str, Source] = field(default_factory=dict)

    @property
    def lessons(self) -> Iterator[ParsedLesson]:
        for module in self.modules:
            yield from module.lessons

    @property
    def quizzes(self) -> Iterator[ParsedQuiz]:
        """In order, the final test last."""
        for module in self.modules:
            if module.quiz:
                yield module.quiz
        if self.final_test:
            yield self.final_test
